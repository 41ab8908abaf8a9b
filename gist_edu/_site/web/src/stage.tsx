/** Draws views into a mount, takes over HTML made at build time, and keeps focus where it belongs. */
import { hydrate, render } from "preact";
import { App } from "./app";
import { isDraft } from "./drafts";
import type { Surroundings } from "./surroundings";
import type { View } from "./view";

export class Stage {
  private turn = 0;

  constructor(readonly mount: HTMLElement, private readonly around: Surroundings) {}

  /**
   * Take over the HTML made at build time; text that is being typed stays. What shows `view` already is left as it is
   * (hydrated); where the reader's progress may have changed the view, elements are compared one by one.
   */
  takeOver(view: View, mayDiffer: boolean): void {
    const typed = [...this.mount.querySelectorAll("input")].filter(isDraft).map((box) => ({ box, text: box.value }));
    (mayDiffer ? render : hydrate)(<App view={view} turn={0} around={this.around} />, this.mount);
    for (const { box, text } of typed) box.value = text;
  }

  /** Draw `view`; `mayMoveFocus` is true after something the learner did here, `pressed` when that was a button. */
  draw(view: View, mayMoveFocus: boolean, pressed: boolean): void {
    const active = document.activeElement, focused = this.mount.contains(active) ? active : null;
    const before = new Set(this.problems());
    this.turn += 1;
    render(<App view={view} turn={this.turn} around={{ ...this.around, mayMoveFocus }} />, this.mount);
    if (!(focused instanceof HTMLElement)) return;
    this.giveFocusBack(focused);
    if (mayMoveFocus && pressed && document.activeElement === focused) this.leadToProblem(focused, before);
  }

  private problems(): Element[] {
    return [...this.mount.querySelectorAll(".gist-invalid")];
  }

  /** A button was pressed and a field is wrong or still empty: focus goes there. A minor button follows only its own errors. */
  private leadToProblem(button: HTMLElement, before: Set<Element>): void {
    const problems = this.problems();
    const field = problems.find((one) => !before.has(one)) ?? (button.classList.contains("gist-primary") ? problems[0] : undefined);
    field?.closest("details")?.setAttribute("open", "");
    const control = field?.querySelector<HTMLElement>("input:checked") ?? field?.querySelector<HTMLElement>("input:not([type=range]), select");
    control?.focus();
  }

  /**
   * A browser drops focus when its element leaves the page. One that knows no `moveBefore` (Safari, older Chromium and
   * Firefox) drops it also when the element only moves among its siblings, as a row of a list put in order does. What is
   * still here gets focus back; what is gone hands it to the view. The page does not scroll.
   */
  private giveFocusBack(focused: HTMLElement): void {
    if (document.activeElement === focused) return;
    const heir = focused.isConnected ? focused : this.mount.querySelector<HTMLElement>(".gist-view");
    heir?.focus({ preventScroll: true });
  }

  clear(): void {
    render(null, this.mount);
  }
}
