/** Lines, steps, areas, bands and bars on two axes, each named where it ends. */
import { type ScaleBand, scaleBand, type ScaleLinear, scaleLinear } from "d3-scale";
import { area, curveLinear, curveStepAfter, line } from "d3-shape";
import { type Box, boxOf, needsLine, placeLabels, type Spot, spotsOf } from "./chart_labels";
import { AxisNames, type Drawing, labelStep, leftMargin, RIGHT, short, textWidth, TOP, WIDTH } from "./chart_parts";
import { toneClass } from "./prose";
import type { Axis, Series, XyChart } from "./view";

const HEIGHT = 230, BOTTOM = HEIGHT - 42, LABEL_GAP = 16;

type PointMark = NonNullable<XyChart["marks"]>[number];
interface Scales { x: ScaleLinear<number, number>; y: ScaleLinear<number, number>; bars: ScaleBand<number>; barSeries: Series[] }

export function XyPicture(chart: XyChart): Drawing {
  const y = linear(chart.y, yValues(chart.series)).range([BOTTOM, TOP + 8]);
  const yTicks = y.ticks(5), yFormat = y.tickFormat(5);
  const left = leftMargin(yTicks.map(yFormat));
  const names = chart.x.names;
  const x = names ? scaleLinear().domain([-0.5, names.length - 0.5]) : linear(chart.x, xValues(chart));
  x.range([left, WIDTH - RIGHT]);
  const stroked = chart.series.filter(({ shape }) => shape !== "bar" && shape !== "band"); // each with a dash of its own
  const barSeries = chart.series.filter((series) => series.shape === "bar");
  const step = Math.abs(x(barStep(barSeries)) - x(0));
  const bars = scaleBand<number>().domain([...barSeries.keys()]).range([-step * 0.4, step * 0.4]).paddingInner(0.1);
  const scales = { x, y, bars, barSeries }, endNames = seriesNames(chart.series, scales);
  const drawing = <>
    <AxisNames x={chart.x} y={chart.y} bottom={HEIGHT - 5} left={left} />
    {yTicks.map((tick) => <g key={tick}>
      <line class="gist-grid" x1={left} x2={WIDTH - RIGHT} y1={short(y(tick))} y2={short(y(tick))} />
      <text class="gist-tick" x={left - 6} y={short(y(tick))} dy="0.35em" text-anchor="end">{yFormat(tick)}</text>
    </g>)}
    <line class="gist-axis" x1={left} x2={WIDTH - RIGHT} y1={BOTTOM} y2={BOTTOM} />
    <XTicks x={x} names={names} />
    {chart.series.map((series, index) => <Shape key={index} series={series} index={stroked.indexOf(series)} scales={scales} />)}
    <Marks marks={chart.marks ?? []} series={chart.series} taken={endNames.map(boxOfName)} scales={scales} left={left} />
    <SeriesNames names={endNames} left={left} />
  </>;
  return { width: WIDTH, height: HEIGHT, drawing };
}

const yValues = (series: Series[]): number[] => series.flatMap(({ shape, points }) =>
  [...(shape === "bar" || shape === "area" ? [0] : []), ...points.flatMap((point) => point.slice(1))]);
const xValues = (chart: XyChart): number[] => chart.series.flatMap(({ points }) => points.map((point) => point[0]!));

function linear(axis: Axis, values: number[]): ScaleLinear<number, number> {
  const low = axis.min ?? Math.min(...values, Infinity), high = axis.max ?? Math.max(...values, -Infinity);
  const scale = scaleLinear().domain(low <= high ? [low, high] : [0, 1]);
  return axis.min === undefined || axis.max === undefined ? scale.nice(5) : scale;
}

/** Distance of neighbouring bars on the x axis. */
function barStep(series: Series[]): number {
  const at = [...new Set(series.flatMap(({ points }) => points.map((point) => point[0]!)))].sort((a, b) => a - b);
  return at.length > 1 ? Math.min(...at.slice(1).map((value, index) => value - at[index]!)) : 1;
}

function XTicks({ x, names }: { x: ScaleLinear<number, number>; names: string[] | undefined }) {
  const ticks = names ? [...names.keys()] : x.ticks(6), format = x.tickFormat(6);
  const labels = names ?? ticks.map(format);
  const room = ticks.length > 1 ? Math.abs(x(ticks[1]!) - x(ticks[0]!)) : WIDTH;
  const every = labelStep(labels, room);
  return <>{ticks.map((tick, index) => (index % every ? null : <g key={index}>
    {names ? null : <line class="gist-axis" x1={short(x(tick))} x2={short(x(tick))} y1={BOTTOM} y2={BOTTOM + 4} />}
    <text class="gist-tick" x={short(x(tick))} y={BOTTOM + 16} text-anchor="middle">{labels[index]}</text>
  </g>))}</>;
}

