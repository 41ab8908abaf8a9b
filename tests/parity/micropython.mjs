/**
 * Plays sequences in MicroPython (WebAssembly) under Node: node micropython.mjs <micropython.mjs> <in.json> <out.jsonl>.
 * in: {files, bundles, plays}, bundles as text; out: one line per play [view, ..., state, [what was to be kept, ...]],
 * then {boot, load, times} in milliseconds. See sequences.py for what a play is.
 */
import { createWriteStream, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

process.on("uncaughtException", (error) => { // the default prints the source line, which is 100 KB long
  console.error(String(error.stack ?? error).slice(0, 3000));
  process.exit(1);
});
const [runtime, input, output] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(runtime));
const job = JSON.parse(readFileSync(input, "utf8"));
const out = createWriteStream(output);

const t0 = performance.now();
const mp = await loadMicroPython({ heapsize: 4 * 1024 * 1024 });
const t1 = performance.now();
for (const path of Object.keys(job.files)) {
  const parts = path.split("/").slice(0, -1);
  parts.forEach((_, i) => {
    const folder = "/" + parts.slice(0, i + 1).join("/");
    if (!mp.FS.analyzePath(folder).exists) mp.FS.mkdir(folder);
  });
  mp.FS.writeFile("/" + path, job.files[path]);
}
mp.runPython('import sys\nsys.path.insert(0, "/")\nfrom gist_edu.simulators import session');
const session = mp.globals.get("session");
for (const name of Object.keys(job.bundles)) session.load(name, job.bundles[name]);
const t2 = performance.now();

const times = [];
for (const play of job.plays) {
  const kept = [session.open_progress(...play.opened)];
  const started = JSON.parse(session.start(play.simulator, JSON.stringify(play.options)));
  const shown = [JSON.stringify(started.view)];
  for (const event of play.events) {
    const before = performance.now();
    if (event?.note) {
      session.note(JSON.stringify(event.note));
      shown.push("null");
    } else shown.push(session.send(started.session, JSON.stringify(event)));
    times.push(performance.now() - before);
    kept.push(session.keep());
  }
  shown.push(session.state(started.session), JSON.stringify(kept));
  out.write(`[${shown.join(",")}]\n`);
}
out.end(JSON.stringify({ boot: t1 - t0, load: t2 - t1, times }) + "\n");
