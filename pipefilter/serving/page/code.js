// Code that deploys the pattern, made by the server while the fold is open.

import { byId, element, setText } from "./element.js";
import { Latest } from "./latest.js";

export class CodeView {
  /** state gives the pattern, the service and the source of now. */
  constructor(state) {
    this.state = state;
    this.text = "";
    this.valid = null;
    this.fold = byId("code-fold");
    this.latest = new Latest("api/generate", {
      asking: (busy) => this.fold.setAttribute("aria-busy", String(busy)),
      answered: (answer) => this.show(answer),
      failed: (error) => this.show({ error: error.message }),
    });
    for (const where of [this.fold, byId("target"), byId("whole")]) {
      where.addEventListener(where === this.fold ? "toggle" : "change", () => this.refresh());
    }
  }

  /** The tools that there is code for. */
  fill(targets) {
    byId("target").replaceChildren(...targets.map(({ name, title }) => {
      const option = element("option", "", title);
      option.value = name;
      return option;
    }));
  }

  /** Hear whether the pattern is valid; null if that is not known. */
  checked(valid) {
    this.valid = valid;
    this.refresh();
  }

  /** The text has changed: the checks of it are under way. */
  wait() {
    this.latest.forget();
    this.valid = null;
  }

  /** Ask for the code again, if it can be seen. */
  refresh() {
    if (!this.fold.open) return;
    const { pattern, service, source } = this.state();
    if (this.valid === null && pattern.trim()) return;
    const missing = this.missing(pattern, service || source);
    if (missing) {
      this.latest.forget();
      this.show({ error: missing });
    } else {
      this.latest.now({ target: byId("target").value, pattern, service, source, whole: byId("whole").checked });
    }
  }

  /** What is missing for any code, in a sentence; "" if nothing is. */
  missing(pattern, where) {
    if (!pattern.trim()) return "Write a pattern first.";
    if (!this.valid) return "The pattern has to be valid first.";
    return where ? "" : "Choose a service above: where is the pattern to run?";
  }

  show({ text, error }) {
    byId("code-trouble").hidden = !error;
    setText(byId("code-trouble"), error ?? "");
    byId("code-output").hidden = Boolean(error);
    this.text = text ?? "";
    setText(byId("code"), this.text);
  }
}
