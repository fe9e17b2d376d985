// The answers of the npm package to conformance cases, in the form of conformance_answers.py: node npm_answers.mjs CASES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { InvalidEvent, InvalidEventPattern, matches } = require("pipefilter");

function verdict({ pattern, event }) {
  try {
    const isMatch = matches(pattern, event ?? "{}");
    return [event === undefined || event === null ? "valid_pattern" : isMatch ? "match" : "no_match"];
  } catch (error) {
    if (error instanceof InvalidEvent) return ["invalid_event"];
    if (!(error instanceof InvalidEventPattern)) throw error;
    return ["invalid_pattern", error.awsMessage, error.code, error.line, error.column];
  }
}

const cases = readFileSync(process.argv[2], "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
process.stdout.write(cases.map((each) => `${JSON.stringify([each.id, ...verdict(each)])}\n`).join(""));
