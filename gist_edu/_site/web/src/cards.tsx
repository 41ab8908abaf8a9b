/**
 * Cards on evidence links and on words of the glossary. Mouse: on hover. Keyboard: on focus, Enter steps inside. Touch and phones: on tap, as a
 * sheet. Escape closes and gives focus back. Without a card the link is an ordinary link.
 */
import { render, type VNode } from "preact";
import { CardBody, TermBody, type Card, type Frame, type Term } from "./card";
import { place } from "./place";

type FindCard = (address: string) => Promise<Card | null>;
type Body = (frame: Frame) => VNode;
/** `enter`: focus goes into the card. `sheet`: it covers the lower part of a phone. */
interface Manner { enter: boolean; sheet: boolean }
interface Options {
  /** False where evidence links lead nowhere (JupyterLab). */
  followLinks: boolean;
  /** What a word of the glossary means; without it, its link is an ordinary link. */
  findTerm?: (word: string) => Promise<Term | null>;
}

const LINKS = 'a[data-ev], a[href*="#ev-"]:not(.headerlink), a.gist-term[data-term]';
const OUTSIDE = "nav, [role=navigation], .gist-card, .gist-filter";
const OPEN_MS = 250, CLOSE_MS = 300, PHONE = "(max-width: 639.98px)";
let count = 0;

class CardHost {
  private box: HTMLElement | null = null;
  private link: HTMLAnchorElement | null = null;
  private manner: Manner = { enter: false, sheet: false };
  private timer = 0;
  private quiet = false; // focus is being given back: do not open again
  private wanted: HTMLAnchorElement | null = null;

  constructor(private readonly root: Document | HTMLElement, private readonly find: FindCard, private readonly options: Options) {}

  listen(): () => void {
    const stop = new AbortController(), { signal } = stop;
    const on = (target: EventTarget, type: string, handler: (event: any) => void, capture = false) =>
      target.addEventListener(type, handler, { signal, capture });
    on(this.root, "pointerover", (event: PointerEvent) => this.onOver(event));
    on(this.root, "pointerout", (event: PointerEvent) => this.onOut(event));
    on(this.root, "focusin", (event: FocusEvent) => this.onFocus(event));
    on(this.root, "focusout", (event: FocusEvent) => this.onBlur(event));
    on(this.root, "click", (event: MouseEvent) => this.onClick(event));
    on(document, "keydown", (event: KeyboardEvent) => this.onKey(event), true);
    on(document, "pointerdown", (event: PointerEvent) => this.onPointerDown(event));
    on(window, "popstate", () => this.onBack());
    on(document, "scroll", () => this.move(), true);
    on(window, "resize", () => this.move());
    return () => {
      this.close(false);
      stop.abort();
    };
  }

  private onOver(event: PointerEvent): void {
    const link = linkOf(event.target);
    if (event.pointerType !== "mouse" || !link || phone()) return;
    this.after(link === this.link ? 0 : OPEN_MS, () => { if (link !== this.link) void this.open(link, { enter: false, sheet: false }); });
  }

  private onOut(event: PointerEvent): void {
    if (event.pointerType === "mouse" && linkOf(event.target)) this.leave();
  }

  /** The card stays while the mouse is over it, or while focus is on the link or inside. */
  private leave(): void {
    this.after(CLOSE_MS, () => {
      const focus = document.activeElement;
      if (!this.manner.sheet && !this.box?.contains(focus) && !(focus === this.link && focus?.matches(":focus-visible"))) this.close(false);
    });
  }

  private onFocus(event: FocusEvent): void {
    const link = linkOf(event.target);
    if (!link || this.quiet || link === this.link || phone() || !link.matches(":focus-visible")) return;
    this.after(0, () => void this.open(link, { enter: false, sheet: false }));
  }

  private onBlur(event: FocusEvent): void {
    if (linkOf(event.target) === this.link && !this.box?.contains(event.relatedTarget as Node | null) && !this.box?.matches(":hover")) {
      if (!this.manner.enter && !this.manner.sheet) this.close(false);
    }
  }

