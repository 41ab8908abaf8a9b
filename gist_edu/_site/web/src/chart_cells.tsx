/** A matrix of toned cells, with a ring where the learner's case stands. */
import { scaleBand } from "d3-scale";
import { AxisNames, type Drawing, labelStep, leftMargin, patternFill, RIGHT, short, TOP, WIDTH } from "./chart_parts";
import { toneClass } from "./prose";
import type { CellsChart } from "./view";

const BELOW = 42; // two lines: names of the columns, name of the axis

export function CellsPicture(chart: CellsChart, id: string): Drawing {
  const rows = chart.cells.length, columns = Math.max(0, ...chart.cells.map((row) => row.length));
  const xNames = chart.x.names ?? [], yNames = chart.y.names ?? [];
  const left = leftMargin(yNames);
  const x = scaleBand<number>().domain([...Array(columns).keys()]).range([left, WIDTH - RIGHT]).paddingInner(0.06);
  const side = Math.min(26, Math.max(18, x.bandwidth() * 0.9));
  const y = scaleBand<number>().domain([...Array(rows).keys()]).range([TOP, TOP + rows * side]).paddingInner(0.06);
  const height = TOP + rows * side + BELOW, every = labelStep(xNames, x.step());
  const box = (row: number, column: number) =>
    ({ x: short(x(column) ?? 0), y: short(y(row) ?? 0), width: short(x.bandwidth()), height: short(y.bandwidth()) });
  const middle = (row: number, column: number) =>
    ({ x: short((x(column) ?? 0) + x.bandwidth() / 2), y: short((y(row) ?? 0) + y.bandwidth() / 2), "text-anchor": "middle" as const });
  const drawing = <>
    <AxisNames x={chart.x} y={chart.y} bottom={short(height - 5)} left={left} />
    {yNames.map((name, row) =>
      <text key={row} class="gist-tick" x={short(left - 6)} y={middle(row, 0).y} dy="0.35em" text-anchor="end">{name}</text>)}
    {xNames.map((name, column) => (column % every ? null
      : <text key={column} class="gist-tick" {...middle(0, column)} y={short(TOP + rows * side + 15)}>{name}</text>))}
    {chart.cells.map((cells, row) => cells.map((cell, column) =>
      <g key={`${row}-${column}`} class={toneClass(cell.tone).trim() || undefined}>
        <title>{cell.label}</title>
        <rect class="gist-cell" {...box(row, column)} rx="2" />
        {patternFill(cell.tone, id) ? <rect fill={patternFill(cell.tone, id)} {...box(row, column)} rx="2" /> : null}
        {cell.mark ? <text class="gist-mark" {...middle(row, column)} dy="0.35em">{cell.mark}</text> : null}
      </g>))}
    {chart.here ? <><rect class="gist-here-halo" {...box(chart.here.row, chart.here.column)} rx="2" />
      <rect class="gist-here" {...box(chart.here.row, chart.here.column)} rx="2" /></> : null}
  </>;
  return { width: WIDTH, height: short(height), drawing };
}
