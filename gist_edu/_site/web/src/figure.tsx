/** A drawing with parts to press, and the same parts as a list. What the drawing means is said by the list, not by colour. */
import type { ComponentChildren } from "preact";
import { Md, Paragraphs } from "./inline";
import { paragraphs, parse, plain } from "./markdown";
import { toneClass } from "./prose";
import { useId } from "./surroundings";
import type { FigureBlock, FigurePart, Shape } from "./view";

export function Figure({ block }: { block: FigureBlock }) {
  const titleId = `${useId(block.id)}-title`;
  const drawn = new Set(block.shapes.map(({ id }) => id));
  const pressable = new Set(block.list.map(({ id }) => id).filter((id) => drawn.has(id)));
  return <figure class="gist-figure" aria-labelledby={titleId}>
    <figcaption>
      <p class="gist-label" id={titleId}>{block.label}</p>
      <p class="gist-summary"><Md source={block.summary} /></p>
    </figcaption>
    <div class="gist-figure-body">
      <Drawing block={block} pressable={pressable} />
      <div class="gist-figure-side">
        <Told part={block.list.find(({ id }) => id === block.chosen && pressable.has(id))} />
        {block.list.length ? <ol class={pressable.size ? "gist-parts gist-pressable" : "gist-parts"} aria-labelledby={titleId}>
          {block.list.map((part) => <li key={part.id}><Entry block={block} part={part} pressable={pressable.has(part.id)} /></li>)}
        </ol> : null}
      </div>
    </div>
  </figure>;
}

interface DrawingProps { block: FigureBlock; pressable: Set<string> }

/** An image where nothing can be pressed; else a group, whose parts are buttons and whose other shapes are left unsaid. */
function Drawing({ block, pressable }: DrawingProps) {
  const id = useId(block.id, "drawing"), summary = paragraphs(block.summary).map((part) => plain(parse(part))).join(" ");
  return <svg class="gist-drawing" role={pressable.size ? "group" : "img"} viewBox={`0 0 ${block.width} ${block.height}`}
    aria-labelledby={`${id}-title`} aria-describedby={`${id}-desc`}>
    <title id={`${id}-title`}>{`${block.label}, drawing`}</title>
    <desc id={`${id}-desc`}>{summary}</desc>
    {runs(block.shapes).map(({ id: part, shapes }, index) => (part !== undefined && pressable.has(part)
      ? <Part key={index} block={block} part={part} shapes={shapes} />
      : <g key={index} aria-hidden="true" class={part === block.chosen && part !== undefined ? "gist-chosen" : undefined}>{shapes.map(draw)}</g>))}
  </svg>;
}

interface Run { id: string | undefined; shapes: Shape[] }

/** Neighbours that belong to one part are one thing to press. */
function runs(shapes: Shape[]): Run[] {
  const found: Run[] = [];
  for (const shape of shapes) {
    const last = found[found.length - 1];
    if (last && last.id === shape.id) last.shapes.push(shape);
    else found.push({ id: shape.id, shapes: [shape] });
  }
  return found;
}

/** What is written on the part comes first, for readers who say what they see; then its full name. Spaces part its words. */
function spoken(shapes: Shape[], name: string): string {
  const written = shapes.map((shape) => (shape.shape === "text" ? shape.text : "")).filter(Boolean).join(" ");
  return name.toLowerCase().includes(written.toLowerCase()) ? name : `${written}: ${name}`;
}

function Part({ block, part, shapes }: { block: FigureBlock; part: string; shapes: Shape[] }) {
  const chosen = block.chosen === part, name = spoken(shapes, block.list.find(({ id }) => id === part)?.text ?? "");
  return <g class={chosen ? "gist-part gist-chosen" : "gist-part"} role="button" tabIndex={0} aria-label={name}
    aria-pressed={chosen ? "true" : "false"} data-gist-press={`${block.id}.${part}`}>{shapes.map((shape, key) => [draw(shape, key), " "])}</g>;
}

/** The chosen part in words, between the drawing and the list, so that it is near whatever was pressed. */
function Told({ part }: { part: FigurePart | undefined }) {
  if (!part?.md) return null;
  return <div class="gist-part-told"><p class="gist-part-head">{part.text}</p><Paragraphs source={part.md} /></div>;
}

function Entry({ block, part, pressable }: { block: FigureBlock; part: FigurePart; pressable: boolean }) {
  const chosen = block.chosen === part.id;
  const id = useId(block.id, part.id);
  if (pressable) {
    return <button type="button" class="gist-part-button" id={id} aria-pressed={chosen ? "true" : "false"}
      data-gist-press={`${block.id}.${part.id}`}>{part.text}</button>;
  }
  return <><p>{part.text}</p>{part.md ? <Paragraphs source={part.md} class="gist-part-text" /> : null}</>;
}

function draw(shape: Shape, key: number): ComponentChildren {
  const filled = shape.shape === "rect" || shape.shape === "circle" || (shape.shape === "path" && shape.filled);
  const fill = shape.shade === undefined ? undefined : `hsl(0 0% ${shape.shade}%)`;
  const look = `gist-shape${fill ? " gist-shade" : filled ? " gist-filled" : ""}${shape.line ? ` gist-line-${shape.line}` : ""}${toneClass(shape.tone)}`;
  switch (shape.shape) {
    case "path": return <path key={key} class={look} fill={fill} d={shape.d} />;
    case "rect": return <rect key={key} class={look} fill={fill} x={shape.x} y={shape.y} width={shape.width} height={shape.height} rx={shape.round ?? 0} />;
    case "circle": return <circle key={key} class={look} fill={fill} cx={shape.x} cy={shape.y} r={shape.r} />;
    case "line": return <line key={key} class={look} x1={shape.x1} y1={shape.y1} x2={shape.x2} y2={shape.y2} />;
    case "text": return <text key={key} class={`gist-drawn-text${shape.strong ? " gist-strong" : ""}${toneClass(shape.tone)}`}
      x={shape.x} y={shape.y} text-anchor={shape.anchor ?? "start"}>{shape.text}</text>;
  }
}
