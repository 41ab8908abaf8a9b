/** A chart: title, result in a sentence, the picture, its legend, and the same numbers as a table. */
import type { ComponentChildren } from "preact";
import { CellsPicture } from "./chart_cells";
import { Pattern, patternFill } from "./chart_parts";
import { XyPicture } from "./chart_xy";
import { Md } from "./inline";
import { paragraphs, parse, plain } from "./markdown";
import { toneClass } from "./prose";
import { useId } from "./surroundings";
import { Grid } from "./table";
import type { ChartBlock, Tone } from "./view";

export function Chart({ block }: { block: ChartBlock }) {
  const id = useId(block.id), titleId = `${id}-title`;
  return <figure class="gist-chart" aria-labelledby={titleId}>
    <figcaption>
      <p class="gist-label" id={titleId}>{block.title}</p>
      <p class="gist-summary"><Md source={block.summary} /></p>
    </figcaption>
    <Picture block={block} id={id} />
    <Legend block={block} id={id} />
    <details class="gist-fold gist-numbers">
      <summary>Show the numbers as a table</summary>
      <Grid id={`${block.id}-data`} caption={`${block.title}: the numbers`} columns={block.table.columns} rows={block.table.rows} />
    </details>
  </figure>;
}

function Picture({ block, id }: { block: ChartBlock; id: string }) {
  const { width, height, drawing } = block.form === "cells" ? CellsPicture(block, id) : XyPicture(block);
  const summary = paragraphs(block.summary).map((part) => plain(parse(part))).join(" ");
  return <svg class="gist-picture" role="img" viewBox={`0 0 ${width} ${height}`} aria-labelledby={`${id}-svg-title ${id}-svg-desc`}>
    <title id={`${id}-svg-title`}>{block.title}</title>
    <desc id={`${id}-svg-desc`}>{summary}</desc>
    <defs><Pattern id={id} tone="low" /><Pattern id={id} tone="intermediate" /><Pattern id={id} tone="high" /></defs>
    {drawing}
  </svg>;
}

function Legend({ block, id }: { block: ChartBlock; id: string }) {
  const here = block.form === "cells" ? block.here : null;
  const filled = block.form === "cells" || block.series.some(({ shape }) => shape === "bar");
  if (!block.legend.length && !here) return null;
  return <ul class="gist-legend">
    {block.legend.map((entry, index) =>
      <li key={index}><Swatch tone={entry.tone} filled={filled} pattern={block.form === "cells" ? patternFill(entry.tone, id) : undefined} /> <span>{entry.label}</span></li>)}
    {here ? <li><HereSwatch /> <span>{here.label}</span></li> : null}
  </ul>;
}

/** Filled like a cell or a bar, or in the ink of a line. */
function Swatch({ tone, filled, pattern }: { tone: Tone; filled: boolean; pattern: string | undefined }): ComponentChildren {
  const box = { x: 1, y: 1, width: 16, height: 16, rx: 2 };
  return <svg class={`gist-swatch${toneClass(tone)}`} aria-hidden="true" width="18" height="18" viewBox="0 0 18 18">
    <rect class={filled ? "gist-cell" : "gist-swatch-ink"} {...box} />
    {pattern ? <rect fill={pattern} {...box} /> : null}
  </svg>;
}

function HereSwatch() {
  return <svg class="gist-swatch" aria-hidden="true" width="18" height="18" viewBox="0 0 18 18">
    <rect class="gist-here-halo" x="2" y="2" width="14" height="14" rx="2" /><rect class="gist-here" x="2" y="2" width="14" height="14" rx="2" />
  </svg>;
}
