/**
 * Calls to the worker that runs Python, which wait for the answer.
 *
 * A test in which `await` is forgotten always passes, so no function of this package is asynchronous. Pyodide is loaded
 * asynchronously, and a test runner's sandbox cannot load it at all: so it runs in a thread of its own, which starts at
 * the first call. It does not keep the process alive.
 */
import * as threads from "node:worker_threads";
import { NoAnswer } from "./errors";
import { WORKER, state } from "./state";

/** The thread, and what its caller needs to wait for its answers. */
export interface Channel {
  worker: threads.Worker;
  port: threads.MessagePort;
  /** How many messages the worker has sent; it wakes who waits for it. */
  sent: Int32Array;
  /** The number of the thread. */
  number: number;
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

const LOADING = 300_000; // milliseconds: it takes a fraction of a second, unless the machine is very busy

const STACK = 64; // megabytes, reserved only: with Node's 4, Python would fail on events that are nested 10,000 times

/** The answer to a call, as JSON text.
 *
 * @param milliseconds that the call may take; loading Python does not count.
 * @throws NoAnswer if it takes longer, or Python cannot run. The next call starts a new worker.
 */
export function answerOf(call: string, milliseconds: number): string {
  const channel = (state.channel ??= started());
  if (!channel.isReady) {
    answered(channel, 0, LOADING, "Pyodide could not be loaded");
    channel.isReady = true;
  }
  channel.last += 1;
  channel.port.postMessage({ call: channel.last, text: call });
  return answered(channel, channel.last, milliseconds, "there is no answer");
}

/** The number of the thread that the next call is for. */
export function startedThread(): number {
  return (state.channel ??= started()).number;
}

function started(): Channel {
  const { port1, port2 } = new threads.MessageChannel();
  const sent = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new threads.Worker(WORKER, {
    workerData: { port: port2, sent, mount: state.mount },
    transferList: [port2],
    execArgv: [], // loaders of a test runner are not for Pyodide
    resourceLimits: { stackSizeMb: STACK },
  });
  state.threads += 1;
  const channel = { worker, port: port1, sent, number: state.threads, last: 0, isReady: false };
  // an error that it could not report itself, such as a lack of memory; without a listener, it would end the process
  worker.on("error", () => forget(channel));
  worker.on("exit", () => forget(channel));
  worker.unref();
  port1.unref();
  return channel;
}

function answered(channel: Channel, call: number, milliseconds: number, failure: string): string {
  for (;;) {
    const count = Atomics.load(channel.sent, 0);
    const received = threads.receiveMessageOnPort(channel.port)?.message as Answer | undefined;
    if (received?.fault) throw stopped(channel, `${failure}: ${received.fault}`);
    if (received?.call === call) return received.text;
    if (received !== undefined) continue;
    // no clock is read, as tests may have replaced it; only an answer to another call, which is rare, begins the time anew
    if (Atomics.wait(channel.sent, 0, count, milliseconds) === "timed-out") {
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
  if (state.channel === channel) delete state.channel;
}
