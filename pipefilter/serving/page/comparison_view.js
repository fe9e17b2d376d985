// The comparison of the pattern with another one; the server compares them while the fold is open.

import { byId, element, setText } from "./element.js";
import { DebouncedRequest } from "./debounced_request.js";
import { Editor } from "./editor.js";
import { asSentence, capital } from "./verdict.js";

export class ComparisonView {
  /** state returns the current pattern, service and source; tryEvent gets an event to put into the event's editor. */
  constructor(state, tryEvent) {
    Object.assign(this, { state, tryEvent });
    this.fold = byId("compare-fold");
    this.other = new Editor(byId("other-editor"), () => this.refresh());
    this.request = new DebouncedRequest("api/compare", {
      asking: (busy) => this.fold.setAttribute("aria-busy", String(busy)),
      answered: (answer) => this.show(answer),
      failed: (error) => this.show({ headline: error.message }),
    });
    this.fold.addEventListener("toggle", () => this.refresh());
  }

  /** The pattern that is compared with; empty while the fold is closed. */
  get shownText() {
    return this.fold.open ? this.other.text : "";
  }

  /** Open the fold with a pattern to compare with; without one, close it. */
  open(text) {
    this.fold.open = true; // in a closed one, the editor cannot have the focus
    this.other.set(text);
    this.fold.open = Boolean(text);
  }

  /** Compare again, if the fold is open. */
  refresh() {
    if (!this.fold.open) return;
    const { pattern, service, source } = this.state();
    const missing = pattern.trim() ? "" : "Write a pattern first.";
    if (missing || !this.other.text.trim()) {
      this.request.cancel();
      this.show({ headline: missing || "Write or paste the pattern to compare with." });
    } else {
      this.request.schedule({ pattern, other: this.other.text, service, source });
    }
  }

  show({ headline, events = [], reasons = [], notes = [] }) {
    const content = JSON.stringify([headline, events, reasons, notes]);
    if (content === this.content) return; // so that a button that has the focus keeps it
    this.content = content;
    setText(byId("compare-headline"), asSentence(capital(headline)));
    const sentences = [...reasons.map((reason) => `Not proven: ${reason}`), ...notes.map((note) => `Note: ${note}`)];
    const remarks = sentences.map((sentence) => element("li", "", element("p", "", asSentence(sentence))));
    byId("compare-events").replaceChildren(...events.map((event) => this.item(event)), ...remarks);
  }

  item({ words, text, record }) {
    const shown = element("pre", "", text);
    shown.tabIndex = 0;
    shown.setAttribute("role", "region");
    shown.setAttribute("aria-label", capital(words));
    const button = element("button", "quiet", "Try", element("span", "hidden", ` the event: ${words}`));
    button.type = "button";
    button.addEventListener("click", () => this.tryEvent(record));
    return element("li", "", element("div", "bar", element("p", "", `${capital(words)}:`), button), shown);
  }
}
