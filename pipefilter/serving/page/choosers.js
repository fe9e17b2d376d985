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
    this.set(this.values);
  }

  get values() {
    return { service: this.service.value, source: this.source.value };
  }

  /** The titles of a service and a source. */
  titles({ service, source }) {
    const named = (all, name) => all.find((choice) => choice.name === name)?.title ?? name;
    return { service: named(this.choices.services, service), source: named(this.choices.sources, source) };
  }

  /** Choose a service and a source. One that is not offered is chosen, too: the evaluation then says what is wrong with it. */
  set({ service, source }) {
    offer(this.service, this.choices.services, service);
    offer(this.source, this.fitting(), source);
  }

  /** The sources that the service reads from; all of them for a service that is not offered. */
  fitting() {
    const service = this.service.value;
    const isOffered = this.choices.services.some((choice) => choice.name === service);
    return this.choices.sources.filter((choice) => !isOffered || choice.services.includes(service));
  }

  /** The user has chosen another service: keep the source only if that service reads from it. */
  fit() {
    const before = this.source.value;
    const fitting = this.fitting();
    offer(this.source, fitting, fitting.some((choice) => choice.name === before) ? before : "");
    if (before && !this.source.value) announce("This service does not read from that source, so the source is now detected from the record.");
  }
}

/** Offer choices below the first option, and choose one by its name, which a link may have from another version of this page. */
function offer(select, choices, name) {
  const isOffered = !name || choices.some((choice) => choice.name === name);
  const all = isOffered ? choices : [...choices, { name, title: name }];
  select.replaceChildren(select.firstElementChild, ...all.map(option));
  select.value = name;
}

function option({ name, title }) {
  const choice = element("option", "", title);
  choice.value = name;
  return choice;
}
