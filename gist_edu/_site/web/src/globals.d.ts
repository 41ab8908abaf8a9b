import type { MicroPython } from "./session";
import type { Card, Term } from "./card";

declare global {
  /** Set by gist-runtime.js. */
  var gistMicroPython: (() => Promise<MicroPython>) | undefined;
  /** Filled by gist-python.js, gist-sim-*.js and gist-data-*.js: sources, data bundles (JSON text), places of evidence. */
  var GIST_PYTHON: { files: Record<string, string>; data: Record<string, string>; hrefs: Record<string, string> } | undefined;
  /** Set by gist-cards.js. */
  var GIST_CARDS: Record<string, Card> | undefined;
  /** Set by gist-terms.js. */
  var GIST_TERMS: Record<string, Term> | undefined;
  /** Set by gist-ssr.js. */
  var gistRender: ((viewJson: string, optionsJson: string) => string) | undefined;
}
