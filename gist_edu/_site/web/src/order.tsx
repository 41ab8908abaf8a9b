/** A list that the learner puts in order with two buttons per row: it works with keyboard, touch and voice alike. */
import { Below, fieldClass, useDescribed } from "./fields";
import { useId } from "./surroundings";
import type { Option, OrderBlock } from "./view";

/** Rows are keyed by value: a moved item keeps its elements, and with them (see `stage.tsx`) the focus. */
export function Order({ block }: { block: OrderBlock }) {
  const ids = useDescribed(block), last = block.items.length - 1;
  return <fieldset class={fieldClass("order", block)} disabled={block.disabled} id={useId(block.id)} aria-describedby={ids.describedBy}>
    <legend class="gist-label">{block.label}</legend>
    <ol class="gist-order-list">
      {block.items.map((item, index) =>
        <li key={item.value} class="gist-order-row">
          <span class="gist-order-text">{item.label}{item.hint ? <span class="gist-hint">{item.hint}</span> : null}</span>
          <Move block={block} item={item} way="up" atEnd={index === 0} />
          <Move block={block} item={item} way="down" atEnd={index === last} />
        </li>)}
    </ol>
    <Below block={block} ids={ids} />
  </fieldset>;
}

const ARROWS = { up: "M5 12.5 10 7.5 15 12.5", down: "M5 7.5 10 12.5 15 7.5" };

/** At its end of the list a button does nothing, but keeps focus: an item pressed up to the top must not lose its reader. */
function Move({ block, item, way, atEnd }: { block: OrderBlock; item: Option; way: "up" | "down"; atEnd: boolean }) {
  return <button type="button" class="gist-button gist-plain gist-move" disabled={block.disabled} aria-disabled={atEnd ? "true" : undefined}
    data-gist-press={`${block.id}.${way}.${item.value}`}>
    <svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20"><path d={ARROWS[way]} /></svg>
    <span class="gist-unseen">{`Move ${way}: ${item.label}`}</span>
  </button>;
}
