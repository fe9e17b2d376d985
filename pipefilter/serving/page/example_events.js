// Puts events into the editor that match the pattern, or narrowly do not: another one with each click.

import { ask } from "./server.js";

/** There is no example; the message says why. */
export class NoExample extends Error {}

export class ExampleEvents {
  constructor() {
    Object.assign(this, { key: "", all: [], next: 0 });
  }

  /** The next example for the user's pattern and choices, and what it is; after the last, the first again. */
  async take({ pattern, service, source }) {
    const key = JSON.stringify([pattern, service, source]);
    if (key !== this.key) {
      const { examples, reason } = await ask("api/example", { pattern, service, source });
      if (reason) throw new NoExample(reason);
      Object.assign(this, { key, all: examples, next: 0 });
    }
    const example = this.all[this.next];
    const sentence = `Example ${this.next + 1} of ${this.all.length}: ${example.words}.`;
    this.next = (this.next + 1) % this.all.length;
    return { text: example.text, sentence };
  }
}
