// Copying, with a word on whether it worked.

import { say } from "./said.js";

const SHOWN_FOR = 1_800;

/** Make a button copy a text, which may take a moment to make. */
export function copies(button, what, text) {
  const label = button.firstChild;
  const usual = label.data;
  let timer = 0;
  button.addEventListener("click", async () => {
    let result = "Copied";
    try {
      await copy(await text());
      say(`Copied: ${what}.`);
    } catch {
      result = "Not copied";
      say("The browser does not let it be copied: select the text and press Ctrl-C.");
    }
    label.data = result;
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.data = usual;
    }, SHOWN_FOR);
  });
}

async function copy(text) {
  // without https, and not on this machine, browsers have no clipboard
  if (navigator.clipboard?.writeText) {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch {
      // the older way may still be allowed
    }
  }
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "hidden";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand?.("copy");
  area.remove();
  before?.focus();
  if (!done) throw new Error("not allowed");
}
