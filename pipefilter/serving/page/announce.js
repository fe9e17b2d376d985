// Short messages for screen readers, such as the result of a button.

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
