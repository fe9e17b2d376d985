// Buttons that copy a text, and show whether it worked.

import { announce } from "./announce.js";

const RESULT_SHOWN_FOR = 1_800;

/** Make a button copy what text() returns, which may be a promise; what is the name of the text, for screen readers. */
export function copyOnClick(button, what, text) {
  const label = button.firstChild;
  const usual = label.data;
  let timer = 0;
  button.addEventListener("click", async () => {
    let result = "Copied";
    try {
      await copy(await text());
      announce(`Copied ${what}.`);
    } catch {
      result = "Not copied";
      announce("The browser does not allow copying: select the text and press Ctrl-C.");
    }
    label.data = result;
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.data = usual;
    }, RESULT_SHOWN_FOR);
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
