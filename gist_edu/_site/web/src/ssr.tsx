/** gist-ssr.js: a view as HTML text, in any JavaScript engine without a page. */
import { renderToString } from "preact-render-to-string";
import { App } from "./app";
import { BUILD_TIME } from "./surroundings";
import type { View } from "./view";

/** Options: `prefix`, the start of each DOM id. */
globalThis.gistRender = (viewJson, optionsJson) => {
  const view = JSON.parse(viewJson) as View, { prefix = `gist-${view.simulator}` } = JSON.parse(optionsJson) as { prefix?: string };
  return renderToString(<App view={view} turn={0} around={{ ...BUILD_TIME, prefix }} />);
};
