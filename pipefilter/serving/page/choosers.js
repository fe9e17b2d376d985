// Two selects, for the service and the source: only sources that the service reads from can be chosen.

import { element } from "./element.js";
import { announce } from "./announce.js";

export class Choosers {
  constructor(service, source, changed) {
    Object.assign(this, { service, source, choices: { services: [], sources: [] } });
    service.addEventListener("change", () => {
      this.fit();
      changed();
    });
    source.addEventListener("change", changed);
  }

  /** Offer the services and sources that the server knows. */
  fill(choices) {
    this.choices = choices;
    const { service } = this;
    service.replaceChildren(service.firstElementChild, ...choices.services.map(option));
    this.fit();
  }

  /** Whether the server has not answered yet. */
  get isEmpty() {
    return !this.choices.services.length;
  }

  get values() {
    return { service: this.service.value, source: this.source.value };
  }

  /** The titles of a service and a source. */
  titles({ service, source }) {
    const named = (all, name) => all.find((choice) => choice.name === name)?.title ?? name;
    return { service: named(this.choices.services, service), source: named(this.choices.sources, source) };
  }

  /** Choose a service and a source, as far as they are offered and compatible. */
  set({ service, source }) {
    this.service.value = this.choices.services.some((choice) => choice.name === service) ? service : "";
    this.fit();
    this.source.value = source;
    if (this.source.selectedIndex < 0) this.source.value = "";
  }

  /** Offer the sources that the service reads from. */
  fit() {
    const { source } = this;
    const service = this.service.value;
    const before = source.value;
    const fitting = this.choices.sources.filter((choice) => !service || choice.services.includes(service));
    source.replaceChildren(source.firstElementChild, ...fitting.map(option));
    source.value = fitting.some((choice) => choice.name === before) ? before : "";
    if (before && !source.value) announce("This service does not read from that source, so the source is now detected from the record.");
  }
}

function option({ name, title }) {
  const choice = element("option", "", title);
  choice.value = name;
  return choice;
}
