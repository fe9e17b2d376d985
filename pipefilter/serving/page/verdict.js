// The verdict in one short sentence, with a sign: nothing is told by colour alone.

import { byId, setText } from "./element.js";
import { linesOf } from "./filter_lines.js";

const SIGNS = { yes: "✓", no: "✕", doubt: "?", empty: "" };
const LONGEST = 220;

/** Show a verdict: its kind, a title and a sentence. */
export function showVerdict({ kind, title, sentence }) {
  byId("verdict").dataset.kind = kind;
  setText(byId("verdict-sign"), SIGNS[kind]);
  setText(byId("verdict-title"), title);
  setText(byId("verdict-sentence"), sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}…` : sentence);
}

/** What to show before there is anything to judge. */
export function nothingYet(event) {
  const sentence = event.trim()
    ? "Write or paste a pattern to judge the event."
    : "Write or paste a pattern and an event, or load a ready pattern.";
  return { kind: "empty", title: "Nothing to judge yet.", sentence };
}

/** The verdict of an answer of the server. */
export function verdictOf(answer) {
  if (!answer.valid) return { kind: "no", title: "Pattern not valid.", sentence: firstOf(answer.problems) };
  if (answer.verdict === "match") return { kind: "yes", title: "Match.", sentence: matchSentence(answer) };
  if (answer.verdict === "no_match") return { kind: "no", title: "No match.", sentence: noMatchSentence(answer) };
  if (answer.verdict === "invalid_event") {
    const problems = answer.event_problem ? [answer.event_problem] : [];
    return { kind: "no", title: "Event not valid.", sentence: firstOf(problems) || answer.reason || "" };
  }
  if (answer.verdict === "undecided") return { kind: "doubt", title: "Not decided.", sentence: sentenceOf(answer.reason ?? "") };
  return { kind: "empty", title: "Pattern valid.", sentence: "Write or paste an event to judge it." };
}

function firstOf(problems) {
  if (!problems.length) return "";
  const { start, message, filter } = problems[0];
  const more = problems.length > 1 ? ` There are ${problems.length} problems.` : "";
  return `${filter ? `Filter ${filter}, line` : "Line"} ${start.line}, column ${start.column}: ${sentenceOf(message)}${more}`;
}

/** A text with the full stop that it may lack. */
export function sentenceOf(text) {
  return /[.!?]$/.test(text) || !text ? text : `${text}.`;
}

function matchSentence(answer) {
  const wrong = answer.advice.some((problem) => problem.severity === "error");
  return matchOf(answer) + (wrong ? " But the checks find an error in the pattern." : "");
}

function matchOf({ records, filters }) {
  if (records > 1) return `This is of the first of ${records} records.`;
  const takers = (filters ?? []).filter((one) => one.verdict === "match");
  if (filters?.length > 1 && takers.length) {
    return `Taken by filter ${takers.map((one) => one.number).join(", ")} of ${filters.length}.`;
  }
  return "The pattern takes the event.";
}

function noMatchSentence(answer) {
  const { filters, records, reason } = answer;
  const why = filters?.length > 1 ? `None of the ${filters.length} filters takes it.` : firstReason(linesOf(answer), reason);
  return records > 1 ? `Of the first of ${records} records: ${why}` : why;
}

function firstReason(lines, reason) {
  const at = lines.findIndex((line) => line.meant === "no");
  if (at < 0) return sentenceOf(reason ?? "");
  const first = lines[at].text.replace(/^\s*x /, "");
  const wanted = lines[at + 1]?.text.trim() ?? "";
  return sentenceOf(wanted.startsWith("wanted:") ? `${first} (${wanted})` : first);
}
