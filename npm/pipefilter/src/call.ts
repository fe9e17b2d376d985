import { errorOf, type PythonError } from "./errors";
import { withHostPaths } from "./host-path";
import { state } from "./state";
import { answerOf } from "./worker-channel";

const { parse, stringify } = JSON; // as they are before a test mocks them
const TIMEOUT = 60_000;

interface Reply {
  value: unknown;
  warnings: string[];
  error?: PythonError;
}

/** The value that a function of Python returns; its errors are thrown, its warnings are those of the process. */
export function call(name: string, members: Record<string, unknown>, timeout: unknown = TIMEOUT): unknown {
  if (typeof timeout !== "number" || !(timeout > 0)) {
    throw new TypeError(`timeout must be a positive number of milliseconds, not ${String(timeout)}`);
  }
  const forgotten = state.forgotten.splice(0);
  const reply = parse(withHostPaths(answerOf(stringify({ call: name, ...members, forgotten }), timeout))) as Reply;
  if (reply.error) throw errorOf(reply.error);
  for (const warning of reply.warnings) process.emitWarning(warning, "PipefilterWarning");
  return reply.value;
}
