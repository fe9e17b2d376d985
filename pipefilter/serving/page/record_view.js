// Shows the record as the filter sees it.

import { byId, setText } from "./element.js";
import { formatJson, NotJson } from "./format_json.js";

const MAX_FORMATTED = 200_000;

export class RecordView {
  constructor() {
    this.text = "";
  }

  /** Show the record of an answer; nothing for null. */
  show(answer) {
    this.text = formatted(answer?.evaluation?.seen ?? "");
    byId("seen-output").hidden = !this.text;
    byId("seen-nothing").hidden = Boolean(this.text);
    setText(byId("seen"), this.text);
  }
}

function formatted(text) {
  if (!text || text.length > MAX_FORMATTED) return text;
  try {
    return formatJson(text);
  } catch (error) {
    if (error instanceof NotJson) return text;
    throw error;
  }
}
