/** Buttons that save a text as a file. The text stays beside the page, not in it: an attribute would hold it a second time. */
const offers = new WeakMap<Element, { filename: string; text: string }>();
const PATIENCE_MS = 60_000; // some browsers ask where to save, and read only then

export const offer = (button: Element, filename: string, text: string): void => void offers.set(button, { filename, text });

/** Nothing happens before the simulator runs: the HTML made at build time holds no text to save. */
export function save(button: Element): void {
  const offered = offers.get(button);
  if (!offered) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([offered.text], { type: "text/plain;charset=utf-8" }));
  link.download = offered.filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE_MS);
}
