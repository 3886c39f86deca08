"""The pages of docs/: built without a warning and without the network, and complete."""

from __future__ import annotations

import importlib
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

import backprop_viz as bv
from backprop_viz.calls.library import FUNCTIONS
from lab import violations_of_themes
from site_here import Visit, served, shared

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
HEADING = re.compile('<[^>]* role="heading"[^>]*>')
sys.path.insert(0, str(DOCS))

import launch  # noqa: E402
from website import weight  # noqa: E402


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory, "docs") / "docs"


def test_they_weigh_no_more_than_the_site_has_room_for(site: Path) -> None:
    kept = [f for f in site.rglob("*") if f.is_file()]
    assert not [f for f in kept if f.suffix in (".map", ".orig", ".doctree")]
    assert sum(f.stat().st_size for f in kept) <= weight.MOST["docs"]


def documented(site: Path) -> set[str]:
    """The full names of all that the reference describes."""
    page = (site / "reference.html").read_text(encoding="utf-8")
    return set(re.findall(r'id="(backprop_viz[\w.]*)"', page))


def test_every_page_is_built(site: Path) -> None:
    for page in PAGES:
        assert (site / page.relative_to(DOCS)).with_suffix(".html").is_file()
    index = (site / "index.html").read_text(encoding="utf-8")
    for page in PAGES:
        assert page.name == "index.md" or f"{page.stem}.html" in index


def test_no_page_asks_the_network_for_anything(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|img|iframe)[^>]+src="https?:', text) == [], page.name
        assert re.findall(r'<link[^>]+href="https?:', text) == [], page.name
        if page.parent.name != "_backprop":  # in a frame; else a browser asks its host
            assert '<link rel="icon"' in text, page.name


def test_every_heading_has_a_level(site: Path) -> None:
    tags = [tag for page in site.glob("*.html") for tag in HEADING.findall(page.read_text("utf-8"))]
    assert tags
    assert [tag for tag in tags if "aria-level" not in tag] == []


def test_a_page_serves_whoever_does_not_see_it(site: Path, chromium: Any) -> None:
    """On a phone, where code is wider than the page, with a walk in it, in light and in dark."""
    with served(site) as address:
        visit = Visit(chromium, address, viewport={"width": 360, "height": 900})
        visit.page.goto(f"{address}/hosts.html")
        assert violations_of_themes(visit.page) == []
        assert visit.faults == []
        visit.context.close()


def test_the_reference_has_every_public_name(site: Path) -> None:
    found = documented(site)
    text = (DOCS / "reference.md").read_text(encoding="utf-8")
    for name in bv.__all__:
        if name in FUNCTIONS:
            assert f"`{name}`" in text, name
        else:
            there = f"{getattr(bv, name).__module__}.{name}"
            assert {f"backprop_viz.{name}", there} & found, name
    for name in ("Graph.walk", "Walk.check", "Walk.steps"):
        assert f"backprop_viz.{name}" in found


def test_the_extra_brings_what_the_reference_documents() -> None:
    """Sphinx passes over what cannot be imported: these pages are not built without it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "backprop-viz[lab]" in project["optional-dependencies"]["docs"]
    code = f"""
import sys
sys.path.insert(0, {str(DOCS)!r})
sys.modules["ipywidgets"] = None
import conf
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode != 0
    assert "ipywidgets" in done.stderr


def test_an_object_of_every_class_that_is_returned_is_in_the_reference(site: Path) -> None:
    """What a public function gives back is described as well."""
    found = documented(site)
    for name in (
        "Explorer",
        "Prediction",
        "LiveLandscape",
        "Landscape",
        "Picture",
        "Check",
        "Path",
    ):
        assert any(entry.rpartition(".")[2] == name for entry in found), name


def directives() -> list[tuple[str, list[str] | None]]:
    """The classes of the reference, each with the members that it asks for; None for all."""
    text = (DOCS / "reference.md").read_text(encoding="utf-8")
    found = re.findall(r"autoclass:: (\S+)\n((?: +:.*\n)*)", text)
    asked = [(name, re.search(r":members:(.*)", options)) for name, options in found]
    return [
        (name, [] if m is None else [part.strip() for part in m[1].split(",")] if m[1] else None)
        for name, m in asked
    ]


