/**
 * Where the reader's progress is kept: one key of the browser's storage, and a second for a copy that could not be read.
 * What the text means is Python's business. Nothing is sent anywhere.
 */
const KEY = "gist-edu.progress", ASIDE = "gist-edu.progress.set-aside", ROOM = "gist-edu.progress.room";

const MOST_ROOM = 2000, MOST_WIDTHS = 20; // pixels a box may be high, widths of windows that are remembered

export interface Kept { text: string; aside: string; /** Storage is switched off. */ denied: boolean }

export function read(): Kept {
  try {
    return { text: localStorage.getItem(KEY) ?? "", aside: localStorage.getItem(ASIDE) ?? "", denied: isStandIn() };
  } catch {
    return { text: "", aside: "", denied: true };
  }
}

/** False when it could not be kept: storage is full, or switched off since the page was opened. */
export function write(text: string): boolean {
  return attempt(() => localStorage.setItem(KEY, text));
}

/** Put beside what lies there already. */
export function setAside(text: string): boolean {
  return attempt(() => {
    const there = localStorage.getItem(ASIDE) ?? "";
    if (!there.includes(text)) localStorage.setItem(ASIDE, there ? `${there}\n\n${text}` : text);
  });
}

export function clear(): boolean {
  return attempt(() => {
    localStorage.removeItem(KEY);
    localStorage.removeItem(ASIDE);
    localStorage.removeItem(ROOM);
  });
}

/** Width of a place on the page -> height that what is kept took there when it was last seen. */
export function readRoom(): Record<string, number> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(ROOM) ?? "{}");
    return Object.fromEntries(Object.entries(found ?? {}).filter(([, height]) => height > 0 && height < MOST_ROOM).slice(-MOST_WIDTHS));
  } catch {
    return {};
  }
}

export const writeRoom = (room: Record<string, number>): boolean => attempt(() => localStorage.setItem(ROOM, JSON.stringify(room)));

/** Call when another tab of this browser keeps something new. */
export function onOtherTab(call: () => void): void {
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) call();
  });
}

/** Days since 1 January 1970, by the reader's own calendar. */
export function today(now = new Date()): number {
  return Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / 86_400_000);
}

function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

/** Where storage is denied, each page puts a stand-in in its place that forgets when the page is closed. */
const isStandIn = (): boolean => !(localStorage instanceof Storage);
