/** gist-static.js: everything a page of the site needs before a simulator is asked for. */
import { loadScript } from "./scripts";
import { installCards } from "./cards";
import { enhanceTables } from "./filter";
import { rememberPlace } from "./lesson_place";
import { expectProgress } from "./expect_progress";
import { GistSim } from "./simulator_element";

async function cardOf(address: string) {
  await loadScript("gist-cards.js");
  return globalThis.GIST_CARDS?.[address] ?? null;
}

async function termOf(word: string) {
  await loadScript("gist-terms.js");
  return globalThis.GIST_TERMS?.[word] ?? null;
}

if (!customElements.get("gist-sim")) {
  customElements.define("gist-sim", GistSim);
  installCards(document, cardOf, { followLinks: true, findTerm: termOf });
  enhanceTables(document);
  expectProgress(document);
  rememberPlace(document);
}
