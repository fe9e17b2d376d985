/** Adds `toMatchEventPattern` to Jest's `expect`. */
"use strict";

// Jest answers this name itself, in every sandbox, also without its globals
const { expect } = require("@jest/globals");
const { toMatchEventPattern } = require("./lib/index.js");

expect.extend({ toMatchEventPattern });
