// Only the last question counts: earlier ones are given up, and their answers dropped.

import { ask, Unreachable } from "./server.js";

const SHORT_WAIT = 150;
const LONG_WAIT = 1_000;
const LONG_TEXT = 200_000;
const AGAIN_AFTER = 4_000;

export class Latest {
  /** answered gets the answer and what was sent; failed gets the error; asking tells that it is under way. */
  constructor(path, { asking, answered, failed }) {
    Object.assign(this, { path, asking, answered, failed, timer: 0, controller: null });
  }

  /** Ask soon: when nothing else has been asked for a moment. */
  soon(sent) {
    this.forget();
    const size = Object.values(sent).reduce((sum, value) => sum + (value.length ?? 0), 0);
    this.timer = setTimeout(() => this.now(sent), size > LONG_TEXT ? LONG_WAIT : SHORT_WAIT);
  }

  /** Ask now. */
  async now(sent) {
    this.forget();
    const controller = new AbortController();
    this.controller = controller;
    this.asking(true);
    try {
      const answer = await ask(this.path, sent, controller.signal);
      if (this.controller === controller) this.answered(answer, sent);
    } catch (error) {
      if (this.controller !== controller) return;
      this.failed(error, sent);
      if (error instanceof Unreachable) this.timer = setTimeout(() => this.now(sent), AGAIN_AFTER);
    } finally {
      if (this.controller === controller) this.asking(false);
    }
  }

  /** Drop what is asked, and what was to be asked. */
  forget() {
    clearTimeout(this.timer);
    this.controller?.abort();
    this.controller = null;
    this.asking(false);
  }
}
