/** Put a card near its link: below where there is room, else above; always within the window. */
const GAP = 8, EDGE = 12;

export function place(box: HTMLElement, link: Element): void {
  const rects = [...link.getClientRects()], at = rects[rects.length - 1] ?? link.getBoundingClientRect();
  const room = { below: innerHeight - at.bottom - GAP - EDGE, above: at.top - GAP - EDGE };
  box.style.maxHeight = "";
  const height = box.offsetHeight, below = height <= room.below || room.below >= room.above;
  const maxHeight = Math.max(160, below ? room.below : room.above);
  box.style.maxHeight = `${maxHeight}px`;
  box.style.left = `${Math.max(EDGE, Math.min(at.left - EDGE, document.documentElement.clientWidth - box.offsetWidth - EDGE))}px`;
  box.style.top = `${below ? at.bottom + GAP : at.top - GAP - Math.min(height, maxHeight)}px`;
}
