/**
 * What all copies of this module in a process share: test runners give each test file new globals and a new copy of it.
 * It is kept on a module of Node, which they share among test files. So Python is loaded once in a process.
 *
 * No function is called here that tests may have mocked, such as those of `crypto` and timers: numbers are counted.
 */
import * as threads from "node:worker_threads";
import { join } from "node:path";
import type { Channel } from "./worker-channel";

/** The file of the thread that runs Python. */
export const WORKER = join(__dirname, "worker.mjs");

/** Filters that were loaded, as calls name them. */
export interface LoadedFilters {
  pattern: { name: string; key: number; options: Record<string, unknown> };
  folder: string;
  /** What they were when they were loaded. */
  facts: string;
  /** The number of the thread that has them. */
  thread: number;
}

interface State {
  channel?: Channel;
  /** How many threads have been started. */
  threads: number;
  /** The last key of filters. */
  lastKey: number;
  /** The keys of filters that nobody has any more. */
  forgotten: number[];
  filters: WeakMap<object, LoadedFilters>;
  registry: FinalizationRegistry<number>;
  /** The folder in which Python sees the files of this machine; no other text has this in it. */
  mount: string;
}

const shared = threads as unknown as { default?: object };
const home = (shared.default ?? threads) as Record<symbol, State | undefined>;
const KEY = Symbol.for(`pipefilter ${WORKER}`);

export const state: State = (home[KEY] ??= newState());

function newState(): State {
  const forgotten: number[] = [];
  return {
    threads: 0,
    lastKey: 0,
    forgotten,
    filters: new WeakMap(),
    registry: new FinalizationRegistry((key) => forgotten.push(key)),
    mount: `/.files-of-this-machine-${String(Math.random()).slice(2)}`,
  };
}
