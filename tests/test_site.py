"""The course on the site in a real Chromium: Python and lessons from static files alone."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

import needs
from lab import painted, until, violations_of_themes
from lessons_here import finished, kept, open_lesson, start, take
from site_here import ROOT, Visit, served, shared

sys.path.append(str(ROOT / "docs"))
from website import lighter, weight


def contents(archive, *endings):
    """What is in a wheel by its name, also in one that is held packed."""
    content = archive.read_bytes()
    if archive.suffix == ".packed":
        content = gzip.decompress(content)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        names = (name for name in opened.namelist() if name.endswith(endings or ("",)))
        return {name: opened.read(name) for name in names}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return shared(tmp_path_factory, "play", "course")


def test_what_is_compiled_is_what_pyodide_s_lock_names(folder, tmp_path):
    lock = json.loads((folder / "pyodide/pyodide-lock.json").read_text("utf-8"))["packages"]
    for entry in lock.values():
        content = (folder / f"pyodide/{entry['file_name']}.packed").read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    official = needs.node_module("pyodide") / "pyodide-lock.json"
    numpy = json.loads(official.read_text("utf-8"))["packages"]["numpy"]
    given = Path(needs.pyodide()) / numpy["file_name"]
    assert hashlib.sha256(given.read_bytes()).hexdigest() == numpy["sha256"]
    binary = contents(given, ".so")
    assert binary
    assert contents(folder / f"pyodide/{lock['numpy']['file_name']}.packed", ".so") == binary
    (tmp_path / numpy["file_name"]).write_bytes(b"another one")
    command = [sys.executable, "docs/site.py", "-o", tmp_path / "out", "--parts", "play"]
    command += ["--pyodide", tmp_path, "--node-modules", needs.node_module("pyodide").parent]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "is not the one that Pyodide's lock names" in done.stderr


def test_it_is_small_and_the_kernel_loads_no_more_than_it_needs(folder):
    weight.check(folder)
    assert sum(weight.MOST.values()) <= 60e6
    lock = json.loads((folder / "pyodide/pyodide-lock.json").read_text("utf-8"))["packages"]
    begun = {name: entry for name, entry in lock.items() if name.startswith("beginning")}
    assert set(begun) == {"beginning-of-kernel", "beginning-of-play"}
    assert [entry["depends"] for entry in begun.values()] == [[], []]
    assert not {"jedi", "ssl", "sqlite3"} & set(lock)
    for entry in lock.values():
        names = contents(folder / f"pyodide/{entry['file_name']}.packed")
        assert not [name for name in names if "/tests/" in name or name.endswith((".h", ".pyi"))]


LOCAL = re.compile(r'<(?:a|link|img|script|iframe)\b[^>]*? (?:href|src)="([^"#?]+)[^"]*"')


def led_to(page):
    """The files of this site that a page leads to or is shown with."""
    for place in LOCAL.findall(page.read_text("utf-8")):
        if not re.match(r"\w+:|//", place):
            file = (page.parent / unquote(unescape(place))).resolve()
            yield file / "index.html" if place.endswith("/") else file


def test_every_page_leads_only_to_what_is_there(tmp_path_factory):
    """By the one command with all its parts, to each of which the front page has a door."""
    site = shared(tmp_path_factory, "play", "course", "gallery", "docs").resolve()
    weight.check(site)
    doors = [file.relative_to(site).parts for file in led_to(site / "index.html")]
    assert {parts[0] for parts in doors if len(parts) > 1} == {"play", "course", "gallery", "docs"}
    assert len([parts for parts in doors if parts[0] == "course"]) == 20
    pages = [site / "index.html", site / "play/index.html", site / "gallery/index.html"]
    pages += (site / "docs").rglob("*.html")
    links = [(page, file) for page in pages for file in led_to(page)]
    assert len(links) > 500
    assert [link for link in links if not link[1].is_file()] == []


def test_nothing_is_held_twice_or_only_for_those_who_made_it(folder):
    """Neither source maps, nor schemas one by one, nor what JupyterLite is told to leave alone."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in files if file.suffix in (".map", ".orig")]
    build = folder / "course/build"
    assert (build / "schemas/all.json").is_file()
    assert not [*(build / "schemas").glob("*/*")]
    scripts = {path: path.read_text("utf-8") for path in build.rglob("*.js")}
    assert not [path for path, text in scripts.items() if "sourcesContent:[" in text]
    assert not [path for path, text in scripts.items() if "mermaidAPI" in text]
    joined = (build / lighter.JOINED_NAME).read_text("utf-8")
    for given, instead in lighter.ONE:
        assert not [path for path, text in scripts.items() if given in text]
        assert joined.count(instead) == 1
    config = json.loads((folder / "course/jupyter-lite.json").read_text("utf-8"))
    assert '<link rel="icon"' in (folder / "course/notebooks/index.html").read_text("utf-8")
    off = config["jupyter-config-data"]["disabledExtensions"]
    assert "@jupyterlab/mermaid-extension" in off


