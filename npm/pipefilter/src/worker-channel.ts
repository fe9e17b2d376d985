/**
 * Calls to the worker that runs Python, which wait for the answer.
 *
 * A test in which `await` is forgotten always passes, so no function of this package is asynchronous. Pyodide is loaded
 * asynchronously, and a test runner's sandbox cannot load it at all: so it runs in a thread of its own, which starts at
 * the first call. It does not keep the process alive.
 */
import * as threads from "node:worker_threads";
import { join } from "node:path";
import { NoAnswer } from "./errors";

/** The thread, and what its caller needs to wait for its answers. */
interface Channel {
  worker: threads.Worker;
  port: threads.MessagePort;
  /** How many messages the worker has sent; it wakes who waits for it. */
  sent: Int32Array;
  /** The number of the last call. */
  last: number;
  isReady: boolean;
}

interface Answer {
  /** The number of the call; 0 when the worker is ready, or cannot start. */
  call: number;
  text: string;
  /** Why the worker cannot answer any more; "" if it can. */
  fault: string;
}

const FILE = join(__dirname, "worker.mjs");
const LOADING = 300_000; // milliseconds: it takes a fraction of a second, unless the machine is very busy

const STACK = 64; // megabytes, reserved only: with Node's 4, Python would fail on events that are nested 10,000 times

/**
 * Where the channel is kept: on a module of Node, which test runners share among test files although they give each of
 * them new globals and new copies of this module. So Python is loaded once in a process.
 */
const shared = threads as unknown as { default?: object };
const home = (shared.default ?? threads) as Record<symbol, Channel | undefined>;
const KEY = Symbol.for(`pipefilter ${FILE}`);

/** The answer to a call, as JSON text.
 *
 * @param milliseconds that the call may take; loading Python does not count.
 * @throws NoAnswer if it takes longer, or Python cannot run. The next call starts a new worker.
 */
export function answerOf(call: string, milliseconds: number): string {
  let channel = home[KEY];
  if (channel === undefined) {
    channel = started();
    home[KEY] = channel;
  }
  if (!channel.isReady) {
    answered(channel, 0, LOADING, "Pyodide could not be loaded");
    channel.isReady = true;
  }
  channel.last += 1;
  channel.port.postMessage({ call: channel.last, text: call });
  return answered(channel, channel.last, milliseconds, "there is no answer");
}

function started(): Channel {
  const { port1, port2 } = new threads.MessageChannel();
  const sent = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new threads.Worker(FILE, {
    workerData: { port: port2, sent },
    transferList: [port2],
    execArgv: [], // loaders of a test runner are not for Pyodide
    resourceLimits: { stackSizeMb: STACK },
  });
  const channel = { worker, port: port1, sent, last: 0, isReady: false };
  // an error that it could not report itself, such as a lack of memory; without a listener, it would end the process
  worker.on("error", () => forget(channel));
  worker.on("exit", () => forget(channel));
  worker.unref();
  port1.unref();
  return channel;
}

function answered(channel: Channel, call: number, milliseconds: number, failure: string): string {
  const end = performance.now() + milliseconds;
  for (;;) {
    const count = Atomics.load(channel.sent, 0);
    const received = threads.receiveMessageOnPort(channel.port)?.message as Answer | undefined;
    if (received?.fault) throw stopped(channel, `${failure}: ${received.fault}`);
    if (received?.call === call) return received.text;
    if (received !== undefined) continue;
    const left = end - performance.now();
    if (left <= 0 || Atomics.wait(channel.sent, 0, count, left) === "timed-out") {
      throw stopped(channel, `${failure} within ${milliseconds / 1000} seconds`);
    }
  }
}

/** The error of a call, after which the worker is not used again. */
function stopped(channel: Channel, message: string): NoAnswer {
  forget(channel);
  void channel.worker.terminate();
  return new NoAnswer(message);
}

function forget(channel: Channel): void {
  if (home[KEY] === channel) home[KEY] = undefined;
}
