// Evaluates requests one after the other in a worker, and replaces the worker if it takes too long or ends.

import { Refused, Unreachable } from "./ask_errors.js";
import { MEGABYTES } from "./build.js";
import { forgetParts, pythonParts } from "./python_parts.js";

const SECONDS = 20;
const PATIENCE = 2_000; // milliseconds that an evaluation may go on if nobody needs it, and another request waits
const MAX_MEMORY = 512 * 2 ** 20; // bytes; a worker never gives memory back
const SMALLER = "try a smaller event, or fewer or shorter filters.";

export class Evaluator {
  constructor() {
    Object.assign(this, { attempt: null, worker: null, isReady: false, wasReady: false, current: null, waiting: [], limit: 0, hurry: 0 });
  }

  /** What a request waits for before it is evaluated; "" if it waits for nothing. */
  get preparation() {
    if (this.isReady) return "";
    if (this.wasReady) return "Python starts again.";
    return `The page loads pipefilter and Python once (${MEGABYTES} MB), and then evaluates here. You can already write.`;
  }

  /** Load Python, unless that has begun. */
  start() {
    if (this.attempt) return;
    const attempt = {};
    const current = (act) => (value) => {
      if (this.attempt === attempt) act(value);
    };
    this.attempt = attempt;
    pythonParts().then(current((parts) => this.startWorker(parts, current)), current((error) => this.fail(error)));
  }

  /** The script comes from memory: another worker starts without the server, and a worker from a blob has the page's policy. */
  startWorker({ script, ...parts }, current) {
    this.worker = new Worker(script, { type: "module", name: "pipefilter" });
    this.worker.onmessage = current(({ data }) => this.receive(data));
    this.worker.onerror = current((error) => {
      error.preventDefault();
      forgetParts();
      this.fail(new Unreachable("The worker of the playground cannot be started."));
    });
    this.worker.postMessage({ ...parts, place: new URL("./", import.meta.url).href });
  }

  /** The answer to a request: its status, its text in JSON, and its fault. */
  evaluate(path, text, signal) {
    return new Promise((resolve, reject) => {
      const job = { path, text, resolve, reject, isAbandoned: false };
      signal?.addEventListener("abort", () => this.abandon(job), { once: true });
      this.waiting.push(job);
      this.start();
      this.next();
    });
  }

  next() {
    if (this.current) this.hurryUp();
    if (!this.isReady || this.current || !this.waiting.length) return;
    const job = this.waiting.shift();
    this.current = job;
    this.limit = setTimeout(() => this.end(`the evaluation did not finish within ${SECONDS} seconds: ${SMALLER}`), SECONDS * 1000);
    this.worker.postMessage({ path: job.path, text: job.text });
  }

  /** The page does not need this answer any more. */
  abandon(job) {
    job.isAbandoned = true;
    this.waiting = this.waiting.filter((other) => other !== job);
    job.reject(new Refused("cancelled"));
    this.hurryUp();
  }

  /** Give an evaluation that nobody needs a moment to end, as a new worker takes longer than most evaluations. */
  hurryUp() {
    if (this.hurry || !this.current?.isAbandoned || !this.waiting.length) return;
    this.hurry = setTimeout(() => this.end("cancelled"), PATIENCE);
  }

  receive({ isReady, failure, ending, status, text, fault, memory }) {
    if (failure) {
      forgetParts();
      this.fail(new Unreachable(`Python did not start: ${failure}`));
    } else if (isReady) {
      Object.assign(this, { isReady: true, wasReady: true });
      this.next();
    } else if (ending) {
      console.error(ending);
      this.end(`the evaluation needs too much memory, or its texts are nested too deeply: ${SMALLER}`);
    } else {
      const job = this.current;
      this.forgetCurrent();
      job.resolve({ status, text, fault });
      if (memory > MAX_MEMORY) this.replace();
      else this.next();
    }
  }

  /** End the current evaluation, whatever it does, and go on with the next in a new worker. */
  end(sentence) {
    const job = this.current;
    this.forgetCurrent();
    this.replace();
    job.reject(new Refused(sentence));
  }

  replace() {
    this.stop();
    this.start();
  }

  /** Nothing can be evaluated; the next request tries to start again. */
  fail(error) {
    const jobs = this.current ? [this.current, ...this.waiting] : this.waiting;
    this.waiting = [];
    this.forgetCurrent();
    this.stop();
    jobs.forEach((job) => job.reject(error));
  }

  forgetCurrent() {
    clearTimeout(this.limit);
    clearTimeout(this.hurry);
    Object.assign(this, { current: null, hurry: 0 });
  }

  stop() {
    this.worker?.terminate();
    Object.assign(this, { attempt: null, worker: null, isReady: false });
  }
}
