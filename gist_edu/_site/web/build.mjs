/** Makes dist/ from src/: `node build.mjs`. The same sources give the same bytes, so CI can compare. */
import { build } from "esbuild";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const MICROPYTHON = "@micropython/micropython-webassembly-pyscript";

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

/**
 * micropython.mjs ends in a block for its command line, with a top-level await that a classic script cannot hold, and
 * asks import.meta where it lies. We cut the one and need not know the other, because the wasm comes along.
 */
const browserMicroPython = {
  name: "browser-micropython",
  setup(job) {
    job.onLoad({ filter: /micropython\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const start = source.indexOf(',"object"==typeof process&&"object"==typeof process.versions&&');
      const opening = "if(globalThis.loadMicroPython=loadMicroPython";
      const end = source.indexOf("}const PROXY_KIND_MP_EXCEPTION");
      if (start < 0 || end < start || !source.slice(0, start).endsWith(opening)) {
        throw new Error(`${path} looks different from ${MICROPYTHON} 1.27.0: its command-line block was not found, ` +
          "so it cannot be cut. Look for `process.versions` in it and adapt build.mjs.");
      }
      const cut = source.slice(0, start - opening.length) + source.slice(end + 1);
      return { contents: cut.replaceAll("import.meta.url", '""').replace("export{", "export{"), loader: "js" };
    });
  },
};

const targets = [
  { entryPoints: ["src/ssr.tsx"], outfile: "dist/gist-ssr.js", format: "iife" },
  { entryPoints: ["src/static.ts"], outfile: "dist/gist-static.js", format: "iife" },
  { entryPoints: ["src/widget.ts"], outfile: "dist/gist-widget.js", format: "esm" },
  {
    entryPoints: ["src/runtime.ts"], outfile: "dist/gist-runtime.js", format: "iife",
    loader: { ".wasm": "binary" }, plugins: [browserMicroPython], external: ["module", "fs", "path", "url", "crypto"],
  },
  { entryPoints: ["src/css/gist.css"], outfile: "dist/gist.css" },
];

await rm(join(here, "dist"), { recursive: true, force: true });
await mkdir(join(here, "dist"));
for (const target of targets) await build({ ...common, ...target });
