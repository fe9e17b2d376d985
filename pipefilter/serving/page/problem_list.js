// The problems of a text as a list, each with a button that goes to its place.

import { byId, element, setText } from "./element.js";
import { countWords } from "./findings.js";
import { announce } from "./announce.js";
import { invisibleCharacters } from "./shown_text.js";

const NAMES = { error: "Error", warning: "Warning", note: "Note" };
const MAX_LISTED = 50;

/** The list and the sentence beneath one editor. */
export class ProblemView {
  /** name is the prefix of the ids of its parts. */
  constructor(editor, name) {
    Object.assign(this, { editor, name, list: byId(`${name}-problems`), summary: byId(`${name}-summary`), problems: [], remarkText: "" });
    this.show([]);
  }

  /** Show problems, and mark them in the editor. */
  show(problems) {
    this.problems = problems;
    this.list.replaceChildren(...this.problems.slice(0, MAX_LISTED).map((problem) => item(problem, this.editor)));
    this.list.hidden = !this.problems.length;
    const first = this.list.querySelector(".message");
    if (first) first.id = `${this.name}-first`;
    this.editor.area.setAttribute("aria-describedby", [this.summary.id, first?.id].filter(Boolean).join(" "));
    this.editor.mark(this.problems);
    this.summarize();
  }

  /** Update the sentence beneath the editor: its text has changed. */
  refresh() {
    this.remarkText = "";
    this.summarize();
  }

  /** Show a sentence beneath the editor until its text changes. */
  remark(sentence) {
    this.remarkText = sentence;
    this.summarize();
    announce(sentence);
  }

  summarize() {
    if (this.noted !== this.editor.lines) {
      this.noted = this.editor.lines;
      this.notes = [longNote(this.editor), invisibleNote(this.editor)];
    }
    const sentences = [this.remarkText, countWords(this.problems), listNote(this.problems), ...this.notes];
    setText(this.summary, sentences.filter(Boolean).join(" "));
  }

  /** Put the caret at the next or previous problem; false if there is none. */
  goToNext(back) {
    const places = this.editor.spans.map(({ line, from }) => ({ line, column: from + 1 }));
    if (!places.length) return false;
    places.sort((a, b) => a.line - b.line || a.column - b.column);
    const now = this.editor.lines.place(this.editor.area.selectionStart);
    const isAfter = (place) => place.line > now.line || (place.line === now.line && place.column > now.column);
    const isBefore = (place) => place.line < now.line || (place.line === now.line && place.column < now.column);
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
  const card = element("li", severity, head, element("p", "message", problem.message));
  if (problem.hint) card.append(element("p", "todo", `→ ${problem.hint}`));
  if (problem.aws_message) card.append(awsWords(problem));
  return card;
}

function awsWords({ aws_message: message, line, column }) {
  const fold = element("details", "", element("summary", "", "AWS's message"));
  if (line && column) {
    fold.append(element("p", "", `AWS reports line ${line}, column ${column}, the position that its parser had reached.`));
  }
  fold.append(element("pre", "", message));
  return fold;
}

function listNote(problems) {
  return problems.length > MAX_LISTED ? `Only the first ${MAX_LISTED} are listed.` : "";
}

function longNote(editor) {
  return editor.isLong ? "The text is long: it is evaluated one second after your last change, and problems are listed, but not marked in the text." : "";
}

function invisibleNote(editor) {
  const invisible = invisibleCharacters(editor.text);
  if (!invisible) return "";
  const { line, column } = editor.lines.place(invisible.offset);
  const first = `${invisible.first} at line ${line}, column ${column}`;
  return invisible.count === 1 ? `One character is invisible: ${first}.` : `${invisible.count} characters are invisible; the first is ${first}.`;
}
