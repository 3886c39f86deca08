"""The notebook at the front door: committed bare, fit for slides, and executed.

The course has tests of its own, in test_course.py.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


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


def test_it_runs(notebook: nbformat.NotebookNode, tmp_path: Path) -> None:
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "image/png"} <= kinds
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_lesson_says_the_articles_numbers() -> None:
    lesson = nbformat.read(FOLDER / "01-back-propagation.ipynb", as_version=4)
    NotebookClient(lesson, timeout=120, kernel_name="python3").execute()
    text = "\n".join(
        output.get("text", "") + "".join(output.get("data", {}).get("text/plain", ""))
        for cell in lesson.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert "w = 2.20, b = 0.60" in text
    assert "cost before: 4.0000, cost after: 0.0000" in text
    assert "all gradients agree" in text
