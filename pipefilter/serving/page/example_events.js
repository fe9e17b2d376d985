// Puts events into the editor that match the pattern, or narrowly do not: another one with each click.

import { ask } from "./server.js";

/** There is no example; the message says why. */
export class NoExample extends Error {}

export class ExampleEvents {
  constructor() {
    Object.assign(this, { key: "", all: [], next: 0, controller: null, awaited: "" });
  }

  /** The next example for the user's pattern and choices, and what it is; after the last, the first again. Null if it is awaited already, or was cancelled. */
  async take({ pattern, service, source }) {
    const key = JSON.stringify([pattern, service, source]);
    if (key === this.awaited) return null;
    if (key !== this.key) {
      const answer = await this.ask(key, { pattern, service, source });
      if (!answer) return null;
      const { examples, reason } = answer;
      if (reason) throw new NoExample(reason);
      Object.assign(this, { key, all: examples, next: 0 });
    }
    const example = this.all[this.next];
    const sentence = `Example ${this.next + 1} of ${this.all.length}: ${example.words}.`;
    this.next = (this.next + 1) % this.all.length;
    return { text: example.text, sentence };
  }

  /** Cancel the request that is under way: its example is not needed any more. */
  cancel() {
    this.controller?.abort();
    Object.assign(this, { controller: null, awaited: "" });
  }

  async ask(key, body) {
    this.cancel();
    const controller = new AbortController();
    Object.assign(this, { controller, awaited: key });
    try {
      return await ask("api/example", body, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    } finally {
      if (this.controller === controller) this.cancel();
    }
  }
}
