"""``python -m benchmarks.site DIR``: a built site in fresh profiles, by its first pictures.

DIR is what ``python docs/site.py -o DIR`` wrote. Needs Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from lab import CHROMIUM_FLAGS, find_chromium, until
from site_here import Visit, served

from .table import aim, heading, machine

FIRST, TYPED, NEXT, LESSON = 1.0, 8.0, 150.0, 10.0  # seconds, and milliseconds for the next one
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
KERNEL = "window.jupyterapp?.shell?.currentWidget?.context?.sessionContext?.session?.kernel?.status"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args().folder
    from playwright.sync_api import sync_playwright

    print(machine(), flush=True)
    heading("site: the first pictures in a fresh profile, and what is served for them")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    aim("the site", size, MEGABYTES["site"], unit="MB", at_most=True)
    with sync_playwright() as driver, served(folder) as address:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        _play(Visit(browser, address), address)
        if (folder / "course").is_dir():
            _lesson(Visit(browser, address), address)
        browser.close()
    return 0


def _sizes(visit: Visit) -> list[int]:
    sizes: list[int] = []
    visit.context.on(
        "response", lambda told: sizes.append(int(told.headers.get("content-length", 0)))
    )
    return sizes


def _play(visit: Visit, address: str) -> None:
    page, sizes = visit.page, _sizes(visit)
    began = time.perf_counter()
    page.goto(f"{address}/play/")
    page.wait_for_selector(".bpv-svg")
    aim("the first picture", time.perf_counter() - began, FIRST, unit="s", at_most=True)
    page.locator(".bpv-source textarea").fill("sin(q)*w")
    page.locator(".bpv-svg text", has_text="sin").first.wait_for(state="attached")
    aim("the first typed formula", time.perf_counter() - began, TYPED, unit="s", at_most=True)
    texts = ("sin(q)*w + 1", "sin(q)*w + cos(q)", "tanh(sin(q)*w + cos(q))", "exp(-q)*w", "q*w")
    times = sorted(page.evaluate(PAINTED, text) for text in texts)
    aim("the next, median", times[len(times) // 2], NEXT, unit="ms", at_most=True)
    aim("served for the playground", sum(sizes) / 1e6, MEGABYTES["play"], unit="MB", at_most=True)


def _lesson(visit: Visit, address: str) -> None:
    page, sizes = visit.page, _sizes(visit)
    began = time.perf_counter()
    page.goto(f"{address}/course/notebooks/index.html?path=en/03-the-article-walk.ipynb")
    until(page, lambda: page.evaluate(KERNEL), "idle".__eq__)
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".jp-OutputArea img")
    aim("a lesson's first picture", time.perf_counter() - began, LESSON, unit="s", at_most=True)
    aim("served for a lesson", sum(sizes) / 1e6, MEGABYTES["course"], unit="MB", at_most=True)


if __name__ == "__main__":
    sys.exit(main())
