/** A line of text. What is typed is answered while it is typed; see `events.ts` for when it is sent. */
import { useRef } from "preact/hooks";
import { isDraft } from "./drafts";
import { Below, fieldClass, useDescribed } from "./fields";
import { useId } from "./surroundings";
import type { LineBlock } from "./view";

export function Line({ block }: { block: LineBlock }) {
  const ids = useDescribed(block), id = useId(block.id), box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const draft = box.current && isDraft(box.current) ? box.current.value : null;
  const same = {
    ref: box, id, value: draft ?? block.value, maxLength: block.max_length, disabled: block.disabled, "data-gist-set": block.id, "data-gist-live": true,
    autocomplete: "off", spellcheck: Boolean(block.rows), "aria-describedby": ids.describedBy, "aria-invalid": block.error ? ("true" as const) : undefined,
  };
  return <div class={fieldClass("line", block)}>
    <label class="gist-label" for={id}>{block.label}</label>
    {block.rows ? <textarea {...same} rows={block.rows} /> : <input type="text" {...same} autocapitalize="off" autocorrect="off" />}
    <Below block={block} ids={ids} />
  </div>;
}
