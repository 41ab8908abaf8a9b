/** Remembers how far a lesson was read: the furthest of its parts (h2 sections) that stayed on the screen for a while. */
import { note } from "./session";

const DWELL_MS = 2000;

export function rememberPlace(root: Document): void {
  const lesson = root.querySelector<HTMLElement>(".gist-lesson[data-lesson]")?.dataset["lesson"];
  const parts = [...root.querySelectorAll<HTMLElement>("article h2")].map((heading) => heading.closest("section") ?? heading);
  if (!lesson || !parts.length || typeof IntersectionObserver === "undefined") return;
  let furthest = 1, timer = 0;
  const onScreen = new Set<Element>();
  const keep = () => {
    const part = Math.max(0, ...[...onScreen].map((section) => parts.indexOf(section as HTMLElement) + 1));
    if (part <= furthest) return; // opening a page is not yet reading it
    furthest = part;
    note({ kind: "place", lesson, part, of: parts.length }).catch(() => undefined); // without Python nothing is kept
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) onScreen[isIntersecting ? "add" : "delete"](target);
    clearTimeout(timer);
    timer = window.setTimeout(keep, DWELL_MS);
  }, { rootMargin: "0px 0px -40% 0px" }); // a part counts when it reaches the upper part of the screen
  for (const section of parts) observer.observe(section);
}
