"""The gallery is built by one command, every example in every medium."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from backprop_viz.media.save import MEDIA
from lab import until, violations_of_themes
from site_here import Visit, served, shared

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "examples"))

from build import EXAMPLES, MODELS, OF_MODELS, PICTURES  # noqa: E402


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return shared(tmp_path_factory, "gallery")


def expected(name):
    """The files of an example: in every medium, and once more as what has a form of its own."""
    kinds = [f".{kind}" for kind in (*PICTURES, *MEDIA) if kind not in ("png", "dot")]  # of a site
    return {f"{name}{end}" for end in (*kinds, "-worksheet.pdf", "-beamer.tex")}


BEGINS = {
    **{
        ".svg": b"<svg",
        ".gif": b"GIF89a",
        ".apng": b"\x89PNG",
        ".webp": b"RIFF",
        ".html": b"<!doc",
    },
    **{".pdf": b"%PDF-", ".pptx": b"PK\3\4", ".mp4": b"\0\0\0", ".tex": b"", ".md": b""},
}


def test_one_command_builds_every_example_in_every_medium(site):
    for example in EXAMPLES:
        files = [f for f in (site / "gallery" / example.name).iterdir() if f.is_file()]
        assert {file.name for file in files} == expected(example.name)
        for file in files:
            content = file.read_bytes()
            assert content, file
            assert content[:6].lower().startswith(BEGINS[file.suffix].lower()), file
        pictures = site / f"gallery/{example.name}/{example.name}_files"
        assert len([*pictures.iterdir()]) == len(example.walk().steps)
    assert (site / "gallery/gallery.html").is_file()


def test_the_front_page_leads_to_a_gallery_that_shows_each_example(site, chromium):
    names = {example.name for example in EXAMPLES}
    names |= {model.name for model in MODELS if importlib.util.find_spec("torch")}
    with served(site) as address:
        visit = Visit(chromium, address)
        page = visit.page
        page.goto(f"{address}/")
        page.locator(".doors a[href^=gallery]").click()
        pictures = page.locator("section img")
        until(
            page,
            lambda: pictures.evaluate_all("all => all.map(image => image.naturalWidth)"),
            lambda widths: len(widths) == len(names) and all(widths),
        )
        shown = pictures.evaluate_all("all => all.map(image => image.getAttribute('src'))")
        assert set(shown) == {f"{name}/{name}.svg" for name in names}
        links = page.locator("section a").evaluate_all("all => all.map(link => link.pathname)")
        there = {site.parent / unquote(link).removeprefix("/") for link in links}
        folders = [site / "gallery" / name for name in names]
        assert there == {f for folder in folders for f in folder.iterdir() if f.is_file()}
        assert violations_of_themes(page) == []
        page.locator("a[href='article/article.html']").click()
        page.locator(".bpv-svg").first.wait_for()
        assert visit.faults == []
        visit.context.close()


def test_the_command_runs(tmp_path):
    command = [sys.executable, ROOT / "examples/build.py", "-o", tmp_path, "--kinds", "svg,md"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert len(done.stdout.splitlines()) == 2 * len(EXAMPLES)
    assert {path.name for path in tmp_path.iterdir()} == {e.name for e in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_is_right(example):
    assert example.walk().check().ok


def test_the_models_are_live_pages(site):
    if importlib.util.find_spec("torch") is None:
        pytest.skip("no PyTorch here")
    for model in MODELS:
        folder = site / "gallery" / model.name
        assert {f.name for f in folder.iterdir()} == {f"{model.name}.{k}" for k in OF_MODELS}
        page = (folder / f"{model.name}.html").read_text("utf-8")
        assert "gpt_block.py:" in page or "batch_norm.py:" in page  # the line of each step
        assert str(ROOT) not in page
        assert len(page.encode()) < 2_000_000


def test_what_is_built_is_in_no_commit():
    assert "examples/gallery/" in (ROOT / ".gitignore").read_text().splitlines()
