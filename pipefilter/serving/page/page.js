// Puts the page together: sends texts and choices to the server, and shows its answers.

import { Choosers } from "./choosers.js";
import { CodeView } from "./code_view.js";
import { ComparisonView } from "./comparison_view.js";
import { copyOnClick } from "./copy_button.js";
import { Editor } from "./editor.js";
import { byId, setText } from "./element.js";
import { EXAMPLE } from "./example.js";
import { ExampleEvents, NoExample } from "./example_events.js";
import { ExplanationView } from "./explanation.js";
import { listProblems } from "./findings.js";
import { formatJson, NotJson } from "./format_json.js";
import { DebouncedRequest } from "./debounced_request.js";
import { BadLink, encodeState, isState, decodeState } from "./link.js";
import { showPlacement } from "./placement_line.js";
import { ProblemView } from "./problem_list.js";
import { ReadyPatterns } from "./ready_patterns.js";
import { announce } from "./announce.js";
import { RecordList } from "./records.js";
import { RecordView } from "./record_view.js";
import { ask, preparation, Refused, Unreachable } from "./server.js";
import { altShift, control, plain, Shortcuts } from "./shortcuts.js";
import { themeSwitch } from "./theme.js";
import { asSentence, capital, emptyVerdict, showVerdict, verdictFor } from "./verdict.js";
import { VerdictWait } from "./verdict_wait.js";

const RETRY_AFTER = 4_000;
const NO_CHOICES = "Until they are loaded, no services, sources and code can be chosen.";

const pattern = new Editor(byId("pattern-editor"), () => changed());
const event = new Editor(byId("event-editor"), () => changed());
const patternProblems = new ProblemView(pattern, "pattern");
const eventProblems = new ProblemView(event, "event");
const choosers = new Choosers(byId("service"), byId("source"), () => changed());
const explanation = new ExplanationView();
const recordView = new RecordView();
const records = new RecordList((answer) => showRecord(answer));
const code = new CodeView(state);
const comparison = new ComparisonView(state, (text) => tryEvent(text));
const exampleEvents = new ExampleEvents();
const evaluation = new DebouncedRequest("api/evaluate", { asking, answered, failed });
const wait = new VerdictWait(preparation);
let links = 0;

/** The user's texts and choices. */
function state() {
  return { pattern: pattern.text, event: event.text, ...choosers.values };
}

function changed() {
  patternProblems.refresh();
  eventProblems.refresh();
  exampleEvents.cancel();
  code.wait();
  comparison.refresh();
  if (pattern.text.trim()) evaluation.schedule(state());
  else clear();
}

function clear() {
  evaluation.cancel();
  noTrouble();
  showVerdict(emptyVerdict(event.text));
  forgetAnswer();
}

function forgetAnswer() {
  patternProblems.show([]);
  eventProblems.show([]);
  records.show(null);
  explanation.show(null);
  code.checked(null);
  recordView.show(null);
  showPlacement(null, choosers);
}

function asking(busy) {
  if (busy) wait.begin();
  else wait.end();
}

function answered(answer) {
  noTrouble();
  showVerdict(verdictFor(answer));
  patternProblems.show(listProblems(answer));
  const evaluated = answer.evaluations?.length ? answer.evaluations : [answer.evaluation];
  eventProblems.show(evaluated.flatMap((evaluation) => (evaluation?.problem ? [evaluation.problem] : [])));
  code.checked(answer.valid);
  showRecord(records.show(answer));
}

/** Show the part of an answer that is about one record. */
function showRecord(answer) {
  explanation.show(answer);
  recordView.show(answer);
  showPlacement(answer, choosers);
}

function failed(error) {
  const lost = error instanceof Unreachable;
  const more = " Your text is still here, but the results below may be outdated. The page tries again every few seconds.";
  showVerdict({ kind: "doubt", title: "Not evaluated.", sentence: asSentence(error.message) + (lost ? more : "") });
  byId("again").hidden = !lost;
  if (!lost) forgetAnswer();
}

function trouble(sentence) {
  setText(byId("trouble"), sentence);
  byId("trouble").hidden = false;
}

function noTrouble() {
  byId("trouble").hidden = true;
  byId("again").hidden = true;
}

function format(editor, what) {
  try {
    if (editor.text.trim()) editor.set(formatJson(editor.text));
    announce(`Formatted the ${what}.`);
    changed();
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    (editor === pattern ? patternProblems : eventProblems).remark(error.message);
  }
}

/** Put an example for the pattern into the event's editor; a click after the last example starts again. */
async function showExample() {
  if (!pattern.text.trim()) {
    eventProblems.remark("Write a pattern first.");
    return;
  }
  const before = JSON.stringify(state());
  const isOutdated = () => JSON.stringify(state()) !== before; // the user has gone on writing
  try {
    const example = await exampleEvents.take(state());
    if (!example || isOutdated()) return;
    event.set(formatJson(example.text));
    changed();
    eventProblems.remark(example.sentence);
  } catch (error) {
    if (isOutdated()) return;
    if (![NoExample, Refused, Unreachable].some((kind) => error instanceof kind)) throw error;
    eventProblems.remark(asSentence(capital(error.message)));
  }
}

