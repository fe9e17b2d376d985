// What the filter sees of the event, in a fold.

import { byId, setText } from "./element.js";
import { formatJson, NotJson } from "./format_json.js";

const LONGEST_LAID_OUT = 200_000;

export class SeenView {
  constructor() {
    this.text = "";
  }

  /** Show what an answer says of it; null for nothing. */
  show(answer) {
    this.text = laidOut(answer?.evaluation?.seen ?? "");
    byId("seen-output").hidden = !this.text;
    byId("seen-nothing").hidden = Boolean(this.text);
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
