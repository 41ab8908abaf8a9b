/** <gist-sim>: readable HTML from the build becomes a live simulator when it comes near, or when it is touched. */
import { render } from "preact";
import { fragment, readState, without } from "./link_state";
import { listen } from "./events";
import { CannotRun, onProgress, type Session, startSession } from "./session";
import { Stage } from "./stage";
import { read } from "./store";
import { Toolbar, type ToolbarProps } from "./toolbar";
import type { Block, Event, View } from "./view";

const MARGIN = "600px", PATIENCE_MS = 500;
type Waiting = { event: Event; answer: (view: View) => void; refuse: (reason: unknown) => void };

export class GistSim extends HTMLElement {
  /** The view on screen; null until the simulator answers. */
  view: View | null = null;
  private session: Session | null = null;
  private stage!: Stage;
  private waiting: Waiting[] = [];
  private starting: Promise<void> | undefined;
  private bar: HTMLElement | undefined;
  private tools: Pick<ToolbarProps, "status" | "link" | "disabled"> = { status: "", link: null, disabled: false };

  private get name(): string {
    return this.getAttribute("name") ?? "";
  }

  /** What it needs beside its code; the builder wrote it down. */
  private get bundle(): string {
    return this.dataset["bundle"] ?? this.name;
  }

  connectedCallback(): void {
    if (this.bar) return;
    const mount = this.querySelector<HTMLElement>(".gist-mount");
    if (!mount) return;
    this.stage = new Stage(mount, { prefix: uniquePrefix(this), hrefOf, pageOf, mayMoveFocus: false });
    listen(mount, (event) => void this.send(event).catch(() => undefined));
    for (const copied of this.querySelectorAll(":scope > .gist-bar")) copied.remove(); // a clone brings its original's
    delete this.dataset["gistReady"];
    this.bar = this.appendChild(document.createElement("div"));
    this.bar.className = "gist-bar";
    this.drawTools({});
    this.dataset["gistOn"] = "1";
    for (const type of ["pointerdown", "focusin"]) this.addEventListener(type, () => void this.start(), { once: true });
    addEventListener("hashchange", () => this.takeLink());
    this.takeLink();
    if (PERSONAL.includes(this.name) && read().text) void this.start(); // what the build wrote does not hold for this reader
    else whenNear(this, () => void this.start());
  }

  /** Send an event; the promise gives the view that answers it. Before the start, events wait and keep their order. */
  send(event: Event): Promise<View> {
    if (this.session) {
      try {
        return Promise.resolve(this.answer(event));
      } catch (error) {
        return Promise.reject(error);
      }
    }
    return new Promise((answer, refuse) => {
      const same = this.waiting.find((one) => one.event.type === "press" && event.type === "press" && one.event.id === event.id);
      if (same) return void this.join(same, answer, refuse); // an impatient second tap
      this.waiting.push({ event, answer, refuse });
      void this.start();
      setTimeout(() => { if (this.waiting.length && !this.tools.disabled) this.drawTools({ status: "Starting the simulator…" }); }, PATIENCE_MS);
    });
  }

  private start(): Promise<void> {
    return (this.starting ??= startSession(this.name, this.bundle, this.dataset["options"] ?? "{}")
      .then((session) => this.takeOver(session))
      .catch((error: unknown) => this.giveUp(error)));
  }

  /** From now on the session answers: first what waits, all before one drawing. */
  private takeOver(session: Session): void {
    if (PERSONAL.includes(this.name) && this.asksSomethingElse(session.first)) this.forgetWaiting();
    this.stage.takeOver((this.view = session.first), PERSONAL.includes(this.name));
    this.session = session;
    this.showRoom();
    if (PERSONAL.includes(this.name)) onProgress(() => void this.send({ type: "progress" }).catch(() => undefined));
    if (this.tools.status.startsWith("Starting")) this.drawTools({ status: "" });
    for (const { event, answer, refuse } of this.waiting.splice(0)) {
      if (this.isGone(event)) answer(this.view);
      else this.send(event).then(answer, refuse);
    }
    this.dataset["gistReady"] = "1";
  }

  private join(one: Waiting, answer: Waiting["answer"], refuse: Waiting["refuse"]): void {
    const { answer: first, refuse: firstRefuse } = one;
    one.answer = (view) => { first(view); answer(view); };
    one.refuse = (reason) => { firstRefuse(reason); refuse(reason); };
  }

  /** A button that was tapped while nothing answered, and that the tap before has taken off the screen. */
  private isGone(event: Event): boolean {
    return event.type === "press" && !this.stage.mount.querySelector(`[data-gist-press="${CSS.escape(event.id)}"]`);
  }

  private answer(event: Event): View {
    const before = this.view;
    try {
      this.view = this.session!.send(event);
    } catch (error) {
      console.error("gist-edu: an event was not answered.", event, error);
      this.drawTools({ status: "The simulator could not answer this step, so nothing was changed. “Start again” begins anew." });
      throw error;
    }
    if (event.type === "progress" && JSON.stringify(this.view) === JSON.stringify(before)) return this.view; // say nothing twice
    this.stage.draw(this.view, event.type !== "restore" && event.type !== "progress", event.type === "press");
    this.showRoom();
    if (this.tools.status || this.tools.link) this.drawTools({ status: "", link: null });
    return this.view;
  }

