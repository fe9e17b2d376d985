"""Fixtures for tests in a browser: Chromium, a server of `pipefilter serve`, and its page. `tests/conftest.py` loads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import Chromium, chromium
from served_page import ServedPage, serving

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


@pytest.fixture
def page(browser: Chromium, server: PageServer) -> Iterator[ServedPage]:
    """The page without its example; its console must be empty in the end."""
    instance = ServedPage(browser, server.url)
    instance.open()
    yield instance
    instance.is_clean()
