"""Odd commands, places and streams: one line tells what is wrong, and never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import backprop_viz as bv
import needs
from backprop_viz import writing
from backprop_viz.cli import main as cli
from backprop_viz.words.quote import MOST

JAPANESE = re.compile(r"[\u3001\u3002\u3040-\u30ff\u4e00-\u9fff]")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
on_linux = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")


def run(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process: its status, standard output and standard error."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in "oe")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = cli.main(arguments)
        except SystemExit as leaving:
            status = leaving.code or 0
    for stream in (out, err):
        stream.flush()
    return status, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


def shell(command: str, folder: Path, **options) -> subprocess.CompletedProcess:
    """Run a line of bash, in which $P is the program."""
    environment = {**os.environ, "P": f'"{sys.executable}" -m backprop_viz', "PYTHONUNBUFFERED": ""}
    places = (str(Path(bv.__file__).parents[1]), os.environ.get("PYTHONPATH"))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    line = command.replace("$P", environment["P"])
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment | options.pop("env", {}),
        capture_output=True,
        timeout=120,
        check=False,
        **options,
    )


# What is asked for

NINES = "9" * 400
WALK, GIF, FOLDER = ["walk", "x*x"], ["draw", "x*x", "x=2", "-o", "out.gif"], ["draw", "x*x", "x=2"]
ODD = {
    "400 digits": [*WALK, f"x={NINES}"],
    "400 digits in a list": [*WALK, f"x=[{NINES}, 1]"],
    "400 digits in a formula": ["walk", f"x*{NINES}", "x=1"],
    "400 digits for an exponent": ["walk", f"x**{NINES}", "x=1"],
    "400 digits for a step": [*WALK, "x=2", "--step", NINES],
    "5,000 digits for a step": [*WALK, "x=2", "--step", "9" * 5000],
    "400 digits among steps": [*GIF, "--steps", f"0,{NINES}"],
    "5,000 digits among steps": [*GIF, "--steps", "9" * 5000],
    "400 digits for a width": [*GIF, "--width", NINES],
    "400 digits for a pace": [*GIF, "--pace", NINES],
    "too large": [*WALK, "x=1e400"],
    "a division by 0": [*WALK, "x=1/0"],
    "a power beyond all floats": [*WALK, "x=9**9**9"],
    "no real number": [*WALK, "x=sqrt(-1)"],
    "a name": [*WALK, "x=y"],
    "hexadecimal": [*WALK, "x=0x10"],
    "an underscore": [*WALK, "x=1_000"],
    "nothing": [*WALK, "x="],
    "no name": [*WALK, "=5"],
    "twice": [*WALK, "x=1", "x=2"],
    "two lists": [*WALK, "x=[1,2],[3]"],
    "ragged": [*WALK, "x=[[1,2],[3]]"],
    "a comma too many": [*WALK, "x=[1,,2]"],
    "a program": [*WALK, "x=1;2"],
    "two lines": [*WALK, "x=1\n2"],
    "open lists": [*WALK, "x=" + "[" * 10_000],
    "deep lists": [*WALK, "x=" + "[" * 10_000 + "]" * 10_000],
    "deep parentheses that are open": [*WALK, "x=" + "(" * 10_000],
    "a long value": [*WALK, "x=" + "z" * 6000],
    "a long name": [*WALK, "n" * 6000 + "=1"],
    "a long formula": ["walk", "sgmoid" * 1000 + "(x)", "x=1"],
    "a long option": [*WALK, "x=1", "--" + "n" * 6000],
    "a long choice": [*WALK, "x=1", "--lang", "n" * 6000],
    "a long theme": [*GIF, "--theme", "n" * 6000],
    "a long number": [*WALK, "x=1", "--step", "n" * 6000],
    "a long list of steps": [*GIF, "--steps", "n" * 6000],
    "a long format": [*FOLDER, "-o", "out", "--format", "n" * 6000],
    "a long witness": ["check", "x*x", "x=2", "--against", "n" * 6000],
    "long parameters": [*WALK, "x=2", "--parameters", "n" * 6000],
    "a long command": ["n" * 6000],
    "a long file": ["walk", "@" + "n" * 6000],
    "a long output": [*FOLDER, "-o", "n" * 6000],
    "a long output file": [*FOLDER, "-o", "n" * 6000 + ".svg"],
    "many missing inputs": ["walk", "+".join(f"input{i}" for i in range(2000))],
    "a formula of 3 MB": ["walk", "x+" * 1_500_000 + "x", "x=1"],
    "a NUL": ["walk", "x*\0", "x=1"],
    "a surrogate": ["walk", "x*\udcff", "x=1"],
    "a surrogate in a name": [*WALK, "x\udcff=1"],
    "a surrogate in a value": [*WALK, "x=\udcff"],
    "no file name": ["walk", "@", "x=1"],
    "a NUL in a file name": ["walk", "@a\0b", "x=1"],
    "a folder for a file": ["walk", "@.", "x=1"],
    "no output": [*FOLDER, "-o", ""],
    "a NUL in an output": [*FOLDER, "-o", "a\0b"],
    "a NUL in an output file": [*FOLDER, "-o", "a\0b.svg"],
    "an output in no folder": [*FOLDER, "-o", "no/where/out.gif"],
    "an unknown language": [*WALK, "x=1", "--lang", "xx"],
    "a step below all": [*WALK, "x=1", "--step", "-99"],
    "a step that is no number": [*WALK, "x=1", "--step", "1.5"],
    "a broadcast beyond memory": [
        "walk",
        "a + b",
        f"a=[{'[1],' * 5000}[1]]",
        f"b=[{'1,' * 5000}1]",
    ],
    "shapes that do not fit": ["walk", "a + b", "a=[1,2]", "b=[1,2,3]"],
}
for option, base in (
    ("scale", [*FOLDER, "-o", "out", "--format", "png"]),
    ("pace", GIF),
    ("hold", GIF),
    ("width", GIF),
):
    for number in (
        "0",
        "-1",
        "nan",
        "inf",
        "-inf",
        "1e-9",
        "1e-12",
        "1e9",
        "1",
        "10000000000",
        "x",
    ):
        if (option, number) not in {("scale", "1"), ("pace", "1"), ("hold", "1")}:
            ODD[f"{option} {number}"] = [*base, f"--{option}", number]


@pytest.mark.parametrize("case", ODD)
def test_an_odd_command_is_refused_in_one_short_line(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for lang in ("en", "ja"):
        arguments = ODD[case] if "--lang" in ODD[case] else [*ODD[case], "--lang", lang]
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("backprop-viz: ")
        first, *more = err.rstrip("\n").split("\n")
        assert len(first) < 900
        assert sum(map(len, more)) < 1500
        assert len(more) <= 3  # the place in a formula, and a hint
        assert "Traceback" not in err
        assert "should not have happened" not in err
        if "--lang" not in ODD[case]:
            assert bool(JAPANESE.search(err)) == (lang == "ja"), err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        ([*FOLDER, "-o", "out", "--scale", "1e-9"], "0.01 to 20"),
        ([*GIF, "--pace", "1e-12"], "0.02 to 600"),
        ([*GIF, "--hold", "-1"], "0.02 to 600"),
        ([*GIF, "--width", "1"], "64 to 16000"),
        (["walk", "a+b", f"a=[{'[1],' * 5000}[1]]", f"b=[{'1,' * 5000}1]"], "at most 20,000,000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_out_of_range_is_told_with_the_range(command, allowed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert allowed in run(*command)[2]


FINE = {
    "1/3": 1 / 3,
    "pi/4": 0.7853981633974483,
    "-pi/2": -1.5707963267948966,
    "sqrt(2)": 2**0.5,
    "2e-3": 0.002,
    "1/3*2": 2 / 3,
    "π": 3.141592653589793,
    "１２": 12.0,
    "－１／４": -0.25,
    "−1/2": -0.5,
    "2^10": 1024.0,
    "[1/3, pi/4]": [1 / 3, 0.7853981633974483],
    "[[1/2], [−1]]": [[0.5], [-1.0]],
    "(" * 2000 + "1" + ")" * 2000: 1.0,
}


@pytest.mark.parametrize("text", FINE, ids=lambda text: text[:20])
def test_a_value_is_whatever_makes_a_number(text):
    import json

    status, out, err = run("walk", "1*x", f"x={text}", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["inputs"]["x"] == FINE[text]


PIECES = st.sampled_from(
    [
        *(
            "walk",
            "draw",
            "html",
            "check",
            "-",
            "--",
            "+",
            "x*x",
            "w*x",
            "x",
            "-x",
            "@",
            "@no",
            "@.",
        ),
        *(
            "x=2",
            "w=1",
            "x=",
            "=2",
            "x=[1,2]",
            "x=[",
            "x=nan",
            "x=1/3",
            "x=1e999",
            "x=\0",
            "\udcff=1",
        ),
        *(
            "--json",
            "--step",
            "--steps",
            "--scale",
            "--width",
            "--pace",
            "--hold",
            "--theme",
            "--lang",
        ),
        *("--lang=ja", "ja", "xx", "--title", "--format", "--parameters", "--against", "--slides"),
        *(
            "--worksheet",
            "--blanks",
            "values",
            "--beamer",
            "--no-caption",
            "-o",
            "--output",
            "--help",
            "--version",
            "-h",
        ),
        *(
            "0",
            "-1",
            "1e9",
            "nan",
            "99",
            "all",
            "dark",
            "svg",
            "dot",
            "",
            " ",
            "\n",
            "９",
            "'",
            "−2",
        ),
        *(
            "out",
            "out.dot",
            "out.svg",
            "out.tex",
            "out.md",
            "out.html",
            "no/out.dot",
            "\0",
            "a\0.svg",
        ),
        *(
            "sgmoid(x)",
            "2x",
            "x**",
            "log(x)",
            "1/x",
            "relu(x)",
            "x; y",
            "a = x; b = a*a",
            "x" * 300,
        ),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES | st.text(max_size=8), max_size=9))
def test_no_command_whatsoever_ends_in_a_traceback(tmp_path_factory, arguments):
    folder = tmp_path_factory.mktemp("odd")
    before = Path.cwd()
    os.chdir(folder)
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(b"x*x"))
    try:
        status, _, err = run(*arguments)
    finally:
        sys.stdin = stdin
        os.chdir(before)
    assert status in (0, 1, 2)
    assert (status == 2) == bool(err), err
    assert "should not have happened" not in err
    assert "予期しない" not in err
    assert not [path for path in folder.rglob("*") if path.name.startswith(".") and status]


# Where it is written


def drawn(path: str, *options: str) -> tuple[int, str, str]:
    return run("draw", "x*x", "x=2", "-o", path, *options)


@posix
def test_a_link_is_written_through(tmp_path):
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real/other.name", tmp_path / "walk.svg"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to("real/other.name")
    assert drawn(str(link))[0] == 0
    assert link.is_symlink()
    assert real.read_text("utf-8").startswith("<svg")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    new = tmp_path / "new.gif"
    new.symlink_to("real/new.gif")  # of what is not there yet
    assert drawn(str(new))[0] == 0
    assert (tmp_path / "real/new.gif").read_bytes().startswith(b"GIF89a")


@posix
def test_the_pictures_of_a_linked_text_are_beside_the_text(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "walk.md").symlink_to("real/lesson.md")
    assert drawn(str(tmp_path / "walk.md"))[0] == 0
    text = (tmp_path / "real/lesson.md").read_text("utf-8")
    pictures = re.findall(r"\]\((\S+\.svg)\)", text)
    assert len(pictures) == 5
    assert all((tmp_path / "real" / picture).is_file() for picture in pictures)


@posix
@pytest.mark.parametrize(
    ("target", "told"),
    [("link.svg", "link.svg: "), ("no/where.svg", "no such folder"), ("folder", "is_dir")],
)
def test_a_link_that_leads_nowhere_is_an_error(tmp_path, target, told):
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.svg"
    link.symlink_to(target)
    status, _, err = drawn(str(link))
    if told == "is_dir":  # a folder, by whatever name: pictures go into it
        assert status == 0
        assert len(list((tmp_path / "folder").iterdir())) == 5
    else:
        assert status == 2
        assert told in err
    assert link.is_symlink()
    with pytest.raises(OSError, match=r"link\.svg|no such folder"):
        bv.graph("x*x").walk(x=2).save(link)


@posix
def test_a_file_that_may_not_be_written_stays(tmp_path, monkeypatch):
    file = tmp_path / "walk.svg"
    file.write_text("mine")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    status, _, err = drawn(str(file))
    assert status == 2
    assert "walk.svg: Permission denied" in err
    assert file.read_text() == "mine"


@posix
def test_a_pipe_and_a_device_are_written_into(tmp_path):
    os.mkfifo(tmp_path / "walk.svg")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "walk.svg").read_bytes()))
    reader.start()
    assert drawn(str(tmp_path / "walk.svg"))[0] == 0
    reader.join(60)
    assert read[0].startswith(b"<svg")
    assert stat.S_ISFIFO((tmp_path / "walk.svg").stat().st_mode)
    (tmp_path / "null.svg").symlink_to(os.devnull)
    assert drawn(str(tmp_path / "null.svg"))[0] == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@on_linux
def test_a_full_device_is_named(tmp_path):
    (tmp_path / "walk.svg").symlink_to("/dev/full")
    status, _, err = drawn(str(tmp_path / "walk.svg"))
    assert status == 2
    assert "walk.svg: No space left on device" in err


def test_a_name_that_is_no_text_is_written_as_it_is(tmp_path):
    if os.fsencode("\udcff") != b"\xff" or sys.platform in ("win32", "darwin"):
        pytest.skip("no such names here")
    for ending in ("svg", "md", "html", "gif", "pptx", "tex"):
        status, _, err = drawn(str(tmp_path / f"y\udcff.{ending}"), "--steps", "1")
        assert (status, err) == (0, "")
        assert (tmp_path / os.fsdecode(b"y\xff." + ending.encode())).is_file()


# A folder of pictures


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_folder_of_pictures_is_not_half_filled(tmp_path, monkeypatch, is_there, error):
    folder = tmp_path / "a/out"
    if is_there:
        folder.mkdir(parents=True)
        (folder / "step-00.svg").write_text("old")
    written = []
    whole = writing.write_whole

    def failing(path, content):
        if len(written) == 3:
            raise error
        written.append(path)
        whole(path, content)

    monkeypatch.setattr("backprop_viz.draw.picture.write_whole", failing)
    status, out, err = drawn(str(folder))
    assert len(written) == 3
    assert out == ""
    assert status == (130 if isinstance(error, KeyboardInterrupt) else 2)
    assert err.count("\n") == 1
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left == ([folder / "step-00.svg"] if is_there else [])
    if is_there:
        assert left[0].read_text() == "old"
    else:
        assert not folder.exists()


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_folder_that_could_not_be_completed_is_told_so(tmp_path, monkeypatch, error):
    moved = []
    replace = os.replace

    def failing(source, target):
        if Path(target).parent == tmp_path and len(moved) == 2:
            raise error
        if Path(target).parent == tmp_path:
            moved.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    for lang in ("en", "ja"):
        moved.clear()
        status, out, err = drawn(str(tmp_path), "--lang", lang)
        assert out == ""
        assert status == (130 if isinstance(error, KeyboardInterrupt) else 2)
        assert "step-02.svg, step-03.svg, step-04.svg" in err
        assert "2" in err
        assert "5" in err
        assert err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["step-00.svg", "step-01.svg"]


def test_a_folder_keeps_its_other_files(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert drawn(str(tmp_path))[0] == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["mine.txt", *(f"step-{k:02}.svg" for k in range(5))]


def test_a_folder_within_a_file_is_refused_before_anything_is_drawn(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("mine")
    monkeypatch.setattr("backprop_viz.draw.picture.Picture.save", lambda *_: pytest.fail("drawn"))
    status, _, err = drawn(str(tmp_path / "file/a/b"))
    assert status == 2
    assert "file: Not a directory" in err


# Streams


@posix
@pytest.mark.parametrize(
    ("command", "status", "written"),
    [
        ("$P draw x*x x=2 -o out 2>&-", 0, "out"),
        ("$P draw x*x x=2 -o out.gif 2>&-", 0, "out.gif"),
        ("$P draw x*x x=2 -o out.gif >&-", 0, "out.gif"),
        ("$P draw x*x x=2 -o out.png >&- 2>&- <&-", 0, "out.png"),
        ("$P html x*x x=2 -o out.html 2>&-", 0, "out.html"),
        ("$P check x*x x=2 2>&-", 0, ""),
        ("$P walk x* x=2 2>&-", 2, ""),
        ("$P walk x* x=2 >&- 2>&-", 2, ""),
        ("$P walk - x=2 <&- 2>&-", 2, ""),
        ("$P --help >&- 2>&-", 0, ""),
    ],
)
def test_a_closed_stream_is_no_failure_of_its_own(tmp_path, command, status, written):
    done = shell(command, tmp_path)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ([written] if written else [])
    if status:
        assert done.stdout == b""  # an error is no output


@on_linux
@pytest.mark.parametrize(
    "command",
    [
        "$P --help",
        "$P --version",
        "$P draw --help --lang ja",
        "$P walk x*x x=2",
        "$P walk x*x x=2 --json",
        "$P check x*x x=2",
        "$P draw x*x x=2 -o out.svg",
        "$P html x*x x=2 -o out.html",
    ],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_told(tmp_path, command, unbuffered):
    done = shell(f"{command} >/dev/full", tmp_path, env={"PYTHONUNBUFFERED": unbuffered})
    assert done.returncode == 2
    full = "空き容量がありません" if "ja" in command else "No space left on device"
    assert done.stderr.decode() == f"backprop-viz: {full}\n"
    assert shell(f"{command} >/dev/full 2>/dev/full", tmp_path).returncode == 2


@posix
def test_a_reader_that_has_seen_enough_is_told_by_the_status_alone(tmp_path):
    long = "+".join(["x"] * 3000)
    done = shell(f"$P walk {long} x=2 | head -1; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert done.stderr == b""
    assert done.stdout.splitlines()[1:] == [b"141"]


@posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("output", ["out", "out.md", "out.gif"])
def test_an_interrupted_command_leaves_nothing_behind(tmp_path, number, status, output):
    source = " + ".join(["x*x"] * 200)
    command = [sys.executable, "-m", "backprop_viz", "draw", source, "x=2", "-o", output]
    folder = str(Path(bv.__file__).parents[1])
    begun = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": folder, "BACKPROP_VIZ_ENGINE": slow_engine(tmp_path)},
    )
    with open(tmp_path / "begun", "rb") as waiting:  # opens when the engine has
        waiting.read()
    begun.send_signal(number)
    out, err = begun.communicate(timeout=60)
    assert begun.returncode == status
    assert out == b""
    assert err == (b"backprop-viz: interrupted\n" if number == signal.SIGINT else b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "slow"]


@posix
@pytest.mark.parametrize("start", ["-m", "backprop-viz", "mine.py"])
def test_a_command_that_is_interrupted_while_it_imports_ends_quietly(tmp_path, start):
    (tmp_path / "numpy.py").write_text("print('begun', flush=True)\nimport time\ntime.sleep(60)\n")
    script = tmp_path / start
    script.write_text("from backprop_viz.cli.main import run\nrun()\n")
    command = ["-m", "backprop_viz"] if start == "-m" else [str(script)]
    folder = str(Path(bv.__file__).parents[1])
    begun = subprocess.Popen(
        [sys.executable, *command, "walk", "x", "x=1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{folder}"},
    )
    assert begun.stdout.readline() == b"begun\n"
    begun.send_signal(signal.SIGINT)
    _, err = begun.communicate(timeout=60)
    if start == "mine.py":  # a program of somebody's own hears it as ever
        assert err.endswith(b"KeyboardInterrupt\n")
        assert begun.returncode == -signal.SIGINT
    else:
        assert err == b""
        assert begun.returncode == 130


def slow_engine(folder: Path) -> str:
    """An engine that tells when it is called, and then takes its time."""
    os.mkfifo(folder / "begun")
    engine = folder / "slow"
    engine.write_text(
        '#!/bin/sh\nif [ "$1" = -V ]; then exec dot -V; fi\necho > begun\nexec sleep 60\n'
    )
    engine.chmod(0o755)
    return str(engine)


@posix
@pytest.mark.parametrize(
    "variables", [{"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, {"HOME": "/no/where"}]
)
def test_neither_a_locale_nor_a_home_is_needed(tmp_path, variables):
    done = shell("$P walk 損失*2 損失=2 --lang ja", tmp_path, env=variables)
    assert done.returncode == 0
    assert "∂f/∂損失 = 2" in done.stdout.decode()
    done = shell('env -i PATH="$PATH" PYTHONPATH="$PYTHONPATH" $P walk x*x x=2', tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


@on_linux
def test_too_little_memory_is_told(tmp_path):
    done = shell("ulimit -v 900000; $P draw x*y x=3 y=1 -o out.gif --width 16000", tmp_path)
    assert done.returncode == 2, done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_folder_that_is_gone_is_an_error(tmp_path):
    done = shell("mkdir gone; cd gone; rmdir ../gone; $P draw x*x x=2 -o out.svg", tmp_path)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_fault_of_our_own_is_one_line_and_asks_for_a_report(monkeypatch):
    def broken(_):
        raise KeyError("some\nthing" * 500)

    command = cli.COMMANDS["walk"]
    monkeypatch.setitem(cli.COMMANDS, "walk", replace(command, run=broken))
    status, out, err = run("walk", "x*x", "x=2")
    assert (status, out) == (1, "")
    assert "should not have happened (KeyError: " in err
    assert err.count("\n") == 1
    assert len(err) < 2 * MOST
    too_large = replace(command, run=lambda _: bytearray(2**62))
    monkeypatch.setitem(cli.COMMANDS, "walk", too_large)
    assert run("walk", "x*x", "x=2")[0] == 2


# In Python

WALKED = bv.graph("x*x").walk(x=2)
WRONGLY = {
    "scale 1e-9": lambda: WALKED.picture().png(1e-9),
    "scale 0": lambda: WALKED.picture().save("out.png", scale=0),
    "scale of text": lambda: WALKED.picture().save("out.png", scale="big"),
    "scale nan": lambda: WALKED.picture().png(float("nan")),
    "scale of 5,000 digits": lambda: WALKED.picture().png(10**5000),
    "scale of an array": lambda: WALKED.picture().png([1, 2]),
    **{
        f"{name} {value!r}"[:40]: lambda name=name, value=value: WALKED.save(
            "out.gif", **{name: value}
        )
        for name in ("width", "pace", "hold")
        for value in (0, -1, float("nan"), float("inf"), 10**9, 10**400, "big", [], True, 1e-12)
    },
    "no path": lambda: WALKED.save(5),
    "a path of nothing": lambda: WALKED.save(None),
    "an empty path": lambda: WALKED.save(""),
    "a path with NUL": lambda: WALKED.save("a\0b.svg"),
    "the path of a picture": lambda: WALKED.picture().save(5),
    "the path of a page": lambda: bv.page([WALKED]).save(5),
    "the path of a landscape": lambda: bv.landscape("x*x", "x", inputs={"x": 1}).save(5),
    "the path of a quiz": lambda: bv.predict(WALKED).save(None),
    "steps of text": lambda: WALKED.save("out.gif", steps="abc"),
    "steps of no list": lambda: WALKED.save("out.gif", steps=5),
    "steps of floats": lambda: WALKED.save("out.gif", steps=[1.5]),
    "steps of a picture": lambda: WALKED.save("out.svg", steps=5),
    "a step of text": lambda: WALKED.save("out.svg", step="last"),
    "a title": lambda: WALKED.save("out.gif", title=5),
    "the title of a page": lambda: bv.page([WALKED], title=5),
    "the title of a chapter": lambda: bv.page({5: WALKED}),
    "a theme": lambda: WALKED.save("out.gif", theme=5),
    "no theme": lambda: WALKED.save("out.svg", theme=""),
    "a caption": lambda: WALKED.save("out.gif", caption="no"),
    "a worksheet": lambda: WALKED.save("out.pdf", worksheet=1),
    "another worksheet": lambda: WALKED.save("out.pdf", worksheet="all"),
    "a list of worksheets": lambda: WALKED.save("out.pdf", worksheet=["values"]),
    "a paper": lambda: WALKED.save("out.pdf", paper="a5 or so"),
    "a list of papers": lambda: WALKED.save("out.pdf", paper=["a4"]),
    "a paper of slides": lambda: WALKED.save("out.pptx", paper="letter"),
    "a range of another name": lambda: WALKED.save("out.html", ranges={"q": (0, 1, 0.1)}),
    "a range of two numbers": lambda: WALKED.save("out.html", ranges={"x": (0, 1)}),
    "a range of text": lambda: WALKED.save("out.html", ranges={"x": "abc"}),
    "a range of one number": lambda: WALKED.save("out.html", ranges={"x": 5}),
    "a range the wrong way round": lambda: WALKED.save("out.html", ranges={"x": (9, 1, 0.1)}),
    "a range of no chapter": lambda: bv.page([WALKED], ranges={"q": (0, 1, 0.1)}),
    "a watch that is none": lambda: WALKED.save("out.gif", watch=5),
    "a watch of nothing": lambda: WALKED.save("out.gif", watch=lambda steps: None),
    **{
        f"a watch of too few in {kind}": lambda kind=kind: WALKED.save(
            f"out.{kind}", watch=lambda steps: steps[:-1]
        )
        for kind in ("gif", "md", "html", "pptx", "tex", "pdf")
    },
    "a watch of others": lambda: WALKED.save("out.tex", watch=enumerate),
    "a huge animation": lambda: tall().save("out.webp", steps=[1], width=16000),
    "a side that is too long": lambda: tall().save("out.webp", steps=[1], width=7000),
    "an array in itself": lambda: bv.graph("x*x").walk(x=ring()),
    "a number of 5,000 digits": lambda: bv.graph("x*x").walk(x=10**5000),
    "a million numbers and a word": lambda: bv.graph("x*x").walk(x=[*range(1_000_000), "a"]),
}


def tall():
    graph = bv.graph("*".join("x" for _ in range(64)))
    expressions = bv.variables(" ".join(f"x{i}" for i in range(100)))
    while len(expressions) > 1:
        pairs = zip(expressions[::2], expressions[1::2], strict=False)
        rest = expressions[len(expressions) // 2 * 2 :]
        expressions = [*(a * b for a, b in pairs), *rest]
    graph = bv.graph(expressions[0])
    return graph.walk(dict.fromkeys(graph.inputs, 1.0))


def ring():
    items = [1.0]
    items.append(items)
    return items


@pytest.mark.parametrize("case", WRONGLY)
def test_what_cannot_be_is_refused_with_a_reason(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for lang in ("en", "ja"):
        bv.speak(lang)
        try:
            with pytest.raises(bv.BackpropVizError) as caught:
                WRONGLY[case]()
            told = str(caught.value)
        finally:
            bv.speak("en")
        assert bool(JAPANESE.search(told)) == (lang == "ja")
        assert len(told) < 700
        assert "\n" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_path_may_be_of_bytes(tmp_path):
    path = WALKED.save(os.fsencode(tmp_path / "walk.svg"))
    assert path == tmp_path / "walk.svg"
    assert path.is_file()


TITLES = [
    "t" * 300,
    "長" * 10_000,
    "a\nb\0c\x1b[31m",
    "😀",
    "שלום",
    "\ud800x",
    "$&<>{}\\%#_^~",
    "",
    " ",
]


@pytest.mark.parametrize("kind", ["gif", "mp4", "tex", "pptx", "html", "md", "pdf"])
def test_a_title_of_any_kind_has_room(tmp_path, kind):
    if kind == "mp4":
        needs.library("av")
    for title in TITLES:
        try:
            path = WALKED.save(tmp_path / f"walk.{kind}", title=title, steps=[1])
        except bv.FontError:
            assert kind == "pdf"
            continue
        content = path.read_bytes()
        if kind in ("tex", "html", "md"):
            assert "\x1b" not in content.decode("utf-8")


def test_a_long_title_fits_on_its_slide(tmp_path):
    needs.library("pptx")
    import pptx

    for title in ("word " * 60, "長" * 10_000, "short"):
        deck = pptx.Presentation(WALKED.save(tmp_path / "walk.pptx", title=title, steps=[1]))
        assert len(deck.core_properties.title) <= 255
        shape = deck.slides[0].shapes.title
        (run,) = shape.text_frame.paragraphs[0].runs
        assert shape.text_frame.text[:50] == title.strip()[:50]
        assert run.font.size.pt >= 12
        area = len(run.text) * (2 if title[0] == "長" else 1) / 2 * run.font.size.pt**2
        assert area <= 1.2 * shape.width.pt * shape.height.pt
        assert (run.font.size.pt == 40) == (title == "short")
