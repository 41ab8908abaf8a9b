/** The browser's Python: loaded once per page, asked only in JSON text. */
import { loadScript } from "./scripts";
import type { Event, View } from "./view";

export interface MicroPython {
  FS: { mkdir(path: string): void; analyzePath(path: string): { exists: boolean }; writeFile(path: string, text: string): void };
  runPython(code: string): unknown;
  globals: { get(name: string): unknown };
}

/** `gist_edu/simulators/session.py` as seen from here. */
interface Door {
  load(name: string, dataJson: string): void;
  start(name: string, optionsJson: string): string;
  send(session: number, eventJson: string): string;
  state(session: number): string;
}

export interface Session {
  first: View;
  send(event: Event): View;
  /** The state as JSON text. */
  state(): string;
}

/** Why nothing runs, in words that finish "This simulator cannot run here (...)". */
export class CannotRun extends Error {}

const ROOT = "/gist";
let opened: Promise<Door> | undefined;
const loaded = new Set<string>();

/** Start a simulator; the interpreter, the sources and the data come with the first one. */
export async function startSession(name: string, optionsJson: string): Promise<Session> {
  const door = await (opened ??= open());
  if (!loaded.has(name)) {
    const data = globalThis.GIST_PYTHON?.data[name];
    if (data === undefined) throw new CannotRun(`there is no simulator called ${name} on this site`);
    door.load(name, data);
    loaded.add(name);
  }
  const { session, view } = JSON.parse(door.start(name, optionsJson)) as { session: number; view: View };
  return {
    first: view,
    send: (event) => JSON.parse(door.send(session, JSON.stringify(event))) as View,
    state: () => door.state(session),
  };
}

async function open(): Promise<Door> {
  if (typeof WebAssembly !== "object") throw new CannotRun("WebAssembly is switched off");
  await Promise.all([script("gist-runtime.js"), script("gist-python.js")]);
  const python = await boot();
  const files = globalThis.GIST_PYTHON?.files ?? {};
  for (const path of Object.keys(files).sort()) write(python, `${ROOT}/${path}`, files[path]!);
  python.runPython(`import sys\nsys.path.insert(0, "${ROOT}")\nfrom gist_edu.simulators import session as gist_session`);
  return python.globals.get("gist_session") as Door;
}

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

function write(python: MicroPython, path: string, text: string): void {
  const folders = path.split("/").slice(1, -1);
  folders.forEach((_, depth) => {
    const folder = `/${folders.slice(0, depth + 1).join("/")}`;
    if (!python.FS.analyzePath(folder).exists) python.FS.mkdir(folder);
  });
  python.FS.writeFile(path, text);
}
