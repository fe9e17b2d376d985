// Lines and columns of a text, both from 1; columns count UTF-16 units, as AWS and JavaScript do.

/** Where the lines of a text begin; a textarea ends lines with LF only. */
export class Lines {
  constructor(text) {
    this.text = text;
    this.starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  get count() {
    return this.starts.length;
  }

  /** The text of a line, without its end. */
  line(number) {
    return this.text.slice(this.starts[number - 1], this.end(number));
  }

  /** The offset of the end of a line. */
  end(number) {
    return number < this.count ? this.starts[number] - 1 : this.text.length;
  }

  /** The offset of a place, or the nearest offset in the text. */
  offset(line, column) {
    const number = Math.min(Math.max(line, 1), this.count);
    return Math.min(this.starts[number - 1] + Math.max(column - 1, 0), this.end(number));
  }

  /** The line and the column of an offset. */
  place(offset) {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low] + 1 };
  }
}
