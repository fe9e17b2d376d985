// Sends requests to the server; the playground has another module of this name, with the same exports.

const PATIENCE = 30_000;

/** The server cannot be reached, or has failed. */
export class Unreachable extends Error {}

/** The server has rejected the request, with a sentence. */
export class Refused extends Error {}

/** The server's answer to a request; with a body the request is a POST. */
export async function ask(path, body, signal) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, PATIENCE);
  signal?.addEventListener("abort", stop);
  try {
    const response = await fetch(path, { ...request(body), signal: controller.signal });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    const sentence = typeof answer?.error === "string" ? answer.error : `The server responded with status ${response.status}.`;
    throw response.status >= 500 ? new Unreachable(sentence) : new Refused(sentence);
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable || signal?.aborted) throw error;
    throw new Unreachable("The server does not respond.");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** What the page waits for before it can evaluate; "" if it waits for nothing. */
export function preparation() {
  return ""; // the server is ready
}

function request(body) {
  const common = { credentials: "same-origin", cache: "no-store", redirect: "error" };
  if (body === undefined) return common;
  return { ...common, method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
