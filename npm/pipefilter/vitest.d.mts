/** Adds `toMatchEventPattern` to Vitest's `expect`. */
import type {} from "vitest";
import type { EventPatternMatchers } from "./lib/matcher.js";

declare module "vitest" {
  interface Assertion<T = any> extends EventPatternMatchers<void> {}
  interface AsymmetricMatchersContaining extends EventPatternMatchers<unknown> {}
}
