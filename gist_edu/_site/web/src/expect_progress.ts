/** Room for what a returning reader will see, before Python has written it, so that the page does not jump. */
import { read } from "./store";

export function expectProgress(root: Document): void {
  const { text } = read();
  if (!text) return;
  for (const sim of root.querySelectorAll<HTMLElement>("gist-sim[data-empty]")) sim.dataset["expected"] = "1";
}
