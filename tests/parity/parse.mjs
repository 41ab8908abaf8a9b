/**
 * Parses names in MicroPython (WebAssembly) under Node: node parse.mjs <micropython.mjs> <in.json> <out.json>.
 * in: {files, genes, lines: [[text, gene or null], ...]}; out: {answers, times}, times in milliseconds.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, input, output] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(runtime));
const job = JSON.parse(readFileSync(input, "utf8"));
const mp = await loadMicroPython({ heapsize: 4 * 1024 * 1024 });
for (const path of Object.keys(job.files)) {
  const parts = path.split("/").slice(0, -1);
  parts.forEach((_, i) => {
    const folder = "/" + parts.slice(0, i + 1).join("/");
    if (!mp.FS.analyzePath(folder).exists) mp.FS.mkdir(folder);
  });
  mp.FS.writeFile("/" + path, job.files[path]);
}
mp.runPython(`
import json, sys
sys.path.insert(0, "/")
from gist_edu.models import hgvs
genes = None
def load(text):
    global genes
    genes = json.loads(text)
def answer(text, gene):
    try:
        return json.dumps(hgvs.parse(genes, json.loads(text), gene or None))
    except hgvs.VariantError as error:
        return json.dumps({"error": str(error), "candidates": error.candidates})
`);
mp.globals.get("load")(JSON.stringify(job.genes));
const answer = mp.globals.get("answer");
const answers = [], times = [];
for (const [text, gene] of job.lines) {
  const before = performance.now();
  answers.push(JSON.parse(answer(JSON.stringify(text), gene ?? "")));
  times.push(performance.now() - before);
}
writeFileSync(output, JSON.stringify({ answers, times }));
