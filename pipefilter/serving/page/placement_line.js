// Where the filters run and what they see records of, where nobody has chosen it.

import { byId, setText } from "./element.js";

/** Show what was detected in the record of an answer; nothing without one. */
export function showPlacement(answer, choosers) {
  setText(byId("placement"), sentenceOf(answer?.evaluation, choosers));
}

function sentenceOf(evaluation, choosers) {
  if (evaluation?.service === undefined) return ""; // nothing was evaluated
  const { service, source } = choosers.values;
  const title = choosers.titleOf(evaluation);
  if (!evaluation.source) return evaluation.verdict === "undecided" ? "" : "Source not detected: the event is evaluated as it is.";
  const parts = [];
  if (!source) parts.push(`Source detected: ${title.source}.`);
  if (!service) parts.push(`Service: ${title.service}.`);
  return parts.join(" ");
}