@pytest.mark.parametrize(("name", "members"), directives())
def test_what_the_reference_asks_for_has_a_docstring(
    site: Path, name: str, members: list[str] | None
) -> None:
    """Sphinx passes over a member without one."""
    module, _, owner = name.rpartition(".")
    made = getattr(importlib.import_module(module), owner)
    assert made.__doc__
    assert not made.__doc__.startswith(f"{owner}("), "a dataclass's own"
    if members is None:
        members = [
            key
            for key, value in vars(made).items()
            if not key.startswith("_")
            and (inspect.isfunction(value) or isinstance(value, property | cached_property))
        ]
    missing_here = {f"{name}.{member}" for member in members} - documented(site)
    assert missing_here == set()


def test_no_page_has_a_formula_that_sphinx_would_show_as_source() -> None:
    """Without MathJax, which is fetched, `$x^2$` stays as it is; Unicode needs nothing."""
    for page in PAGES:
        text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
        assert "$" not in text, page.name


def test_links_between_the_pages_and_to_files_hold() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readmes_table_of_lessons_is_up_to_date() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(text.count(mark) == 1 for mark in launch.MARKS)
    assert launch.renewed(text) == text, "python docs/launch.py --write"


def test_one_command_gives_every_lesson_its_link(tmp_path: Path, monkeypatch: Any) -> None:
    for name in ("pyproject.toml", "README.md", "notebooks"):
        there = ROOT / name
        if there.is_dir():
            shutil.copytree(there, tmp_path / name)
        else:
            shutil.copy(there, tmp_path / name)
    monkeypatch.setattr(launch, "ROOT", tmp_path)
    for address in ("https://github.com/you/one", "https://github.com/you/two"):
        monkeypatch.setattr(sys, "argv", ["launch.py", "--write", address])
        assert launch.main() == 0
        assert launch.address() == address
        assert tomllib.loads((tmp_path / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
        readme = (tmp_path / "README.md").read_text("utf-8")
        links = re.findall(r"\(https://mybinder\.org/v2/gh/you/(\w+)/HEAD\?\S+ipynb\)", readme)
        assert links == [address.rpartition("/")[2]] * 20
        assert launch.renewed(readme) == readme
        pictures = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", readme)
        assert len(pictures) > 10
        assert all(picture.startswith(f"{address}/raw/HEAD/docs/") for picture in pictures)


def test_the_site_has_its_address_in_the_same_place(tmp_path: Path, monkeypatch: Any) -> None:
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    monkeypatch.setattr(launch, "ROOT", tmp_path)
    there = ["https://github.com/you/one", "--site", "https://you.example.org/one/"]
    monkeypatch.setattr(sys, "argv", ["launch.py", "--write", *there])
    assert launch.main() == 0
    assert (launch.address(), launch.address("Site")) == (there[0], there[2])
    readme = (tmp_path / "README.md").read_text("utf-8")
    links = re.findall(r"\(https://you\.example\.org/one/course/\S+path=(\S+)\)", readme)
    assert len(links) == 20
    assert all((ROOT / "notebooks" / link).is_file() for link in links)
    assert launch.renewed(readme) == readme


def test_without_an_address_the_readme_shows_the_pictures_beside_it() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", (ROOT / "README.md").read_text("utf-8"))
    if launch.address() is None:
        assert all((ROOT / picture).is_file() for picture in pictures)


def test_each_lesson_is_there_in_every_language() -> None:
    for number, by_language in launch.lessons().items():
        assert by_language.keys() == launch.LANGUAGES.keys(), number
        assert len({path.name for path in by_language.values()}) == 1, number


def test_links_of_binder_and_of_a_hub() -> None:
    lesson = Path("notebooks/ja/03-the-article-walk.ipynb")
    there = "https://github.com/you/backprop-viz.git"
    assert launch.on_binder(there, lesson) == (
        "https://mybinder.org/v2/gh/you/backprop-viz/HEAD"
        "?urlpath=lab%2Ftree%2Fnotebooks%2Fja%2F03-the-article-walk.ipynb"
    )
    assert launch.on_binder("https://git.example.edu/a/b", lesson, "v1").startswith(
        "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.edu%2Fa%2Fb/v1?urlpath="
    )
    assert launch.on_hub("https://hub.example.edu/", there, lesson) == (
        "https://hub.example.edu/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fyou%2Fbackprop-viz.git&branch=main"
        "&urlpath=lab%2Ftree%2Fbackprop-viz%2Fnotebooks%2Fja%2F03-the-article-walk.ipynb"
        "%3Fautodecode"
    )
