// Text in visible form: invisible characters, and those that reverse its direction, as escapes.

const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The text with such characters as escapes, as JSON would have them. */
export function shownText(text) {
  return text.replace(INVISIBLE, escaped);
}

/** How many such characters a text has, and the first of them as an escape; null if it has none. */
export function invisibleCharacters(text) {
  const offset = text.search(INVISIBLE);
  return offset < 0 ? null : { count: text.match(INVISIBLE).length, first: escaped(text.charAt(offset)), offset };
}
