"""The gallery is built by one command, every example in every medium."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from backprop_viz.media.save import MEDIA

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "examples"), str(ROOT / "docs")]

from build import EXAMPLES, MODELS, PICTURES, build_models  # noqa: E402
from website import front, weight  # noqa: E402


def test_one_command_builds_an_example_of_every_kind(tmp_path, monkeypatch, chromium):
    import build as gallery

    monkeypatch.setattr(gallery, "EXAMPLES", EXAMPLES[1:2])
    monkeypatch.setattr(gallery, "MODELS", ())
    files = front.gallery(tmp_path, (*PICTURES, *MEDIA), "ja")  # as the site has it
    page = chromium.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    links = page.locator("section a").evaluate_all("all => all.map(link => link.pathname)")
    assert {Path(unquote(link)) for link in links} == set(files) - {tmp_path / "gallery.html"}
    assert page.locator("section img").evaluate("image => image.naturalWidth") > 0
    page.close()
    assert {path.suffix[1:] for path in files} == {*PICTURES, *MEDIA}
    assert all(path.stat().st_size for path in files)
    assert any("worksheet" in path.name for path in files)
    assert (tmp_path / "gallery.html").is_file()
    shown = [f for f in tmp_path.rglob("*") if f.is_file() and f.suffix not in (".png", ".dot")]
    weighed = sum(f.stat().st_size for f in shown if f.parent != tmp_path)
    assert 13 * weighed <= weight.MOST["gallery"]  # all of them are as heavy as 13 of this one


def test_the_command_runs(tmp_path):
    command = [sys.executable, ROOT / "examples/build.py", "-o", tmp_path, "--kinds", "svg,md"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert len(done.stdout.splitlines()) == 2 * len(EXAMPLES)
    assert {path.name for path in tmp_path.iterdir()} == {e.name for e in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_is_right(example):
    assert example.walk().check().ok


def test_the_models_are_live_pages(tmp_path):
    pytest.importorskip("torch")
    files = build_models(tmp_path, ("svg", "html"), "en")
    assert [path.name for path in files] == [
        f"{m.name}.{k}" for m in MODELS for k in ("svg", "html")
    ]
    for path in files[1::2]:
        page = path.read_text("utf-8")
        assert "gpt_block.py:" in page or "batch_norm.py:" in page  # the line of each step
        assert str(ROOT) not in page
        assert path.stat().st_size < 2_000_000


def test_what_is_built_is_in_no_commit():
    assert "examples/gallery/" in (ROOT / ".gitignore").read_text().splitlines()
