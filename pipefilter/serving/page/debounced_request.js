// Requests of which only the last counts: earlier ones are cancelled, and their answers ignored.

import { ask, Unreachable } from "./server.js";

const SHORT_WAIT = 150;
const LONG_WAIT = 1_000;
const LONG_TEXT = 200_000;
const RETRY_AFTER = 4_000;

export class DebouncedRequest {
  /** answered gets the answer and the body; failed gets the error and the body; asking gets whether an answer is awaited. */
  constructor(path, { asking, answered, failed }) {
    Object.assign(this, { path, asking, answered, failed, timer: 0, controller: null });
  }

  /** Send a request soon: when there has been no other for a moment. */
  schedule(body) {
    this.stop();
    this.asking(true);
    const size = Object.values(body).reduce((sum, value) => sum + (value.length ?? 0), 0);
    this.timer = setTimeout(() => this.send(body), size > LONG_TEXT ? LONG_WAIT : SHORT_WAIT);
  }

  /** Send a request at once. */
  async send(body) {
    this.stop();
    const controller = new AbortController();
    this.controller = controller;
    this.asking(true);
    try {
      const answer = await ask(this.path, body, controller.signal);
      if (this.controller === controller) this.answered(answer, body);
    } catch (error) {
      if (this.controller !== controller) return;
      this.failed(error, body);
      if (error instanceof Unreachable) this.timer = setTimeout(() => this.send(body), RETRY_AFTER);
    } finally {
      if (this.controller === controller) this.asking(false);
    }
  }

  /** Cancel the request that is under way, and the scheduled one. */
  cancel() {
    this.stop();
    this.asking(false);
  }

  stop() {
    clearTimeout(this.timer);
    this.controller?.abort();
    this.controller = null;
  }
}
