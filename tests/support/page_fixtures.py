"""Fixtures for tests in a browser: Chromium, a server of `pipefilter serve`, and its page. `tests/conftest.py` loads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Chromium, chromium
from playground_folder import playground_folder
from served_page import ServedPage, serving
from static_site import StaticSite, static_site

from pipefilter.serving.http_server import PageServer


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A Chromium for each test file, as tests leave settings in it."""
    with chromium(tmp_path_factory.mktemp("chromium")) as instance:
        yield instance


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with serving() as instance:
        yield instance


@pytest.fixture(scope="module")
def playground_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the playground."""
    return playground_folder(tmp_path_factory)


@pytest.fixture(scope="module")
def playground(playground_files: Path) -> Iterator[StaticSite]:
    """The playground on a static server, below a path as on GitHub Pages."""
    with static_site(playground_files, "playground") as site:
        yield site


@pytest.fixture(params=["server", pytest.param("playground", marks=pytest.mark.tools)])
def page(browser: Chromium, request: pytest.FixtureRequest) -> Iterator[ServedPage]:
    """The page without its example, with a server and as the playground; its console must be empty in the end."""
    site = request.getfixturevalue(request.param)
    if isinstance(site, StaticSite):
        site.restore()
    yield from _opened(ServedPage(browser, site.url))


@pytest.fixture
def server_page(browser: Chromium, server: PageServer) -> Iterator[ServedPage]:
    """The page with a server only, for tests that need it."""
    yield from _opened(ServedPage(browser, server.url))


def _opened(page: ServedPage) -> Iterator[ServedPage]:
    page.open()
    yield page
    page.is_clean()
