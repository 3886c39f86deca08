"""What keeps the site in a browser: a service worker, whose version is that of all files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
WORKER = "service-worker.js"
AT_ONCE = ("index.html", "site.css", "article.svg", "play/*", "course/files/*/*", "course/api/**/*")
LITE = """\
self.backpropVizRoot = '../';
importScripts('../{worker}');
self.skipWaiting = () => {{}}; // a page goes on with the version it began with
{own}
"""
# JupyterLite takes a worker that it finds for its own if it has noted its own version for it.
STARTED = """\
import '../kept.js';
const worker = new URL('{worker}?enableCache=false', import.meta.url).href;
try {{ localStorage.setItem(`${{worker}}-version`, {version}); }} catch {{}}
await globalThis.backpropVizKeep(worker);
await import('./ahead.js');
"""


def write(site: Path) -> None:
    """The worker beside what is kept, and in JupyterLite's own; the site is whole but for it."""
    (site / "kept.js").write_text((HERE / "kept.js").read_text("utf-8"), encoding="utf-8")
    course = site / "course"
    if course.is_dir():
        _in_lite(course)
    files = {path.relative_to(site).as_posix(): path for path in _files(site)}
    told = hashlib.sha256()
    for name, path in sorted(files.items()):
        told.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    at_once = sorted(
        path.relative_to(site).as_posix()
        for pattern in AT_ONCE
        for path in site.glob(pattern)
        if path.is_file()
    )
    text = (HERE / WORKER).read_text("utf-8")
    text = text.replace("{version}", told.hexdigest()[:16])
    (site / WORKER).write_text(text.replace("{at_once}", json.dumps(at_once)), encoding="utf-8")


def _files(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file() and path.name != WORKER)


def _later(course: Path) -> Iterator[str]:
    """What not every lesson asks for, from the folder of the course: packages and fonts."""
    for file in (course.parent / "pyodide").glob("*.whl.packed"):
        yield f"../pyodide/{file.name}"
    for file in (course / "build").glob("MathJax_*.woff"):
        yield f"build/{file.name}"


def _in_lite(course: Path) -> None:
    own = course / WORKER
    lite = own.read_text("utf-8")
    own.write_text(LITE.format(worker=WORKER, own=lite), encoding="utf-8")
    config = json.loads((course / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    started = STARTED.format(worker=WORKER, version=json.dumps(config["appVersion"]))
    later = json.dumps(sorted(_later(course)))
    for name in ("ahead.js", "ahead-worker.js", "memory-worker.js"):
        text = (HERE / name).read_text("utf-8").replace("{later}", later)
        (course / name).write_text(text, encoding="utf-8")
    first = course / "config-utils.js"
    first.write_text(started + first.read_text("utf-8"), encoding="utf-8")
