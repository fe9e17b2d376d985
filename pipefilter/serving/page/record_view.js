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
    this.text = formatted(seen(answer?.evaluation));
    byId("seen-output").hidden = !this.text;
    byId("seen-nothing").hidden = Boolean(this.text);
    setText(byId("seen"), this.text);
  }
}

/** What a single filter sees, which may be a part of the record; for several filters, the record. */
function seen(evaluation) {
  const [first, ...others] = evaluation?.filters ?? [];
  return (others.length ? "" : first?.seen) || (evaluation?.seen ?? "");
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
