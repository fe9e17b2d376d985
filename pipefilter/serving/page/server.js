// What the page asks of its server.

const PATIENCE = 30_000;

/** The server is not there, or does not answer. */
export class Unreachable extends Error {}

/** The server has answered that it will not do it, with a sentence. */
export class Refused extends Error {}

/** The answer of the server to a path; what is sent makes it a POST. */
export async function ask(path, sent, signal) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, PATIENCE);
  signal?.addEventListener("abort", stop);
  try {
    const response = await fetch(path, { ...request(sent), signal: controller.signal });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    const sentence = typeof answer?.error === "string" ? answer.error : `The server answers with the status ${response.status}.`;
    throw response.status >= 500 ? new Unreachable(sentence) : new Refused(sentence);
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable || signal?.aborted) throw error;
    throw new Unreachable("The server does not answer.");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function request(sent) {
  const common = { credentials: "same-origin", cache: "no-store", redirect: "error" };
  if (sent === undefined) return common;
  return { ...common, method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) };
}