function Shape({ series, index, scales: { x, y, bars, barSeries } }: { series: Series; index: number; scales: Scales }) {
  const tone = `gist-series gist-dash-${index % 4}${toneClass(series.tone) || " gist-toned gist-tone-info"}`;
  const { points, shape } = series, base = y(Math.max(0, y.domain()[0]!));
  const at = (point: number[]) => x(point[0]!), up = (point: number[]) => y(point[1]!);
  switch (shape) {
    case "line":
    case "step":
      return <path class={`${tone} gist-line`} d={line<number[]>(at, up).curve(shape === "step" ? curveStepAfter : curveLinear)(points) ?? ""} />;
    case "area":
      return <g class={tone}><path class="gist-area" d={area<number[]>(at, base, up)(points) ?? ""} /><path class="gist-line" d={line<number[]>(at, up)(points) ?? ""} /></g>;
    case "band":
      return <path class={`${tone} gist-area gist-band`} d={area<number[]>(at, up, (point) => y(point[2]!))(points) ?? ""} />;
    case "bar":
      return <g class={tone}>{points.map((point, key) => <rect key={key} class="gist-bar" rx="1.5" width={short(bars.bandwidth())}
        x={short(at(point) + (bars(barSeries.indexOf(series)) ?? 0))} y={short(Math.min(up(point), base))} height={short(Math.abs(base - up(point)))} />)}</g>;
  }
}

interface MarksProps { marks: PointMark[]; series: Series[]; /** where names of lines stand */ taken: Box[]; scales: Scales; left: number }

/** Points, and the words of those that have some, where they meet nothing else. */
function Marks({ marks, series, taken, scales: { x, y }, left }: MarksProps) {
  const at = (mark: PointMark): Spot => ({ x: x(mark.x), y: y(mark.y) });
  const named = marks.filter(({ label }) => label !== "");
  const places = placeLabels(
    named.map((mark) => ({ ...at(mark), width: textWidth(mark.label) })), taken,
    [...marks.map(at), ...series.flatMap((one) => inkOf(one, { x, y }))],
    { x1: left, x2: WIDTH, y1: TOP - 12, y2: BOTTOM },
  );
  return <>{marks.map((mark, index) => {
    const place = places[named.indexOf(mark)];
    const point = at(mark);
    return <g key={index} class={place ? "gist-point gist-named" : "gist-point"}>
      {place && needsLine(point, place) ? <line x1={short(point.x)} y1={short(point.y)} x2={short(place.x)} y2={short(place.y)} /> : null}
      <circle cx={short(point.x)} cy={short(point.y)} r="4" />
      {place ? <text class="gist-name" x={short(place.x)} y={short(place.y)} dy="0.35em" text-anchor={place.anchor}>{mark.label}</text> : null}
    </g>;
  })}</>;
}

/** What a line covers; bars and bands may lie under words. */
const inkOf = ({ shape, points }: Series, { x, y }: Pick<Scales, "x" | "y">): Spot[] =>
  (shape === "bar" || shape === "band" ? [] : spotsOf(points.map((point) => ({ x: x(point[0]!), y: y(point[1]!) })), shape === "step"));

interface Name { label: string; tone: Series["tone"]; /** the line's upper and lower edge above its name */ top: number; bottom: number; y: number }

/** Names stand at the right end of their line: above it, or below where another line runs close above. */
function seriesNames(series: Series[], scales: Scales): Name[] {
  const names = series.filter(({ shape, points }) => shape !== "bar" && points.length > 0).map((one) => nameOf(one, scales))
    .sort((a, b) => b.top - a.top);
  names.forEach((name, index) => {
    const above = names[index + 1], below = names[index - 1];
    if (above && name.top - above.bottom < LABEL_GAP + 4) name.y = name.bottom + 11;
    name.y = Math.min(name.y, BOTTOM - 4, below ? below.y - LABEL_GAP : Infinity); // not onto the ticks below
  });
  return names.map((name) => ({ ...name, y: Math.max(name.y, 12) }));
}

/** `y` is the foot of the words here, and the middle of their line in a box. */
const boxOfName = ({ label, y }: Name): Box => boxOf({ x: WIDTH - RIGHT - 2, y: y - 5, anchor: "end" }, textWidth(label));

function SeriesNames({ names, left }: { names: Name[]; left: number }) {
  const room = WIDTH - left - RIGHT - 2;
  return <>{names.map(({ label, tone, y }) =>
    <text key={label} class={`gist-name${toneClass(tone)}`} x={WIDTH - RIGHT - 2} y={short(y)} text-anchor="end"
      textLength={textWidth(label) > room ? room : undefined} lengthAdjust="spacingAndGlyphs">{label}</text>)}</>;
}

/** A band counts as its upper edge: a name may stand on it. */
function nameOf({ label, tone, shape, points }: Series, { x, y }: Scales): Name {
  const from = x(points[points.length - 1]![0]!) - textWidth(label);
  const first = Math.max(0, points.findIndex((point) => x(point[0]!) >= from) - 1);
  const edges = points.slice(first).map((point) => {
    const next = points[points.indexOf(point) + 1], reach = next ? (from - x(point[0]!)) / (x(next[0]!) - x(point[0]!)) : 0;
    return point.slice(1).map((value, at) => y(reach > 0 && reach < 1 ? value + reach * (next![at + 1]! - value) : value));
  });
  const ends = edges[edges.length - 1]!, top = Math.min(...edges.flat());
  return { label, tone, top: Math.min(...ends), bottom: shape === "band" ? Math.min(...ends) : Math.max(...ends), y: top - 5 };
}