KNOWN = lighter.MAIN + lighter.FIRST


@pytest.mark.parametrize("first", ["main();\n", KNOWN + lighter.FIRST, 2 * lighter.MAIN + KNOWN])
def test_another_jupyterlite_is_served_as_it_is(tmp_path, first):
    given = {"config-utils.js": first, "build/28.1a2b3c4.js": "1"}
    (tmp_path / "build").mkdir()
    for name, text in given.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    lighter.join(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {str(path.relative_to(tmp_path)): path.read_text("utf-8") for path in files} == given


def test_a_site_that_is_too_heavy_is_told(tmp_path):
    (tmp_path / "gallery").mkdir()
    with (tmp_path / "gallery/film.mp4").open("wb") as file:
        file.truncate(weight.MOST["gallery"])
    weight.check(tmp_path)
    (tmp_path / "gallery/more.mp4").write_bytes(b"1")
    with pytest.raises(SystemExit, match=r"gallery has 15\.8 MB"):
        weight.check(tmp_path)


def test_what_python_begins_with_is_compiled_for_it(folder):
    """By the Python that runs it, whose number each file begins with; never beside its source."""
    library = contents(folder / "pyodide/python_stdlib.zip.packed", ".py", ".pyc")
    for archive, modules in {
        "beginning-of-kernel.zip": ["IPython/core/interactiveshell", "ipywidgets/widgets/widget"],
        "beginning-of-play.zip": ["backprop_viz/core/walk", "backprop_viz/playground/typed"],
        "python_stdlib.zip": ["asyncio/events", "dataclasses"],
    }.items():
        found = contents(folder / f"pyodide/{archive}.packed", ".py", ".pyc")
        assert not [name for name in found if f"{name}c" in found]
        for name in modules:
            assert found[f"{name}.pyc"][:4] == (3531).to_bytes(2, "little") + b"\r\n"  # 3.12
    assert "mailbox.py" in library  # what nobody begins with stays as it was


RESTART = """async () => {
    const { session } = window.jupyterapp.shell.currentWidget.context.sessionContext;
    await session.kernel.restart();
}"""
# What the kernel says may come next.
COMPLETE = """async code => {
    const { kernel } = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
    const { content } = await kernel.requestComplete({ code, cursor_pos: code.length });
    return content.matches.map(match => match.split('.').at(-1));
}"""
# What JupyterLab has loaded besides what was joined.
ALONE = r"""() => performance.getEntriesByType('resource').map(({ name }) => name)
    .filter(name => /\/(build|static)\/(jlab_core|\d+)\.\w+\.js/.test(name))"""
# Whether the kernel's Python has gone on from what was kept of another.
FROM_MEMORY = "loadPyodide().then(python => '_loadSnapshot' in python._api.config)"
# What its random numbers come from, however many there have been.
STATE = "hash(random.getstate()[1][:-1])"
SEED = f"loadPyodide().then(python => python.runPython('import random; str({STATE})'))"
# What installs packages comes once it is asked for, and knows what JupyterLite has told it before.
INSTALLS = """loadPyodide().then(python => python.runPython(`
import sys, piplite
before = "micropip" in sys.modules
known = piplite.install.__globals__
told = known["_PIPLITE_DISABLE_PYPI"], len(known["_PIPLITE_URLS"])
str((before, "micropip" in sys.modules, *told))`))"""
HOLDS = """async name => (await Promise.all((await caches.keys()).map(async key =>
    (await (await caches.open(key)).keys())))).flat().some(({ url }) => url.includes(name))"""
NEEDED = "loadPyodide().then(python => python.runPython('import contourpy; str(bool(contourpy))'))"
# What a page of its own is told by a kernel's Python; its memory may be another one before.
BEGUN = """async ([kernel, damaged]) => {
    const names = (await caches.keys()).filter(name => name.startsWith('backprop-viz-memory'));
    for (const name of damaged === 'one byte' ? names : []) {
        const cache = await caches.open(name);
        for (const key of await cache.keys()) {
            const reply = await cache.match(key);
            const bytes = new Uint8Array(await reply.arrayBuffer());
            bytes[bytes.length >> 1] ^= 1;
            await cache.put(key, new Response(bytes, { headers: reply.headers }));
        }
    }
    const tell = `import numpy, backprop_viz as bv, random
f"{bv.graph('f = w*x').walk(w=2, x=3).output} {numpy.eye(2) @ [4, 5]} {STATE}"`;
    const code = `importScripts(${JSON.stringify(kernel)});
        if (${damaged === 'silent'}) caches.open = () => new Promise(() => {});
        loadPyodide({}).then(python => postMessage(
            python.runPython(${JSON.stringify(tell)})
                + ' ' + ('_loadSnapshot' in python._api.config)
        )).catch(error => postMessage(String(error)));`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    const told = await new Promise(done => {
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = ({ message }) => done(message);
        setTimeout(() => done('nothing within a minute'), 60000);
    });
    worker.terminate();
    return told;
}""".replace("STATE", STATE)
LESSONS = (
    "ja/03-the-article-walk",
    "en/04-the-patterns",
    "ja/04-the-patterns",
    "en/09-write-backward",
)


def begun_compiled(browser, page, site, lesson):
    """The lesson's scripts whose whole code was there before it opened."""
    browser.start_tracing(page=page, categories=["v8", "disabled-by-default-v8.compile"])
    open_lesson(page, site, lesson)
    told = json.loads(browser.stop_tracing())["traceEvents"]
    found = [event["args"]["data"] for event in told if event["name"] == "v8.compile"]
    return {data["url"].rpartition("/")[2] for data in found if data.get("cacheKind") == "full"}


def test_the_front_page_leads_to_lessons_that_run_with_and_without_a_network(chromium, folder):
    """Pictures, sliders and questions, of two lessons in each language, without any other host."""
    first, second, *others = (f"{name}.ipynb" for name in LESSONS)
    with served(folder) as site:
        visit = Visit(chromium, site, viewport={"width": 1280, "height": 900})
        page = visit.page
        page.goto(f"{site}/")
        places = page.locator("a").evaluate_all("links => links.map(link => link.href)")
        lessons = [place.partition("path=")[2] for place in places if "path=" in place]
        assert len(lessons) == 20
        for lesson in lessons:
            assert (folder / "course/files" / lesson).is_file()
        assert violations_of_themes(page) == []

        open_lesson(page, site, first)
        start(page)
        live = page.locator(".backprop-viz-explorer").first
        live.locator(".bpv-svg").wait_for()
        live.locator(".bpv").press("End")
        painted(page)
        before = live.locator(".bpv-spoken").text_content()
        live.locator(".noUi-handle").first.press("ArrowRight")
        until(page, lambda: live.locator(".bpv-spoken").text_content(), lambda said: said != before)
        assert finished(page) == []
        assert "gradients" in page.evaluate(COMPLETE, "walk.grad")
        asked = page.locator(".backprop-viz-prediction").first
        asked.locator("input[type=text]").fill("12")
        asked.locator("input[type=text]").press("Enter")
        said = asked.locator("[role=status]")
        until(page, lambda: "".join(said.all_text_contents()), lambda told: "12" in told)
        assert page.workers[0].evaluate(FROM_MEMORY) is False
        kept(page)
        for needed in ("sympy-", "contourpy-", "MathJax_Size4"):  # by another lesson
            until(page, partial(page.evaluate, HOLDS, needed))
        site.stop()

        page.close()
        page = visit.context.new_page()
        scripts = begun_compiled(chromium, page, site, second)
        assert lighter.JOINED_NAME in scripts
        assert len([name for name in scripts if name.startswith("remoteEntry.")]) == 3
        assert page.evaluate(ALONE) == []
        assert page.workers[0].evaluate(FROM_MEMORY) is True
        assert page.workers[0].evaluate(INSTALLS) == "(False, True, True, 2)"
        assert page.workers[0].evaluate(NEEDED) == "True"
        seed = page.workers[0].evaluate(SEED)
        assert take(page, second) == []
        until(page, page.locator(".backprop-viz-prediction svg").count)
        page.evaluate(RESTART)  # the next worker is JupyterLite's own from its beginning
        for lesson in others:
            assert take(page, lesson) == []
        assert page.workers[-1].evaluate(FROM_MEMORY) is True
        assert [fault for fault in visit.faults if fault.startswith(("request", "error"))] == []
        assert not [fault for fault in visit.faults if "failed to activate" in fault]

        kernel = f"{site}/pyodide/kernel.js"
        asked = [[kernel, how] for how in (None, "silent")]
        restored, silent = page.evaluate(f"all => Promise.all(all.map({BEGUN}))", asked)
        damaged = page.evaluate(BEGUN, [kernel, "one byte"])
        told = [said.split() for said in (restored, silent, damaged)]
        assert [said[:3] for said in told] == 3 * [["6.0", "[4.", "5.]"]]
        assert [said[-1] for said in told] == ["true", "false", "false"]
        assert told[0][3] != seed  # of its own


def test_all_lessons_are_there_in_jupyterlab(chromium, folder):
    with served(folder) as address:
        visit = Visit(chromium, address)
        visit.page.goto(f"{address}/course/")
        files = visit.page.locator(".jp-DirListing-itemText")
        files.nth(1).wait_for()
        assert files.all_text_contents() == ["en", "ja"]
        assert visit.faults == []
        visit.context.close()
