/** Inline Markdown as elements; evidence links carry their address and an accessible name. */
import type { ComponentChildren } from "preact";
import { type Inline, paragraphs, parse, plain } from "./markdown";
import { useSurroundings } from "./surroundings";
import type { Md as MdText } from "./view";

export function Md({ source }: { source: MdText }) {
  return <>{parse(source).map(draw)}</>;
}

/** One or more paragraphs. */
export function Paragraphs({ source, class: name }: { source: MdText; class?: string }) {
  return <>{paragraphs(source).map((part, index) => <p key={index} class={name}><Md source={part} /></p>)}</>;
}

function draw(node: Inline, key: number): ComponentChildren {
  switch (node.kind) {
    case "text": return node.text;
    case "code": return <code key={key}>{node.text}</code>;
    case "strong": return <strong key={key}>{node.children.map(draw)}</strong>;
    case "em": return <em key={key}>{node.children.map(draw)}</em>;
    case "link": return node.href.startsWith("ev:")
      ? <EvidenceLink key={key} address={node.href.slice(3)} short={node.title} text={plain(node.children)} />
      : <a key={key} href={node.href} rel={/^https?:/i.test(node.href) ? "noreferrer" : undefined}>{node.children.map(draw)}</a>;
  }
}

/** `short` is the name a reader hears after the number: "16%, evidence: AFIP". */
export function EvidenceLink({ address, short, text }: { address: string; short?: string | null; text: string }) {
  const { hrefOf } = useSurroundings();
  const label = short ? `${text}, evidence: ${short}` : undefined;
  return <a class="gist-ev" data-ev={address.split("?")[0]} aria-label={label} href={hrefOf(address) ?? `ev:${address}`}>{text}</a>;
}
