// The parts of Python and of pipefilter that a worker needs: loaded once, side by side, and kept for the next worker.

import { Refused, Unreachable } from "./ask_errors.js";

const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const WASM = { headers: { "Content-Type": "application/wasm" } }; // some servers send another type

let loading = null;

/** The compiled interpreter, the standard library and pipefilter; Refused or Unreachable if a part cannot be loaded. */
export function pythonParts() {
  loading ??= load().catch((error) => {
    forgetParts();
    throw error;
  });
  return loading;
}

/** Load the parts again at the next call. */
export function forgetParts() {
  loading = null;
}

async function load() {
  await checkBrowser();
  const [module, library, code] = await Promise.all([
    part("interpreter.bin", (stream) => WebAssembly.compileStreaming(new Response(stream, WASM))),
    part("library.bin", (stream) => new Response(stream).arrayBuffer()),
    part("pipefilter.bin", (stream) => new Response(stream).arrayBuffer()),
  ]);
  return { module, library, code };
}

async function checkBrowser() {
  if (!globalThis.DecompressionStream) throw new Refused("This browser is too old for the playground: use pipefilter serve.");
  try {
    await WebAssembly.compile(SMALLEST_MODULE);
  } catch {
    throw new Refused("WebAssembly, which the playground needs, is not allowed in this browser or by this site: use pipefilter serve.");
  }
}

/** A part, which is packed by gzip whatever the server does, as read by a function. */
async function part(name, read) {
  let response;
  try {
    response = await fetch(new URL(name, import.meta.url), { credentials: "same-origin", redirect: "error" });
  } catch {
    throw new Unreachable(`The file ${name} of the playground cannot be loaded: check the connection.`);
  }
  if (!response.ok) {
    throw new Unreachable(`The file ${name} of the playground is missing on its server (status ${response.status}): reload the page.`);
  }
  try {
    return await read(response.body.pipeThrough(new DecompressionStream("gzip")));
  } catch {
    throw new Unreachable(`The file ${name} of the playground arrived incomplete or damaged: reload the page.`);
  }
}
