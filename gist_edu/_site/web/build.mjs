/** Makes dist/ from src/: `node build.mjs`. The same sources give the same bytes, so CI can compare. */
import { build } from "esbuild";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  minify: true,
  platform: "browser",
  target: "es2020",
};

/** Each step: [what must stand there exactly once, what takes its place]. */
const MICROPYTHON_EDITS = [
  ["let Module={locateFile:", "let Module={wasmBinary:options.wasmBinary,locateFile:"], // bytes come along: nothing to fetch
  [/if\(globalThis\.loadMicroPython=loadMicroPython,"object"==typeof process&&.*?\}(?=class PyProxy\{)/s, ""],
];

/**
 * micropython.mjs ends its loader in a block for the command line, with a top-level await that a classic script cannot
 * hold, and asks import.meta where its wasm lies. We cut the one and need not know the other.
 */
const browserMicroPython = {
  name: "browser-micropython",
  setup(job) {
    job.onLoad({ filter: /micropython\.mjs$/ }, async ({ path }) => {
      let source = await readFile(path, "utf8");
      for (const [from, to] of MICROPYTHON_EDITS) {
        if (source.split(from).length !== 2) {
          throw new Error(`${path} is not the micropython.mjs of version 1.27.0: ${from} was not found exactly once. ` +
            "Look at the new file and adapt MICROPYTHON_EDITS in build.mjs.");
        }
        source = source.replace(from, () => to);
      }
      return { contents: source.replaceAll("import.meta.url", '""'), loader: "js" };
    });
  },
};

/**
 * The wasm as a string, each byte one higher so that the many zeros need no escape: compressed it weighs 35 KB less than as
 * base64, and unlike a compressed copy inside it is the same on every machine that builds.
 */
const wasmAsText = {
  name: "wasm-as-text",
  setup(job) {
    job.onLoad({ filter: /\.wasm$/ }, async ({ path }) => {
      const text = Array.from(await readFile(path), (byte) => String.fromCharCode((byte + 1) & 255)).join("");
      const read = "for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i) - 1;";
      const contents = `const text = ${JSON.stringify(text)}, bytes = new Uint8Array(text.length); ${read} export default bytes;`;
      return { contents, loader: "js" };
    });
  },
};

const targets = [
  { entryPoints: ["src/ssr.tsx"], outfile: "dist/gist-ssr.js", format: "iife" },
  { entryPoints: ["src/static.ts"], outfile: "dist/gist-static.js", format: "iife" },
  { entryPoints: ["src/widget.tsx"], outfile: "dist/gist-widget.js", format: "esm" },
  {
    entryPoints: ["src/runtime.ts"], outfile: "dist/gist-runtime.js", format: "iife",
    plugins: [browserMicroPython, wasmAsText], external: ["module", "fs", "path", "url", "crypto"],
  },
  { entryPoints: ["src/css/gist.css"], outfile: "dist/gist.css" },
];

await rm(join(here, "dist"), { recursive: true, force: true });
await mkdir(join(here, "dist"));
for (const target of targets) await build({ ...common, ...target });
