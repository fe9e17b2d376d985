// What the npm package costs: node benchmarks/javascript.mjs, in a folder where `npm install pipefilter` was run
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { load, matches } = require("pipefilter");
const PATTERN = { source: ["orders"], detail: { total: [{ numeric: [">=", 1000] }] } };
const CALLS = 2000;

function milliseconds(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function event(total) {
  return { source: "orders", detail: { total } };
}

console.log(`first call: ${milliseconds(() => matches(PATTERN, event(0))).toFixed(0)} ms`);
const all = milliseconds(() => {
  for (let total = 0; total < CALLS; total += 1) matches(PATTERN, event(total));
});
console.log(`each further call: ${(all / CALLS).toFixed(2)} ms`);
if (process.argv[2]) {
  console.log(`load ${process.argv[2]}: ${milliseconds(() => load(process.argv[2])).toFixed(0)} ms`);
}
