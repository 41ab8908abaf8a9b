/**
 * What the learner does, as events. One listener on the whole mount reads the controls' data attributes, so the same
 * code serves the HTML made at build time (before the simulator runs) and the live view.
 */
import { endDraft, isDraft, startDraft } from "./drafts";
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
  const handlers: Record<string, (target: Element, event: globalThis.Event) => void> = {
    input: (target) => onInput(mount, target, slide.ask),
    change: (target) => onChange(target, slide.finish, send),
    keydown: (target, event) => { if ((event as KeyboardEvent).key === "Enter") sendTyped(target, send); },
    click: (target) => onClick(target.closest("button"), send),
  };
  const handle = (event: globalThis.Event) => {
    if (event.target instanceof Element) handlers[event.type]?.(event.target, event);
  };
  for (const type of Object.keys(handlers)) mount.addEventListener(type, handle);
  return () => {
    for (const type of Object.keys(handlers)) mount.removeEventListener(type, handle);
  };
}

/** A button that is off but can still be focused says so by aria-disabled. */
function onClick(button: HTMLButtonElement | null, send: Send): void {
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const pressed = button.dataset["gistPress"];
  if (pressed) send({ type: "press", id: pressed });
  else if (button.dataset["gistDownload"] !== undefined) save(button);
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
  if (target.type === "text") return sendTyped(target, send);
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

/** Calls at most once per animation frame; `finish` calls now and drops what waits. */
function onePerFrame<T>(call: (argument: T) => void): { ask: (argument: T) => void; finish: (argument: T) => void } {
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
  };
}
