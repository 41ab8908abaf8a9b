/** A line of text. What is typed is answered while it is typed; see `events.ts` for when it is sent. */
import { useRef } from "preact/hooks";
import { isDraft } from "./drafts";
import { Below, fieldClass, useDescribed } from "./fields";
import { useId } from "./surroundings";
import type { LineBlock } from "./view";

export function Line({ block }: { block: LineBlock }) {
  const ids = useDescribed(block), id = useId(block.id), box = useRef<HTMLInputElement>(null);
  const draft = box.current && isDraft(box.current) ? box.current.value : null;
  return <div class={fieldClass("line", block)}>
    <label class="gist-label" for={id}>{block.label}</label>
    <input ref={box} type="text" id={id} value={draft ?? block.value} maxLength={block.max_length} disabled={block.disabled} data-gist-set={block.id}
      data-gist-live autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck={false} aria-describedby={ids.describedBy}
      aria-invalid={block.error ? "true" : undefined} />
    <Below block={block} ids={ids} />
  </div>;
}
