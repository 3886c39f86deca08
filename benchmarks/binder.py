"""``python -m benchmarks.binder``: a lesson as Binder serves it, its first picture and memory.

Installs the packages of environment.yml from PyPI into an environment of its own, runs postBuild
there, and opens the lesson in its JupyterLab. Needs Playwright, Chromium, ``dot`` and Linux.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from binder import LESSON, MEMORY, PATIENCE, PackagesError, build, visit
from lab import CHROMIUM_FLAGS, find_chromium

from .table import aim, heading, machine, print_table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.binder", description=__doc__)
    parser.add_argument("--visits", type=int, default=3, help="how often it is opened (3)")
    visits = parser.parse_args().visits
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        raise SystemExit("no Chromium here (apt-get install chromium, or CHROMIUM=its path)")
    print(machine(), flush=True)
    rows, pictures, memories = [], [], []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        began = time.perf_counter()
        try:
            image = build(Path(folder))
        except PackagesError as reason:
            raise SystemExit(f"the packages cannot be had here: {reason}") from None
        heading(
            f"binder: {LESSON} as Binder serves it",
            f"packages and postBuild took {time.perf_counter() - began:.0f} s; each visit starts",
            "the server, opens the lesson in a new page and runs all cells. Memory is the",
            "proportional set size (PSS) after that, in units of 10^6 bytes.",
        )
        browser = driver.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        for number in range(1, visits + 1):
            with visit(image, browser) as opened:
                memory = opened.memory()
            pictures.append(opened.first_picture)
            memories.append(sum(memory.values()))
            sizes = [f"{size:.0f} MB" for size in (*memory.values(), memories[-1])]
            rows.append((f"visit {number}", f"{opened.first_picture:.1f} s", *sizes))
        browser.close()
    print_table(("", "first picture", "server", "kernel", "both"), rows)
    aim("first picture, slowest visit", max(pictures), PATIENCE, unit="s", at_most=True)
    aim("server and kernel, largest visit", max(memories), MEMORY, unit="MB", at_most=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
