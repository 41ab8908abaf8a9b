/**
 * What the learner does, as events. One listener on the whole mount reads the controls' data attributes, so the same
 * code serves the HTML made at build time (before the simulator runs) and the live view.
 */
import { endDraft, isDraft, startDraft } from "./drafts";
import { watchPress } from "./press";
import { save } from "./saving";
import type { Event as SimEvent } from "./view";

type Send = (event: SimEvent) => void;

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** A plain number is sent as a number, anything else (3,5 or "three") as it was typed: Python reads and answers it. */
export function typedValue(text: string): number | string {
  const trimmed = text.trim();
  return PLAIN_NUMBER.test(trimmed) ? Number(trimmed) : text;
}

/** Listen on `mount` until the returned function is called. */
export function listen(mount: HTMLElement, send: Send): () => void {
  const slide = onePerFrame((slider: HTMLInputElement) => {
    send({ type: "set", id: slider.dataset["gistSet"]!, value: Number(slider.value) });
  });
  const line = typing(send), press = watchPress(), hasty = secondClicks();
  const handlers: Record<string, (target: Element, event: globalThis.Event) => void> = {
    input: (target) => (isLine(target) ? line.ask(target) : onInput(mount, target, slide.ask)),
    change: (target) => {
      if (isLine(target)) press.soon(() => line.finish(target));
      else if (isTyped(target)) press.soon(() => sendTyped(target, send));
      else onChange(target, slide.finish, send);
    },
    keydown: (target, event) => {
      if (target instanceof HTMLTextAreaElement) return; // Enter begins a new line there
      if (isLine(target) && (event as KeyboardEvent).key === "Enter") line.finish(target);
      else onKey(target, event as KeyboardEvent, send);
    },
    click: (target, event) => {
      press.over();
      const button = target.closest("button, [data-gist-press]");
      if (!hasty(button, event as MouseEvent)) onClick(button, send);
    },
  };
  const handle = (event: globalThis.Event) => {
    if (event.target instanceof Element) handlers[event.type]?.(event.target, event);
  };
  for (const type of Object.keys(handlers)) mount.addEventListener(type, handle);
  return () => {
    for (const type of Object.keys(handlers)) mount.removeEventListener(type, handle);
    press.stop();
  };
}

const PAUSE_MS = 700;
const isTyped = (target: Element): boolean => target instanceof HTMLInputElement && target.type === "text";
type LineBox = HTMLInputElement | HTMLTextAreaElement;
const isLine = (target: Element): target is LineBox =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.dataset["gistLive"] !== undefined;

/** A line is answered as it is typed, once per frame, and once more when the typing pauses or ends. */
function typing(send: Send): { ask: (box: LineBox) => void; finish: (box: LineBox) => void } {
  const set = (box: LineBox) => send({ type: "set", id: box.dataset["gistSet"]!, value: box.value });
  const frame = onePerFrame(set);
  let pause = 0;
  const finish = (box: LineBox) => {
    clearTimeout(pause);
    if (!isDraft(box)) return;
    frame.flush();
    endDraft(box);
    set(box);
  };
  return {
    ask(box) {
      startDraft(box);
      frame.ask(box);
      clearTimeout(pause);
      pause = window.setTimeout(() => finish(box), PAUSE_MS);
    },
    finish,
  };
}

/** True for the second click of a double click when another button has come under the pointer: it was not meant for that one. */
function secondClicks(): (button: Element | null, event: MouseEvent) => boolean {
  let last: string | null = null;
  return (button, event) => {
    const before = last;
    last = button?.getAttribute("data-gist-press") ?? null;
    return event.detail > 1 && before !== null && last !== before;
  };
}

/** A button that is off but can still be focused says so by aria-disabled. */
function onClick(button: Element | null, send: Send): void {
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const pressed = button.getAttribute("data-gist-press");
  if (pressed) send({ type: "press", id: pressed });
  else if (button instanceof HTMLButtonElement && button.dataset["gistDownload"] !== undefined) save(button);
}

/** A part of a drawing is no HTML button, so Enter and the space bar are made a press here. */
function onKey(target: Element, event: KeyboardEvent, send: Send): void {
  const part = target instanceof SVGElement && target.hasAttribute("data-gist-press");
  if (part && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault(); // the space bar would scroll the page
    onClick(target, send);
  } else if (event.key === "Enter") {
    sendTyped(target, send);
  }
}

function onInput(mount: HTMLElement, target: Element, slide: (slider: HTMLInputElement) => void): void {
  if (!(target instanceof HTMLInputElement) || !target.dataset["gistSet"]) return;
  if (target.type === "text") startDraft(target);
  if (target.type !== "range") return;
  startDraft(target);
  mirror(mount, target);
  slide(target);
}

/** The number box follows its slider at once, also while nobody answers yet. */
function mirror(mount: HTMLElement, slider: HTMLInputElement): void {
  for (const box of mount.querySelectorAll<HTMLInputElement>("input.gist-number-box")) {
    if (box.dataset["gistSet"] === slider.dataset["gistSet"]) box.value = slider.value;
  }
  slider.classList.remove("gist-unset");
}

function onChange(target: Element, finishSlide: (slider: HTMLInputElement) => void, send: Send): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  const id = target.dataset["gistSet"];
  if (!id) return;
  if (target.type === "file") return void sendFile(target as HTMLInputElement, id, send);
  endDraft(target);
  if (target.type === "range") finishSlide(target as HTMLInputElement);
  else if (target.type === "checkbox") send({ type: "set", id, value: (target as HTMLInputElement).checked });
  else send({ type: "set", id, value: target.value });
}

/** What was typed since it was last sent. Enter is read by us too: JupyterLab keeps the browser from making it a change. */
function sendTyped(target: Element, send: Send): void {
  if (!(target instanceof HTMLInputElement) || !target.dataset["gistSet"] || !isDraft(target)) return;
  endDraft(target);
  send({ type: "set", id: target.dataset["gistSet"], value: typedValue(target.value) });
}

/** The text of the chosen file; null if it is too large or cannot be read. Then emptied, so that the same file can be chosen again. */
async function sendFile(input: HTMLInputElement, id: string, send: Send): Promise<void> {
  const file = input.files?.[0];
  if (!file) return;
  const fits = file.size <= Number(input.dataset["gistMax"]);
  const value = fits ? await file.text().catch(() => null) : null;
  input.value = "";
  send({ type: "set", id, value });
}

interface PerFrame<T> { ask: (argument: T) => void; finish: (argument: T) => void; flush: () => void }

/** Calls at most once per animation frame; `finish` calls now and drops what waits, `flush` calls now if anything waits. */
function onePerFrame<T>(call: (argument: T) => void): PerFrame<T> {
  let frame = 0, waiting: T;
  return {
    ask(argument) {
      waiting = argument;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        call(waiting);
      });
    },
    finish(argument) {
      cancelAnimationFrame(frame);
      frame = 0;
      call(argument);
    },
    flush() {
      if (frame) this.finish(waiting);
    },
  };
}
