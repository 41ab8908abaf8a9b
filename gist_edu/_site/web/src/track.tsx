/** A ruler with lanes, marks and a band that says "here", in real pixels, and the same facts as a table. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Md } from "./inline";
import { paragraphs, parse, plain } from "./markdown";
import { useId } from "./surroundings";
import { Grid } from "./table";
import { NARROW, TrackPicture } from "./track_picture";
import type { TrackBlock } from "./view";

const WIDEST = 900;

export function Track({ block }: { block: TrackBlock }) {
  const id = useId(block.id), [place, width] = useWidth();
  const pressable = block.marks.some((mark) => mark.id !== undefined);
  const summary = paragraphs(block.summary).map((part) => plain(parse(part))).join(" ");
  const { height, drawing } = TrackPicture(block, width);
  return <figure class="gist-track" aria-labelledby={`${id}-title`} ref={place}>
    <figcaption>
      <p class="gist-label" id={`${id}-title`}>{block.label}</p>
      <p class="gist-summary"><Md source={block.summary} /></p>
    </figcaption>
    <svg class="gist-ruler" role={pressable ? "group" : "img"} width={width} height={height} aria-labelledby={`${id}-svg-title`}
      aria-describedby={`${id}-svg-desc`}>
      <title id={`${id}-svg-title`}>{`${block.label}, drawing`}</title>
      <desc id={`${id}-svg-desc`}>{summary}</desc>
      {drawing}
    </svg>
    <details class="gist-fold gist-numbers">
      <summary>Show this map as a table</summary>
      <Grid id={`${block.id}-data`} caption={`${block.label}: the map as a table`} columns={block.table.columns} rows={block.table.rows} />
    </details>
  </figure>;
}

/** The width there is, in pixels: that of a small phone until the page has been laid out. */
function useWidth() {
  const place = useRef<HTMLElement>(null), [width, setWidth] = useState(NARROW);
  useEffect(() => {
    const measure = () => {
      const wide = Math.floor(place.current?.clientWidth ?? 0);
      if (wide) setWidth(Math.min(wide, WIDEST)); // 0 inside a closed fold: measured when it opens
    };
    measure();
    if (typeof ResizeObserver === "undefined" || !place.current) return;
    const observer = new ResizeObserver(measure);
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return [place, width] as const;
}
