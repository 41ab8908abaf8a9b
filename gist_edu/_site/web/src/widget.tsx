/** gist-widget.js: the same view in JupyterLab (anywidget's module format). The kernel answers; this draws. */
import { render as renderPreact } from "preact";
import type { Card } from "./card";
import { installCards } from "./cards";
import { listen } from "./events";
import { Stage } from "./stage";
import { Toolbar } from "./toolbar";
import type { Event, View } from "./view";

interface Model {
  get(key: "view"): View;
  get(key: "cards"): Record<string, Card>;
  send(content: { event: Event }): void;
  on(event: "change:view", call: () => void): void;
  off(event: "change:view", call: () => void): void;
}

let count = 0;

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const frame = el.appendChild(document.createElement("div")), mount = document.createElement("div"), bar = document.createElement("div");
  frame.className = "gist-ui gist-frame";
  mount.className = "gist-mount";
  frame.setAttribute("data-lm-suppress-shortcuts", ""); // or Enter, arrows and letters would steer the notebook
  frame.append(mount, bar);
  const stage = new Stage(mount, { prefix: `gist-lab-${++count}`, hrefOf: () => null, pageOf: () => null, mayMoveFocus: false });
  let mine = false, pressed = false; // the view that comes next answers an event from here; that was a button
  const send = (event: Event) => {
    mine = true;
    pressed = event.type === "press";
    model.send({ event });
  };
  const draw = () => {
    stage.draw(model.get("view"), mine, pressed);
    mine = pressed = false;
  };
  const stopEvents = listen(mount, (event) => {
    tools("");
    send(event);
  });
  const stopCards = installCards(el, async (address) => (model.get("cards") ?? {})[address] ?? null, { followLinks: false });
  model.on("change:view", draw);
  const tools = (status: string) => renderPreact(<Toolbar onReset={reset} status={status} link={null} disabled={false} />, bar);
  const reset = () => {
    send({ type: "reset" });
    tools("Back at the beginning.");
  };
  tools("");
  draw();
  return () => {
    model.off("change:view", draw);
    stopEvents();
    stopCards();
    stage.clear();
    renderPreact(null, bar);
    frame.remove();
  };
}

export default { render };
