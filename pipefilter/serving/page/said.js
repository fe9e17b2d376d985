// Short messages for screen readers: what a button has done.

import { byId } from "./element.js";
import { shownText } from "./shown_text.js";

/** Say a sentence; the same one twice is said twice. */
export function say(sentence) {
  const where = byId("said");
  where.textContent = "";
  setTimeout(() => {
    where.textContent = shownText(sentence);
  }, 50);
}
