// A textarea with line numbers and marks; only those in view are drawn.

import { drawMarks } from "./editor_marks.js";
import { keepIndentation } from "./indentation.js";
import { Lines } from "./lines.js";
import { problemSpans } from "./problem_spans.js";
import { replaceText } from "./replace_text.js";

/** In texts with more characters nothing is marked. */
export const MAX_MARKED = 200_000;

const SIGNS = { error: "✕", warning: "!", note: "i" };
const ORDER = ["error", "warning", "note"];

export class Editor {
  /** root holds the gutter, the marks and the textarea; changed is called when the text has changed. */
  constructor(root, changed) {
    this.root = root;
    this.area = root.querySelector("textarea");
    this.numbers = root.querySelector(".numbers");
    this.marks = root.querySelector(".marks");
    this.problems = [];
    this.spans = [];
    this.frame = 0;
    this.lines = new Lines(this.area.value);
    this.area.addEventListener("input", () => {
      this.read();
      changed();
    });
    this.area.addEventListener("scroll", () => this.draw());
    this.area.addEventListener("keydown", (event) => keepIndentation(event, this.area));
    new ResizeObserver(() => this.draw()).observe(root);
    this.draw();
  }

  get text() {
    return this.lines.text;
  }

  /** Whether the text is so long that nothing is marked in it. */
  get isLong() {
    return this.text.length > MAX_MARKED;
  }

  /** Replace the text; undo brings the old one back. */
  set(text) {
    replaceText(this.area, text);
    this.area.setSelectionRange(0, 0);
    this.area.scrollTo(0, 0);
    this.read();
  }

  /** Read the text from the textarea. */
  read() {
    if (this.area.value !== this.lines.text) {
      this.lines = new Lines(this.area.value);
      this.spans = this.isLong ? [] : problemSpans(this.problems, this.lines);
    }
    this.draw();
  }

  /** Mark the places of problems. */
  mark(problems) {
    this.problems = problems;
    this.spans = this.isLong ? [] : problemSpans(problems, this.lines);
    const invalid = problems.some((problem) => !problem.advice);
    this.root.classList.toggle("invalid", invalid);
    if (invalid) this.area.setAttribute("aria-invalid", "true");
    else this.area.removeAttribute("aria-invalid");
    this.draw();
  }

  /** Put the caret at a place, in view. */
  goTo(line, column) {
    const offset = this.lines.offset(line, column);
    this.area.focus();
    this.area.setSelectionRange(offset, offset);
    const { top, height } = this.metrics();
    const target = top + (line - 1) * height;
    const { scrollTop, clientHeight } = this.area;
    if (target < scrollTop || target + 2 * height > scrollTop + clientHeight) this.area.scrollTop = target - clientHeight / 3;
    this.draw();
  }

  draw() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.drawNow());
  }

  metrics() {
    const style = getComputedStyle(this.area);
    return { top: parseFloat(style.paddingTop), left: parseFloat(style.paddingLeft), height: parseFloat(style.lineHeight) };
  }

  drawNow() {
    this.frame = 0;
    const metrics = this.metrics();
    const first = Math.max(1, Math.floor((this.area.scrollTop - metrics.top) / metrics.height) + 1);
    const last = Math.min(this.lines.count, first + Math.ceil(this.area.clientHeight / metrics.height) + 1);
    this.drawNumbers(first, last, metrics);
    drawMarks(this, first, last, metrics);
  }

  drawNumbers(first, last, metrics) {
    const worst = new Map();
    for (const { line, problem } of this.spans) {
      const before = worst.get(line);
      if (!before || ORDER.indexOf(problem.severity) < ORDER.indexOf(before)) worst.set(line, problem.severity);
    }
    const rows = [];
    for (let line = first; line <= last; line += 1) {
      const row = document.createElement("div");
      const severity = worst.get(line);
      row.textContent = severity ? `${SIGNS[severity]} ${line}` : String(line);
      if (severity) row.className = severity;
      rows.push(row);
    }
    this.root.style.setProperty("--digits", String(Math.max(2, String(this.lines.count).length + 1)));
    this.numbers.style.transform = `translateY(${(first - 1) * metrics.height - this.area.scrollTop}px)`;
    this.numbers.replaceChildren(...rows);
  }
}
