/** Tables: a caption, header cells, and a region of their own that scrolls sideways where the page must not. */
import { Md } from "./inline";
import { toneClass } from "./prose";
import { useId } from "./surroundings";
import type { Cell, Column, Row, TableBlock } from "./view";

export function Table({ block }: { block: TableBlock }) {
  return <div class={block.pinned ? "gist-table gist-pinned" : "gist-table"}>
    <Grid id={block.id} caption={block.caption} columns={block.columns} rows={block.rows} />
    {block.note ? <p class="gist-note"><Md source={block.note} /></p> : null}
  </div>;
}

export function Grid({ id, caption, columns, rows }: { id: string; caption: string; columns: Column[]; rows: Row[] }) {
  const captionId = useId(id, "caption");
  return <div class="gist-scroll" role="region" tabIndex={0} aria-labelledby={captionId}>
    <table>
      <caption id={captionId}><span>{caption}</span></caption>
      <thead>
        <tr>{columns.map((column, index) => <th key={index} scope="col" class={alignClass(column)}>{column.label}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row, index) =>
          <tr key={index} class={toneClass(row.tone).trim() || undefined}>
            {row.cells.map((cell, at) => <GridCell key={at} cell={cell} column={columns[at]} first={at === 0} />)}
          </tr>)}
      </tbody>
    </table>
  </div>;
}

const alignClass = (column: Column | undefined): string | undefined => (column?.align === "end" ? "gist-end" : undefined);

function GridCell({ cell, column, first }: { cell: Cell; column: Column | undefined; first: boolean }) {
  const words = cell.tone && cell.tone !== "none"
    ? <span class={`gist-tag${toneClass(cell.tone)}`}><Md source={cell.md} /></span>
    : <Md source={cell.md} />;
  // not a stop of the Tab key: a hundred of them would bar the way, and the labelled control does the same
  const content = cell.press
    ? <button type="button" class="gist-cell-press" tabIndex={-1} aria-pressed={!!cell.chosen} data-gist-press={cell.press}>{words}</button>
    : words;
  return first ? <th scope="row" class={alignClass(column)}>{content}</th> : <td class={alignClass(column)}>{content}</td>;
}
