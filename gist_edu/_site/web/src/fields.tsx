/** Controls. They hold no behaviour: `events.ts` reads `data-gist-set` and `data-gist-press`, before and after boot. */
import { useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { isDraft } from "./drafts";
import { Md } from "./inline";
import { useId } from "./surroundings";
import type {
  ButtonBlock, ChoiceBlock, LineBlock, NumberBlock, Option, OrderBlock, SelectBlock, SeveralBlock, ToggleBlock, UploadBlock,
} from "./view";

type AnyField = ChoiceBlock | LineBlock | NumberBlock | OrderBlock | SelectBlock | SeveralBlock | ToggleBlock | UploadBlock;

interface Described { helpId: string; errorId: string; describedBy: string | undefined }

export function useDescribed(block: AnyField): Described {
  const helpId = useId(block.id, "help"), errorId = useId(block.id, "error");
  const ids = [block.error ? errorId : "", block.help ? helpId : ""].filter(Boolean).join(" ");
  return { helpId, errorId, describedBy: ids || undefined };
}

export function Below({ block, ids }: { block: AnyField; ids: Described }) {
  return <>
    {block.help ? <p class="gist-help" id={ids.helpId}><Md source={block.help} /></p> : null}
    {block.error ? <p class="gist-field-error" id={ids.errorId}>{block.error}</p> : null}
  </>;
}

export const fieldClass = (kind: string, block: AnyField): string =>
  `gist-field gist-${kind}${block.error ? " gist-invalid" : ""}${block.disabled ? " gist-disabled" : ""}`;

export function Choice({ block }: { block: ChoiceBlock }) {
  const ids = useDescribed(block), name = useId(block.id);
  return <fieldset class={fieldClass("choice", block)} role="radiogroup" disabled={block.disabled} id={name}
    aria-describedby={ids.describedBy} aria-invalid={block.error ? "true" : undefined}>
    <legend class="gist-label">{block.label}</legend>
    <div class={optionsClass(block.options)}>
      {block.options.map((option, index) =>
        <OptionCard key={option.value} block={block} option={option} index={index}
          type="radio" name={name} checked={block.value === option.value} target={block.id} />)}
    </div>
    <Below block={block} ids={ids} />
  </fieldset>;
}

/** No aria-invalid here: a group may not carry it, and on each box it would be read out each time; the error describes the group. */
export function Several({ block }: { block: SeveralBlock }) {
  const ids = useDescribed(block);
  return <fieldset class={fieldClass("several", block)} disabled={block.disabled} id={useId(block.id)} aria-describedby={ids.describedBy}>
    <legend class="gist-label">{block.label}</legend>
    <div class={optionsClass(block.options)}>
      {block.options.map((option, index) =>
        <OptionCard key={option.value} block={block} option={option} index={index}
          type="checkbox" checked={block.values.includes(option.value)} target={`${block.id}.${option.value}`} />)}
    </div>
    <Below block={block} ids={ids} />
  </fieldset>;
}

const LONG = 32; // letters; beyond that two cards side by side would be towers of words
const BRIEF = 8; // letters; up to that two cards fit side by side on a phone

function optionsClass(options: Option[]): string {
  const longest = Math.max(...options.map(({ label }) => label.length)), hinted = options.some(({ hint }) => hint);
  return longest > LONG ? "gist-options gist-long" : longest <= BRIEF && !hinted ? "gist-options gist-brief" : "gist-options";
}

interface OptionCardProps {
  block: ChoiceBlock | SeveralBlock; option: Option; index: number;
  type: "radio" | "checkbox"; name?: string; checked: boolean;
  /** The id of the event. */
  target: string;
}

/** DOM ids count the options, because a value may hold anything. */
function OptionCard({ block, option, index, target, ...input }: OptionCardProps) {
  const id = useId(block.id, `option-${index}`), hintId = useId(block.id, `hint-${index}`);
  return <div class="gist-option">
    <input {...input} id={id} value={option.value} disabled={block.disabled} data-gist-set={target}
      aria-describedby={option.hint ? hintId : undefined} />
    <label for={id}>{option.label}</label>
    {option.hint ? <span class="gist-hint" id={hintId}>{option.hint}</span> : null}
  </div>;
}

export function NumberField({ block }: { block: NumberBlock }) {
  const ids = useDescribed(block), boxId = useId(block.id), unitId = useId(block.id, "unit");
  return <div class={fieldClass("number", block)}>
    <label class="gist-label" for={boxId}>{block.label}</label>
    <div class="gist-number-row">
      {block.slider === false ? null : <Slider block={block} />}
      <span class="gist-box">
        <NumberBox block={block} id={boxId} describedBy={ids.describedBy} />
        {block.unit ? <span class="gist-unit" id={unitId}>{block.unit}</span> : null}
      </span>
    </div>
    <Below block={block} ids={ids} />
  </div>;
}

/** Type "text", because "number" hides from us what was typed when the browser does not take it (3,5 or "three"). */
function NumberBox({ block, id, describedBy }: { block: NumberBlock; id: string; describedBy: string | undefined }) {
  const box = useRef<HTMLInputElement>(null), unitId = useId(block.id, "unit");
  const shown = block.text ?? (block.value === null ? "" : String(block.value));
  const draft = box.current && isDraft(box.current) ? box.current.value : null;
  const described = [block.unit ? unitId : "", describedBy ?? ""].filter(Boolean).join(" ") || undefined;
  return <input ref={box} type="text" inputMode="decimal" autocomplete="off" class="gist-number-box" id={id}
    value={draft ?? shown} disabled={block.disabled} data-gist-set={block.id} aria-describedby={described}
    aria-invalid={block.error ? "true" : undefined} />;
}

/** Without a value yet the thumb rests, hollow, at the low end; screen readers hear that nothing is set. */
function Slider({ block }: { block: NumberBlock }) {
  const slider = useRef<HTMLInputElement>(null), unset = block.value === null;
  const draft = slider.current && isDraft(slider.current) ? slider.current.value : null;
  const value = draft ?? String(block.value ?? block.min);
  return <input ref={slider} type="range" class={unset ? "gist-slider gist-unset" : "gist-slider"} id={useId(block.id, "slider")}
    min={block.min} max={block.max} step={block.step} value={value} disabled={block.disabled} data-gist-set={block.id}
    aria-label={`${block.label}, slider`} aria-valuetext={unset ? "not set yet" : `${block.value} ${block.unit}`.trim()} />;
}

export function Select({ block }: { block: SelectBlock }) {
  const ids = useDescribed(block), id = useId(block.id);
  const hint = block.options.find((option) => option.value === block.value)?.hint;
  return <div class={fieldClass("select", block)}>
    <label class="gist-label" for={id}>{block.label}</label>
    <select id={id} value={block.value} disabled={block.disabled} data-gist-set={block.id} aria-describedby={ids.describedBy}
      aria-invalid={block.error ? "true" : undefined}>
      {block.options.map((option) =>
        <option key={option.value} value={option.value} selected={option.value === block.value}>{option.label}</option>)}
    </select>
    {hint ? <p class="gist-hint">{hint}</p> : null}
    <Below block={block} ids={ids} />
  </div>;
}

export function Toggle({ block }: { block: ToggleBlock }) {
  const ids = useDescribed(block), id = useId(block.id);
  return <div class={fieldClass("toggle", block)}>
    <span class="gist-toggle-row">
      <input type="checkbox" id={id} checked={block.value} disabled={block.disabled} data-gist-set={block.id}
        aria-describedby={ids.describedBy} aria-invalid={block.error ? "true" : undefined} />
      <label for={id}>{block.label}</label>
    </span>
    <Below block={block} ids={ids} />
  </div>;
}

export function Button({ block }: { block: ButtonBlock }): ComponentChildren {
  return <button type="button" class={`gist-button gist-${block.variant}`} id={useId(block.id)} disabled={block.disabled}
    data-gist-press={block.id}>{block.label}</button>;
}
