/** The strip below a simulator: it belongs to the host, not to the view. */
import { useEffect, useRef } from "preact/hooks";

export interface ToolbarProps {
  onReset: () => void;
  onCopy?: () => void;
  /** A sentence for everybody, also read out. */
  status: string;
  /** Shown for copying by hand where the clipboard is not allowed. */
  link: string | null;
  disabled: boolean;
}

export function Toolbar({ onReset, onCopy, status, link, disabled }: ToolbarProps) {
  return <div class="gist-toolbar">
    <button type="button" class="gist-button gist-plain" onClick={onReset} disabled={disabled}>Start again</button>
    {onCopy ? <button type="button" class="gist-button gist-plain" onClick={onCopy} disabled={disabled}>Copy a link to this state</button> : null}
    <p class="gist-status" role="status">{status}</p>
    {link ? <LinkField link={link} /> : null}
  </div>;
}

function LinkField({ link }: { link: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), [link]);
  return <input ref={field} class="gist-link" type="text" readOnly value={link} aria-label="Link to this state" />;
}