/** Put an event into the event's editor. */
function tryEvent(text) {
  event.set(formatJson(text));
  changed();
  announce("The event is in the editor.");
}

function load(readyPattern) {
  pattern.set(readyPattern.pattern);
  event.set(readyPattern.event ?? "");
  changed();
  byId("pattern").focus();
  announce(`Loaded ${readyPattern.title || readyPattern.name}.`);
}

function clearAll() {
  pattern.set("");
  event.set("");
  changed();
  byId("pattern").focus();
  announce("Both editors are empty.");
}

async function link() {
  const fragment = await encodeState({ ...state(), other: comparison.shownText });
  history.replaceState(null, "", fragment);
  return location.href;
}

async function open(fragment) {
  if (!isState(fragment)) return;
  links += 1;
  const number = links;
  try {
    const linked = await decodeState(fragment);
    if (number !== links) return; // another link was opened in the meantime
    choosers.set(linked);
    pattern.set(linked.pattern);
    event.set(linked.event);
    comparison.open(linked.other);
    changed();
  } catch (error) {
    if (!(error instanceof BadLink)) throw error;
    if (number !== links) return;
    pattern.set("");
    event.set("");
    comparison.open("");
    changed();
    trouble(`${error.message} Both editors were left empty.`);
  }
}

async function start() {
  fillChoices();
  await open(location.hash);
  // a browser may have restored earlier texts
  pattern.read();
  event.read();
  comparison.other.read();
  const isNew = !pattern.text && !event.text && !isState(location.hash);
  if (isNew) begin(EXAMPLE);
  else if (byId("trouble").hidden) changed();
}

/** Show an example; the focus stays where it is, and there is nothing to undo. */
function begin(example) {
  byId("pattern").value = example.pattern;
  byId("event").value = example.event;
  pattern.read();
  event.read();
  changed();
}

async function fillChoices() {
  try {
    const choices = await ask("api/choices");
    choosers.fill(choices);
    code.fill(choices.targets);
    setText(byId("version"), choices.version ? `pipefilter ${choices.version}` : "");
    if (byId("trouble").textContent.endsWith(NO_CHOICES)) byId("trouble").hidden = true;
  } catch (error) {
    if (![Refused, Unreachable].some((kind) => error instanceof kind)) throw error;
    trouble(`${asSentence(error.message)} ${NO_CHOICES}`);
    setTimeout(fillChoices, RETRY_AFTER);
  }
}

function nextProblem(back) {
  const view = document.activeElement === byId("event") ? eventProblems : patternProblems;
  if (!view.goToNext(back)) announce("No problems here.");
}

const ready = new ReadyPatterns(load);
new Shortcuts([
  { keys: ["Ctrl-Enter"], when: control("Enter"), act: () => evaluation.send(state()), what: "Evaluate now" },
  { keys: ["F8", "Shift-F8"], when: plain("F8"), act: () => nextProblem(false), what: "Go to the next or previous problem" },
  { keys: [], when: plain("F8", true), act: () => nextProblem(true), what: "" },
  { keys: ["Alt-Shift-P"], when: altShift("P"), act: () => byId("pattern").focus(), what: "Go to the pattern" },
  { keys: ["Alt-Shift-E"], when: altShift("E"), act: () => byId("event").focus(), what: "Go to the event" },
  { keys: ["Alt-Shift-V"], when: altShift("V"), act: () => byId("verdict").focus(), what: "Go to the verdict" },
  { keys: ["Alt-Shift-F"], when: altShift("F"), act: () => formatFocused(), what: "Format JSON" },
  { keys: ["Alt-Shift-O"], when: altShift("O"), act: () => ready.open(), what: "Open the ready-made patterns" },
  { keys: ["Ctrl-]", "Ctrl-["], what: "Increase or decrease the indentation; also Alt-Shift-→ and Alt-Shift-←" },
  { keys: ["Ctrl-/"], when: control("/"), act: () => byId("shortcuts").showModal(), what: "Show this list" },
]);

function formatFocused() {
  if (document.activeElement === byId("event")) format(event, "event");
  else format(pattern, "pattern");
}

themeSwitch(byId("theme"));
document.querySelector(".skip").addEventListener("click", (click) => {
  click.preventDefault(); // the fragment is for the state
  byId("pattern").focus();
});
byId("again").addEventListener("click", () => evaluation.send(state()));
byId("clear").addEventListener("click", clearAll);
byId("pattern-format").addEventListener("click", () => format(pattern, "pattern"));
byId("event-example").addEventListener("click", showExample);
byId("event-format").addEventListener("click", () => format(event, "event"));
copyOnClick(byId("pattern-copy"), "the pattern", () => pattern.text);
copyOnClick(byId("event-copy"), "the event", () => event.text);
copyOnClick(byId("seen-copy"), "what the filter sees", () => recordView.text);
copyOnClick(byId("code-copy"), "the code", () => code.text);
copyOnClick(byId("link-copy"), "a link to this pattern and event", link);
addEventListener("hashchange", () => open(location.hash));
showVerdict(emptyVerdict(""));
start();
