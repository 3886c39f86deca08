"""A walk in other people's pages: its frame, and the directive of Sphinx."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from html import unescape
from operator import eq
from urllib.parse import quote

import pytest

import backprop_viz as bv
import needs
from backprop_viz.tell.link import read_link
from lab import PATIENCE, painted, until

WALK = bv.graph("p = w*x; f = (y' - p)**2", parameters="w").walk(w=3, x=2, y_=5)


def test_an_address_in_a_frame_brings_back_the_walk():
    made = WALK.embed("https://example.org/play/", step=3, lang="ja")
    source = unescape(re.search(r'src="([^"]*)"', made)[1])
    link = read_link(source)
    again = bv.graph(link.text, parameters=link.parameters)
    values = {name: float(value) for name, value in link.inputs.items()}
    assert again.walk(values).gradients == WALK.gradients
    assert (link.step, link.lang, link.parameters) == (3, "ja", ("w",))
    assert "embed=" in source
    with pytest.raises(ValueError, match="address"):
        WALK.embed("javascript:alert(1)")


def page(chromium, file, faults, **options):
    opened = chromium.new_context(viewport={"width": 800, "height": 900}, **options).new_page()
    opened.set_default_timeout(1000 * PATIENCE)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    here = ("file:", "data:", "blob:", "about:")
    opened.on("request", lambda ask: None if ask.url.startswith(here) else faults.append(ask.url))
    opened.goto(file.as_uri())
    return opened


def is_live(opened, number=0):
    """The slider of a frame moves its picture, and the frame is as high as its page."""
    frame = opened.frame_locator(f"iframe >> nth={number}")
    shown = frame.locator(".bpv-svg")
    shown.wait_for()
    frame.locator(".bpv").press("End")
    before = frame.locator(".bpv-spoken").text_content()
    frame.locator("input[type=range]:not(.bpv-scrubber)").first.press("ArrowRight")
    until(opened, lambda: frame.locator(".bpv-spoken").text_content(), lambda said: said != before)
    inner, outer = frame.locator("#backprop-viz"), opened.locator("iframe").nth(number)
    height = "element => Math.ceil(element.getBoundingClientRect().height)"
    until(opened, lambda: outer.evaluate(height) - inner.evaluate(height), partial(eq, 0))


def test_a_frame_is_live_tells_its_height_and_follows_light_and_dark(chromium, tmp_path):
    file, faults = tmp_path / "host.html", []
    file.write_text(f"<!doctype html><body data-theme='light'>{WALK.embed()}</body>", "utf-8")
    opened = page(chromium, file, faults)
    frame = opened.frame_locator("iframe")
    is_live(opened)
    for theme in ("dark", "light"):
        opened.evaluate("theme => { document.body.dataset.theme = theme; }", theme)
        until(opened, lambda: frame.locator("body").get_attribute("data-theme"), partial(eq, theme))
    painted(opened)
    assert faults == []


HEARS = """<script>
onmessage = ({ data }) => { document.title = data.backpropViz.theme; };
parent.postMessage({ backpropViz: { height: 50 } }, '*');
</script>"""
PAINTED = {  # the styles of a page and around its frame; what that is told, if dark or light
    ("", ""): ("light", "light"),
    (":root { color-scheme: light dark }", ""): ("auto", "auto"),
    (":root { color-scheme: dark }", ""): ("dark", "dark"),
    ("body { background: #eee }", "background: oklch(0.2 0 0)"): ("dark", "dark"),
    ("body { background: #222 }", "background: #eee"): ("light", "light"),
    ("@media (prefers-color-scheme: dark) { body { background: #222 } }", ""): ("dark", "light"),
}


def test_a_frame_in_a_page_that_tells_no_theme_goes_with_what_is_painted(chromium):
    """A page without a word of themes is white on a dark system: so is the frame in it."""
    opened = chromium.new_page()
    listener = WALK.embed("https://example.org/").partition("</iframe>")[2]
    for (page_style, style), told in PAINTED.items():
        for system, theme in zip(("dark", "light"), told, strict=True):
            opened.emulate_media(color_scheme=system)
            host = (
                f"<!doctype html><style>{page_style}</style><div style='{style}'><p>"
                f'<iframe class="backprop-viz" srcdoc="{HEARS}"></iframe></p></div>{listener}'
            )
            opened.goto(f"data:text/html,{quote(host)}")
            opened.wait_for_function("frames[0].document.title")
            assert opened.evaluate("frames[0].document.title") == theme, (page_style, style)
    # The last of them follows the system while it is open.
    opened.emulate_media(color_scheme="dark")
    opened.wait_for_function("frames[0].document.title === 'dark'")


SOURCE = """\
A page
======

.. backprop:: sigmoid(w*x + b)
   :inputs: w=2 x=1 b=-1
   :parameters: w b
   :lang: ja

.. backprop::
   :step: 1

   p = w*x
   p**2
