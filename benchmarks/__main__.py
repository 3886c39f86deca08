"""``python -m benchmarks [TABLE ...]``: the tables that are asked for, or all of them."""

from __future__ import annotations

import argparse
import importlib
import sys
import time

from .table import machine

TABLES = ("frame", "gradient", "arrays", "walk", "start", "media", "layout", "models")


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Tables of what is measured side by side with peers, in one run.",
        epilog='The peers are installed by `pip install -e ".[bench]"`; PyTorch is optional.',
    )
    parser.add_argument(
        "tables", nargs="*", metavar="TABLE", help=f"{', '.join(TABLES)}; all by default"
    )
    chosen = parser.parse_args().tables or list(TABLES)
    unknown = [name for name in chosen if name not in TABLES]
    if unknown:
        parser.error(f"no table {', '.join(unknown)}; there are {', '.join(TABLES)}")
    began = time.perf_counter()
    print("Medians of runs in turns (A B A B ...). A ratio above 1 says that ours is faster.")
    print(machine(), flush=True)
    for name in dict.fromkeys(chosen):
        importlib.import_module(f"{__package__}.{name}").run()
    print(f"\n{time.perf_counter() - began:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
