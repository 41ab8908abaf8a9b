/** The drawing of a track for a given width. Labels that do not fit are left out here; the table has them all. */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { toneClass } from "./prose";
import type { TrackBlock, TrackItem, TrackLane, TrackMark } from "./view";

/** Room in the narrowest place a track is made for: a phone of 320 px. */
export const NARROW = 256;
const EDGE = 14; // a mark at the very end still has its whole target
const CHARACTER = 8.2; // pixels of a letter at the size of the style sheet, bold
const HERE = 20, TIER = 28, NAME = 18, ROW = 26, GAP = 8, RULER = 40, TARGET = 24;
const RADIUS = [4, 6, 8];

type Scale = ScaleLinear<number, number>;
interface Placed { mark: TrackMark; tier: number }

const short = (value: number): number => Math.round(value * 10) / 10;
const textWidth = (text: string): number => text.length * CHARACTER;
/** A unit is as wide as the space it takes: item 5 to 5 has a width. */
const scaleOf = (block: TrackBlock, width: number): Scale => scaleLinear().domain([block.from - 0.5, block.to + 0.5]).range([EDGE, width - EDGE]);

export function TrackPicture(block: TrackBlock, width: number) {
  const x = scaleOf(block, width), marks = placed(block), tiers = Math.max(0, ...marks.map(({ tier }) => tier + 1)), named = sides(marks, x, width);
  const top = HERE, lanesTop = top + tiers * TIER + (tiers ? GAP : 0);
  const lanes = block.lanes.map((lane, index) => ({ lane, y: lanesTop + index * (NAME + ROW + GAP) }));
  const ruler = lanesTop + lanes.length * (NAME + ROW + GAP), height = ruler + RULER;
  return { height, drawing: <>
    {lanes.map(({ lane, y }, index) => <Lane key={index} lane={lane} block={block} x={x} y={y} />)}
    <Ruler block={block} x={x} y={ruler} width={width} />
    {block.here ? <Here here={block.here} block={block} x={x} bottom={ruler} width={width} /> : null}
    {marks.map((one, index) => <Mark key={one.mark.id ?? index} {...one} block={block} x={x}
      y={top + (tiers - one.tier - 1) * TIER + TIER / 2} stem={lanesTop} side={named[index]!} />)}
  </> };
}

const visible = <T extends { from: number; to: number }>(block: TrackBlock, one: T): boolean => one.to >= block.from && one.from <= block.to;

/**
 * Marks rise to the next tier where they would be too close to press. Tiers are those of the narrowest place, so that the
 * drawing is as high before it is measured as after.
 */
function placed(block: TrackBlock): Placed[] {
  const x = scaleOf(block, NARROW), ends: number[] = [], found: Placed[] = [];
  const inside = block.marks.filter(({ at }) => at >= block.from && at <= block.to).sort((a, b) => a.at - b.at);
  for (const mark of inside) {
    let tier = ends.findIndex((end) => x(mark.at) - end >= TARGET);
    if (tier < 0) tier = ends.length;
    ends[tier] = x(mark.at);
    found.push({ mark, tier });
  }
  return found;
}

type Side = "start" | "end" | null;

/**
 * On which side of each mark its name stands: where neither mark, name nor stem is in the way; nowhere if there is no room.
 * Stems of higher marks run through the tiers below.
 */
function sides(marks: Placed[], x: Scale, width: number): Side[] {
  const used = marks.flatMap(taken(x));
  return marks.map(({ mark, tier }) => {
    const at = x(mark.at), gap = radius(mark) + 4, wide = textWidth(mark.text);
    const free = (from: number) => from >= 0 && from + wide <= width
      && used.every((one) => one.of === mark || one.tier !== tier || one.to <= from || one.from >= from + wide);
    const side = mark.inside ? null : free(at + gap) ? "start" : free(at - gap - wide) ? "end" : null;
    if (side) used.push({ of: mark, tier, from: side === "start" ? at : at - gap - wide, to: side === "start" ? at + gap + wide : at });
    return side;
  });
}

interface Taken { of: TrackMark; tier: number; from: number; to: number }

/** The target of a mark on its own tier, and its stem on all below. */
const taken = (x: Scale) => ({ mark, tier }: Placed): Taken[] => [...Array(tier + 1).keys()].map((on) => {
  const half = on === tier ? TARGET / 2 : 2;
  return { of: mark, tier: on, from: x(mark.at) - half, to: x(mark.at) + half };
});

const radius = (mark: TrackMark): number => (mark.inside ? TARGET / 2 - 1 : RADIUS[mark.size - 1] ?? RADIUS[0]!);

