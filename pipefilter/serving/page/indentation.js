// Indentation without the Tab key, which moves to the next control: Ctrl-], Ctrl-[ (or Alt-Shift and an arrow, where brackets are hard to type), and Enter.

import { replaceText } from "./replace_text.js";

const STEP = "  ";

/** Indent, or keep the indentation, if the key asks for it. */
export function keepIndentation(event, area) {
  if (event.isComposing) return;
  const arrow = event.altKey && event.shiftKey && !event.ctrlKey && /^Arrow(Right|Left)$/.test(event.key);
  const controlled = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (arrow || (controlled && (event.key === "]" || event.key === "["))) {
    event.preventDefault();
    moveLines(area, event.key === "]" || event.key === "ArrowRight");
  } else if (event.key === "Enter" && !controlled && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    newLine(area);
  }
}

function newLine(area) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const indentation = /^[ \t]*/.exec(value.slice(start, from))[0];
  const opens = /[[{]$/.test(value.slice(start, from).trimEnd());
  const closes = /^[ \t]*[\]}]/.test(value.slice(to, to + 200));
  const inner = `\n${indentation}${opens ? STEP : ""}`;
  const text = opens && closes ? `${inner}\n${indentation}` : inner;
  replaceText(area, text, from, to);
  area.setSelectionRange(from + inner.length, from + inner.length);
  announceInput(area);
}

function moveLines(area, inwards) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, to).split("\n");
  const moved = lines.map((line) => (inwards ? STEP + line : line.replace(/^ {1,2}|^\t/, "")));
  replaceText(area, moved.join("\n"), start, to);
  const first = moved[0].length - lines[0].length;
  const all = moved.join("\n").length - lines.join("\n").length;
  area.setSelectionRange(Math.max(start, from + first), to + all);
  announceInput(area);
}

/** Notify the page of a change by script as of one by hand. */
function announceInput(area) {
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
