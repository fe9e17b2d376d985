"""What MkDocs does when it builds the site: the navigation of the reference, the Python API, links to the repository.

MkDocs calls the functions that begin with `on_`, see `hooks` in `mkdocs.yml`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

import pipefilter
from pipefilter.cli import COMMANDS

COMMAND_PAGES, CODE_PAGES = "reference/commands/", "reference/codes/"
_DOCS = Path(__file__).parent.resolve()
_UPWARD_LINK = re.compile(r"\]\((?P<path>\.\./[^)#\s]*)(?P<anchor>#[^)]*)?\)")


def python_names(package: str) -> str:
    """The public names of a package, for mkdocstrings: functions first, then classes, then errors."""
    path = Path(pipefilter.__file__).parent.joinpath(*package.split(".")[1:])
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    listed = re.search(r"^__all__ = (\[[^]]*\])", path.read_text("utf-8"), re.MULTILINE)
    if listed is None:
        raise LookupError(package)
    names = sorted(ast.literal_eval(listed[1]), key=lambda name: (name[0].isupper(), name.lower()))
    return "\n\n".join(f"::: {package}.{name}\n    options:\n      heading: {name}" for name in names)


MARKS: dict[str, Callable[[], str]] = {
    f"<!-- built: {package} -->": partial(python_names, package)
    for package in (
        "pipefilter",
        "pipefilter.dynamodb_stream",
        "pipefilter.testing",
        "pipefilter.strategies",
        "pipefilter.spark",
        "pipefilter.cdk_validation",
    )
}


def on_config(config: MkDocsConfig) -> None:
    """List the pages on commands and codes in the navigation."""
    codes = sorted(path.name for path in (_DOCS / CODE_PAGES).glob("PF*.md"))
    pages = {
        COMMAND_PAGES: [f"{COMMAND_PAGES}index.md", *(f"{COMMAND_PAGES}{name}.md" for name in COMMANDS)],
        CODE_PAGES: [f"{CODE_PAGES}index.md", *(f"{CODE_PAGES}{name}" for name in codes)],
    }
    config.nav = _with_pages(config.nav, pages)


def _with_pages(nav: Any, pages: dict[str, list[str]]) -> Any:  # noqa: ANN401 - lists and dicts of YAML
    if isinstance(nav, str):
        return pages.get(nav, nav)
    if isinstance(nav, dict):
        return {title: _with_pages(value, pages) for title, value in nav.items()}
    return [_with_pages(value, pages) for value in nav]


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: Any) -> str:  # noqa: ANN401 - see above
    """Fill in the tables of this module, and link to files of the repository by their address."""
    for mark, content in MARKS.items():
        if mark in markdown:
            markdown = markdown.replace(mark, content())
    folder = (_DOCS / page.file.src_uri).parent

    def address(link: re.Match[str]) -> str:
        target = (folder / link["path"]).resolve()
        if target.is_relative_to(_DOCS) or not target.exists():  # MkDocs reports a file that does not exist
            return link[0]
        return f"]({config.repo_url}/blob/main/{target.relative_to(_DOCS.parent).as_posix()}{link['anchor'] or ''})"

    return _UPWARD_LINK.sub(address, markdown)
