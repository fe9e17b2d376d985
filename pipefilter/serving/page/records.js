// The records of an envelope or a list, each with its verdict; the chosen one is explained.

import { byId, element } from "./element.js";

const SIGNS = { match: ["✓", "yes", "match"], no_match: ["✕", "no", "no match"], undecided: ["?", "doubt", "no verdict"], invalid_event: ["?", "doubt", "not valid"] };

/** The list of records; chosen is called with the part of the answer that is about the chosen record. */
export class RecordList {
  constructor(chosen) {
    this.chosen = chosen;
    this.answer = null;
    this.at = 0;
  }

  /** Show the records of an answer, if there are several; null for none. */
  show(answer) {
    const count = answer?.evaluations?.length ?? 0;
    this.answer = answer;
    this.at = this.at < count ? this.at : 0;
    this.draw();
    return answerForRecord(answer, this.at);
  }

  draw() {
    const evaluations = this.answer?.evaluations ?? [];
    const several = (this.answer?.records ?? 0) > 1;
    byId("records-panel").hidden = !several;
    const items = several ? evaluations.map((evaluation, at) => this.item(evaluation, at)) : [];
    const rest = several ? this.answer.records - evaluations.length : 0;
    const more = rest ? [element("li", "nothing", `${rest} more, included in the verdict.`)] : [];
    byId("records").replaceChildren(...items, ...more);
  }

  item(evaluation, at) {
    const [sign, kind, word] = SIGNS[evaluation.verdict];
    const shownSign = element("span", `sign ${kind}`, sign);
    shownSign.setAttribute("aria-hidden", "true");
    const button = element("button", "quiet", shownSign, ` ${at + 1}. ${word}  ${placeWords(evaluation)}`);
    button.type = "button";
    button.setAttribute("aria-pressed", String(at === this.at));
    button.addEventListener("click", () => this.choose(at));
    return element("li", "", button);
  }

  choose(at) {
    this.at = at;
    for (const [number, button] of byId("records").querySelectorAll("button").entries()) {
      button.setAttribute("aria-pressed", String(number === at));
    }
    this.chosen(answerForRecord(this.answer, at));
  }
}

function placeWords({ line, column, record }) {
  return `line ${line}, column ${column}${record ? `  ${record}` : ""}`;
}

/** The answer as if there were only this record. */
function answerForRecord(answer, at) {
  const evaluation = answer?.evaluations?.[at];
  return evaluation ? { ...answer, evaluation, lines: evaluation.lines } : answer;
}
