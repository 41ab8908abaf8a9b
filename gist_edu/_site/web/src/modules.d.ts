declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  export function loadMicroPython(options: { wasmBinary: Uint8Array; heapsize: number }): Promise<import("./session").MicroPython>;
}
declare module "*.wasm" {
  const bytes: Uint8Array;
  export default bytes;
}
