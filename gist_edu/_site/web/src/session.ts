/** The browser's Python: loaded once per page, asked only in JSON text. It also holds the reader's progress while the page is open. */
import { loadScript } from "./scripts";
import * as store from "./store";
import type { Event, View } from "./view";

export interface MicroPython {
  FS: { mkdir(path: string): void; analyzePath(path: string): { exists: boolean }; writeFile(path: string, text: string): void };
  runPython(code: string): unknown;
  globals: { get(name: string): unknown };
}

/** `gist_edu/simulators/session.py` as seen from here. */
interface Door {
  load(bundle: string, dataJson: string): void;
  start(name: string, optionsJson: string): string;
  send(session: number, eventJson: string): string;
  share(session: number): string;
  open_progress(text: string, day: number, aside: string, problem: string): boolean;
  note(noteJson: string): void;
  keep(): string;
  not_kept(): void;
  no_room(): void;
  new_day(day: number): void;
}

export interface Session {
  first: View;
  send(event: Event): View;
  /** The state as JSON text, as it may stand in an address. */
  share(): string;
}

/** Why nothing runs, in words that finish "This simulator cannot run here (...)". */
export class CannotRun extends Error {}

const ROOT = "/gist";
const FORGET = "forget", CHANGED = "gist-progress";
let opened: Promise<Place> | undefined;
let seen = ""; // the kept text as this page last read or wrote it
let day = store.today();
const loaded = new Set<string>();

interface Place { door: Door; python: MicroPython }

/** Start a simulator; the interpreter comes with the first one, code and data with each. */
export async function startSession(name: string, bundle: string, optionsJson: string): Promise<Session> {
  const parts = Promise.all([`gist-sim-${name}.js`, `gist-data-${bundle}.js`].map(script));
  parts.catch(() => undefined); // told below, after the interpreter
  const { door, python } = await (opened ??= open());
  await parts;
  writeFiles(python);
  if (!loaded.has(bundle)) {
    const data = globalThis.GIST_PYTHON?.data[bundle];
    if (data === undefined) throw new CannotRun(`there is no simulator called ${bundle} on this site`);
    door.load(bundle, data);
    loaded.add(bundle);
  }
  refresh(door);
  const { session, view } = JSON.parse(door.start(name, optionsJson)) as { session: number; view: View };
  return {
    first: view,
    send: (event) => {
      refresh(door);
      const answer = JSON.parse(door.send(session, JSON.stringify(event))) as View;
      keep(door);
      return answer;
    },
    share: () => door.share(session),
  };
}

/** Keep something the page itself saw, such as the place in a lesson. */
export async function note(what: object): Promise<void> {
  const { door } = await (opened ??= open());
  refresh(door);
  door.note(JSON.stringify(what));
  keep(door);
}

/** Call after each change of what is kept, whichever simulator or tab made it. */
export const onProgress = (call: () => void): void => document.addEventListener(CHANGED, call);

async function open(): Promise<Place> {
  if (typeof WebAssembly !== "object") throw new CannotRun("WebAssembly is switched off");
  await Promise.all([script("gist-runtime.js"), script("gist-python.js")]);
  const python = await boot();
  writeFiles(python);
  python.runPython(`import sys\nsys.path.insert(0, "${ROOT}")\nfrom gist_edu.simulators import session as gist_session`);
  const door = python.globals.get("gist_session") as Door;
  takeOver(door, store.read());
  door.note('{"kind": "visit"}');
  keep(door);
  const look = () => {
    if (!refresh(door)) return;
    keep(door);
    announce();
  };
  store.onOtherTab(look);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
  return { door, python };
}

// ---------------------------------------------------------------- progress

function takeOver(door: Door, kept: store.Kept): void {
  seen = kept.text;
  if (door.open_progress(kept.text, store.today(), kept.aside, kept.denied ? "denied" : "") && !store.setAside(kept.text)) door.no_room();
}

/** Another tab may have kept something since, or midnight may have passed. True when either is so. */
function refresh(door: Door): boolean {
  const kept = store.read(), before = day;
  door.new_day(day = store.today());
  if (kept.denied || kept.text === seen) return day !== before;
  takeOver(door, kept);
  return true;
}

function keep(door: Door): void {
  const text = door.keep();
  if (!text) return;
  if (text === FORGET ? store.clear() : store.write(text)) seen = store.read().text;
  else door.not_kept();
  queueMicrotask(announce); // the view that answers is drawn first
}

const announce = (): boolean => document.dispatchEvent(new CustomEvent(CHANGED));

// ---------------------------------------------------------------- the interpreter

async function script(name: string): Promise<void> {
  await loadScript(name).catch(() => {
    throw new CannotRun(`its file ${name} could not be loaded`);
  });
}

async function boot(): Promise<MicroPython> {
  try {
    return await globalThis.gistMicroPython!();
  } catch (error) {
    console.warn("gist-edu: the Python runtime did not start.", error);
    throw new CannotRun("WebAssembly is switched off");
  }
}

const written = new Set<string>();

/** Every source that was loaded and is not yet in the interpreter's file system. */
function writeFiles(python: MicroPython): void {
  const files = globalThis.GIST_PYTHON?.files ?? {};
  for (const path of Object.keys(files).sort()) {
    if (!written.has(path)) write(python, `${ROOT}/${path}`, files[path]!);
    written.add(path);
  }
}

function write(python: MicroPython, path: string, text: string): void {
  const folders = path.split("/").slice(1, -1);
  folders.forEach((_, depth) => {
    const folder = `/${folders.slice(0, depth + 1).join("/")}`;
    if (!python.FS.analyzePath(folder).exists) python.FS.mkdir(folder);
  });
  python.FS.writeFile(path, text);
}
