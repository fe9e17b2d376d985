/** Adds `toMatchEventPattern` to Jest's `expect`: to the globals of @types/jest, and to what @jest/globals exports. */
import type {} from "expect";
import type { EventPatternMatchers } from "./lib/matcher";

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends EventPatternMatchers<R> {}
    interface Expect extends EventPatternMatchers<any> {}
    interface InverseAsymmetricMatchers extends EventPatternMatchers<any> {}
  }
}

declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends EventPatternMatchers<R> {}
  interface AsymmetricMatchers extends EventPatternMatchers<unknown> {}
}
