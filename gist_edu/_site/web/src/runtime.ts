/** gist-runtime.js: MicroPython with its WebAssembly inside, as one classic script that also works from a folder. */
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import wasmBinary from "@micropython/micropython-webassembly-pyscript/micropython.wasm";
import type { MicroPython } from "./session";

const HEAP = 4 * 1024 * 1024; // more makes each garbage collection slower, less runs out with a large bundle
let booted: Promise<MicroPython> | undefined;

/** One interpreter per page: a second one would silently answer in place of the first. */
globalThis.gistMicroPython = () => (booted ??= loadMicroPython({ wasmBinary, heapsize: HEAP }));
