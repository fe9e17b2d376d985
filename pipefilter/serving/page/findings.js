// What the checks say of the pattern: the objects of `pipefilter check --json`, as one list of problems.

const ORDER = ["error", "warning", "note"];

/** All problems and advice, what makes the pattern not valid first; in several filters each with the number of its own. */
export function findingsOf({ check }) {
  const all = check.flatMap((report) => [...report.problems, ...report.advice].map((problem) => ofFilter(problem, report)));
  return all.sort((one, other) => rank(one) - rank(other));
}

/** A problem with the number of its filter, if its place is one in that filter's own text and not in a template. */
function ofFilter(problem, report) {
  return report.filter && !("service" in report) ? { ...problem, filter: report.filter } : problem;
}

function rank({ advice, severity }) {
  return (advice ? ORDER.length : 0) + ORDER.indexOf(severity);
}

/** How many errors, warnings and notes there are, in a sentence; "" if there are none. */
export function countOf(problems) {
  const counts = ORDER.map((severity) => [severity, problems.filter((problem) => problem.severity === severity).length]);
  const parts = counts.filter(([, count]) => count).map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`);
  return parts.length ? `${parts.join(", ")}.` : "";
}
