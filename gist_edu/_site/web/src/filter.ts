/** Search and filters for `<table class="gist-filter">`; without this script it stays a plain, complete table. */
interface Line { row: HTMLTableRowElement; text: string; facets: string[] }
interface Facet { column: number; select: HTMLSelectElement }

let count = 0;

export function enhanceTables(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>("table.gist-filter")) enhance(table);
}

function enhance(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const columns = heads.flatMap((head, column) => (head.hasAttribute("data-facet") ? [column] : []));
  const lines = [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => read(row, columns));
  const label = table.dataset["filterLabel"] ?? "Search this table";
  const search = make("input", { type: "search", autocomplete: "off" });
  const facets = columns.map((column, index) => ({ column: index, select: choices(lines, index, heads[column]!.textContent!.trim()) }));
  const status = make("p", { class: "gist-status", role: "status" });
  const apply = () => { status.textContent = filter(lines, search.value, facets); };
  const clear = make("button", { type: "button", class: "gist-button gist-plain" }, "Clear");
  clear.addEventListener("click", () => {
    search.value = "";
    for (const { select } of facets) select.value = "";
    apply();
    search.focus();
  });
  const fields = [field(label, search), ...facets.map(({ column, select }) => field(heads[columns[column]!]!.textContent!.trim(), select))];
  const bar = make("div", { class: "gist-ui gist-filter-bar", role: "search", "aria-label": label });
  bar.append(...fields, clear, status);
  bar.addEventListener("input", apply);
  (table.closest(".gist-scroll, .pst-scrollable-table-container") ?? table).before(bar);
  inRegion(table);
  status.textContent = sentence(lines.length, lines.length);
}

function read(row: HTMLTableRowElement, columns: number[]): Line {
  return { row, text: fold(row.textContent ?? ""), facets: columns.map((column) => row.cells[column]?.textContent?.trim() ?? "") };
}

/** Small letters without accents, so that "anaemia" and "Anaemia", "Å" and "a" meet. */
const fold = (text: string): string => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function filter(lines: Line[], search: string, facets: Facet[]): string {
  const words = fold(search).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, text, facets: values } of lines) {
    const fits = words.every((word) => text.includes(word)) && facets.every(({ column, select }) => !select.value || values[column] === select.value);
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  return sentence(shown, lines.length);
}

const sentence = (shown: number, all: number): string =>
  shown === all ? `All ${all} rows shown.` : shown ? `${shown} of ${all} rows shown.` : `No row fits. Remove a word or a filter to see some of the ${all} rows.`;

function choices(lines: Line[], index: number, name: string): HTMLSelectElement {
  const select = make("select", {});
  select.append(new Option(`All: ${name.toLowerCase()}`, ""));
  for (const value of [...new Set(lines.map(({ facets }) => facets[index]!))].filter(Boolean).sort()) select.append(new Option(value, value));
  return select;
}

function field(name: string, control: HTMLElement): HTMLElement {
  const label = make("label", { class: "gist-label", for: (control.id = `gist-filter-${++count}`) }, name);
  const box = make("div", { class: "gist-filter-field" });
  box.append(label, control);
  return box;
}

/** A wide table scrolls in a region of its own. */
function inRegion(table: HTMLTableElement): void {
  if (table.closest(".gist-scroll")) return;
  const region = make("div", { class: "gist-scroll", role: "region", tabindex: "0", "aria-label": table.caption?.textContent ?? "Table" });
  table.replaceWith(region);
  region.append(table);
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string>, text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}