interface LaneProps { lane: TrackLane; block: TrackBlock; x: Scale; y: number }

function Lane({ lane, block, x, y }: LaneProps) {
  return <g aria-hidden="true">
    <text class="gist-ruler-lane" x={EDGE} y={y + 13}>{lane.label}</text>
    {lane.items.filter((item) => visible(block, item)).map((item, index) => <Item key={index} item={item} block={block} x={x} y={y + NAME} />)}
  </g>;
}

function Item({ item, block, x, y }: { item: TrackItem; block: TrackBlock; x: Scale; y: number }) {
  const from = x(Math.max(item.from, block.from) - 0.5), to = x(Math.min(item.to, block.to) + 0.5), wide = to - from;
  return <g class={toneClass(item.tone).trim() || undefined}>
    <title>{item.text}</title>
    <rect class="gist-ruler-item" x={short(from)} y={y} width={short(Math.max(1, wide - 1))} height={ROW} rx="2" />
    {textWidth(item.text) + 6 <= wide ? <text class="gist-ruler-in" x={short((from + to) / 2)} y={y + ROW / 2} dy="0.35em" text-anchor="middle">{item.text}</text> : null}
  </g>;
}

interface MarkProps { mark: TrackMark; block: TrackBlock; x: Scale; y: number; stem: number; side: Side }

function Mark({ mark, block, x, y, stem, side }: MarkProps) {
  const at = short(x(mark.at)), r = radius(mark);
  const drawn = <>
    {mark.id === undefined ? <title>{mark.text}</title> : null}
    <line class="gist-ruler-stem" x1={at} x2={at} y1={y} y2={stem} />
    <rect class="gist-ruler-target" x={at - TARGET / 2} y={y - TARGET / 2} width={TARGET} height={TARGET} rx="4" />
    <circle class={mark.inside ? "gist-ruler-mark gist-ruler-pin" : "gist-ruler-mark"} cx={at} cy={y} r={r} />
    {mark.inside ? <text class="gist-ruler-in" x={at} y={y} dy="0.35em" text-anchor="middle">{mark.inside}</text> : null}
    {side ? <text class="gist-ruler-name" x={side === "start" ? at + r + 4 : at - r - 4} y={y} dy="0.35em" text-anchor={side}>{mark.text}</text> : null}
  </>;
  const look = `gist-ruler-spot${toneClass(mark.tone)}`;
  return mark.id === undefined ? <g class={look} aria-hidden="true">{drawn}</g>
    : <g class={`${look} gist-ruler-press`} role="button" tabIndex={0} aria-label={mark.text} data-gist-press={`${block.id}.${mark.id}`}>{drawn}</g>;
}

interface HereProps { here: NonNullable<TrackBlock["here"]>; block: TrackBlock; x: Scale; bottom: number; width: number }

/** A band across all lanes, and its name above. One unit of a long ruler is thinner than a line, so it gets three pixels. */
function Here({ here, block, x, bottom, width }: HereProps) {
  if (!visible(block, here)) return null;
  const from = x(Math.max(here.from, block.from) - 0.5), to = x(Math.min(here.to, block.to) + 0.5);
  const wide = Math.max(3, to - from), middle = (from + to) / 2, half = textWidth(here.text) / 2;
  const name = 2 * half + 4 <= width ? Math.min(Math.max(middle, half + 2), width - half - 2) : null;
  return <g aria-hidden="true">
    <rect class="gist-ruler-here" x={short(middle - wide / 2)} y={HERE - 2} width={short(wide)} height={short(bottom - HERE + 4)} />
    {name === null ? null : <text class="gist-ruler-here-name" x={short(name)} y="13" text-anchor="middle">{here.text}</text>}
  </g>;
}

function Ruler({ block, x, y, width }: { block: TrackBlock; x: Scale; y: number; width: number }) {
  const ticks = x.ticks(Math.max(2, Math.floor(width / 70))).filter((tick) => Number.isInteger(tick));
  return <g aria-hidden="true">
    <line class="gist-axis" x1={EDGE} x2={width - EDGE} y1={y} y2={y} />
    {ticks.map((tick) => <g key={tick}>
      <line class="gist-axis" x1={short(x(tick))} x2={short(x(tick))} y1={y} y2={y + 4} />
      <text class="gist-ruler-tick" x={short(x(tick))} y={y + 17} text-anchor="middle">{tick}</text>
    </g>)}
    <text class="gist-ruler-tick" x={short(width / 2)} y={y + 34} text-anchor="middle">{block.unit}</text>
  </g>;
}
