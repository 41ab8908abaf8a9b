/** What both chart forms share: the drawing's unit, room for text, patterns, axis names. */
import type { ComponentChildren } from "preact";
import type { Axis, Tone } from "./view";

/** Width of the drawing in its own units; the style sheet sets the type so that it is never below 12 px on screen. */
export const WIDTH = 300;
/** Width of one character of the largest type in those units: for leaving room and leaving out crowded labels. */
export const CHARACTER = 7.2;
export const RIGHT = 8;
export const TOP = 26;

export interface Drawing { width: number; height: number; drawing: ComponentChildren }

/** Coordinates are written short: a hundredth of a unit cannot be seen. */
export const short = (value: number): number => Math.round(value * 100) / 100;
export const textWidth = (text: string): number => text.length * CHARACTER;
/** A minus sign is wider than a digit. */
export const leftMargin = (labels: string[]): number =>
  Math.min(110, Math.max(18, ...labels.map((label) => textWidth(label) + (label.startsWith("−") ? 7 : 0))) + 8);
export const axisName = (axis: Axis): string => (axis.unit ? `${axis.label} (${axis.unit})` : axis.label);

/** Every how manieth label can stand without touching its neighbour. */
export function labelStep(labels: string[], room: number): number {
  const widest = Math.max(0, ...labels.map(textWidth)) + 4;
  return Math.max(1, Math.ceil(widest / room));
}

export function AxisNames({ x, y, bottom, left }: { x: Axis; y: Axis; bottom: number; left: number }) {
  return <>
    <text class="gist-axis-name" x="0" y="13">{axisName(y)}</text>
    <text class="gist-axis-name" x={short((left + WIDTH - RIGHT) / 2)} y={bottom} text-anchor="middle">{axisName(x)}</text>
  </>;
}

const LINES: Partial<Record<Tone, string>> = {
  low: "M3 3h.01",
  intermediate: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
  high: "M0 0L6 6M6 0L0 6",
};

/** A second carrier of the ordinal scale beside its colour. */
export function Pattern({ id, tone }: { id: string; tone: Tone }) {
  return <pattern id={`${id}-${tone}`} width="6" height="6" patternUnits="userSpaceOnUse">
    <path class={`gist-hatch gist-tone-${tone}`} d={LINES[tone]} />
  </pattern>;
}

export const patternFill = (tone: Tone, id: string): string | undefined => (tone in LINES ? `url(#${id}-${tone})` : undefined);
