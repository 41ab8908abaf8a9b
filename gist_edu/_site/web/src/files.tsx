/** Files of the reader's device: a text goes out as one, or comes in from one. `events.ts` does both. */
import { Below, fieldClass, useDescribed } from "./fields";
import { offer } from "./saving";
import { useId } from "./surroundings";
import type { DownloadBlock, UploadBlock } from "./view";

export function Download({ block }: { block: DownloadBlock }) {
  return <button type="button" class="gist-button gist-plain gist-download" id={useId(block.id)} data-gist-download=""
    ref={(button) => { if (button) offer(button, block.filename, block.text); }}>{block.label}</button>;
}

/** Looks like a button; the file input itself lies over it, unseen, so that mouse, keyboard and a dropped file reach it. */
export function Upload({ block }: { block: UploadBlock }) {
  const ids = useDescribed(block), id = useId(block.id);
  return <div class={fieldClass("upload", block)}>
    <span class="gist-button gist-plain gist-file">
      <input type="file" id={id} accept={block.accept} disabled={block.disabled} data-gist-set={block.id} data-gist-max={block.max_bytes}
        aria-describedby={ids.describedBy} aria-invalid={block.error ? "true" : undefined} />
      <label for={id}>{block.label}</label>
    </span>
    <Below block={block} ids={ids} />
  </div>;
}
