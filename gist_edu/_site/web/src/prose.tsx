/** Blocks that are read: text, feedback, timeline, evidence, meter. */
import { useEffect, useRef } from "preact/hooks";
import { EvidenceLink, Md, Paragraphs } from "./inline";
import { useId, useSurroundings } from "./surroundings";
import type { EvidenceBlock, FeedbackBlock, MeterBlock, TextBlock, TimelineBlock, Tone } from "./view";

export const toneClass = (tone: Tone | undefined): string => (tone && tone !== "none" ? ` gist-toned gist-tone-${tone}` : "");

/** Focus goes here once, when the block appears after an event; Preact keeps the block after that. */
function useFocusOnce<E extends HTMLElement>(wanted: boolean | undefined) {
  const place = useRef<E>(null), { mayMoveFocus } = useSurroundings();
  useEffect(() => {
    if (wanted && mayMoveFocus) place.current?.focus();
  }, []);
  return place;
}

/** Whoever says `focus`, true or false, can hold it: a later view must not take it away from a reader who is still here. */
export function Text({ block }: { block: TextBlock }) {
  const place = useFocusOnce<HTMLDivElement>(block.focus);
  return <div class={`gist-text gist-${block.role ?? "body"}`} id={useId(block.id)} tabIndex={block.focus === undefined ? undefined : -1} ref={place}>
    <Paragraphs source={block.md} />
  </div>;
}

export function Feedback({ block }: { block: FeedbackBlock }) {
  const heading = useFocusOnce<HTMLHeadingElement>(block.focus), id = useId(block.id, "heading");
  return <section class={`gist-feedback${toneClass(block.tone)}`} aria-labelledby={id}>
    <h4 class="gist-heading" id={id} tabIndex={-1} ref={heading}>{block.heading}</h4>
    <Paragraphs source={block.md} />
  </section>;
}

export function Timeline({ block }: { block: TimelineBlock }) {
  const id = useId(block.id, "label");
  return <div class="gist-timeline">
    <p class="gist-label" id={id}>{block.label}</p>
    <ol aria-labelledby={id}>
      {block.items.map((item, index) =>
        <li key={index} class={`gist-event${toneClass(item.tone)}`}>
          <p class="gist-when">{item.when}</p>
          <p class="gist-what">{item.title}</p>
          <Paragraphs source={item.md} />
        </li>)}
    </ol>
  </div>;
}

export function Evidence({ block }: { block: EvidenceBlock }) {
  const id = useId(block.id, "heading");
  return <section class="gist-evidence" aria-labelledby={id}>
    <h4 class="gist-heading" id={id}>{block.heading}</h4>
    <ul>
      {block.items.map((item) =>
        <li key={item.address}>
          <EvidenceLink address={item.address} text={item.text} /> <span class="gist-source"><Md source={item.source} /></span>
        </li>)}
    </ul>
  </section>;
}

/** The bar is an SVG: its length is an attribute, so no style has to be written into the page. */
export function Meter({ block }: { block: MeterBlock }) {
  const id = useId(block.id, "label");
  const share = Math.min(1, Math.max(0, (block.value - block.min) / (block.max - block.min || 1)));
  return <div class={`gist-meter${toneClass(block.tone)}`}>
    <p class="gist-meter-head"><span class="gist-label" id={id}>{block.label}</span> <span class="gist-meter-text">{block.text}</span></p>
    <div class="gist-meter-bar" role="meter" aria-labelledby={id} aria-valuemin={block.min} aria-valuemax={block.max}
      aria-valuenow={block.value} aria-valuetext={block.text}>
      <svg aria-hidden="true" width="100%" height="10"><rect class="gist-bar" width={`${Math.round(share * 1000) / 10}%`} height="10" /></svg>
    </div>
  </div>;
}
