import { NoAnswer } from "./errors";

const MAX = 100_000; // above this, Python has no memory for it in its thread

/**
 * A text that is not nested so deeply that Python could not read it.
 *
 * @throws NoAnswer if it is.
 */
export function checkDepth(text: string, noun: "event" | "pattern"): string {
  if (text.length > MAX && depthOf(text) > MAX) throw new NoAnswer(`the ${noun} is nested too deeply`);
  return text;
}

/** How deeply a JSON text is nested; brackets in strings do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) isInString = !isInString;
    else if (character === 0x5c) at += isInString ? 1 : 0;
    else if (isInString) continue;
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth--;
  }
  return deepest;
}
