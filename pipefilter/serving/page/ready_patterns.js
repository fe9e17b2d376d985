// The ready-made patterns in a dialog, with a search.

import { byId, element, setText } from "./element.js";
import { ask } from "./server.js";

export class ReadyPatterns {
  /** chosen is called with the chosen pattern. */
  constructor(chosen) {
    Object.assign(this, { chosen, all: null, dialog: byId("ready"), search: byId("ready-search") });
    byId("ready-open").addEventListener("click", () => this.open());
    byId("ready-close").addEventListener("click", () => this.dialog.close());
    this.search.addEventListener("input", () => this.draw());
    this.search.addEventListener("keydown", (event) => {
      const only = event.key === "Enter" && this.matches().length === 1;
      if (only) this.take(this.matches()[0]);
    });
  }

  async open() {
    if (this.dialog.open) return;
    this.search.value = "";
    this.dialog.showModal();
    this.search.focus();
    if (!this.all) {
      setText(byId("ready-count"), "Loading…");
      try {
        this.all = await ask("api/patterns");
      } catch (error) {
        setText(byId("ready-count"), error.message);
        return;
      }
    }
    this.draw();
  }

  matches() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return (this.all ?? []).filter((pattern) => {
      const text = `${pattern.name} ${pattern.title} ${pattern.readme}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  draw() {
    if (!this.all) return;
    const matches = this.matches();
    setText(byId("ready-count"), `${matches.length} of ${this.all.length} patterns`);
    byId("ready-list").replaceChildren(...matches.map((pattern) => this.item(pattern)));
  }

  item(pattern) {
    const title = element("span", "title", pattern.title || pattern.name);
    const button = element("button", "", title, element("span", "what", pattern.name));
    button.type = "button";
    button.addEventListener("click", () => this.take(pattern));
    return element("li", "", button);
  }

  take(pattern) {
    this.dialog.close();
    this.chosen(pattern);
  }
}
