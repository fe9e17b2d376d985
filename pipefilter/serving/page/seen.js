// What the filter sees of the event, in a fold.

import { byId, setText } from "./element.js";
import { formatJson, NotJson } from "./format_json.js";

const NOTHING = "Nothing yet: there has to be a valid pattern and an event.";
const PLAIN = "The event as it is written. With a service or a source, here stands the record as it is decoded.";
const LONGEST_LAID_OUT = 200_000;

export class SeenView {
  constructor() {
    this.text = "";
  }

  /** Show what an answer says of it; null for nothing. */
  show(answer) {
    this.text = laidOut(answer?.seen ?? "");
    byId("seen-output").hidden = !this.text;
    byId("seen-nothing").hidden = Boolean(this.text);
    const isPlain = answer?.verdict && !answer.filters;
    setText(byId("seen-nothing"), isPlain ? PLAIN : NOTHING);
    setText(byId("seen"), this.text);
  }
}

function laidOut(text) {
  if (!text || text.length > LONGEST_LAID_OUT) return text;
  try {
    return formatJson(text);
  } catch (error) {
    if (error instanceof NotJson) return text;
    throw error;
  }
}
