/** Adds `toMatchEventPattern` to Vitest's `expect`. */
import { expect } from "vitest";
import { checkAtOnce, toMatchEventPattern } from "./lib/matcher.js";

expect.extend({ toMatchEventPattern });
checkAtOnce(expect, expect.not);
