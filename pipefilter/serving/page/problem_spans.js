// The span of a text that a problem is about: from its start, as long as the carets of its excerpt.

/** How many characters the carets of an excerpt mark; at least one. */
function caretCount(excerpt) {
  const carets = excerpt.slice(excerpt.lastIndexOf("\n") + 1).trim();
  return Math.max(1, carets.length);
}

/** The problems as spans: {line, from, to, problem}; without those in a filter, whose places are in the filter's own text. */
export function problemSpans(problems, lines) {
  return problems.filter((problem) => !problem.filter).map((problem) => {
    const start = lines.offset(problem.start.line, problem.start.column);
    const { line, column } = lines.place(start);
    const text = lines.line(line);
    const from = column - 1;
    // carets are counted in characters, and columns in UTF-16 units
    const marked = [...text.slice(from, from + 400)].slice(0, caretCount(problem.excerpt)).join("");
    return { line, from, to: from + Math.max(marked.length, 1), problem };
  });
}
