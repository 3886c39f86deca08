"""The README is true: its snippet runs, its commands run, its picture is the package's."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import backprop_viz as bv
from backprop_viz.calls.library import FUNCTIONS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_ten_lines_run_and_print_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    snippet, questions, practice, hunt, downhill = blocks("python")
    names: dict[str, object] = {}
    exec(compile(snippet, "README.md", "exec"), names)
    exec(compile(questions, "README.md", "exec"), names)
    exec(compile(practice, "README.md", "exec"), names)
    exec(compile(hunt, "README.md", "exec"), names)
    exec(compile(downhill, "README.md", "exec"), names)
    printed = capsys.readouterr().out
    assert printed.startswith("4.0 8.0\n")
    assert "swaps its factors" in printed
    assert r"\frac{\partial f}{\partial w}" in printed
    assert "all gradients agree" in printed
    assert "(4.0, (8.0, 12.0, 4.0, -4.0))" in printed
    told = "what is ∂f/∂w?\nNot yet. That comes from the local derivative with respect to the other"
    assert told in printed
    assert "True" in printed
    assert "\n9\n" in printed
    assert '"reason": "swapped"' in (tmp_path / "answers.json").read_text(encoding="utf-8")
    assert (tmp_path / "valley.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "step-13.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_sentence_under_the_picture_is_the_steps() -> None:
    walk = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2").walk(x=2, w=3, b=1, y_=5)
    quoted = re.search(r"```\n(13 .*?)```", README, flags=re.DOTALL)
    assert quoted is not None
    assert " ".join(quoted[1].split()) == f"13 {walk.steps[13].sentence()}"


def test_the_picture_is_made_by_the_package() -> None:
    """Its words and numbers; where things stand is the engine's own."""
    graph = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", parameters="w b")
    fresh = graph.walk(x=2, w=3, b=1, y_=5).picture(13).svg
    kept = (ROOT / "docs/article-step-13.svg").read_text(encoding="utf-8")

    def words(svg: str) -> list[str]:
        return re.findall(r">([^<]+)<", svg)

    assert words(kept) == words(fresh)


def test_the_command_under_the_picture_makes_the_picture(tmp_path: Path) -> None:
    """Its words and numbers, and what its marks are: the squares of w and b, too."""
    _, *arguments = shlex.split(next(line for line in commands() if "-o pictures" in line))
    run = [sys.executable, "-m", "backprop_viz", *arguments]
    subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)
    made = (tmp_path / "pictures/step-13.svg").read_text("utf-8")
    kept = (ROOT / "docs/article-step-13.svg").read_text("utf-8")

    def drawn(svg: str) -> list[tuple[str, ...]]:
        return re.findall(r'<(\w+) class="([^"]+)"|>([^<]+)<', svg)

    assert drawn(made) == drawn(kept)
    assert kept.count('class="terminal parameter"') == 2


def test_the_animation_is_made_by_the_package(tmp_path: Path) -> None:
    """Its size and its times; how a letter is drawn is the machine's own."""
    sys.path.insert(0, str(ROOT / "examples"))
    from build import build_docs
    from PIL import Image

    fresh, *stills = build_docs(tmp_path)
    for still in stills:
        kept = ROOT / "docs" / still.relative_to(tmp_path)
        texts = [re.findall("<text.*?</text>", file.read_text("utf-8")) for file in (still, kept)]
        assert [re.sub("<[^>]*>", "", text) for text in texts[0]] == [
            re.sub("<[^>]*>", "", text) for text in texts[1]
        ]
    with Image.open(fresh) as made, Image.open(ROOT / "docs" / fresh.name) as kept:
        assert (made.n_frames, made.size[0]) == (kept.n_frames, kept.size[0]) == (15, 1100)
        assert abs(made.size[1] - kept.size[1]) < 10
        assert made.info["duration"] == kept.info["duration"]


def test_every_ending_in_the_table_is_known_and_none_is_missing() -> None:
    from backprop_viz.draw.picture import FORMATS
    from backprop_viz.media.save import MEDIA

    media = README.partition("## In every medium")[2].partition("## Downhill")[0]
    files = "".join(re.findall(r"^\| (`.*?) \|", media, re.MULTILINE))
    listed = set(re.findall(r"`(?:walk)?\.(\w+)`", files))
    assert listed == {*MEDIA, *FORMATS}


def test_every_source_in_the_table_is_read() -> None:
    sources = re.findall(r"\| `((?:x, w = .*?; )?bv\.graph\(.*?\))` \|", README)
    assert len(sources) == 7
    import numpy as np
    import sympy

    sympy.x = sympy.Symbol("x")  # the row writes sympy.exp(-x**2)
    for source in sources:
        exec(source, {"bv": bv, "np": np, "sympy": sympy, "x": sympy.Symbol("x")})


def test_the_error_is_shown_as_it_is() -> None:
    quoted = re.search(r">>> bv\.graph\(\"(.*?)\"\)\n.*?ParseError: (.*?)```", README, re.DOTALL)
    assert quoted is not None
    with pytest.raises(bv.ParseError) as caught:
        bv.graph(quoted[1])
    assert str(caught.value) == quoted[2].rstrip("\n")


def test_every_function_in_the_list_exists_and_none_is_missing() -> None:
    listed = re.search(r"and the functions `(.*?)`", README, re.DOTALL)
    assert listed is not None
    from backprop_viz.core.ops import ALIASES

    assert set(listed[1].split()) == set(FUNCTIONS) - set(ALIASES)


def commands() -> list[str]:
    lines = "\n".join(blocks("bash")).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("backprop-viz ")]


@pytest.mark.parametrize("command", commands())
def test_the_commands_run(command: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "backprop-viz"
    done = subprocess.run(
        [sys.executable, "-m", "backprop_viz", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if arguments[0] == "draw":
        assert "w=" not in command or arguments[arguments.index("--parameters") + 1] == "w b"
        written = Path(arguments[arguments.index("-o") + 1])
        assert list(tmp_path.rglob("step-*.svg")) or (tmp_path / written).is_file()


def test_the_two_commands_name_what_there_is() -> None:
    """Installing is .ci/run's; here: the extras, the notebook and the runner that they name."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    first = re.search(r'pip install -e "\.\[(\w+)\]" && jupyter lab (\S+)', README)
    second = re.search(r'pip install -e "\.\[(\w+)\]" && (pytest.*)', README)
    assert first is not None
    assert second is not None
    assert first[1] in extras
    assert (ROOT / first[2]).is_file()
    assert second[1] in extras
    gate = (ROOT / ".ci/run").read_text()
    assert f'pip install -e ".[{first[1]}]"' in gate
    assert f'pip install -e ".[{second[1]}]"' in gate
    assert gate.endswith(f"\n{second[2]}\n")


def test_links_to_files_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
