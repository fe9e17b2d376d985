// Replaces text in a textarea so that it can be undone, where the browser allows it.

const MAX_UNDOABLE = 200_000;

/** Replace a part of a textarea's text; all of it by default. */
export function replaceText(area, text, from = 0, to = area.value.length) {
  if (area.value.slice(from, to) === text) return;
  const before = document.activeElement;
  let done = false;
  if (text.length + to - from <= MAX_UNDOABLE) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(from, to);
    // the only way that keeps the undo history; where it is missing, the text is set without it
    const isFocused = document.activeElement === area;
    if (isFocused) done = text ? document.execCommand?.("insertText", false, text) : document.execCommand?.("delete");
    if (before && before !== area) before.focus({ preventScroll: true });
  }
  if (!done) area.setRangeText(text, from, to, "end");
}
