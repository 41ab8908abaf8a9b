/**
 * Room for what a returning reader will see, before Python has written it, so that the page does not jump: as much as the
 * box took at its last visit in a place of this width.
 */
import { read, readRoom, writeRoom } from "./store";

export function expectProgress(root: Document): void {
  const { text } = read();
  if (!text) return;
  for (const sim of root.querySelectorAll<HTMLElement>("gist-sim[data-empty]")) {
    sim.dataset["expected"] = "1";
    const height = readRoom()[widthOf(sim)];
    if (height) sim.style.minHeight = `${height}px`;
    addEventListener("pagehide", () => remember(sim));
  }
}

/** Only while something is kept anyway: whoever deletes everything leaves no width of a window behind. */
function remember(sim: HTMLElement): void {
  if (!read().text || sim.dataset["empty"] || sim.dataset["expected"]) return;
  writeRoom({ ...readRoom(), [widthOf(sim)]: Math.ceil(sim.getBoundingClientRect().height) });
}

const widthOf = (sim: HTMLElement): string => String(Math.round(sim.parentElement!.clientWidth));
