// The thread that runs Python: it answers one call after the other, each in JSON text.
import { workerData, type MessagePort } from "node:worker_threads";
import { startPython } from "./python.mjs";

const { port, sent, mount } = workerData as { port: MessagePort; sent: Int32Array; mount: string };

function send(call: number, text: string, fault = ""): void {
  port.postMessage({ call, text, fault });
  Atomics.add(sent, 0, 1);
  Atomics.notify(sent, 0);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.on("exit", () => send(0, "", "the thread has ended")); // the caller waits, so it hears of it in no other way

console.error = () => {}; // Pyodide prints its state with each fault, of which the caller gets the error

try {
  const answer = await startPython(mount);
  port.on("message", ({ call, text }: { call: number; text: string }) => {
    let reply: string;
    try {
      reply = answer(text);
    } catch (error) {
      // an error of ours, or Python has run out of memory: its state is not trusted again
      const isTooDeep = error instanceof RangeError;
      send(call, "", isTooDeep ? "the input is nested too deeply" : `please report this bug: ${reason(error)}`);
      port.close();
      return;
    }
    send(call, reply);
  });
  send(0, "");
} catch (error) {
  send(0, "", reason(error));
}
