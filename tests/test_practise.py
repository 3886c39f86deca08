"""``backprop-viz practise``: a performance at a terminal, and from a pipe."""

import io
import sys

import pytest

from backprop_viz.cli import main as cli
from backprop_viz.practice.kinds import KINDS, exercise
from backprop_viz.practice.task import made_task

INPUTS = ["x=2", "y=3", "z=4"]


@pytest.fixture
def run(capsys, monkeypatch):
    """The command with lines for its standard input: its status, output and errors."""

    def command(lines, *arguments):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        status = cli.main(["practise", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return command


def test_the_backward_pass_is_done_edge_by_edge(run):
    # ∂f/∂f, then f → v₁, f → z, v₁ → x, v₁ → y: each by its number in what is left
    lines = ["3", "1", "3", "1", "1", "3", "passes on", "1", "1", "swaps", "3", "3", "2"]
    status, out, err = run(lines, "x*y + z", *INPUTS)
    assert (status, err) == (0, "")
    assert "Done: 5 of 5 right at the first attempt" in out
    assert out.count("✓ Right!") == 5
    assert "✓ v₁ → x: 3" in out


def test_what_is_wrong_is_told_with_its_reason(run):
    lines = ["2", "?", "3", "2", "1", "?", "3", "2", "1", "2", "1", "?", "?", "?", "q"]
    status, out, err = run(lines, "x*y + z", *INPUTS)
    assert (status, err) == (0, "")
    assert "✗ Not possible yet: v₁ can pass nothing on to y" in out
    assert "→ Possible next: ∂f/∂f at the output" in out
    assert "✗ Not yet. What is subtracted gets the gradient with the other sign." in out
    assert "Left at 2 of 5." in out


def test_it_ends_with_its_input(run):
    for lines, left in (([], 0), (["3"], 0), (["3", "1"], 1)):
        status, out, err = run(lines, "x*y + z", *INPUTS)
        assert (status, err) == (0, "")
        assert out.endswith(f"Left at {left} of 5.\n")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_levels_one_and_two_lead_the_way(run, lang):
    status, out, _ = run(["1", "1", "3", "3"], "x*y + z", *INPUTS, "--level", "1", "--lang", lang)
    assert status == 0
    assert "4/4" in out
    assert ("1 回目で正解" if lang == "ja" else "4 of 4 right at the first attempt") in out
    status, out, _ = run(["3", "3", "3", "2"], "x*y + z", *INPUTS, "--level", "2", "--lang", lang)
    assert ("1 回目で正解" if lang == "ja" else "2 of 2 right at the first attempt") in out


def test_it_may_be_judged_at_the_end(run):
    lines = ["3", "1", "3", "1", "1", "3", "1", "1", "1", "3", "2", "3", "2"]
    status, out, _ = run(lines, "x*y + z", *INPUTS, "--judged", "end")
    assert status == 0
    assert "Done: 4 of 5 right." in out
    assert out.count("Kept;") == 5
    assert "✗ v₁ → x: 3\n    Not yet." in out


def test_a_kind_is_an_exercise_and_arrays_are_asked_by_shape_and_entry(run):
    status, out, _ = run(["2×2", "swaps", "no", "1"], "matrix product", "--level", "2")
    assert status == 0
    assert "Which shape does what comes back to T have?" in out
    assert "Which expression is it that comes back to T?" in out
    assert "Pick one of these by its number." in out


@pytest.mark.parametrize(
    "arguments",
    [["x*y", "--level", "9"], ["2*3"], ["x*", "--seed", "1"], ["x*y", "q=1"], ["X @ W"]],
)
def test_what_cannot_be_practised_is_refused(run, arguments):
    status, out, err = run([], *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("backprop-viz: ")


def test_a_worksheet_has_the_numbers_of_the_same_seed(tmp_path, capsys):
    for source in ("shared node", "x*y + z"):
        target = tmp_path / "sheet.dot"
        assert cli.main(["draw", source, "--seed", "7", "-o", str(target)]) == 0
        made = exercise(source, 7) if source in KINDS else source
        drawn = made_task(made, seed=7).walk.picture().dot
        assert target.read_text("utf-8").strip() == drawn.strip()
    target = tmp_path / "sheet.pdf"
    assert cli.main(["draw", "shared node", "--seed", "7", "-o", str(target), "--worksheet"]) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert cli.main(["draw", "shared node", "-o", str(target)]) == 2
    assert "backprop-viz: " in capsys.readouterr().err
