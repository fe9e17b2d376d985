// The code that deploys the pattern; the server generates it while the fold is open.

import { byId, element, setText } from "./element.js";
import { DebouncedRequest } from "./debounced_request.js";

export class CodeView {
  /** state returns the current pattern, service and source. */
  constructor(state) {
    this.state = state;
    this.text = "";
    this.valid = null;
    this.fold = byId("code-fold");
    this.request = new DebouncedRequest("api/generate", {
      asking: (busy) => this.fold.setAttribute("aria-busy", String(busy)),
      answered: (answer) => this.show(answer),
      failed: (error) => this.show({ error: error.message }),
    });
    for (const control of [this.fold, byId("target"), byId("whole")]) {
      control.addEventListener(control === this.fold ? "toggle" : "change", () => this.refresh());
    }
  }

  /** Offer the tools for which there is code. */
  fill(targets) {
    byId("target").replaceChildren(...targets.map(({ name, title }) => {
      const option = element("option", "", title);
      option.value = name;
      return option;
    }));
  }

  /** Store whether the pattern is valid; null if that is unknown. */
  checked(valid) {
    this.valid = valid;
    this.refresh();
  }

  /** Forget the last check: the pattern has changed, and is being checked. */
  wait() {
    this.request.cancel();
    this.valid = null;
  }

  /** Request the code again, if it is in view. */
  refresh() {
    if (!this.fold.open) return;
    const { pattern, service, source } = this.state();
    if (this.valid === null && pattern.trim()) return;
    const missing = this.missing(pattern, service || source);
    if (missing) {
      this.request.cancel();
      this.show({ error: missing });
    } else {
      this.request.send({ target: byId("target").value, pattern, service, source, whole: byId("whole").checked });
    }
  }

  /** A sentence on what the user has to do before there is code; "" if nothing is missing. */
  missing(pattern, placement) {
    if (!pattern.trim()) return "Write a pattern first.";
    if (!this.valid) return "Fix the pattern first.";
    return placement ? "" : "At the top, choose the service that runs the pattern.";
  }

  show({ text, error }) {
    byId("code-trouble").hidden = !error;
    setText(byId("code-trouble"), error ?? "");
    byId("code-output").hidden = Boolean(error);
    this.text = text ?? "";
    setText(byId("code"), this.text);
  }
}
