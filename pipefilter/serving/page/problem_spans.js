// The part of a text that a problem means: from its start, as long as the carets of its excerpt.

/** How many characters the carets of an excerpt stand under; at least one. */
function caretCount(excerpt) {
  const carets = excerpt.slice(excerpt.lastIndexOf("\n") + 1).trim();
  return Math.max(1, carets.length);
}

/** The problems as spans of the lines: {line, from, to, problem}; those within a filter have places in its own text. */
export function spansOf(problems, lines) {
  return problems.filter((problem) => !problem.filter).map((problem) => {
    const start = lines.offset(problem.start.line, problem.start.column);
    const { line, column } = lines.place(start);
    const text = lines.line(line);
    const from = column - 1;
    // carets are counted in characters, and columns in UTF-16 units
    const meant = [...text.slice(from, from + 400)].slice(0, caretCount(problem.excerpt)).join("");
    return { line, from, to: from + Math.max(meant.length, 1), problem };
  });
}
