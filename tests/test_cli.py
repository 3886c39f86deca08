"""The command line, in this process and as a program of its own."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

import backprop_viz as bv
from backprop_viz.cli import main as cli
from backprop_viz.cli.arguments import language_of
from backprop_viz.draw import fonts

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
INPUTS = ["x=2", "w=3", "b=1", "y'=5"]
KEYS = ["source", "inputs", "output", "values", "gradients", "steps"]
STEP_KEYS = [
    "index",
    "kind",
    "node",
    "operand",
    "upstream",
    "local",
    "contribution",
    "total",
    "complete",
    "latex",
    "sentence",
]
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def walk():
    return bv.graph(ARTICLE).walk(x=2, w=3, b=1, y_=5)


@pytest.fixture
def run(capfd):
    """Run a command in this process: its status, standard output and standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = cli.main(arguments)
        except SystemExit as leaving:  # argparse
            status = leaving.code
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return command


def program(*arguments: str, **options) -> subprocess.CompletedProcess:
    """Run a command as a process, with its output buffered as a user's is."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-m", "backprop_viz", *arguments],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment} | options,
        timeout=240,
        check=False,
    )


def strict(text: str):
    """JSON as its standard has it: no NaN, no Infinity, no key twice."""

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    def once(pairs):
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


# walk


def test_walk_prints_every_step_and_the_gradients(run):
    status, out, err = run("walk", ARTICLE, *INPUTS)
    assert (status, err) == (0, "")
    steps, _, gradients = out.partition("\n\n")
    expected = [f"{k:>2}  {step.sentence()}" for k, step in enumerate(walk().steps)]
    assert steps.splitlines() == expected
    assert sorted(gradients.split("\n")) == [
        "",
        "∂f/∂b = 4",
        "∂f/∂w = 8",
        "∂f/∂x = 12",
        "∂f/∂y′ = −4",
    ]


@pytest.mark.parametrize("step", [0, 9, 14, -1])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_walk_prints_one_step_in_either_language(run, step, lang):
    status, out, _ = run("walk", ARTICLE, *INPUTS, "--step", str(step), "--lang", lang)
    assert status == 0
    assert out == f"{step % 15:>2}  {walk().steps[step].sentence(lang)}\n"
    assert bool(re.search("[ぁ-ん]", out)) == (lang == "ja")


def test_walk_json_has_the_keys_of_the_interface(run):
    status, out, err = run("walk", ARTICLE, *INPUTS, "--json")
    assert (status, err) == (0, "")
    data = strict(out)
    assert list(data) == KEYS
    assert all(list(step) == STEP_KEYS for step in data["steps"])
    assert data["source"] == ARTICLE
    assert data["inputs"] == {"w": 3.0, "x": 2.0, "b": 1.0, "y'": 5.0}
    assert data["output"] == 4.0
    assert data["values"]["t"] == -2.0
    assert data["gradients"] == {
        "w": 8.0,
        "x": 12.0,
        "p": 4.0,
        "b": 4.0,
        "y": 4.0,
        "s": -4.0,
        "y'": -4.0,
        "t": -4.0,
        "f": 1.0,
    }
    kinds = [step["kind"] for step in data["steps"]]
    assert kinds == ["graph"] + ["forward"] * 5 + ["seed"] + ["backward"] * 8
    assert [step["index"] for step in data["steps"]] == list(range(15))
    last = data["steps"][13]
    assert (last["node"], last["operand"]) == ("p", "w")
    assert (last["upstream"], last["local"], last["contribution"]) == (4.0, 2.0, 8.0)
    assert (last["total"], last["complete"]) == (8.0, True)
    assert last["latex"].endswith("= 8")
    assert all(data["steps"][1][key] is None for key in STEP_KEYS[3:9])


def test_walk_json_of_one_step_in_japanese(run):
    _, out, _ = run("walk", ARTICLE, *INPUTS, "--json", "--step", "9", "--lang", "ja")
    (step,) = strict(out)["steps"]
    assert step["index"] == 9
    assert step["sentence"] == walk().steps[9].sentence("ja")


def test_walk_json_numbers_have_full_precision(run):
    _, out, _ = run("walk", "exp(x) + y/3", "x=0.1", "y=1e-300", "--json")
    data = strict(out)
    here = bv.graph("exp(x) + y/3").walk(x=0.1, y=1e-300)
    for name, value in here.values.items():
        assert data["values"][name] == float(value)
    for name, value in here.gradients.items():
        assert data["gradients"][name] == float(value)


def test_walk_json_writes_nan_and_infinities_as_strings(run):
    _, out, _ = run("walk", "a = log(x); b = 1/y; c = -b; a + b + c", "x=-1", "y=0", "--json")
    data = strict(out)
    assert data["values"]["a"] == "nan"
    assert data["values"]["b"] == "inf"
    assert data["values"]["c"] == "-inf"
    assert data["output"] == "nan"


def test_walk_json_writes_arrays_as_lists(run):
    _, out, _ = run("walk", "W*x", "W=[[1,2],[3,4]]", "x=[1, -1]", "--json")
    data = strict(out)
    assert data["inputs"]["W"] == [[1.0, 2.0], [3.0, 4.0]]
    assert data["output"] == [[1.0, -2.0], [3.0, -4.0]]
    assert data["gradients"]["x"] == [4.0, 6.0]
    assert data["steps"][-1]["contribution"] == [4.0, 6.0]


@pytest.mark.parametrize("spelling", ["y'=5", "y_=5", "y′=5", "y’=5", " y' = 5 "])
def test_a_prime_can_be_spelled_as_a_shell_likes_it(run, spelling):
    status, out, _ = run("walk", "(y' - x)**2", "x=2", spelling, "--json")
    assert status == 0
    assert strict(out)["inputs"]["y'"] == 5.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2", -2.0),
        ("−2", -2.0),
        ("1e-3", 0.001),
        ("inf", np.inf),
        ("-∞", -np.inf),
        ("nan", np.nan),
        (" 4 ", 4.0),
        ("[1,2]", [1.0, 2.0]),
        ("[[1],[−2]]", [[1.0], [-2.0]]),
    ],
)
def test_a_value_is_a_number_or_a_list(run, text, value):
    status, out, _ = run("walk", "2*x", f"x={text}", "--json")
    assert status == 0
    shown = strict(out)["inputs"]["x"]
    np.testing.assert_equal(np.asarray(shown, dtype=float), value)


@pytest.mark.parametrize("source", ["-x**2", "-(x + 1)", "-x", "-2*x", "- x"])
def test_a_formula_may_begin_with_a_minus(run, source):
    status, out, _ = run("walk", source, "x=3", "--step", "0")
    assert status == 0
    assert out.strip()


# Where the formula comes from


def test_source_may_be_standard_input_or_a_file(tmp_path):
    file = tmp_path / "formula.txt"
    file.write_bytes("\ufeffp = 損失*x  # 注釈\r\np**2\n".encode())
    piped = program("walk", "-", "x=2", "損失=3", stdin=file.open("rb"))
    named = program("walk", f"@{file}", "x=2", "損失=3")
    assert piped.returncode == named.returncode == 0, piped.stderr + named.stderr
    assert piped.stdout == named.stdout
    assert "∂f/∂損失 = 24" in named.stdout.decode()


# draw


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_draw_writes_one_numbered_picture_a_step(run, tmp_path):
    status, out, err = run("draw", ARTICLE, *INPUTS, "-o", str(tmp_path / "a/b"))
    assert (status, err) == (0, "")
    assert out == f"15 pictures in {tmp_path / 'a/b'}\n"
    assert names(tmp_path / "a/b") == [f"step-{k:02}.svg" for k in range(15)]
    for k in (0, 9, 14):
        assert (tmp_path / f"a/b/step-{k:02}.svg").read_text("utf-8") == walk().picture(k).svg


def test_draw_can_choose_steps_formats_theme_and_language(run, tmp_path):
    options = ["--steps", "0,5,-1", "--format", "svg,.PNG,pdf,dot", "--theme", "dark"]
    status, out, _ = run("draw", ARTICLE, *INPUTS, "-o", str(tmp_path), *options, "--lang", "ja")
    assert status == 0
    assert out == f"{tmp_path} に図を 12 枚\n"
    kinds = ("dot", "pdf", "png", "svg")
    assert names(tmp_path) == [f"step-{k:02}.{kind}" for k in (0, 5, 14) for kind in kinds]
    expected = walk().picture(5, theme="dark", lang="ja")
    assert (tmp_path / "step-05.svg").read_text("utf-8") == expected.svg
    assert (tmp_path / "step-05.dot").read_text("utf-8") == expected.dot
    assert same_picture((tmp_path / "step-05.png").read_bytes(), expected.png())
    assert (tmp_path / "step-05.pdf").read_bytes().startswith(b"%PDF")


def same_picture(one: bytes, other: bytes) -> bool:
    """As large, and the same but for the shades at the edges of letters and lines."""
    images = [Image.open(io.BytesIO(png)).convert("RGB") for png in (one, other)]
    difference = np.asarray(ImageChops.difference(*images))
    return images[0].size == images[1].size and bool(difference.mean() < 3)


def test_draw_marks_parameters_and_scales_png(run, tmp_path):
    here = ["draw", "w*x", "w=1", "x=2", "-o", str(tmp_path), "--steps", "1"]
    run(*here, "--parameters", "w", "--format", "svg,png", "--scale", "0.5")
    picture = bv.graph("w*x", parameters=["w"]).walk(w=1, x=2).picture(1)
    assert (tmp_path / "step-01.svg").read_text("utf-8") == picture.svg
    assert same_picture((tmp_path / "step-01.png").read_bytes(), picture.png(0.5))


def test_numbers_have_as_many_digits_as_the_last_step(run, tmp_path):
    source = "+".join(["x"] * 60)
    run("draw", source, "x=1", "-o", str(tmp_path), "--steps", "0,100", "--format", "dot")
    assert names(tmp_path) == ["step-000.dot", "step-100.dot"]


def test_a_progress_bar_shows_at_a_terminal_only(run, tmp_path, monkeypatch):
    command = ["draw", ARTICLE, *INPUTS, "-o", str(tmp_path), "--format", "svg,dot"]
    assert "█" not in run(*command)[2]
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True)
    _, out, err = run(*command)
    assert "14/15" in err
    assert "█" in err
    assert err.endswith("\r\033[K")  # wiped when done
    assert "█" not in out
    assert "█" not in run(*command, "--steps", "1,2")[2]  # too few to wait for


# check


def test_check_exits_0_if_all_agree(run):
    status, out, err = run("check", ARTICLE, *INPUTS)
    assert (status, err) == (0, "")
    assert out.endswith("all gradients agree\n")
    status, out, _ = run("check", ARTICLE, *INPUTS, "--lang", "ja")
    assert status == 0
    assert "すべての勾配が一致しました" in out


def test_check_exits_1_if_a_witness_differs(run, monkeypatch):
    import sympy

    from backprop_viz.verify import check

    monkeypatch.setattr(check, "derivative", lambda graph, output, symbol: sympy.Integer(7))
    status, out, err = run("check", "x*y", "x=2", "y=3")
    assert (status, err) == (1, "")
    assert "the gradients do not agree for x, y" in out
    status, out, _ = run("check", "x*y", "x=2", "y=3", "--json")
    assert status == 1
    assert strict(out)["ok"] is False


def test_check_does_not_pass_what_it_cannot_compare(run):
    status, out, _ = run("check", "sqrt(x)", "x=-1")
    assert status == 1
    assert "not comparable" in out


def test_check_json_is_data(run):
    status, out, _ = run("check", ARTICLE, *INPUTS, "--json")
    data = strict(out)
    assert status == 0
    assert data["ok"] is True
    assert data["inputs"]["w"]["gradient"] == 8.0
    assert set(data["inputs"]) == {"x", "w", "b", "y'"}
    status, out, _ = run("check", "1/x", "x=0", "--json")
    assert strict(out)["inputs"]["x"]["gradient"] == "-inf"


def test_check_against_a_library_that_is_not_there_names_the_install_line(run, monkeypatch):
    for library in ("torch", "jax", "tensorflow"):
        monkeypatch.setitem(sys.modules, library, None)
        status, out, err = run("check", "x*x", "x=2", "--against", library)
        assert (status, out) == (2, "")
        assert f'pip install "backprop-viz[{library}]"' in err
    status, _, err = run("check", "x*x", "x=2", "--against", "abacus")
    assert status == 2
    assert "torch, jax, tensorflow" in err


# Bad input

BAD = {
    "typo": (["walk", "sigmod(x)", "x=1"], ["did you mean `sigmoid`?", "\n    ^"]),
    "not closed": (
        ["walk", "2*(x + 1", "x=1"],
        ["line 1, column 9", "2*(x + 1", "\n            ^"],
    ),
    "second line": (["walk", "a = x\nb = a +\nb", "x=1"], ["line 2"]),
    "wide characters": (["walk", "損失 $ 2", "損失=1"], ["損失 $ 2\n         ^"]),
    "empty": (["walk", ""], ["the formula is empty"]),
    "python": (["walk", "__import__('os')"], ["^"]),
    "missing input": (["walk", ARTICLE, "x=2"], ["missing: w, b, y'", "inputs: w, x, b, y'"]),
    "unknown input": (["walk", "x*x", "x=2", "z=1"], ["unknown: z", "inputs: x"]),
    "no number": (["walk", "x*x", "x=two"], ["'x=two'", "a number is needed"]),
    "complex": (["walk", "x*x", "x=1j"], ["a number is needed"]),
    "half a list": (["walk", "x*x", "x=[1,2"], ["a number is needed"]),
    "ragged list": (["walk", "x*x", "x=[[1],[1,2]]"], ["a number is needed"]),
    "deep list": (["walk", "x*x", "x=" + "[" * 5000], ["a number is needed"]),
    "words in a list": (["walk", "x*x", 'x=["a"]'], ["a number is needed"]),
    "null in a list": (["walk", "x*x", "x=[1,null]"], ["a number is needed"]),
    "no equals sign": (["walk", "x*x", "x"], ["NAME=VALUE"]),
    "no name": (["walk", "x*x", "=2"], ["NAME=VALUE"]),
    "twice": (["walk", "y_*2", "y'=1", "y_=2"], ["y' is given twice"]),
    "control character": (["walk", "x*x", "x\x00=1"], ["control character"]),
    "shapes": (["walk", "a*b", "a=[1,2]", "b=[1,2,3]"], ["(2,) and (3,)", "do not fit"]),
    "no such step": (["walk", "x*x", "x=2", "--step", "99"], ["there is no step 99", "0 to 4"]),
    "step of words": (["walk", "x*x", "x=2", "--step", "two"], ["--step"]),
    "language": (["walk", "x*x", "x=2", "--lang", "xx"], ["--lang", "xx"]),
    "missing file": (["walk", "@no/such/file", "x=2"], ["no/such/file: No such file"]),
    "folder": (["walk", "@.", "x=2"], ["."]),
    "no command": ([], ["COMMAND"]),
    "unknown command": (["paint", "x"], ["paint"]),
    "no source": (["walk"], ["SOURCE"]),
    "parameter": (["walk", "x*x", "x=2", "--parameters", "z"], ["z", "the inputs are x"]),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_clear_message(run, case):
    arguments, expected = BAD[case]
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    for piece in expected:
        assert piece in err
    message = err[err.index("backprop-viz") :] if "usage:" not in err else err
    assert len(message.strip().splitlines()) <= 4


BAD_DRAW = {
    "formula": ["draw", "2*(x", "x=1"],
    "inputs": ["draw", "x*y", "x=1"],
    "steps out of range": ["draw", "x*x", "x=1", "--steps", "0,99"],
    "steps of words": ["draw", "x*x", "x=1", "--steps", "first"],
    "no steps": ["draw", "x*x", "x=1", "--steps", ""],
    "format": ["draw", "x*x", "x=1", "--format", "svg,gif"],
    "no format": ["draw", "x*x", "x=1", "--format", ","],
    "theme": ["draw", "x*x", "x=1", "--theme", "pink"],
    "scale 0": ["draw", "x*x", "x=1", "--format", "svg,png", "--scale", "0"],
    "scale nan": ["draw", "x*x", "x=1", "--format", "svg,png", "--scale", "nan"],
}


@pytest.mark.parametrize("case", BAD_DRAW)
def test_bad_input_draws_nothing_at_all(run, case, tmp_path):
    status, out, err = run(*BAD_DRAW[case], "-o", str(tmp_path / "out"))
    assert (status, out) == (2, "")
    assert "backprop-viz" in err
    assert not (tmp_path / "out").exists()


def test_without_an_engine_nothing_is_drawn(run, tmp_path, monkeypatch):
    monkeypatch.setenv("BACKPROP_VIZ_ENGINE", "no-such-program")
    status, _, err = run("draw", "x*x", "x=1", "-o", str(tmp_path / "out"))
    assert status == 2
    assert "pip install graphviz-pure" in err
    assert not (tmp_path / "out").exists()
    status, out, _ = run("draw", "x*x", "x=1", "-o", str(tmp_path / "out"), "--format", "dot")
    assert (status, out.split()[0]) == (0, "5")  # DOT text needs none


def test_without_a_font_nothing_is_drawn(run, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_folders", lambda: iter(()))
    command = ["draw", "損失*2", "損失=1", "-o", str(tmp_path / "out"), "--format", "svg,png"]
    status, out, err = run(*command)
    assert (status, out) == (2, "")
    assert "no font here can draw" in err
    assert not (tmp_path / "out").exists() or not names(tmp_path / "out")


def test_a_folder_that_is_a_file_is_an_error(run, tmp_path):
    (tmp_path / "out").write_text("mine")
    for place in ("out", "out/below"):
        status, out, err = run("draw", "x*x", "x=1", "-o", str(tmp_path / place))
        assert (status, out) == (2, "")
        assert "out" in err
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "mine"


def test_a_binary_file_is_an_error(run, tmp_path):
    (tmp_path / "x").write_bytes(b"\x89PNG\xff\xfe\x00")
    status, out, err = run("walk", f"@{tmp_path / 'x'}", "x=1")
    assert (status, out) == (2, "")
    assert "no UTF-8 text" in err
    (tmp_path / "x").write_bytes(bytes(200))
    status, out, err = run("walk", f"@{tmp_path / 'x'}", "x=1")
    assert (status, out) == (2, "")


@needs_posix
def test_a_file_that_may_not_be_read_is_an_error(run, tmp_path):
    (tmp_path / "x").write_text("x*x")
    (tmp_path / "x").chmod(0)
    if os.access(tmp_path / "x", os.R_OK):
        pytest.skip("this user may read every file")
    assert run("walk", f"@{tmp_path / 'x'}", "x=1")[0] == 2


# Streams that end early


@needs_posix
@pytest.mark.parametrize("source", ["x*x", "+".join(["x*x"] * 300)], ids=["short", "long"])
@pytest.mark.parametrize("command", [["walk"], ["walk", "--json"], ["check"]])
def test_a_reader_that_leaves_early_is_no_error(source, command):
    read, write = os.pipe()
    os.close(read)
    try:
        done = program(*command, source, "x=2", stdout=write)
    finally:
        os.close(write)
    assert done.stderr == b""
    assert done.returncode in (0, 141)


@needs_posix
def test_help_may_be_cut_short():
    read, write = os.pipe()
    os.close(read)
    try:
        done = program("--help", stdout=write)
    finally:
        os.close(write)
    assert done.stderr == b""


@needs_posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_an_error_and_not_a_traceback():
    with open("/dev/full", "wb") as full:
        done = program("walk", "x*x", "x=2", stdout=full)
    assert done.returncode == 2
    assert done.stderr.decode() == "backprop-viz: No space left on device\n"


@needs_posix
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-"])
def test_a_closed_stream_is_no_traceback(closed):
    command = f'"{sys.executable}" -m backprop_viz walk - x=2 {closed} <<< "x*x"'
    if closed == "<&-":
        command = f'"{sys.executable}" -m backprop_viz walk - x=2 <&-'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (2 if closed == "<&-" else 0)


def test_output_is_utf8_whatever_the_locale():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = program("walk", "損失*2", "損失=−1", "--lang", "ja", env=environment)
    assert done.returncode == 0, done.stderr
    assert "順伝播: f = 損失 × 2 = −1 × 2 = −2 です。" in done.stdout.decode("utf-8")


# The program as a whole


EXAMPLES = {name: command.examples for name, command in cli.COMMANDS.items()}


def examples() -> list[str]:
    return [line for lines in EXAMPLES.values() for line in lines]


def test_every_command_shows_its_own_examples_and_the_program_all():
    for command, lines in EXAMPLES.items():
        assert len(lines) >= 2
        assert all(f"backprop-viz {command} " in line for line in lines)
        shown = program(command, "--help").stdout.decode()
        assert [line for line in examples() if line in shown] == list(lines)
    shown = program("--help").stdout.decode()
    assert all(line in shown for line in examples())


@needs_posix
@pytest.mark.parametrize("line", examples())
def test_every_example_of_the_help_works_when_pasted(line, tmp_path):
    commands = tmp_path / "bin"
    commands.mkdir()
    script = commands / "backprop-viz"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m backprop_viz "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "work").mkdir()
    if " grade " in line:
        hunt = bv.hunt("x*y + sin(x)")
        hunt.save(tmp_path / "work" / "exercise.json")
        (tmp_path / "work" / "attempts").mkdir()
        hunt.save(tmp_path / "work" / "attempts" / "one.json")
    done = subprocess.run(
        [shutil.which("bash"), "-c", line],
        cwd=tmp_path / "work",
        env={**os.environ, "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or " > " in line
    assert not done.stderr
    if " draw " in line:
        (folder,) = (tmp_path / "work").iterdir()
        if folder.is_file():
            assert folder.stat().st_size > 10_000
            assert done.stdout.decode().strip() == folder.name
            return
        kinds = re.search(r"--format (\S+)", line)
        count = len(kinds[1].split(",")) if kinds else 1
        assert len(list(folder.iterdir())) % count == 0
        assert f"{len(list(folder.iterdir()))} pictures".encode() in done.stdout


def test_the_installed_command_is_this_one():
    from importlib.metadata import entry_points

    (script,) = entry_points(group="console_scripts", name="backprop-viz")
    assert script.load() is cli.run


def test_python_m_is_the_same_program():
    done = program("--version")
    assert done.stdout.decode().split() == ["backprop-viz", bv.__version__]
    done = program("walk", ARTICLE, *INPUTS)
    assert done.returncode == 0
    assert "∂f/∂w = 8" in done.stdout.decode()
    assert program("walk", "2*(x", "x=1").returncode == 2
    assert program("check", "sqrt(x)", "x=-1").returncode == 1


@pytest.mark.parametrize(
    "command",
    [
        ["walk", ARTICLE, *INPUTS],
        ["walk", ARTICLE, *INPUTS, "--json"],
        ["draw", ARTICLE, *INPUTS, "-o", "out", "--format", "svg,dot"],
        ["draw", ARTICLE, *INPUTS, "-o", "out", "--format", "png,pdf", "--steps", "3"],
    ],
    ids=" ".join,
)
def test_walk_and_draw_start_light(command, tmp_path):
    code = (
        "import sys; from backprop_viz.cli.main import main; status = main(sys.argv[1:]);"
        "heavy = {'sympy', 'ipywidgets', 'IPython', 'traitlets', 'torch'} & set(sys.modules);"
        "sys.exit(status or ', '.join(heavy) or None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_importing_the_package_is_light():
    code = (
        "import sys, backprop_viz as bv; bv.graph('x*x').walk(x=2).steps[1].sentence();"
        "heavy = {'sympy', 'ipywidgets', 'IPython', 'fontTools', 'resvg', 'subprocess'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_said_is_read_when_it_is_said():
    code = (
        "import sys, numpy; before = set(sys.modules); import backprop_viz as bv;"
        "new = set(sys.modules) - before;"
        "told = {m for m in new if m.startswith('backprop_viz.words.en.')};"
        "aside = {'pathlib', 'traceback', 'pkgutil', 'numpy.typing', 'backprop_viz.tell.story'};"
        "assert told == {'backprop_viz.words.en.operations'}, told;"
        "assert not aside & new, aside & new;"
        "assert bv.sin.__doc__.startswith(bv.graph('sin(x)').output_node.op.why.say('en'))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["--lang", "en", "--lang", "ja", "walk", "x*x", "x=3"], "ja"),
        (["--lang", "ja", "walk", "x*x", "x=3", "--lang", "en"], "en"),
        (["--lang=ja", "walk", "x*x", "x=3"], "ja"),
        (["walk", "--lang=fr", "--lang", "ja", "x*x", "x=3"], "ja"),
        (["walk", "--", "x*x", "--lang"], "en"),
        (["--lang"], "en"),
        ([], "en"),
    ],
)
def test_the_last_language_that_is_asked_for_is_spoken(arguments, lang):
    assert language_of(arguments) == lang


def test_inputs_may_stand_behind_an_option(run):
    status, out, _ = run("walk", "x*y", "--step", "1", "x=3", "y=2")
    assert status == 0
    assert "3 × 2 = 6" in out
    assert run("walk", "x*x", "--step", "1", "x=3", "--loud")[0] == 2


def test_a_formula_that_looks_like_an_option_goes_behind_two_dashes(run):
    status, _, err = run("walk", "-h*x", "h=2", "x=3")
    assert status == 2
    assert "goes behind --" in err
    status, out, _ = run("walk", "--", "-h*x", "h=2", "x=3")
    assert status == 0
    assert "−6" in out


@pytest.mark.parametrize("name", ["a.jpg", "walk.bmp", "walk.mkv", "b.svgz"])
def test_an_ending_that_there_is_not_makes_no_folder(run, tmp_path, name):
    status, out, err = run("draw", "x*x", "x=2", "-o", str(tmp_path / name))
    assert (status, out) == (2, "")
    assert ".gif" in err
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["pictures", "v1.2", "lesson.2026", ".hidden"])
def test_a_folder_may_have_a_point_in_its_name(run, tmp_path, name):
    assert run("draw", "x*x", "x=2", "-o", str(tmp_path / name), "--steps", "1")[0] == 0
    assert (tmp_path / name).is_dir()


def test_a_file_that_is_not_there_is_told_in_both_languages(run):
    assert "No such file" in run("walk", "@no/such", "x=1")[2]
    assert "no/such: そのようなファイル" in run("walk", "@no/such", "x=1", "--lang", "ja")[2]
