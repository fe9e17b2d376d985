// Shows either the explanation line by line, or the pattern in words.

import { byId, element } from "./element.js";
import { explanationLines } from "./filter_lines.js";

const SIGNS = { yes: ["✓", "true: "], no: ["✕", "false: "], hint: ["→", ""], dim: ["", ""], "": ["", ""] };
const DEPTHS = ["", "deep", "deeper", "deepest"];

/** The part of the page with the explanation. */
export class ExplanationView {
  constructor() {
    this.chosen = null; // true for words; null until the user has chosen
    this.answer = null;
    byId("show-why").addEventListener("click", () => this.choose(false));
    byId("show-words").addEventListener("click", () => this.choose(true));
    this.draw();
  }

  choose(words) {
    this.chosen = words;
    this.draw();
  }

  get wantsWords() {
    return this.chosen ?? Boolean(this.answer?.valid && !this.answer.evaluation);
  }

  /** Show an answer; null for none. */
  show(answer) {
    this.answer = answer;
    this.draw();
  }

  draw() {
    byId("show-why").setAttribute("aria-pressed", String(!this.wantsWords));
    byId("show-words").setAttribute("aria-pressed", String(this.wantsWords));
    byId("why").hidden = this.wantsWords;
    byId("words").hidden = !this.wantsWords;
    const lines = this.answer ? explanationLines(this.answer) : [];
    const nothing = lines.length ? [] : [element("li", "nothing", this.whyNothing())];
    byId("why").replaceChildren(...lines.map(explanationLine), ...nothing);
    const words = (this.answer?.words ?? []).join("\n");
    byId("words").replaceChildren(words ? element("span", "", words) : element("span", "nothing", "The description appears here once the pattern is valid."));
  }

  whyNothing() {
    if (!this.answer) return "The explanation appears here, field by field.";
    const { valid, evaluation } = this.answer;
    if (valid === null && !evaluation) return "The patterns of a template are checked, but not evaluated.";
    if (valid === false || evaluation?.verdict === "invalid_pattern") return "The event is evaluated once the pattern is valid.";
    if (!evaluation) return "Enter an event to get an explanation.";
    if (evaluation.verdict === "undecided") return "There is no verdict to explain.";
    return evaluation.filters ? "There is nothing to explain." : "The event is evaluated once it is valid.";
  }
}

function explanationLine({ meaning, text }) {
  const [, indentation, mark, rest] = /^(\s*)([+x] )?([^]*)$/.exec(text);
  const marked = mark && (meaning === "yes" || meaning === "no");
  const [sign, label] = SIGNS[meaning] ?? SIGNS[""];
  const depth = DEPTHS[Math.min(DEPTHS.length - 1, Math.max(0, Math.floor((indentation.length - 2) / 4)))];
  const className = [meaning === "dim" ? "faint" : meaning, depth].filter(Boolean).join(" ");
  const line = element("li", className);
  const shownSign = element("span", "sign", sign);
  shownSign.setAttribute("aria-hidden", "true");
  line.append(shownSign);
  const body = element("span", "text");
  if (marked && label) body.append(element("span", "hidden", label));
  body.append(element("span", "", marked ? rest : (mark ?? "") + rest));
  line.append(body);
  return line;
}
