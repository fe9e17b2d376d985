/** Adds `toMatchEventPattern` to Vitest's `expect`. */
import { expect } from "vitest";
import { toMatchEventPattern } from "./lib/index.mjs";

expect.extend({ toMatchEventPattern });
