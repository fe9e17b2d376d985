// Shows the service and the source that were detected, where the user has not chosen them.

import { byId, setText } from "./element.js";

/** Show what was detected in the record of an answer; nothing if there is no record. */
export function showPlacement(answer, choosers) {
  setText(byId("placement"), placementSentence(answer?.evaluation, choosers));
}

function placementSentence(evaluation, choosers) {
  if (evaluation?.service === undefined) return ""; // nothing was evaluated
  const { service, source } = choosers.values;
  const title = choosers.titles(evaluation);
  if (!evaluation.source) return evaluation.verdict === "undecided" ? "" : "Source not detected: the event is evaluated without unwrapping.";
  const parts = [];
  if (!source) parts.push(`Source detected: ${title.source}.`);
  if (!service) parts.push(`Service: ${title.service}.`);
  return parts.join(" ");
}
