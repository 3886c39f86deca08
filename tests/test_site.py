"""The course on the site in a real Chromium: Python and lessons from static files alone."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pytest

import needs
from lab import until, violations
from site_here import ROOT, Visit, build, served


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    needs.library("jupyterlite_core")
    built = build(tmp_path_factory.mktemp("site"), "course")
    file = built / "course/jupyter-lite.json"
    told = json.loads(file.read_text("utf-8"))
    settings = told["jupyter-config-data"]["settingsOverrides"]
    assert settings["@jupyterlab/extensionmanager-extension:plugin"] == {"enabled": False}
    settings["@jupyterlab/notebook-extension:tracker"] = {"windowingMode": "none"}  # as in lab.py
    file.write_text(json.dumps(told), "utf-8")
    return built


@pytest.fixture(scope="module")
def site(folder):
    with served(folder) as address:
        yield address


def test_what_is_compiled_is_what_pyodide_s_lock_names(folder, tmp_path):
    lock = json.loads((folder / "pyodide/pyodide-lock.json").read_text("utf-8"))["packages"]
    for entry in lock.values():
        content = (folder / "pyodide" / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    official = needs.node_module("pyodide") / "pyodide-lock.json"
    numpy = json.loads(official.read_text("utf-8"))["packages"]["numpy"]
    assert lock["numpy"]["sha256"] == numpy["sha256"]
    (tmp_path / numpy["file_name"]).write_bytes(b"another one")
    command = [sys.executable, "docs/site.py", "-o", tmp_path / "out", "--parts", "play"]
    command += ["--pyodide", tmp_path, "--node-modules", needs.node_module("pyodide").parent]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "is not the one that Pyodide's lock names" in done.stderr


def test_the_front_page_leads_to_every_lesson(chromium, site, folder):
    visit = Visit(chromium, site)
    visit.page.goto(f"{site}/")
    places = visit.page.locator("a").evaluate_all("links => links.map(link => link.href)")
    lessons = [place.partition("path=")[2] for place in places if "path=" in place]
    assert len(lessons) == 20
    for lesson in lessons:
        assert (folder / "course/files" / lesson).is_file()
    assert violations(visit.page) == []
    assert visit.faults == []


IDLE = "session?.kernel?.status === 'idle'"


def test_a_lesson_runs_in_the_browser(chromium, site):
    """Its pictures, its sliders and its questions, without any other host."""
    visit = Visit(chromium, site, viewport={"width": 1280, "height": 900})
    page = visit.page
    page.goto(f"{site}/course/notebooks/index.html?path=ja/03-the-article-walk.ipynb")
    page.wait_for_selector(".jp-Notebook")
    look = f"window.jupyterapp?.shell?.currentWidget?.context?.sessionContext?.{IDLE}"
    until(page, lambda: page.evaluate(look))
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    live = page.locator(".backprop-viz-explorer").first
    live.locator(".bpv-svg").wait_for()
    live.locator(".bpv").press("End")
    before = live.locator(".bpv-spoken").text_content()
    live.locator(".noUi-handle").first.press("ArrowRight")
    until(page, lambda: live.locator(".bpv-spoken").text_content(), lambda said: said != before)
    assert [fault for fault in visit.faults if fault.startswith(("request", "error"))] == []
    assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
