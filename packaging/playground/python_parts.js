// The parts of Python and of pipefilter that a worker needs: loaded once, side by side, and kept for the next worker.

import { Refused, Unreachable } from "./ask_errors.js";

const STALLED = 30_000; // milliseconds without a byte
const RELOAD = "Use Copy link, and reload the page: the link keeps your text.";
const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const WASM = { headers: { "Content-Type": "application/wasm" } }; // some servers send another type

let loading = null;

/** The worker's script, the compiled interpreter, the standard library and pipefilter; Refused or Unreachable if a part cannot be loaded. */
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
  const [script, module, library, code] = await Promise.all([
    part("worker.bin", scriptUrl),
    part("interpreter.bin", (stream) => WebAssembly.compileStreaming(new Response(stream, WASM))),
    part("library.bin", (stream) => new Response(stream).arrayBuffer()),
    part("pipefilter.bin", (stream) => new Response(stream).arrayBuffer()),
  ]);
  return { script, module, library, code };
}

/** The script as an URL of this page. */
async function scriptUrl(stream) {
  const bytes = await new Response(stream).arrayBuffer();
  return URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
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
  const limit = new StallLimit();
  let response;
  try {
    response = await fetch(new URL(name, import.meta.url), { credentials: "same-origin", redirect: "error", signal: limit.signal });
  } catch {
    limit.end();
    throw new Unreachable(limit.isOver ? stalled(name) : `The file ${name} of the playground cannot be loaded: check the connection.`);
  }
  if (!response.ok) {
    limit.end();
    throw new Unreachable(`The file ${name} of the playground is missing on its server (status ${response.status}). ${RELOAD}`);
  }
  try {
    return await read(response.body.pipeThrough(limit.watch()).pipeThrough(new DecompressionStream("gzip")));
  } catch {
    throw new Unreachable(limit.isOver ? stalled(name) : `The file ${name} of the playground arrived incomplete or damaged. ${RELOAD}`);
  } finally {
    limit.end();
  }
}

function stalled(name) {
  return `Nothing of the file ${name} of the playground has arrived for ${STALLED / 1000} seconds: check the connection.`;
}

/** Ends a request of which nothing arrives. */
class StallLimit {
  constructor() {
    Object.assign(this, { controller: new AbortController(), isOver: false, timer: 0 });
    this.renew();
  }

  get signal() {
    return this.controller.signal;
  }

  renew() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.controller.abort();
    }, STALLED);
  }

  /** A stream that passes bytes on; the time starts again with each. */
  watch() {
    return new TransformStream({
      transform: (bytes, controller) => {
        this.renew();
        controller.enqueue(bytes);
      },
      flush: () => this.end(),
    });
  }

  end() {
    clearTimeout(this.timer);
  }
}
