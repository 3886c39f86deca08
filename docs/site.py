"""The site, for any static host: ``python docs/site.py -o public`` writes all of it.

Pyodide's own distribution, which has the compiled wheels, is a folder or an address
(``--pyodide``); every file of it is held to the hashes of Pyodide's lock. Packages of npm and PyPI
are fetched from their registries. What is written asks no other host for anything.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "examples")]

from website import course, distribution, front, keeping, play, prepared, weight  # noqa: E402

PARTS = ("play", "course", "gallery", "docs")
BESIDE = {"gallery": front.gallery, "docs": front.docs}  # without Python in the browser


def build(target: Path, parts: tuple[str, ...], pyodide: str, modules: Path | None) -> None:
    """Write these parts of the site into ``target``, which begins empty.

    What runs no Python in the browser is made by a process of its own, beside what does.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        beside = [pool.submit(BESIDE[part], target / part) for part in parts if part in BESIDE]
        try:
            if set(parts) - set(BESIDE):
                _with_python(target, "play" in parts, "course" in parts, pyodide, modules)
            for made in beside:
                made.result()
        except BaseException:
            for process in multiprocessing.active_children():
                process.terminate()  # what went wrong is told at once
            raise
    front.write(target, parts)
    keeping.write(target)


def _with_python(target: Path, play_: bool, course_: bool, pyodide: str, npm: Path | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        found = distribution.node_modules(npm, scratch)
        names = distribution.COMPILED + course_ * distribution.COURSE_COMPILED
        wheels = distribution.compiled(names, distribution.lock(found), pyodide, scratch)
        wheels += distribution.pure(distribution.PURE + course_ * distribution.COURSE_PURE, scratch)
        wheels += course.wheels_of_kernel() if course_ else []
        wheels.append(distribution.own_wheel(scratch))
        begin = course.BEGIN if course_ else play.BEGIN
        made, library = prepared.write(found, wheels, begin, scratch)
        distribution.write(found, made, library, target / "pyodide")
        if play_:
            play.write(target / "play")
        if course_:
            course.write(target / "course", wheels, scratch)


def main() -> int:
    """The command."""
    near = ROOT.parent / "shared/pyodide"
    parser = argparse.ArgumentParser(prog="python docs/site.py", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--parts", default=",".join(PARTS), help="all by default")
    parser.add_argument(
        "--pyodide",
        default=str(near) if near.is_dir() else distribution.OFFICIAL,
        help="Pyodide's distribution, a folder or an address",
    )
    parser.add_argument("--node-modules", type=Path, help=f"has {' and '.join(distribution.NPM)}")
    given = parser.parse_args()
    parts = tuple(given.parts.split(","))
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    build(given.output, parts, given.pyodide, given.node_modules)
    print(f"{given.output}: {sum(weight.weights(given.output).values()) / 1e6:.1f} MB")
    weight.check(given.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
