import type { MicroPython } from "./session";
import type { Card } from "./card";

declare global {
  /** Set by gist-runtime.js. */
  var gistMicroPython: (() => Promise<MicroPython>) | undefined;
  /** Set by gist-python.js: sources, data bundles (JSON text) and the place of each evidence address on the site. */
  var GIST_PYTHON: { files: Record<string, string>; data: Record<string, string>; hrefs: Record<string, string> } | undefined;
  /** Set by gist-cards.js. */
  var GIST_CARDS: Record<string, Card> | undefined;
  /** Set by gist-ssr.js. */
  var gistRender: ((viewJson: string, optionsJson: string) => string) | undefined;
}