"""


@pytest.fixture(scope="module")
def sphinx(tmp_path_factory):
    needs.library("sphinx")
    folder = tmp_path_factory.mktemp("sphinx")
    (folder / "conf.py").write_text(
        'extensions = ["backprop_viz.sphinx"]\nproject = "P"\nexclude_patterns = ["_*"]\n'
    )
    (folder / "index.rst").write_text("P\n=\n\n.. toctree::\n\n   deep/page\n")
    (folder / "deep").mkdir()
    (folder / "deep/page.rst").write_text(SOURCE, "utf-8")

    def build(builder, *more):
        options = ["-b", builder, "-d", str(folder / "_kept"), *more]
        return built(folder, folder / "_out" / builder, "-W", *options)

    return build


def built(folder, target, *options):
    """Sphinx in this process, which needs no second start."""
    from sphinx.cmd.build import main

    assert main(["-q", *options, str(folder), str(target)]) == 0
    return target


def test_sphinx_shows_the_live_page_beside_the_document(sphinx, chromium):
    faults = []
    opened = page(chromium, sphinx("html") / "deep/page.html", faults)
    assert opened.locator("iframe").count() == 2
    is_live(opened)
    second = opened.frame_locator("iframe >> nth=1")
    assert second.locator(".bpv").get_attribute("data-step") == "1"
    assert faults == []


def test_sphinx_puts_a_still_picture_on_paper(sphinx):
    walk = bv.graph("sigmoid(w*x + b)", parameters="w b").walk(w=2, x=1, b=-1)
    latex = sphinx("latex")
    assert "backprop-" in next(latex.glob("*.tex")).read_text("utf-8")
    assert len(list(latex.glob("backprop-*.pdf"))) == 2
    text = (sphinx("text") / "deep/page.txt").read_text("utf-8")
    assert walk.steps[-1].sentence("ja")[:20] in text.replace("\n", "")
    for builder in ("man", "texinfo"):
        pages = "\n".join(file.read_text("utf-8") for file in sphinx(builder).glob("*.[1t]*"))
        assert walk.steps[-1].sentence("ja")[:20] in pages.replace("\n", "")
    epub = sphinx("epub", "-D", "copyright=2026", "-D", "version=1")
    assert "<svg" in (epub / "deep/page.xhtml").read_text("utf-8")


def test_a_mistake_in_a_document_is_told_where_it_is(sphinx, tmp_path, capsys):
    (tmp_path / "conf.py").write_text('extensions = ["backprop_viz.sphinx"]\n')
    (tmp_path / "index.rst").write_text("P\n=\n\n.. backprop:: w*x +* b\n")
    built(tmp_path, tmp_path / "out")
    said = capsys.readouterr().err
    assert "index.rst:4" in said
    assert "unexpected `*`" in said


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("inputs: w=abc", "abc"),
        ("inputs: q=1", "inputs unknown: q (the formula's inputs: w, x)"),
        ("parameters: zz", "zz"),
        ("inputs: w=[1, 2", "[1, 2"),
    ],
)
def test_a_mistake_in_an_option_is_told_where_it_is(tmp_path, capsys, option, told):
    needs.library("sphinx")
    (tmp_path / "conf.py").write_text('extensions = ["backprop_viz.sphinx"]\n')
    (tmp_path / "index.rst").write_text(f"P\n=\n\n.. backprop:: w*x\n   :{option}\n")
    built(tmp_path, tmp_path / "out")
    said = capsys.readouterr().err
    assert "index.rst:4" in said
    assert told in said


def test_an_array_in_an_option_is_read_whole(tmp_path):
    needs.library("sphinx")
    (tmp_path / "conf.py").write_text('extensions = ["backprop_viz.sphinx"]\n')
    source = (
        "P\n=\n\n.. backprop:: w @ x\n   :inputs: w = [[1, 2], [3, 4]], x=[5, 6]\n   :step: 1\n"
    )
    (tmp_path / "index.rst").write_text(source)
    text = (built(tmp_path, tmp_path / "out", "-b", "text") / "index.txt").read_text("utf-8")
    assert bv.graph("w @ x").walk(w=[[1, 2], [3, 4]], x=[5, 6]).steps[1].sentence()[:30] in text


@pytest.fixture
def notebook(tmp_path):
    """A notebook that has been run: a heading, a walk in a frame."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

    made = new_output("display_data", {"text/html": WALK.embed(), "text/plain": "a walk"})
    code = new_code_cell("HTML(walk.embed())", execution_count=1, outputs=[made])

    def write(heading):
        kinds = {"text/restructuredtext": new_raw_cell, "text/markdown": new_markdown_cell}
        kind, text = heading
        metadata = {"raw_mimetype": kind} if kind == "text/restructuredtext" else {}
        cells = [kinds[kind](text, metadata=metadata), code]
        file = tmp_path / "index.ipynb"
        nbformat.write(new_notebook(cells=cells), file)
        return file

    return write


MARKDOWN = ("text/markdown", "# A page\n\n```{backprop} w*x\n:inputs: w=2 x=3\n```\n")
RESTRUCTURED = ("text/restructuredtext", "A page\n======\n")  # nbsphinx has pandoc read Markdown


def opened_live(chromium, file, frames=1):
    """Its frames are live with no other host in reach, whatever else the page asks for."""
    faults: list[str] = []
    opened = page(chromium, file, faults)
    for number in range(frames):
        is_live(opened, number)
    assert [fault for fault in faults if not fault.startswith("http")] == []


def test_a_page_of_nbconvert_is_live(notebook, chromium):
    needs.library("nbconvert")
    from nbconvert import HTMLExporter

    file = notebook(MARKDOWN)
    made, _ = HTMLExporter().from_filename(str(file))
    (file.parent / "page.html").write_text(made, "utf-8")
    opened_live(chromium, file.parent / "page.html")


@pytest.mark.parametrize(
    ("extension", "heading", "settings", "frames"),
    [
        ("myst_nb", MARKDOWN, 'nb_execution_mode = "off"', 2),
        ("nbsphinx", RESTRUCTURED, 'nbsphinx_execute = "never"', 1),
    ],
)
def test_a_book_of_notebooks_is_live(notebook, chromium, extension, heading, settings, frames):
    needs.library(extension)
    folder = notebook(heading).parent
    extensions = [extension, "backprop_viz.sphinx"]
    (folder / "conf.py").write_text(f"extensions = {extensions}\n{settings}\n", "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", folder, folder / "out"]  # they change Sphinx
    subprocess.run(command, check=True, capture_output=True)
    opened_live(chromium, folder / "out/index.html", frames)
