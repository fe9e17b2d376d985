// The objects of `pipefilter check --json` as one list of problems.

const ORDER = ["error", "warning", "note"];

/** All problems and advice, the problems that make the pattern invalid first; with several filters each has its filter's number. */
export function listProblems({ check }) {
  const all = check.flatMap((report) => [...report.problems, ...report.advice].map((problem) => withFilterNumber(problem, report)));
  return all.sort((a, b) => rank(a) - rank(b));
}

/** A problem with the number of its filter, if its place is in that filter's own text and not in a template. */
function withFilterNumber(problem, report) {
  return report.filter && !("service" in report) ? { ...problem, filter: report.filter } : problem;
}

function rank({ advice, severity }) {
  return (advice ? ORDER.length : 0) + ORDER.indexOf(severity);
}

/** How many errors, warnings and notes there are, in a sentence; "" if there are none. */
export function countWords(problems) {
  const counts = ORDER.map((severity) => [severity, problems.filter((problem) => problem.severity === severity).length]);
  const parts = counts.filter(([, count]) => count).map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`);
  return parts.length ? `${parts.join(", ")}.` : "";
}
