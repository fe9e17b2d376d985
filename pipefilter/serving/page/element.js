// Makes elements of plain text: no input is ever parsed as HTML.

import { shownText } from "./shown_text.js";

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new element; strings among the children are shown as text, with invisible characters as escapes. */
export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children.map((child) => (typeof child === "string" ? shownText(child) : child)));
  return node;
}

/** Set the text of an element, but only if it differs: a live region is read out at every change. */
export function setText(node, text) {
  const visible = shownText(text);
  if (node.textContent !== visible) node.textContent = visible;
}
