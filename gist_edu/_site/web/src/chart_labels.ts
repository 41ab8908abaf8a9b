/** Where words go in a picture with lines: each label takes the first place that touches no other words, points or lines. */

export interface Box { x1: number; x2: number; y1: number; y2: number }
export interface Spot { x: number; y: number }
export interface Placed extends Spot { anchor: "start" | "middle" | "end" }
export interface Wanted extends Spot { width: number }

const HALF = 7; // of the height of a line of text
const APART = 8; // from the middle of a point to its words
const UP = 15, FAR = 30, FURTHER = 48;

/** Beside the point first, then above and below, then further off. */
const PLACES: [number, number, Placed["anchor"]][] = [
  [APART, 0, "start"], [-APART, 0, "end"], [APART, -UP, "start"], [APART, UP, "start"], [-APART, -UP, "end"], [-APART, UP, "end"],
  [0, -UP, "middle"], [0, UP, "middle"], [APART, -FAR, "start"], [APART, FAR, "start"], [-APART, -FAR, "end"], [-APART, FAR, "end"],
  [-APART, -FURTHER, "end"], [-APART, FURTHER, "end"], [APART, -FURTHER, "start"], [APART, FURTHER, "start"],
];

/** Words that do not stand beside their point need a line to it. */
export const needsLine = (point: Spot, words: Spot): boolean => Math.abs(point.y - words.y) > UP;

/** The box of words whose middle line is at `y`. */
export function boxOf({ x, y, anchor }: Placed, width: number): Box {
  const x1 = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { x1, x2: x1 + width, y1: y - HALF, y2: y + HALF };
}

/** A place for the words of each point. `taken`: boxes of other words; `ink`: points and lines as single spots. */
export function placeLabels(points: Wanted[], taken: Box[], ink: Spot[], frame: Box): Placed[] {
  const boxes = [...taken];
  return points.map(({ x, y, width }) => {
    const choices = PLACES.map(([dx, dy, anchor]): Placed => ({ x: x + dx, y: y + dy, anchor }));
    const cost = choices.map((place) => costOf(boxOf(place, width), boxes, ink, frame) + (needsLine({ x, y }, place) ? Math.abs(place.y - y) / 3 : 0));
    const best = choices[cost.indexOf(Math.min(...cost))]!;
    boxes.push(boxOf(best, width));
    return best;
  });
}

/** Words over words cannot be read; over a line they can, badly; outside the frame they are cut. */
function costOf(box: Box, boxes: Box[], ink: Spot[], frame: Box): number {
  const outside = Math.max(0, frame.x1 - box.x1) + Math.max(0, box.x2 - frame.x2) + Math.max(0, frame.y1 - box.y1) + Math.max(0, box.y2 - frame.y2);
  const under = ink.filter(({ x, y }) => x > box.x1 && x < box.x2 && y > box.y1 && y < box.y2).length;
  return outside * 20 + boxes.filter((other) => overlap(box, other)).length * 1000 + under * 2;
}

export const overlap = (one: Box, other: Box): boolean =>
  one.x1 < other.x2 && other.x1 < one.x2 && one.y1 < other.y2 && other.y1 < one.y2;

/** A path as spots a few units apart; a step goes across first and then down. */
export function spotsOf(path: Spot[], steps: boolean): Spot[] {
  const corners = steps ? path.flatMap((spot, index) => (index ? [{ x: spot.x, y: path[index - 1]!.y }, spot] : [spot])) : path;
  return corners.flatMap((spot, index) => (index ? between(corners[index - 1]!, spot) : [spot]));
}

function between(from: Spot, to: Spot): Spot[] {
  const pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4));
  return Array.from({ length: pieces }, (_, index) => {
    const part = (index + 1) / pieces;
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
  });
}
