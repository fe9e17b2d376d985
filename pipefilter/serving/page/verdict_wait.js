// Says that the verdict is awaited, once the one on the page is no longer that of the texts.

import { byId } from "./element.js";
import { showVerdict } from "./verdict.js";

const SLOW = 400; // milliseconds; most answers come sooner, and the verdict should not flicker
const RESULTS = ["records-panel", "explanation", "seen-fold"];

export class VerdictWait {
  /** preparation returns what an evaluation waits for; "" if it waits for nothing. */
  constructor(preparation) {
    Object.assign(this, { preparation, timer: 0 });
  }

  /** The texts differ from those of the verdict; further changes do not let it stand for longer. */
  begin() {
    if (this.timer) return;
    if (this.preparation()) this.show();
    const look = () => {
      this.show();
      this.timer = setTimeout(look, SLOW); // it may wait for something else then
    };
    this.timer = setTimeout(look, SLOW);
  }

  /** There is an answer, or nothing to wait for. */
  end() {
    clearTimeout(this.timer);
    this.timer = 0;
    markResults("false");
  }

  show() {
    const sentence = this.preparation();
    showVerdict({ kind: "empty", title: sentence ? "Loading…" : "Evaluating…", sentence });
    markResults("true");
  }
}

/** Not the verdict itself: screen readers keep silent about what is busy. */
function markResults(busy) {
  RESULTS.forEach((name) => byId(name).setAttribute("aria-busy", busy));
}
