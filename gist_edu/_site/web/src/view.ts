/**
 * The view tree: what a simulator's `view()` returns and every host draws.
 * The layer that draws it knows nothing about GIST. All text is finished text: formatted once, by Python.
 * `Md` is an inline Markdown subset: **bold**, *italic*, `code`, [text](href) with ev:, http(s):, # or relative hrefs.
 */
export type Md = string;
/** A colour role, never the only carrier of meaning: each toned thing also has a label. */
export type Tone = "none" | "very_low" | "low" | "intermediate" | "high" | "info" | "good" | "warn" | "bad" | "muted";

export interface View {
  simulator: string;
  title: string;
  /** One sentence for the polite live region after an event; "" for none. */
  announce: string;
  /** Whole-simulator problem (tampered link, ...), shown at the top and announced; null if none. */
  error: string | null;
  /** "none": the host draws no strip with "Start again" and "Copy a link" below. */
  tools?: "none";
  blocks: Block[];
}
interface Base { id: string } // unique in the tree, stable between views, also the event target
interface Field extends Base { label: string; help?: Md; error?: string | null; disabled?: boolean }

/** `focus: true` moves focus here once, when the block first appears after an event. */
export interface TextBlock extends Base { kind: "text"; md: Md; role?: "lead" | "body" | "note" | "warning" | "limits"; focus?: boolean }
export interface ChoiceBlock extends Field { kind: "choice"; options: Option[]; value: string | null }
/** Any number of options; a checkbox sends `set` with the id `<block id>.<option value>` and true or false. */
export interface SeveralBlock extends Field { kind: "several"; options: Option[]; values: string[] }
/** A list to put in order, as it stands now; its buttons press `<block id>.up.<value>` and `<block id>.down.<value>`. */
export interface OrderBlock extends Field { kind: "order"; items: Option[] }
export interface Option { value: string; label: string; hint?: string }
/** `text` is what was typed when it could not be accepted; it is shown again, next to the error. */
export interface NumberBlock extends Field {
  kind: "number"; value: number | null; text?: string | null; min: number; max: number; step: number; unit: string;
  /** `slider: false` draws the number box alone. */
  slider?: boolean;
}
/**
 * One line of text. `set` comes while it is typed, and once more with the same text when the reader pauses, leaves the box or
 * presses Enter: the time to announce. The box takes no more than `max_length` letters.
 */
export interface LineBlock extends Field { kind: "line"; value: string; max_length: number; /** a box of so many lines, for sentences */ rows?: number }
export interface SelectBlock extends Field { kind: "select"; options: Option[]; value: string }
export interface ToggleBlock extends Field { kind: "toggle"; value: boolean }
export interface ButtonBlock extends Base { kind: "button"; label: string; variant: "primary" | "plain"; disabled?: boolean }
export interface TableBlock extends Base { kind: "table"; caption: string; columns: Column[]; rows: Row[]; note?: Md;
  /** The first column stays in sight when the table scrolls sideways. */
  pinned?: boolean;
}
export interface Column { label: string; align?: "start" | "end" }
/** The first cell of a row is its header cell. */
export interface Row { cells: Cell[]; tone?: Tone }
/** `press`: the cell is a shortcut that sends this id, for a mouse or finger; a control with a label does the same. */
export interface Cell { md: Md; tone?: Tone; press?: string; chosen?: boolean }
export interface ChartBase extends Base {
  kind: "chart"; title: string; /** what the chart shows, in a sentence with its result */ summary: Md;
  table: { columns: Column[]; rows: Row[] }; legend: { tone: Tone; label: string }[];
  x: Axis; y: Axis;
}
export interface Axis { label: string; unit?: string; min?: number; max?: number; /** category names for cells and bar */ names?: string[] }
/** Matrix: cells[row][column], row 0 at the top (y.names), columns = x.names. `mark` is a character shown in the cell. */
export interface CellsChart extends ChartBase { form: "cells"; cells: { tone: Tone; label: string; mark?: string }[][]; here?: { row: number; column: number; label: string } | null }
export interface XyChart extends ChartBase { form: "xy"; series: Series[]; marks?: { x: number; y: number; label: string }[] }
/** points: [x, y] for line, step, area, bar; [x, low, high] for band. */
export interface Series { shape: "line" | "step" | "area" | "band" | "bar"; label: string; tone: Tone; points: number[][] }
export type ChartBlock = CellsChart | XyChart;
export interface MeterBlock extends Base { kind: "meter"; label: string; value: number; min: number; max: number; text: string; tone: Tone }
export interface TimelineBlock extends Base { kind: "timeline"; label: string; items: { when: string; title: string; md: Md; tone?: Tone }[] }
/** The answer to a commitment. `focus: true` moves focus to the heading once, when the block first appears. */
export interface FeedbackBlock extends Base { kind: "feedback"; tone: Tone; heading: string; md: Md; focus?: boolean }
/** Options after a commitment: `mark` says in words what each was ("Right, and your answer"), `md` says why. */
export interface VerdictsBlock extends Base { kind: "verdicts"; label: string; items: { text: Md; mark: string; tone: Tone; md: Md }[] }
/** Saves `text` as a file on the reader's device. */
export interface DownloadBlock extends Base { kind: "download"; label: string; filename: string; text: string }
/** Reads a file of the reader's device and sends its text as `set`; a file over `max_bytes` sends null. */
export interface UploadBlock extends Field { kind: "upload"; accept: string; max_bytes: number }
/** Sources behind what is on screen. */
export interface EvidenceBlock extends Base { kind: "evidence"; heading: string; items: { address: string; text: string; source: string }[] }
/**
 * A drawing made of shapes, and its parts as a list that says the same. A part whose id a shape carries can be pressed, in
 * the drawing and in the list: both send `press` with `<block id>.<part id>`. The chosen part is drawn with a heavy
 * outline, and its `md` stands between drawing and list; a part that cannot be pressed has its `md` in the list.
 */
