/**
 * Between the press of a mouse button or finger and its click nothing may be drawn: a page that moves under it loses the
 * click. Leaving a text box is such a moment, because its text is read when the next control is pressed.
 */
export interface Press {
  /** Run now; during a press, right before its click. */
  soon(step: () => void): void;
  /** The click is there, or none will come. */
  over(): void;
  stop(): void;
}

const ENDS = ["mouseup", "dragend", "keydown"];

export function watchPress(): Press {
  let pressed = false;
  const held: (() => void)[] = [];
  const begin = () => { pressed = true; };
  const over = () => {
    pressed = false;
    for (const step of held.splice(0)) step();
  };
  const end = () => { if (pressed) setTimeout(over); }; // the click comes before
  document.addEventListener("mousedown", begin, true);
  for (const type of ENDS) document.addEventListener(type, end, true);
  return {
    soon: (step) => { if (pressed) held.push(step); else step(); },
    over,
    stop() {
      document.removeEventListener("mousedown", begin, true);
      for (const type of ENDS) document.removeEventListener(type, end, true);
    },
  };
}
