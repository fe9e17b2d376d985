// The problems of a text as a list; each leads to its place.

import { byId, element, setText } from "./element.js";
import { countOf } from "./findings.js";
import { say } from "./said.js";
import { unseenIn } from "./shown_text.js";

const NAMES = { error: "Error", warning: "Warning", note: "Note" };
const MOST = 50;

/** The list and the sentence beneath one editor. */
export class ProblemView {
  /** name is the one that the ids of its parts begin with. */
  constructor(editor, name) {
    Object.assign(this, { editor, name, list: byId(`${name}-problems`), summary: byId(`${name}-summary`), problems: [], said: "" });
    this.show([]);
  }

  /** Show problems, and mark them in the editor. */
  show(problems) {
    this.problems = problems;
    this.list.replaceChildren(...this.problems.slice(0, MOST).map((problem) => item(problem, this.editor)));
    this.list.hidden = !this.problems.length;
    const first = this.list.querySelector(".message");
    if (first) first.id = `${this.name}-first`;
    this.editor.area.setAttribute("aria-describedby", [this.summary.id, first?.id].filter(Boolean).join(" "));
    this.editor.mark(this.problems);
    this.summarize();
  }

  /** Say what is to be known of the text itself, which has changed. */
  refresh() {
    this.said = "";
    this.summarize();
  }

  /** Say a sentence beneath the editor until its text changes. */
  remark(sentence) {
    this.said = sentence;
    this.summarize();
    say(sentence);
  }

  summarize() {
    if (this.noted !== this.editor.lines) {
      this.noted = this.editor.lines;
      this.notes = [longNote(this.editor), unseenNote(this.editor)];
    }
    const sentences = [this.said, countOf(this.problems), listNote(this.problems), ...this.notes];
    setText(this.summary, sentences.filter(Boolean).join(" "));
  }

  /** Put the caret at the next problem, or the one before; false if there is none. */
  goToNext(back) {
    const places = this.editor.spans.map(({ line, from }) => ({ line, column: from + 1 }));
    if (!places.length) return false;
    places.sort((one, other) => one.line - other.line || one.column - other.column);
    const now = this.editor.lines.place(this.editor.area.selectionStart);
    const isAfter = (one) => one.line > now.line || (one.line === now.line && one.column > now.column);
    const isBefore = (one) => one.line < now.line || (one.line === now.line && one.column < now.column);
    const next = back ? (places.findLast(isBefore) ?? places.at(-1)) : (places.find(isAfter) ?? places[0]);
    this.editor.goTo(next.line, next.column);
    return true;
  }
}

function item(problem, editor) {
  const { start, severity } = problem;
  const head = element("div", "head", element("span", "tag", NAMES[severity] ?? "Error"));
  if (problem.filter) {
    head.append(element("span", "", `Filter ${problem.filter}, line ${start.line}, column ${start.column}`));
  } else {
    const place = element("button", "place", `Line ${start.line}, column ${start.column}`);
    place.type = "button";
    place.addEventListener("click", () => editor.goTo(start.line, start.column));
    head.append(place);
  }
  head.append(element("span", "", problem.code));
  const one = element("li", severity, head, element("p", "message", problem.message));
  if (problem.hint) one.append(element("p", "todo", `→ ${problem.hint}`));
  if (problem.aws_message) one.append(awsWords(problem));
  return one;
}

function awsWords({ aws_message: message, line, column }) {
  const fold = element("details", "", element("summary", "", "In AWS's words"));
  if (line && column) {
    fold.append(element("p", "", `AWS names line ${line}, column ${column}: up to there its parser had read.`));
  }
  fold.append(element("pre", "", message));
  return fold;
}

function listNote(problems) {
  return problems.length > MOST ? `The first ${MOST} are listed.` : "";
}

function longNote(editor) {
  return editor.isLong ? "The text is long: it is evaluated a second after you stop, and problems are listed, but not marked in it." : "";
}

function unseenNote(editor) {
  const unseen = unseenIn(editor.text);
  if (!unseen) return "";
  const { line, column } = editor.lines.place(unseen.offset);
  const first = `${unseen.first} at line ${line}, column ${column}`;
  return unseen.count === 1 ? `One character cannot be seen: ${first}.` : `${unseen.count} characters cannot be seen, the first ${first}.`;
}