export interface FigureBlock extends Base {
  kind: "figure"; label: string; summary: Md; width: number; height: number; shapes: Shape[]; chosen: string | null; list: FigurePart[];
}
export interface FigurePart { id: string; text: string; md?: Md }
/** Shapes of one part stand one after another. `line` is the weight of a stroke; "none" draws the fill alone. */
interface Drawn {
  id?: string; tone?: Tone; line?: "thin" | "thick" | "dashed" | "none";
  /** The grey of a scan in percent, 0 black to 100 white, the same on a light and a dark page. */
  shade?: number;
}
export type Shape = Drawn & (
  | { shape: "path"; d: string; filled?: boolean }
  | { shape: "rect"; x: number; y: number; width: number; height: number; round?: number }
  | { shape: "circle"; x: number; y: number; r: number }
  | { shape: "line"; x1: number; y1: number; x2: number; y2: number }
  | { shape: "text"; x: number; y: number; text: string; anchor?: "start" | "middle" | "end"; strong?: boolean });
/**
 * A ruler of whole units from `from` to `to`, the window shown. Lanes hold stretches, marks stand above them; what does not fit
 * is left out of the drawing, never out of the table. A mark with an id can be pressed and sends `<block id>.<mark id>`.
 * Another window is another view: the drawing does not zoom by itself.
 */
export interface TrackBlock extends Base {
  kind: "track"; label: string; summary: Md; from: number; to: number; unit: string; lanes: TrackLane[]; marks: TrackMark[];
  here: { from: number; to: number; text: string } | null; table: { columns: Column[]; rows: Row[] };
}
export interface TrackLane { label: string; items: TrackItem[] }
export interface TrackItem { from: number; to: number; text: string; tone: Tone }
/** `size` 1 is the smallest. `inside`: up to three letters that stand in the mark, which is then as large as its target. */
export interface TrackMark { id?: string; at: number; text: string; tone: Tone; size: 1 | 2 | 3; inside?: string }
export interface GroupBlock extends Base { kind: "group"; heading?: string; layout: "stack" | "columns" | "cards" | "row" | "fold"; open?: boolean; blocks: Block[] }

export type Block = TextBlock | ChoiceBlock | NumberBlock | SelectBlock | ToggleBlock | ButtonBlock | TableBlock | ChartBlock
  | MeterBlock | TimelineBlock | FeedbackBlock | EvidenceBlock | GroupBlock | SeveralBlock | OrderBlock | VerdictsBlock
  | DownloadBlock | UploadBlock | FigureBlock | TrackBlock | LineBlock;

/** What goes back. `set` carries the raw text when a number box holds something that is not a number. */
export type Event =
  | { type: "set"; id: string; value: number | string | boolean | null }
  | { type: "press"; id: string }
  | { type: "reset" }
  | { type: "restore"; state: unknown }
  /** The reader's progress changed; the door adds it. */
  | { type: "progress" };
