/** Adds `toMatchEventPattern` to Jest's `expect`. */
"use strict";

// Jest answers this name itself, in every sandbox, also without its globals
const { expect } = require("@jest/globals");
const { checkAtOnce, toMatchEventPattern } = require("./lib/matcher.js");

expect.extend({ toMatchEventPattern });
checkAtOnce(expect, expect.not);
