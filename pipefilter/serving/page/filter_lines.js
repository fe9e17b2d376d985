// The lines of the explanation; with several filters, those of each under its number.

/** All lines of an answer: {meaning, text}. */
export function explanationLines({ evaluation, lines }) {
  const notes = (evaluation?.notes ?? []).map((text) => ({ meaning: "hint", text: `  note: ${text}` }));
  if (lines.length < 2) return [...notes, ...lines.flat()];
  return [...notes, ...evaluation.filters.flatMap((filter, at) => [headline(filter), ...lines[at].map(deeper)])];
}

function headline({ number, verdict }) {
  if (verdict === "undecided") return { meaning: "hint", text: `  filter ${number}: no verdict` };
  return verdict === "match" ? { meaning: "yes", text: `  + filter ${number}: match` } : { meaning: "no", text: `  x filter ${number}: no match` };
}

function deeper({ meaning, text }) {
  return { meaning, text: `    ${text}` };
}
