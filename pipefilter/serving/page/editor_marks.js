// The marks behind the text of an editor: the lines with problems once more, invisible except for their marks.

import { element } from "./element.js";

const MAX_LINE = 5_000;

/** Draw the marks of the lines from first to last. */
export function drawMarks(editor, first, last, metrics) {
  const byLine = new Map();
  for (const span of editor.spans) {
    if (span.line < first || span.line > last) continue;
    byLine.set(span.line, [...(byLine.get(span.line) ?? []), span]);
  }
  const rows = [];
  for (const [line, spans] of byLine) {
    const text = editor.lines.line(line);
    if (text.length > MAX_LINE) continue;
    const row = markedLine(text, spans.sort((a, b) => a.from - b.from));
    const top = metrics.top + (line - 1) * metrics.height - editor.area.scrollTop;
    row.style.transform = `translate(${metrics.left - editor.area.scrollLeft}px, ${top}px)`;
    rows.push(row);
  }
  editor.marks.replaceChildren(...rows);
}

function markedLine(text, spans) {
  const row = document.createElement("div");
  let at = 0;
  for (const { from, to, problem } of spans) {
    if (to <= at) continue;
    const begin = Math.max(from, at);
    const mark = document.createElement("mark");
    mark.className = problem.severity;
    // at the end of a line a space marks the place
    mark.textContent = text.slice(begin, to) || " ";
    row.append(text.slice(at, begin), mark);
    at = to;
  }
  const more = spans.length > 1 ? ` (and ${spans.length - 1} more)` : "";
  const { problem } = spans[0];
  row.append(text.slice(at), element("span", `inline-message ${problem.severity}`, cut(problem.message) + more));
  return row;
}

function cut(message) {
  return message.length > 120 ? `${message.slice(0, 120)}…` : message;
}
