// Short messages for screen readers, such as what a button has done.

import { byId } from "./element.js";
import { shownText } from "./shown_text.js";

/** Announce a sentence; the same sentence twice is read out twice. */
export function announce(sentence) {
  const region = byId("announcement");
  region.textContent = "";
  setTimeout(() => {
    region.textContent = shownText(sentence);
  }, 50);
}
