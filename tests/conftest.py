"""What all tests share: how Hypothesis runs, and how a test asks for what may not be there."""

import gc
import os
import signal
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import needs
from lab import CHROMIUM_FLAGS, SLOW, Page, end_kernels, find_chromium, profiles, server

sys.modules.setdefault(SLOW, None)  # as if it were not installed

for profile, derandomize in [("search", False), ("steady", True)]:
    settings.register_profile(
        profile,
        deadline=None,
        derandomize=derandomize,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("steady" if os.environ.get("CI") else "search")


# What a shell starts in the background hears no Ctrl-C, and nor would what the tests interrupt.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """A million things are made as tests are collected, and all stay.

    They are looked through for what may go once, and not again and again, for seconds each time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(params=["torch", "jax", "tensorflow"])
def library(request):
    """The name of each witness library, one after the other."""
    needs.library(request.param)
    return request.param


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and the address of a JupyterLab for the notebooks that stand alone."""
    root = tmp_path_factory.mktemp("alone")
    with server(root, tmp_path_factory.mktemp("site")) as address:
        yield root, address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real Chromium, as Playwright drives it."""
    program = find_chromium()
    if program is None:
        needs.missing("no Chromium here (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
        profiles.forget()


@pytest.fixture(scope="module")
def desk(chromium: Any, site: tuple[Path, str]) -> Iterator[tuple[Path, Page]]:
    """The folder of a JupyterLab, and a page of it that opens one notebook after the other.

    To load JupyterLab takes longer than most of what is tried in it.
    """
    root, address = site
    page = Page(chromium.new_page(viewport={"width": 1400, "height": 1000}), address)
    yield root, page
    page.page.close()
    end_kernels(address)


@pytest.fixture(autouse=True)
def closing(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test opens in the browser is closed after it, and neither plays on nor takes room."""
    if "chromium" not in request.fixturenames:
        yield
        return
    browser = request.getfixturevalue("chromium")
    shared = [*browser.contexts]
    kept = [page for context in shared for page in context.pages]
    yield
    for opened in browser.contexts:
        if profiles.is_one(opened):
            profiles.empty(opened, kept)
        elif opened not in shared:
            opened.close()
