"""`python -m benchmarks`: how fast pipefilter is, next to parsing alone, reading alone, and peers. Prints Markdown."""

from __future__ import annotations

import argparse
import sys

from benchmarks.pages import PAGES, measured_with, shape_faults, write_figures
from benchmarks.parts import PARTS
from benchmarks.table import Sizes


def main() -> None:
    """Measure, print, and on request write the figures into the docs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=40_000, help="how many events of each kind")
    parser.add_argument(
        "--passes", type=int, default=5, help="how many times each is measured; the best counts"
    )
    parser.add_argument("--most-rules", type=int, default=100_000, help="how many patterns at once, at most")
    parser.add_argument("--megabytes", type=int, default=600, help="how large the files are, about")
    parser.add_argument(
        "--process-megabytes", type=int, default=500, help="how large the files for the goals are, about"
    )
    parser.add_argument(
        "--growth-part",
        type=int,
        default=4,
        help="by how much the inputs of growth are smaller than they could be",
    )
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="a part; can be repeated")
    parser.add_argument("--write", action="store_true", help="write the figures into the docs, too")
    parser.add_argument(
        "--check",
        action="store_true",
        help="measure nothing; check that the tables in the docs have the columns and rows that would be written",
    )
    options = parser.parse_args()
    if options.check:
        tables = (table for part in PARTS.values() for table in part.tables)
        sys.exit("\n".join(shape_faults((page.read_text("utf-8") for page in PAGES), tables)) or None)
    sizes = Sizes(
        options.count,
        options.passes,
        options.most_rules,
        options.megabytes,
        options.process_megabytes,
        options.growth_part,
    )
    measured = measured_with()
    print(measured)
    for name, part in PARTS.items():
        if options.only and name not in options.only:
            continue
        for figures in part.measure(sizes):
            print(f"\n### {figures.table.title}\n\n{figures.markdown()}", flush=True)
            if options.write:
                try:
                    write_figures(figures, measured)
                except ValueError as error:
                    sys.exit(str(error))


if __name__ == "__main__":
    main()
