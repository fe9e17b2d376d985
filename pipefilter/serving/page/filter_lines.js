// The lines of the explanation: of one filter as they come, of several one after the other.

/** All lines of an answer: {meant, text}. */
export function linesOf(answer) {
  const notes = (answer.notes ?? []).map((text) => ({ meant: "hint", text: `  note: ${text}` }));
  const filters = answer.filters ?? [];
  if (!filters.length) return [...notes, ...answer.lines];
  const several = filters.length > 1;
  return [...notes, ...filters.flatMap((one) => (several ? [headline(one), ...ofFilter(one).map(deeper)] : ofFilter(one)))];
}

function headline({ number, verdict }) {
  if (verdict === "undecided") return { meant: "hint", text: `  filter ${number}: not decided` };
  return verdict === "match" ? { meant: "yes", text: `  + filter ${number}: match` } : { meant: "no", text: `  x filter ${number}: no match` };
}

function ofFilter({ rows, reason, lines }) {
  const told = rows.filter(({ action, pattern }) => action !== "filter" && pattern !== "none");
  return [
    ...told.map(({ text, action }) => ({ meant: action === "drop" ? "no" : "hint", text: `  ${action === "drop" ? "x " : ""}${text}` })),
    ...(reason ? [{ meant: "hint", text: `  ${reason}` }] : []),
    ...lines,
  ];
}

function deeper({ meant, text }) {
  return { meant, text: `    ${text}` };
}
