/** From a block's kind to what draws it. */
import type { ComponentChildren } from "preact";
import { Chart } from "./chart";
import { Button, Choice, NumberField, Select, Several, Toggle } from "./fields";
import { Figure } from "./figure";
import { Download, Upload } from "./files";
import { Line } from "./line";
import { Order } from "./order";
import { Evidence, Feedback, Meter, Text, Timeline } from "./prose";
import { Table } from "./table";
import { Track } from "./track";
import { useId } from "./surroundings";
import { Verdicts } from "./verdicts";
import type { Block, GroupBlock } from "./view";

type DrawerOf<B> = (props: { block: B }) => ComponentChildren;
const DRAWERS: { [K in Block["kind"]]: DrawerOf<Extract<Block, { kind: K }>> } = {
  text: Text, choice: Choice, number: NumberField, select: Select, toggle: Toggle, button: Button, table: Table, chart: Chart,
  meter: Meter, timeline: Timeline, feedback: Feedback, evidence: Evidence, group: Group,
  several: Several, order: Order, verdicts: Verdicts, download: Download, upload: Upload, figure: Figure, track: Track, line: Line,
};

export function Blocks({ blocks }: { blocks: Block[] }) {
  return <>{blocks.map((block) => {
    const Drawer = drawerOf(block);
    return <Drawer key={block.id} block={block} />;
  })}</>;
}

function drawerOf(block: Block): DrawerOf<Block> {
  if (Object.prototype.hasOwnProperty.call(DRAWERS, block.kind)) return DRAWERS[block.kind] as DrawerOf<Block>;
  throw new Error(`The view holds a block of unknown kind ${JSON.stringify(block.kind)} (id ${JSON.stringify(block.id)}); ` +
    `expected one of: ${Object.keys(DRAWERS).join(", ")}.`);
}

function Group({ block }: { block: GroupBlock }) {
  const id = useId(block.id, "heading");
  const inside = <div class={`gist-group gist-${block.layout === "fold" ? "stack" : block.layout}`}><Blocks blocks={block.blocks} /></div>;
  if (block.layout === "fold") {
    return <details class="gist-fold" open={block.open}><summary>{block.heading ?? "More"}</summary>{inside}</details>;
  }
  if (!block.heading) return inside;
  return <section class="gist-section" aria-labelledby={id}><h4 class="gist-heading" id={id}>{block.heading}</h4>{inside}</section>;
}
