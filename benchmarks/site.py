"""``python -m benchmarks.site DIR``: a built site in fresh profiles, by its first pictures.

DIR is what ``python docs/site.py -o DIR`` wrote. With ``--lessons`` every lesson is run as well, in
both languages. Needs Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from lab import CHROMIUM_FLAGS, find_chromium
from lessons_here import finished, kept, open_lesson, start
from site_here import Visit, served

from .table import aim, heading, machine

FIRST, TYPED, NEXT, LESSON, AGAIN = 1.0, 8.0, 150.0, 10.0, 5.0  # seconds; NEXT in milliseconds
CELLS = 8  # of the lesson, to the one with its first picture
MEGABYTES = {"play": 25.0, "course": 45.0, "site": 60.0}

# From what is typed until the picture of it is painted.
PAINTED = """text => new Promise(done => {
    const field = document.querySelector('.bpv-source textarea');
    const began = performance.now();
    const seen = new MutationObserver(() => {
        seen.disconnect();
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => done(performance.now() - began);
            channel.port2.postMessage(0);
        });
    });
    seen.observe(document.querySelector('main'), { childList: true });
    field.value = text;
    field.dispatchEvent(new Event('input'));
})"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--lessons", action="store_true", help="run every lesson")
    given = parser.parse_args()
    folder = given.folder.resolve()
    from playwright.sync_api import sync_playwright

    print(machine(), flush=True)
    heading("site: the first pictures in a fresh profile, and what is served for them")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    aim("the site", size, MEGABYTES["site"], unit="MB", at_most=True)
    failed = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        parts: list[Callable[[Any, Path], None]] = [_play, _lesson]
        for part, name in zip(parts, ("play", "course"), strict=True):
            if (folder / name).is_dir():
                part(browser, folder)
        if given.lessons:
            failed = _lessons(browser, folder)
        browser.close()
    return 1 if failed else 0


def _play(browser: Any, folder: Path) -> None:
    with served(folder) as site:
        visit = Visit(browser, site)
        page = visit.page
        began = time.perf_counter()
        page.goto(f"{site}/play/")
        page.wait_for_selector(".bpv-svg")
        aim("the first picture", time.perf_counter() - began, FIRST, unit="s", at_most=True)
        aim("the first typed formula", _typed(page, began), TYPED, unit="s", at_most=True)
        texts = ("sin(q)*w + 1", "sin(q)*w + cos(q)", "tanh(sin(q)*w + cos(q))", "exp(-q)*w", "q*w")
        times = sorted(page.evaluate(PAINTED, text) for text in texts)
        aim("the next, median", times[len(times) // 2], NEXT, unit="ms", at_most=True)
        size = MEGABYTES["play"]
        aim("served for the playground", site.megabytes, size, unit="MB", at_most=True)
        page.close()
        site.stop()
        page = visit.context.new_page()
        began = time.perf_counter()
        page.goto(f"{site}/play/")
        page.wait_for_selector(".bpv-svg")
        told = "the first picture, again and without a network"
        aim(told, time.perf_counter() - began, FIRST, unit="s", at_most=True)
        aim("a typed formula then", _typed(page, began), AGAIN, unit="s", at_most=True)


def _typed(page: Any, began: float) -> float:
    page.locator(".bpv-source textarea").first.fill("sin(q)*w")
    page.locator(".bpv-svg text", has_text="sin").first.wait_for(state="attached")
    return time.perf_counter() - began


def _lesson(browser: Any, folder: Path) -> None:
    with served(folder) as site:
        visit = Visit(browser, site)
        seconds = _first_picture(visit.page, site)
        aim("a lesson's first picture", seconds, LESSON, unit="s", at_most=True)
        start(visit.page)
        finished(visit.page)
        size = MEGABYTES["course"]
        aim("served for a lesson", site.megabytes, size, unit="MB", at_most=True)
        kept(visit.page)
        visit.page.close()
        site.stop()
        times = []
        for _ in range(3):
            page = visit.context.new_page()
            times.append(_first_picture(page, site))
            page.close()
        told = "a lesson's first picture, {} and without a network"
        aim(told.format("the second time"), times[0], AGAIN, unit="s", at_most=True)
        aim(told.format("the fourth time"), times[-1], AGAIN, unit="s", at_most=True)


def _first_picture(page: Any, site: str) -> float:
    """As a reader comes to it: cell by cell, once the kernel is there."""
    began = time.perf_counter()
    open_lesson(page, site, "en/03-the-article-walk.ipynb", whole=False)
    for _ in range(CELLS):
        page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-OutputArea img")
    return time.perf_counter() - began


def _lessons(browser: Any, folder: Path) -> int:
    """How many have failed; each has a kernel of its own, and whoever reads is not in a hurry."""
    heading("site: every lesson, all of its cells")
    failed = 0
    with served(folder) as site:
        visit = Visit(browser, site)
        for file in sorted((folder / "course/files").glob("*/[0-9]*.ipynb")):
            began = time.perf_counter()
            page = visit.context.new_page()
            lesson = file.relative_to(folder / "course/files").as_posix()
            open_lesson(page, site, lesson)
            start(page)
            faults = finished(page)
            failed += bool(faults)
            told = "; ".join(faults) or "runs"
            print(f"  {lesson:48} {time.perf_counter() - began:6.1f} s   {told}", flush=True)
            page.close()
    return failed


if __name__ == "__main__":
    sys.exit(main())
