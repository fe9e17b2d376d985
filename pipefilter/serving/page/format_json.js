// Formats JSON: only white space changes, so numbers and repeated names stay as written.

const WIDTH = 80;
const STEP = "  ";
const MAX_DEPTH = 1_000;
const OPENING = new Set(["{", "["]);
const CLOSING = new Set(["}", "]"]);

export class NotJson extends Error {}

/** The text with an indentation of two spaces a level; short lists stay on one line. */
export function formatJson(text) {
  try {
    JSON.parse(text);
  } catch {
    throw new NotJson("Fix the JSON first: only valid JSON can be formatted.");
  }
  return formatted(tokens(text));
}

/** Strings, numbers and words as written, and punctuation; white space is left out. */
function tokens(text) {
  const parts = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    let end = at + 1;
    if (character === '"') {
      while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
      end += 1;
    } else if (!"{}[]:, \t\r\n".includes(character)) {
      while (end < text.length && !"{}[]:, \t\r\n".includes(text[end])) end += 1;
    }
    if (!" \t\r\n".includes(character)) parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

/** How wide each list and object is on one line, by the place of its opening bracket. */
function widths(all) {
  const byOpening = new Map();
  const open = [];
  let width = 0;
  all.forEach((token, at) => {
    if (OPENING.has(token)) open.push([at, width]);
    width += token.length + (token === "," || token === ":" ? 1 : 0);
    if (CLOSING.has(token)) {
      const [start, before] = open.pop();
      byOpening.set(start, width - before);
    }
    if (open.length > MAX_DEPTH) throw new NotJson(`The JSON is nested more than ${MAX_DEPTH} levels deep, so it cannot be formatted.`);
  });
  return byOpening;
}

function formatted(all) {
  const wide = widths(all);
  const parts = [];
  const levels = []; // for each open bracket, whether it is broken into lines
  let column = 0;
  const put = (text) => {
    parts.push(text);
    column += text.length;
  };
  const breakLine = () => {
    const indentation = STEP.repeat(levels.filter(Boolean).length);
    parts.push("\n", indentation);
    column = indentation.length;
  };
  all.forEach((token, at) => {
    if (OPENING.has(token)) {
      const empty = CLOSING.has(all[at + 1]);
      const fits = column + wide.get(at) <= WIDTH;
      const inline = empty || levels.at(-1) === false || (token === "[" && fits);
      put(token);
      levels.push(!inline);
      if (!inline) breakLine();
    } else if (CLOSING.has(token)) {
      if (levels.pop()) breakLine();
      put(token);
    } else {
      put(token);
      if (token === ":") put(" ");
      if (token === "," && levels.at(-1)) breakLine();
      else if (token === ",") put(" ");
    }
  });
  return parts.join("");
}