  private onClick(event: MouseEvent): void {
    const link = linkOf(event.target);
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    clearTimeout(this.timer);
    const manner = { enter: true, sheet: phone() };
    if (link === this.link && this.box) this.enter(manner);
    else void this.open(link, manner);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      clearTimeout(this.timer);
      this.wanted = null;
      if (!this.box) return;
      event.stopPropagation();
      this.close(true);
    } else if (event.key === "Tab" && this.box?.contains(document.activeElement)) {
      this.leaveByTab(event);
    }
  }

  /** Past either end of the card, Tab goes on from the link. A sheet covers the page, so there it goes round. */
  private leaveByTab(event: KeyboardEvent): void {
    const stops = [...this.box!.querySelectorAll<HTMLElement>("a[href], button")], at = stops.indexOf(document.activeElement as HTMLElement);
    const next = stops[at + (event.shiftKey ? -1 : 1)];
    if (next) return;
    if (!this.manner.sheet) return this.close(true);
    event.preventDefault();
    stops[event.shiftKey ? stops.length - 1 : 0]?.focus();
  }

  private onPointerDown(event: PointerEvent): void {
    const target = event.target as Node | null;
    if (this.box && !this.box.contains(target) && linkOf(target) !== this.link) this.close(this.manner.sheet);
  }

  private onBack(): void {
    if (this.box && this.manner.sheet) this.remove(true);
  }

  private async open(link: HTMLAnchorElement, manner: Manner): Promise<void> {
    this.wanted = link;
    const body = await this.bodyOf(link).catch(() => null);
    if (this.wanted !== link) return;
    if (!body) {
      if (manner.enter && this.options.followLinks) location.assign(link.href);
      return;
    }
    this.close(false);
    this.link = link;
    this.draw(body, link);
    if (manner.enter) this.enter(manner);
    else this.move();
  }

  private async bodyOf(link: HTMLAnchorElement): Promise<Body | null> {
    const word = link.dataset["term"];
    if (word === undefined) {
      const card = await this.find(addressOf(link));
      return card && ((frame) => <CardBody card={card} {...frame} />);
    }
    const term = (await this.options.findTerm?.(word)) ?? null;
    return term && ((frame) => <TermBody word={word} term={term} {...frame} />);
  }

  private draw(body: Body, link: HTMLAnchorElement): void {
    const box = document.createElement("div"), titleId = `gist-card-title-${++count}`;
    box.className = "gist-ui gist-card";
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-labelledby", titleId);
    box.addEventListener("pointerenter", () => clearTimeout(this.timer));
    box.addEventListener("pointerleave", () => this.leave());
    box.addEventListener("click", (event) => this.onInsideClick(event));
    const href = this.options.followLinks ? link.href : null;
    render(body({ titleId, href, onClose: () => this.close(true) }), box);
    document.body.append(box);
    this.box = box;
  }

  /** Focus into the card; on a phone it becomes a sheet, and Back closes it. */
  private enter(manner: Manner): void {
    if (!this.box) return;
    this.manner = manner;
    if (manner.sheet) {
      this.box.classList.add("gist-sheet");
      history.pushState({ gistCard: true }, "");
    }
    this.move(); // may close the card, when its link is gone
    this.box?.focus({ preventScroll: true });
  }

  /** The way to the ledger or glossary: close first, and from a sheet take back its step in the history. */
  private onInsideClick(event: MouseEvent): void {
    const way = (event.target as Element).closest<HTMLAnchorElement>("a[data-gist-way]");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = way, go = () => location.assign(href);
    if (this.manner.sheet) addEventListener("popstate", go, { once: true });
    else go();
    this.close(false);
  }

  private move(): void {
    if (!this.box || !this.link) return;
    if (!this.link.isConnected) this.close(false);
    else if (!this.manner.sheet) place(this.box, this.link);
  }

  private close(giveFocusBack: boolean): void {
    this.wanted = null;
    if (!this.box) return;
    const sheet = this.manner.sheet;
    this.remove(giveFocusBack);
    if (sheet && (history.state as { gistCard?: boolean } | null)?.gistCard) history.back();
  }

  private remove(giveFocusBack: boolean): void {
    const { box, link } = this;
    this.box = this.link = null;
    this.manner = { enter: false, sheet: false };
    if (box) {
      const inside = box.contains(document.activeElement);
      render(null, box);
      box.remove();
      if (giveFocusBack && inside) this.giveBack(link);
    }
  }

  private giveBack(link: HTMLElement | null): void {
    this.quiet = true;
    link?.focus({ preventScroll: true });
    this.quiet = false;
  }

  private after(ms: number, call: () => void): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(call, ms);
  }
}

const phone = (): boolean => matchMedia(PHONE).matches;

/** The link with a card that an event is about. Links within the same page, without an address of their own, just lead there. */
function linkOf(target: EventTarget | null): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>(LINKS) : null;
  if (!link || link.closest(OUTSIDE)) return null;
  const samePage = !link.dataset["ev"] && !link.dataset["term"] && link.pathname === location.pathname && link.host === location.host;
  return samePage ? null : link;
}

function addressOf(link: HTMLAnchorElement): string {
  return link.dataset["ev"] ?? decodeURIComponent(link.hash.replace(/^#ev-/, ""));
}

/** Give the links below `root` their cards; the returned function takes everything away again. */
export function installCards(root: Document | HTMLElement, find: FindCard, options: Options): () => void {
  return new CardHost(root, find, options).listen();
}
