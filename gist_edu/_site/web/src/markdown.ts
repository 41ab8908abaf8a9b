/** The inline Markdown subset of the view tree, parsed into plain data: nothing ever becomes HTML by itself. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em"; children: Inline[] }
  | { kind: "link"; href: string; title: string | null; children: Inline[] };

interface Rule { pattern: RegExp; read: (match: RegExpExecArray) => Inline }

const ESCAPABLE = /\\([\\`*_[\]()!#<>-])/g;

const RULES: Rule[] = [
  { pattern: /`([^`]+)`/y, read: (m) => ({ kind: "code", text: m[1]! }) },
  { pattern: /\*\*(?=\S)((?:\\.|[^\\])*?\S)\*\*/y, read: (m) => ({ kind: "strong", children: parse(m[1]!) }) },
  { pattern: /\*(?![\s*])((?:\\.|[^*\\])*?[^\s*])\*/y, read: (m) => ({ kind: "em", children: parse(m[1]!) }) },
  { pattern: /\[((?:\\.|[^\]\\])+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"([^"]*)")?\)/y, read: link },
];

function link(match: RegExpExecArray): Inline {
  const [, text = "", href = "", title = null] = match;
  const children = parse(text);
  return isSafe(href) ? { kind: "link", href, title, children } : { kind: "text", text: plain(children) };
}

/** ev:, book:, web and relative addresses; everything else (javascript:, data:, //host) is not made a link. */
export function isSafe(href: string): boolean {
  if (/[\u0000-\u0020\\]/.test(href)) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase();
  if (scheme) return ["ev", "book", "http", "https"].includes(scheme);
  return href !== "" && !href.startsWith("//") && !/^[^/?#]*:/.test(href);
}

/** The text without its marks. */
export function plain(nodes: Inline[]): string {
  return nodes.map((node) => ("children" in node ? plain(node.children) : node.text)).join("");
}

/** Parse one run of inline Markdown; a mark that does not close is shown as it stands. */
export function parse(source: string): Inline[] {
  const found: Inline[] = [];
  let rest = 0; // start of the plain text not yet written
  const flush = (end: number) => {
    if (end > rest) found.push({ kind: "text", text: source.slice(rest, end).replace(ESCAPABLE, "$1") });
  };
  for (let at = 0; at < source.length;) {
    const hit = matchAt(source, at);
    if (hit) {
      flush(at);
      found.push(hit.node);
      at = rest = at + hit.length;
    } else {
      at += source[at] === "\\" ? 2 : 1;
    }
  }
  flush(source.length);
  return found;
}

function matchAt(source: string, at: number): { node: Inline; length: number } | null {
  if (!"`*[".includes(source[at]!)) return null;
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) return { node: read(match), length: match[0].length };
  }
  return null;
}

/** Paragraphs are parted by an empty line. */
export const paragraphs = (source: string): string[] => source.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
