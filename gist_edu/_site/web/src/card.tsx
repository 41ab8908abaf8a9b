/** What a card shows: what the ledger says about a number and how we know, or what a word means. */
import type { ComponentChildren } from "preact";

/** A card as Python writes it: every field is finished text or null. */
export interface Card {
  short: string | null; label: string | null; text: string | null; ci: string | null; p: string | null;
  population: string | null; endpoint: string | null; follow_up: string | null; source: string | null; url: string | null;
  design: string | null; certainty: string | null; how_seen: string | null; checked_on: string | null;
  note: string | null; disagreement: string | null; statement: string | null;
  cuts: { label: string; text: string }[];
}

/** An entry of the glossary; `full` is what the letters stand for, or empty. */
export interface Term { full: string; meaning: string }

/** What every card has: the id of its title, the page it came from (null where links lead nowhere), its close button. */
export interface Frame { titleId: string; href: string | null; onClose: () => void }

export function CardBody({ card, titleId, href, onClose }: Frame & { card: Card }) {
  return <>
    <Head titleId={titleId} over={card.short ? `Evidence: ${card.short}` : "Evidence"} shown={card.text} onClose={onClose} />
    {card.label ? <p class="gist-card-label">{card.label}</p> : null}
    {card.statement ? <p class="gist-card-statement">{card.statement}</p> : null}
    {card.disagreement ? <p class="gist-card-disagree"><strong>Sources disagree:</strong> {card.disagreement}</p> : null}
    <dl class="gist-card-facts">
      <Fact name="95% CI" value={card.ci} />
      <Fact name="p" value={card.p} />
      <Fact name="People" value={card.population} />
      <Fact name="Endpoint" value={card.endpoint} />
      <Fact name="Follow-up" value={card.follow_up} />
      <Fact name="Design" value={card.design} />
      <Fact name="Certainty" value={card.certainty} />
      <Fact name="This number" value={seen(card)} />
      {card.cuts.map((cut) => <Fact key={cut.label} name={cut.text} value={cut.label} />)}
    </dl>
    {card.note ? <p class="gist-card-note">{card.note}</p> : null}
    <Source card={card} />
    <Way href={href} text="Open in the evidence ledger" />
  </>;
}

export function TermBody({ word, term, titleId, href, onClose }: Frame & { word: string; term: Term }) {
  return <>
    <Head titleId={titleId} over="Glossary" shown={word} onClose={onClose} />
    {term.full ? <p class="gist-card-label">{term.full}</p> : null}
    <p class="gist-card-statement">{term.meaning}</p>
    <Way href={href} text="Open in the glossary" />
  </>;
}

function Head({ titleId, over, shown, onClose }: { titleId: string; over: string; shown: string | null; onClose: () => void }) {
  return <div class="gist-card-head">
    <p class="gist-card-title" id={titleId}>
      <span class="gist-card-short">{over}</span>
      {shown ? <strong class="gist-card-value">{shown}</strong> : null}
    </p>
    <button type="button" class="gist-close" aria-label="Close" onClick={onClose}><CloseIcon /></button>
  </div>;
}

function Way({ href, text }: { href: string | null; text: string }): ComponentChildren {
  return href ? <p class="gist-card-more"><a data-gist-way href={href}>{text}</a></p> : null;
}

function seen({ how_seen, checked_on }: Card): string | null {
  return [how_seen, checked_on ? `checked on ${checked_on}` : null].filter(Boolean).join("; ") || null;
}

function Fact({ name, value }: { name: string; value: string | null }): ComponentChildren {
  return value ? <div><dt>{name}</dt><dd>{value}</dd></div> : null;
}

/** The address of the source stands as text too, for print and for readers who do not follow links. */
function Source({ card }: { card: Card }) {
  const isWeb = /^https?:\/\//i.test(card.url ?? "");
  if (!card.source && !card.url) return null;
  return <p class="gist-card-source">
    {card.source}{card.source && card.url ? " " : null}
    {card.url ? (isWeb ? <a href={card.url} rel="noreferrer">{card.url.replace(/^https?:\/\//i, "")}</a> : card.url) : null}
  </p>;
}

function CloseIcon() {
  return <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16"><path d="M3 3l10 10M13 3L3 13" /></svg>;
}
