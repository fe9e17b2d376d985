// Elements made of plain text: nothing that comes from input is ever read as HTML.

import { shownText } from "./shown_text.js";

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new element; texts among the children are shown as they are, with what cannot be seen as escapes. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.map((child) => (typeof child === "string" ? shownText(child) : child)));
  return made;
}

/** Set the text of an element, only if it differs: a live region speaks at every change. */
export function setText(where, text) {
  const shown = shownText(text);
  if (where.textContent !== shown) where.textContent = shown;
}