  private giveUp(error: unknown): void {
    if (!(error instanceof CannotRun)) console.error("gist-edu: the simulator did not start.", error);
    const why = error instanceof CannotRun ? error.message : "its program stopped with an error";
    for (const control of this.stage.mount.querySelectorAll("input, select, button")) control.setAttribute("disabled", "");
    if (this.dataset["expected"]) delete this.dataset["empty"]; // the reason must be seen
    delete this.dataset["expected"];
    this.drawTools({ disabled: true, status: `This simulator cannot run here (${why}); the text and the first view above stay readable.` });
    for (const { refuse } of this.waiting.splice(0)) refuse(error);
  }

  /** A link to a state, if the address holds one for this simulator (the first of its name on the page). */
  private takeLink(): void {
    const first = document.querySelector(`gist-sim[name="${CSS.escape(this.name)}"]`) === this;
    const state = first ? readState(location.hash, this.name) : undefined;
    if (state === undefined) return;
    this.scrollIntoView();
    void this.send({ type: "restore", state }).then(({ error }) => { if (error) this.dropLink(); }).catch(() => undefined);
  }

  /** The address keeps no state that does not hold: one that was left, or one that could not be read. */
  private dropLink(): void {
    history.replaceState(history.state, "", location.pathname + location.search + without(location.hash, this.name));
  }

  private reset(): void {
    this.dropLink();
    this.send({ type: "reset" }).then(() => this.drawTools({ status: "Back at the beginning." })).catch(() => undefined);
  }

  private async copyLink(): Promise<void> {
    await this.start();
    if (!this.session) return;
    const link = location.href.split("#")[0] + fragment(this.name, this.session.share()); // the page's own address stays as it is
    try {
      await navigator.clipboard.writeText(link);
      this.drawTools({ status: "Link copied. It opens this page in this state.", link: null });
    } catch {
      this.drawTools({ status: "The clipboard is not allowed here. Copy this link:", link });
    }
  }

  /** True when the build wrote another question than the one this reader is at. */
  private asksSomethingElse(view: View): boolean {
    const built = this.stage.mount.querySelector('[id*="-stem."]')?.id, stem = stemOf(view.blocks);
    return built !== undefined && !built.endsWith(`-${stem}`);
  }

  /** What was tapped meant the other question: it must not be handed in for this one. */
  private forgetWaiting(): void {
    const gone = this.waiting.splice(0);
    for (const { refuse } of gone) refuse(new Error("the question has changed"));
    if (gone.length) this.drawTools({ status: "This page remembered where you were. Please answer the question shown now." });
  }

  /** A view without blocks takes no room; one that wants no strip of tools has none. */
  private showRoom(): void {
    delete this.dataset["expected"];
    this.style.minHeight = ""; // what was expected has come
    if (this.view?.blocks.length) delete this.dataset["empty"];
    else this.dataset["empty"] = "1";
    this.drawTools({});
  }

  private drawTools(change: Partial<ToolbarProps>): void {
    this.tools = { ...this.tools, ...change };
    this.bar!.hidden = (this.view ? this.view.tools : this.dataset["tools"]) === "none" && !this.tools.status;
    render(<Toolbar {...this.tools} onReset={() => this.reset()} onCopy={() => void this.copyLink()} />, this.bar!);
  }
}

const PERSONAL = ["progress", "quiz", "cases"]; // simulators that show what the reader did before, and whether it is kept

/** The id of the question on screen, wherever it stands. */
function stemOf(blocks: Block[]): string | undefined {
  for (const block of blocks) {
    const found = block.kind === "group" ? stemOf(block.blocks) : block.id.startsWith("stem.") ? block.id : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Where a page of the book stands, seen from this page. */
const pageOf = (path: string): string => (document.documentElement.dataset["content_root"] ?? "./") + path;

/** Where an evidence address stands, seen from this page. */
function hrefOf(address: string): string | null {
  const hrefs = globalThis.GIST_PYTHON?.hrefs ?? {};
  const target = hrefs[address] ?? hrefs[address.split("?")[0]!];
  return target ? pageOf(target) : null;
}

const taken = new Set<string>();

/** Two elements with the same name and options were built with the same DOM ids; the second one gets its own. */
function uniquePrefix(element: HTMLElement): string {
  const built = element.dataset["prefix"] ?? "gist";
  let prefix = built;
  for (let count = 2; taken.has(prefix); count++) prefix = `${built}-${count}`;
  taken.add(prefix);
  if (prefix !== built) renameIds(element, built, prefix);
  return prefix;
}

const ID_ATTRIBUTES = ["id", "for", "name", "fill", "aria-labelledby", "aria-describedby"];

function renameIds(element: HTMLElement, from: string, to: string): void {
  for (const node of element.querySelectorAll("*")) {
    for (const name of ID_ATTRIBUTES) {
      const value = node.getAttribute(name);
      if (value?.includes(`${from}-`)) node.setAttribute(name, value.split(`${from}-`).join(`${to}-`));
    }
  }
}

function whenNear(element: Element, call: () => void): void {
  if (typeof IntersectionObserver === "undefined") return call();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    call();
  }, { rootMargin: MARGIN });
  observer.observe(element);
}
