// The verdict in one short sentence, with a sign, so that no meaning depends on color alone.

import { byId, setText } from "./element.js";
import { listProblems } from "./findings.js";

const SIGNS = { yes: "✓", no: "✕", doubt: "?", empty: "" };
const MAX_LENGTH = 220;

/** Show a verdict: its kind, a title and a sentence. */
export function showVerdict({ kind, title, sentence }) {
  byId("verdict").dataset.kind = kind;
  setText(byId("verdict-sign"), SIGNS[kind]);
  setText(byId("verdict-title"), title);
  setText(byId("verdict-sentence"), sentence.length > MAX_LENGTH ? `${sentence.slice(0, MAX_LENGTH)}…` : sentence);
}

/** The verdict before there is a pattern. */
export function emptyVerdict(event) {
  const sentence = event.trim()
    ? "Write or paste a pattern to test it against the event."
    : "Write or paste a pattern and an event, or load a ready-made pattern.";
  return { kind: "empty", title: "No pattern yet.", sentence };
}

/** The verdict in an answer of the server. */
export function verdictFor(answer) {
  const { valid, evaluation, check } = answer;
  if (valid === false) return notValid(listProblems(answer).filter((problem) => !problem.advice));
  if (valid === null && !evaluation) return { kind: "doubt", title: "Template.", sentence: templateSentence(check) };
  if (!evaluation) return { kind: "empty", title: "Valid pattern.", sentence: `Write or paste an event to test the pattern against it.${errorNote(answer)}` };
  return answer.records > 1 ? verdictForRecords(answer) : VERDICTS[evaluation.verdict](answer);
}

/** The verdict on several records: how many match, and how many have no verdict. */
function verdictForRecords(answer) {
  const { records, verdicts } = answer;
  const count = (word) => verdicts[word] ?? 0;
  const without = count("undecided") + count("invalid_event");
  const title = `${count("match")} of ${records} records matched.`;
  const sentence = `${count("no_match")} did not match${without ? `, and ${without} had no verdict` : ""}.`;
  const kind = without ? "doubt" : count("no_match") ? "no" : "yes";
  return { kind, title, sentence: sentence + (count("match") ? errorNote(answer) : "") };
}

const VERDICTS = {
  match: (answer) => ({ kind: "yes", title: "Match.", sentence: matchSentence(answer) + errorNote(answer) }),
  no_match: (answer) => ({ kind: "no", title: "No match.", sentence: noMatchSentence(answer) }),
  undecided: ({ evaluation }) => ({ kind: "doubt", title: "No verdict.", sentence: evaluation.problems ? firstProblem(evaluation.problems) : undecidedSentence(evaluation.reason) }),
  invalid_event: ({ evaluation }) => ({ kind: "no", title: "Invalid event.", sentence: firstProblem([evaluation.problem]) }),
  unreadable: ({ evaluation }) => ({ kind: "no", title: "Invalid event.", sentence: asSentence(capital(evaluation.reason)) }),
  invalid_pattern: ({ evaluation }) => notValid(evaluation.problems.map((problem) => ({ ...problem, filter: evaluation.filter }))),
};

/** The reason without the words of the title, and with the page's selects instead of the command's options. */
function undecidedSentence(reason) {
  return asSentence(capital(reason.replace(/^no verdict: /, "").replace(/use --(service|source) /, "choose the $1 ")));
}

function notValid(problems) {
  return { kind: "no", title: "Invalid pattern.", sentence: firstProblem(problems) };
}

function templateSentence(check) {
  const count = check.filter((report) => report.filters === undefined).length;
  const patterns = count === 1 ? "Its pattern is checked" : `Its ${count} patterns are checked`;
  return `${patterns} below the editor. To test a pattern against an event, paste only the pattern.`;
}

function errorNote(answer) {
  const hasErrors = listProblems(answer).some((problem) => problem.advice && problem.severity === "error");
  return hasErrors ? " However, the checks report an error in the pattern." : "";
}

function firstProblem(problems) {
  const { start, message, filter } = problems[0];
  const more = problems.length > 1 ? ` There are ${problems.length} errors.` : "";
  return `${filter ? `Filter ${filter}, line` : "Line"} ${start.line}, column ${start.column}: ${asSentence(message)}${more}`;
}

/** The text as a sentence, with a full stop. */
export function asSentence(text) {
  return /[.!?]$/.test(text) || !text ? text : `${text}.`;
}

/** The text with a capital at its start. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function matchSentence({ evaluation: { filters } }) {
  const matching = filters.filter((filter) => filter.verdict === "match").map((filter) => filter.number);
  if (filters.length > 1 && matching.length) {
    return `The event matches ${matching.length > 1 ? "filters" : "filter"} ${matching.join(", ")} of ${filters.length}.`;
  }
  return filters.length ? "The event matches." : "There are no filters, so everything matches.";
}

function noMatchSentence({ evaluation: { filters }, lines }) {
  return filters.length > 1 ? severalSentence(filters) : reasonsSentence(lines.flat());
}

/** With some services one filter must match, with others all. */
function severalSentence(filters) {
  const failing = filters.filter((filter) => filter.verdict === "no_match").map((filter) => filter.number);
  if (failing.length === filters.length) return `The event matches none of the ${filters.length} filters.`;
  return `The event does not match ${failing.length > 1 ? "filters" : "filter"} ${failing.join(", ")} of ${filters.length}.`;
}

/** All reasons after their number, so that none is missed where the sentence is cut. */
function reasonsSentence(lines) {
  const reasons = lines.flatMap((line, at) => (line.meaning === "no" ? [reasonAt(lines, at)] : []));
  if (reasons.length < 2) return asSentence(reasons[0] ?? "");
  return asSentence(`${reasons.length} reasons: ${reasons.join("; ")}`);
}

function reasonAt(lines, at) {
  const reason = lines[at].text.trim().replace(/^x /, "");
  const next = lines[at + 1]?.text.trim() ?? "";
  return next.startsWith("expected:") ? `${reason} (${next})` : reason;
}
