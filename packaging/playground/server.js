// Answers the page's requests with Python in a worker: it replaces the module of this name that asks `pipefilter serve`.

import { Refused, Unreachable } from "./ask_errors.js";
import { Evaluator } from "./evaluator.js";

export { Refused, Unreachable };

const CONSTANT = { "api/choices": "choices.json", "api/patterns": "patterns.json" };

const evaluator = new Evaluator();

/** The answer to a request; with a body it is evaluated. */
export async function ask(path, body, signal) {
  if (body === undefined) return constant(CONSTANT[path]);
  const { status, text, fault } = await evaluator.evaluate(`/${path}`, JSON.stringify(body), signal);
  if (fault) console.error(fault);
  const answer = JSON.parse(text);
  if (status !== 200) throw new Refused(answer.error);
  return answer;
}

/** What the page waits for before it can evaluate; "" if it waits for nothing. */
export function preparation() {
  return evaluator.preparation;
}

/** An answer that is always the same: it was written when the playground was built. */
async function constant(name) {
  try {
    const response = await fetch(new URL(name, import.meta.url), { credentials: "same-origin", redirect: "error" });
    if (response.ok) return await response.json();
  } catch {
    // it is the same for the user
  }
  throw new Unreachable(`The file ${name} of the playground cannot be loaded.`);
}

evaluator.start();
