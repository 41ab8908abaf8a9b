/** Draws views into a mount, takes over HTML made at build time, and keeps focus where it belongs. */
import { hydrate, render } from "preact";
import { App } from "./app";
import { isDraft } from "./drafts";
import type { Surroundings } from "./surroundings";
import type { View } from "./view";

export class Stage {
  private turn = 0;

  constructor(readonly mount: HTMLElement, private readonly around: Surroundings) {}

  /** Take over the HTML that already shows `view`; text that is being typed stays. */
  hydrate(view: View): void {
    const typed = [...this.mount.querySelectorAll("input")].filter(isDraft).map((box) => ({ box, text: box.value }));
    hydrate(<App view={view} turn={0} around={this.around} />, this.mount);
    for (const { box, text } of typed) box.value = text;
  }

  /** Draw `view`; `mayMoveFocus` is true after something the learner did here. */
  draw(view: View, mayMoveFocus: boolean): void {
    const focused = document.activeElement, wasInside = this.mount.contains(focused);
    this.turn += 1;
    render(<App view={view} turn={this.turn} around={{ ...this.around, mayMoveFocus }} />, this.mount);
    if (wasInside && !focused?.isConnected) this.mount.querySelector<HTMLElement>(".gist-view")?.focus({ preventScroll: true });
  }

  clear(): void {
    render(null, this.mount);
  }
}
