"""The notebook at the front door: committed bare, fit for slides, and executed.

The course has tests of its own, in test_course.py.
"""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LESSONS = sorted(FOLDER.rglob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    found = nbformat.read(request.param, as_version=4)
    nbformat.validate(found)
    return found


def test_there_is_a_lesson() -> None:
    assert NOTEBOOKS


def test_it_is_committed_without_outputs(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_every_cell_knows_its_slide(notebook: nbformat.NotebookNode) -> None:
    """None is on the slide of the cell before; jupyterlab-slideshow would never show a "-"."""
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells]
    assert set(kinds) <= {"slide", "subslide", "fragment", "skip", "notes", None}
    assert kinds[0] == "slide"


def test_it_has_one_title(notebook: nbformat.NotebookNode) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    titles = [line for line in text.splitlines() if line.startswith("# ")]
    assert len(titles) == 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_text_calls_a_thing_what_the_graph_calls_it(path: Path) -> None:
    """What is differentiated, and a cost, has its letter in a program of the notebook."""
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    given = set(re.findall(r"\b([A-Za-z]+)(?:_|')? = ", code))
    differentiated = set(re.findall(r"\\partial ([A-Za-z]+)\}\{", text))
    differentiated |= set(re.findall(r"∂([A-Za-z]+)/∂", text))
    costs = set(re.findall(r"\$([A-Z])(?:\(w\))?[ $]", text))
    assert differentiated | costs <= given


@cache
def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs; no test needs a run of its own."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        where = {"metadata": {"path": folder}}
        client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where)
        client.execute()
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path) -> None:
    cells = executed(path).cells
    outputs = [o for cell in cells if cell.cell_type == "code" for o in cell.outputs]
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "image/png"} <= kinds
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_lesson_says_the_articles_numbers() -> None:
    lesson = executed(FOLDER / "01-back-propagation.ipynb")
    text = "\n".join(
        output.get("text", "") + "".join(output.get("data", {}).get("text/plain", ""))
        for cell in lesson.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert "w = 2.20, b = 0.60" in text
    assert "cost before: 4.0000, cost after: 0.0000" in text
    assert "all gradients agree" in text


def test_both_languages_have_the_same_cells() -> None:
    pairs = [nbformat.read(FOLDER / f"01-back-propagation{end}.ipynb", 4) for end in ("", ".ja")]
    for english, japanese in zip(*(pair.cells for pair in pairs), strict=True):
        assert (english.id, english.cell_type) == (japanese.id, japanese.cell_type)
        assert english.metadata == japanese.metadata


def test_a_mistake_is_told_without_the_way_through_the_package(tmp_path: Path) -> None:
    """A learner sees the line of the cell and the words, not seven frames of ours before them."""
    (tmp_path / "mine.py").write_text(
        "import backprop_viz as bv\n\n\ndef walked():\n    return bv.graph('w*x').walk(w=3)\n"
    )
    codes = (
        "import backprop_viz as bv\nbv.graph('sgmoid(w*x) + b')",
        "bv.speak('ja')\nimport mine\nmine.walked()",
        "1/0",
    )
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    ran = nbformat.v4.new_notebook(cells=cells)
    where = {"metadata": {"path": tmp_path}}
    NotebookClient(ran, allow_errors=True, kernel_name="python3", resources=where).execute()
    first, second, other = (cell.outputs[-1] for cell in ran.cells)
    assert first.ename == "ParseError"
    assert "\n".join(first.traceback).splitlines() == [
        "line 2 of the cell: bv.graph('sgmoid(w*x) + b')",
        "ParseError: there is no function `sgmoid` (line 1, column 1)",
        "    sgmoid(w*x) + b",
        "    ^",
        "hint: did you mean `sigmoid`?",
    ]
    assert second.traceback[:-1] == [
        "セルの 3 行目: mine.walked()",
        "mine.py の 5 行目: return bv.graph('w*x').walk(w=3)",
    ]
    assert second.traceback[-1].startswith("InputError: 入力 x がありません")
    assert "Traceback" in other.traceback[1]
