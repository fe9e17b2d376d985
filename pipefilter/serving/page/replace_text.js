// A text put into a textarea so that it can be undone, where the browser has a way.

const LONGEST_UNDONE = 200_000;

/** Replace a part of a textarea's text; all of it by default. */
export function replaceText(area, text, from = 0, to = area.value.length) {
  if (area.value.slice(from, to) === text) return;
  const before = document.activeElement;
  let done = false;
  if (text.length + to - from <= LONGEST_UNDONE) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(from, to);
    // the only way that keeps what can be undone; where it is gone, the text is set all the same
    done = text ? document.execCommand?.("insertText", false, text) : document.execCommand?.("delete");
    if (before && before !== area) before.focus({ preventScroll: true });
  }
  if (!done) area.setRangeText(text, from, to, "end");
}
