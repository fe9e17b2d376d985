// The ready patterns in a dialog, with a search.

import { byId, element, setText } from "./element.js";
import { ask } from "./server.js";

export class ReadyPatterns {
  /** chosen gets the pattern that was chosen. */
  constructor(chosen) {
    Object.assign(this, { chosen, all: null, dialog: byId("ready"), search: byId("ready-search") });
    byId("ready-open").addEventListener("click", () => this.open());
    byId("ready-close").addEventListener("click", () => this.dialog.close());
    this.search.addEventListener("input", () => this.draw());
    this.search.addEventListener("keydown", (event) => {
      const only = event.key === "Enter" && this.found().length === 1;
      if (only) this.take(this.found()[0]);
    });
  }

  async open() {
    if (this.dialog.open) return;
    this.search.value = "";
    this.dialog.showModal();
    this.search.focus();
    if (!this.all) {
      setText(byId("ready-count"), "They are being fetched …");
      try {
        this.all = await ask("api/patterns");
      } catch (error) {
        setText(byId("ready-count"), error.message);
        return;
      }
    }
    this.draw();
  }

  found() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return (this.all ?? []).filter((one) => {
      const text = `${one.name} ${one.title} ${one.readme}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  draw() {
    if (!this.all) return;
    const found = this.found();
    setText(byId("ready-count"), `${found.length} of ${this.all.length} patterns`);
    byId("ready-list").replaceChildren(...found.map((one) => this.item(one)));
  }

  item(one) {
    const title = element("span", "title", one.title || one.name);
    const button = element("button", "", title, element("span", "what", one.name));
    button.type = "button";
    button.addEventListener("click", () => this.take(one));
    return element("li", "", button);
  }

  take(one) {
    this.dialog.close();
    this.chosen(one);
  }
}
