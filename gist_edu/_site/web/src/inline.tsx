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
    case "link": return <Link key={key} href={node.href} title={node.title} children={node.children} />;
  }
}

interface LinkProps { href: string; title: string | null; children: Inline[] }

function Link({ href, title, children }: LinkProps) {
  if (href.startsWith("ev:")) return <EvidenceLink address={href.slice(3)} short={title} text={plain(children)} />;
  if (href.startsWith("book:")) return <PageLink path={href.slice(5)}>{children.map(draw)}</PageLink>;
  return <a href={href} rel={/^https?:/i.test(href) ? "noreferrer" : undefined}>{children.map(draw)}</a>;
}

/** A page of the book; where there are no pages (JupyterLab, build time) its words alone. */
function PageLink({ path, children }: { path: string; children: ComponentChildren }) {
  const href = useSurroundings().pageOf(path);
  return href ? <a href={href}>{children}</a> : <>{children}</>;
}

/** `short` is the name a reader hears after the number: "16%, evidence: AFIP". */
export function EvidenceLink({ address, short, text }: { address: string; short?: string | null; text: string }) {
  const { hrefOf } = useSurroundings();
  const label = short ? `${text}, evidence: ${short}` : undefined;
  return <a class="gist-ev" data-ev={address.split("?")[0]} aria-label={label} href={hrefOf(address) ?? `ev:${address}`}>{text}</a>;
}
