// Keyboard shortcuts, and the dialog that lists them.

import { byId, element } from "./element.js";

/** Each shortcut has its keys in words, a predicate of a key event, an action, and a description. */
export class Shortcuts {
  constructor(all) {
    this.all = all;
    const dialog = byId("shortcuts");
    byId("shortcuts-list").replaceChildren(...all.filter(({ what }) => what).flatMap(({ keys, what }) => [
      element("dt", "", ...keys.flatMap((key, at) => [...(at ? [" "] : []), element("kbd", "", key)])),
      element("dd", "", what),
    ]));
    byId("shortcuts-open").addEventListener("click", () => dialog.showModal());
    byId("shortcuts-close").addEventListener("click", () => dialog.close());
    document.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const shortcut = this.all.find(({ when }) => when?.(event));
    if (!shortcut) return;
    event.preventDefault();
    shortcut.act();
  }
}

/** Alt-Shift and a letter, in any keyboard layout. */
export function altShift(letter) {
  return (event) => event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === `Key${letter}`;
}

/** Ctrl (or Command) and a key, with Shift if the keyboard needs it for the key. */
export function control(key) {
  return (event) => (event.ctrlKey || event.metaKey) && !event.altKey && event.key === key;
}

/** A key alone, or with Shift. */
export function plain(key, shift = false) {
  return (event) => event.key === key && event.shiftKey === shift && !event.ctrlKey && !event.altKey && !event.metaKey;
}
