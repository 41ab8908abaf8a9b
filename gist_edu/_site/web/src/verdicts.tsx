/** The options after a commitment: what each was, in words beside a shape, and why. Colour only repeats it. */
import { Md, Paragraphs } from "./inline";
import { toneClass } from "./prose";
import { useId } from "./surroundings";
import type { Tone, VerdictsBlock } from "./view";

export function Verdicts({ block }: { block: VerdictsBlock }) {
  const id = useId(block.id, "label");
  return <div class="gist-verdicts">
    <p class="gist-label" id={id}>{block.label}</p>
    <ul aria-labelledby={id}>
      {block.items.map((item, index) =>
        <li key={index} class={`gist-verdict${toneClass(item.tone)}`}>
          <p class="gist-verdict-text"><Md source={item.text} /></p>
          <p class="gist-verdict-mark"><Shape tone={item.tone} /> <span>{item.mark}</span></p>
          <Paragraphs source={item.md} class="gist-verdict-why" />
        </li>)}
    </ul>
  </div>;
}

const CROSS = "M6.5 6.5 13.5 13.5M13.5 6.5 6.5 13.5", DASH = "M6 10H14";
const SHAPES: Partial<Record<Tone, string>> = {
  good: "M5.5 10.5 8.5 13.5 14.5 7", info: "M5 11.2C6.4 7.8 8.6 8.2 10 10S13.6 12.2 15 8.8", warn: CROSS, bad: CROSS,
};

/** Check, tilde or cross; a dash where nothing is judged. */
function Shape({ tone }: { tone: Tone }) {
  return <svg class="gist-verdict-shape" aria-hidden="true" width="20" height="20" viewBox="0 0 20 20">
    <circle cx="10" cy="10" r="9" /><path d={SHAPES[tone] ?? DASH} />
  </svg>;
}
