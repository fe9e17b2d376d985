"""A whole HTML page that needs nothing else: no script, no file, no network."""

from __future__ import annotations

from pipefilter.costs.report.html_text import escaped
from pipefilter.costs.report.svg_charts import HATCH

__all__ = ["STYLE", "html_page"]

STYLE = """
:root {
  color-scheme: light dark;
  --page: #f6f6f3; --panel: #ffffff; --ink: #1b1d22; --dim: #5b616b; --rule: #dcdcd6; --grid: #e6e6e1;
  --before: #858b95; --after: #3f74d1; --other: #b0702a; --track: #e9e9e4; --area: #d5d8dd; --link: #1f55b5;
  --warn: #fff6dc; --warn-edge: #a87400;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #121418; --panel: #1b1e24; --ink: #e9e9e6; --dim: #a4abb6; --rule: #353a43; --grid: #2b3038;
    --before: #7d8592; --after: #4a80dc; --other: #c98a45; --track: #2d323b; --area: #30353e; --link: #8db7ff;
    --warn: #2b2617; --warn-edge: #d3a53b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 2.5rem 1.25rem 3rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: anywhere;
}
main, footer { max-width: 60rem; margin: 0 auto; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 1.75rem; letter-spacing: -0.015em; }
h2 { font-size: 1.2rem; letter-spacing: -0.005em; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
h4 { font-size: 1rem; display: inline; font-weight: 600; }
p { margin: 0.5rem 0 0; max-width: 46rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
bdi { unicode-bidi: isolate; }
.lead { color: var(--dim); }
.verdict { font-size: 1.2rem; line-height: 1.45; margin-top: 1rem; max-width: none; }
ul.verdicts { margin: 1rem 0 0; padding: 0; list-style: none; }
ul.verdicts li { padding: 0.45rem 0; border-top: 1px solid var(--rule); }
section {
  margin-top: 1.25rem; padding: 1.25rem 1.5rem 1.4rem; background: var(--panel);
  border: 1px solid var(--rule); border-radius: 10px;
}
section.warnings { background: var(--warn); border-left: 5px solid var(--warn-edge); }
.warnings ul { margin: 0.5rem 0 0; padding-left: 1.2rem; }
.warnings li + li { margin-top: 0.3rem; }
.note, .caption { color: var(--dim); font-size: 0.875rem; }
.number { text-align: right; white-space: nowrap; }
.number, .value, svg text { font-variant-numeric: tabular-nums; }

.before { fill: var(--before); stroke: var(--before); }
.after { fill: var(--after); stroke: var(--after); }
.other { fill: var(--other); stroke: var(--other); }
rect[class] { stroke: none; }
path.before { fill: var(--area); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
path.after { stroke: none; }
.stripe { fill: var(--panel); }
.track { fill: var(--track); }
.cut { width: 1px; height: 1px; }
.cut path { stroke: var(--panel); stroke-width: 3; }
line { stroke-width: 2; }
.grid { stroke: var(--grid); stroke-width: 1; shape-rendering: crispEdges; }
.mark { stroke: var(--dim); stroke-width: 1; }
.unknown { stroke: var(--dim); stroke-width: 1; stroke-dasharray: 2 5; }
.whisker { stroke: var(--ink); stroke-width: 2; }
svg { display: block; overflow: visible; }
svg text { fill: var(--dim); font-size: 12px; }
svg.patterns { position: absolute; }

.bars { margin-top: 1rem; }
.bar { display: grid; grid-template-columns: minmax(0, 13rem) minmax(0, 1fr) 12rem; column-gap: 1rem; }
.label, .value { align-self: center; padding: 0.3rem 0; line-height: 1.25; font-size: 0.9375rem; }
.plot { position: relative; min-height: 2.4rem; }
.plot > svg, .heights > svg, .moments > svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.axis .plot { min-height: 1.3rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.9375rem; margin-top: 0.75rem; }
.legend span { display: inline-flex; align-items: center; gap: 0.45rem; }
.legend svg { flex: none; }
.key .before { fill: var(--area); stroke: var(--before); stroke-width: 2; }
svg.key { width: 0.9rem; height: 0.9rem; }
.time { display: grid; grid-template-columns: 3rem minmax(0, 1fr); column-gap: 0.6rem; margin-top: 1rem; }
.time .plot, .heights { height: 12rem; }
.heights { position: relative; }
.moments { grid-column: 2; position: relative; height: 2.6rem; }

.frame { overflow-x: auto; margin-top: 0.75rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; line-height: 1.4; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem; border-top: 1px solid var(--rule); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
td { min-width: 7rem; }
td.wide { min-width: 17rem; }
td.number { min-width: 0; }
th[scope="row"] { font-weight: 400; min-width: 9rem; }
thead th, th[scope="rowgroup"] { color: var(--dim); font-weight: 600; font-size: 0.875rem; }
thead th { border-top: 0; vertical-align: bottom; }
th[scope="rowgroup"] { color: var(--ink); padding-top: 1.2rem; }
.sum th, .sum td { font-weight: 600; }
.value b, .value .note { display: inline-block; }
.words { min-width: 9rem; }
td .note, th .note { display: block; }
.share { display: grid; grid-template-columns: minmax(4rem, 1fr) 4.2rem; align-items: center; gap: 0.6rem; min-width: 9rem; }
.share span { text-align: right; font-variant-numeric: tabular-nums; }
svg.small { width: 100%; height: 0.7rem; }
.tag {
  display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 0.4em;
  font-size: 0.8125rem; white-space: nowrap;
}
details { margin-top: 0.75rem; }
summary { cursor: pointer; }
td details, th details { margin: 0; }
td details p, th details p { font-size: 0.875rem; }
pre {
  margin: 0.75rem 0 0; padding: 0.75rem 1rem; background: var(--page); border-radius: 6px;
  font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  white-space: pre-wrap; max-height: 20rem; overflow-y: auto;
}
footer { margin-top: 1.5rem; color: var(--dim); font-size: 0.875rem; }

@media (max-width: 54rem) {
  .bar { grid-template-columns: minmax(0, 1fr) auto; }
  .label, .value { padding-bottom: 0; align-self: end; }
  .value { text-align: right; }
  .bar .plot { grid-column: 1 / -1; grid-row: 2; min-height: 1.9rem; }
  .bar.axis .plot { min-height: 1.3rem; }
  .axis .label, .axis .value { display: none; }
}
@media (max-width: 44rem) {
  body { padding: 1.25rem 0.75rem 2rem; }
  section { padding: 1rem; border-radius: 8px; }
  h1 { font-size: 1.45rem; }
  .verdict { font-size: 1.1rem; }
  .time { grid-template-columns: 2.3rem minmax(0, 1fr); }
}
@media (max-width: 26rem) {
  .value .note { display: block; }
  th[scope="row"] { min-width: 7.5rem; }
  .words { min-width: 7rem; }
}
@media (max-width: 22rem) {
  .second { display: none; }
}
@media print {
  :root { color-scheme: light; }
  body { padding: 0; background: #fff; font-size: 10pt; }
  section { break-inside: auto; border: 0; border-top: 1px solid var(--rule); border-radius: 0; padding: 0.8rem 0 0; }
  section.warnings { border-left: 3px solid var(--warn-edge); padding-left: 0.8rem; }
  h2, h3, h4, .caption { break-after: avoid; }
  .bar, .time, tr { break-inside: avoid; }
  .frame { overflow: visible; }
  pre { max-height: none; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
"""Colours are of enough contrast in light and in dark; nothing is told by colour alone."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(title: str, main: str, footer: str) -> str:
    """The page, which is well-formed XML too.

    Args:
        title: plain.
        main: ready HTML.
        footer: likewise.
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>{escaped(title)}</title>
<style>{STYLE}</style>
</head>
<body>
{HATCH}
<main>
{main}</main>
<footer>
{footer}</footer>
</body>
</html>
"""
