"""The Graphviz that lays out: how it is found, and what happens where it is missing or broken."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import pytest

import backprop_viz as bv
from backprop_viz.browser.program import layout_of
from backprop_viz.cli.main import main
from backprop_viz.draw import engine, viz_js
from backprop_viz.draw.columns import in_columns
from backprop_viz.draw.layout import _lay_out
from backprop_viz.draw.picture import canvas, planned
from needs import missing

INSTALL = "pip install graphviz-pure"
needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are shell scripts")


@pytest.fixture
def no_engine(monkeypatch, tmp_path):
    """A machine without any Graphviz."""
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(engine, "_embedded", lambda: None)


VERSION = """[ "$1" = -V ] && echo "dot - graphviz version 2.43.0 (0)" >&2 && exit"""


@pytest.fixture
def fake(monkeypatch, tmp_path):
    """Makes a shell script the engine, which calls itself a Graphviz."""

    def make(body: str, mode: int = 0o755) -> Path:
        script = tmp_path / "fake-dot"
        script.write_text(f"#!/bin/sh\n{VERSION}\n{body}\n")
        script.chmod(mode)
        monkeypatch.setenv(engine.VARIABLE, str(script))
        return script

    return make


def walk():
    return bv.graph("p = w*x; (y' - p)**2").walk(w=3, x=2, y_=5)


# Finding one


@needs_scripts
def test_the_environment_chooses_the_engine(monkeypatch, tmp_path):
    for name in ("first", "dot", "graphviz-pure"):
        (tmp_path / name).write_text(f"#!/bin/sh\n{VERSION}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for chosen, found in (
        ("dot", "dot"),
        ("graphviz-pure", "graphviz-pure"),
        (str(tmp_path / "first"), "first"),
        ("  ", "dot"),  # a system dot comes first
    ):
        monkeypatch.setenv(engine.VARIABLE, chosen)
        assert Path(engine.find()) == tmp_path / found


@needs_scripts
@pytest.mark.parametrize("name", ["pip", "python", "first", "dot.py", "graphviz", "sh", "Dot2"])
def test_a_program_of_another_name_is_not_run_at_all(monkeypatch, tmp_path, name):
    (tmp_path / name).write_text(f'#!/bin/sh\n: > "{tmp_path}/ran"\n{VERSION}\n')
    (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(engine.VARIABLE, name)
    with pytest.raises(bv.EngineError) as told:
        walk().picture().svg  # noqa: B018
    assert f"BACKPROP_VIZ_ENGINE names {name!r}, which is no Graphviz" in str(told.value)
    for choice in ("dot", "graphviz-pure", "the path of a Graphviz"):
        assert choice in str(told.value)
    assert "Graphviz のプログラムのパス" in told.value.say("ja")
    assert not (tmp_path / "ran").exists()


@needs_scripts
@pytest.mark.parametrize(
    "says",
    [
        "echo pip 25.0 from somewhere",
        "echo dot version 2",
        "exit 3",
        "echo 'graphviz version 2.43.0'; exit 1",
        "cat",
        "",
    ],
)
def test_a_program_that_does_not_prove_a_graphviz_is_given_nothing(monkeypatch, tmp_path, says):
    """It is asked for its version, with nothing to read, and that is all."""
    script = tmp_path / "program"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> "{tmp_path}/asked"; cat >> "{tmp_path}/read"\n{says}\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv(engine.VARIABLE, str(script))
    with pytest.raises(bv.EngineError, match="program', which is no Graphviz"):
        walk().picture().svg  # noqa: B018
    assert (tmp_path / "asked").read_text() == "-V\n"
    assert (tmp_path / "read").read_text() == ""


def test_what_is_installed_here_proves_a_graphviz(monkeypatch):
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    for found in {shutil.which("dot"), engine._embedded(), engine.find()} - {None}:
        monkeypatch.setenv(engine.VARIABLE, found)
        assert engine.find() == found
        assert walk().picture().svg.startswith("<svg ")


def test_the_embedded_engine_is_found_without_a_path(monkeypatch, tmp_path):
    found = engine._embedded()
    if found is None:
        missing("graphviz-pure is not installed")
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine.find() == found
    assert walk().picture().svg.startswith("<svg ")
    monkeypatch.setenv(engine.VARIABLE, "graphviz-pure")
    assert engine.find() == found


def test_an_engine_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv(engine.VARIABLE, "no-such-program")
    with pytest.raises(bv.EngineError, match="BACKPROP_VIZ_ENGINE names 'no-such-program'") as told:
        walk().picture().svg  # noqa: B018
    assert INSTALL in str(told.value)


# None at all


def test_without_an_engine_the_error_has_the_line_that_installs_one(no_engine):
    with pytest.raises(bv.EngineError) as told:
        walk().picture().svg  # noqa: B018
    for line in (INSTALL, "apt-get install graphviz", "brew install graphviz"):
        assert f"`{line}`" in str(told.value)


def test_without_an_engine_all_text_still_works(no_engine):
    here = walk()
    picture = here.picture(3)
    assert here.steps[3].sentence() in repr(picture)
    assert here.steps[3].sentence("ja") in repr(here.picture(3, lang="ja"))
    assert "p = " in str(here.graph)
    assert picture.dot.lstrip("/ ").startswith("Step 3")
    assert here.check().ok
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain"}
    assert here.steps[3].sentence() in bundle["text/plain"]
    assert INSTALL in bundle["text/plain"]
    assert set(here._repr_mimebundle_()) == {"text/plain"}
    assert "p = " in here.graph._repr_mimebundle_()["text/plain"]


def test_without_an_engine_dot_is_still_saved_and_nothing_else_is(no_engine, tmp_path):
    picture = walk().picture()
    picture.save(tmp_path / "x.dot")
    for kind in ("svg", "png", "pdf"):
        with pytest.raises(bv.EngineError):
            picture.save(tmp_path / f"x.{kind}")
    assert [file.name for file in tmp_path.iterdir()] == ["x.dot"]


# A broken one


def noted(picture):
    """The note of a picture that is all there without Graphviz."""
    plan = planned(picture.graph, picture._shapes())
    assert canvas(picture.graph, picture._shapes()).layout.boxes == in_columns(plan).boxes
    assert picture.svg.count('class="operation"') == len(picture.graph.operations)
    assert picture.note
    return picture.note


BROKEN = {
    "it says so": "echo 'segmentation fault' >&2; exit 1",
    "it says nothing": "exit 3",
    "nothing": "exit 0",
    "a word": "echo hello",
    "bytes": r"printf '\377\376\000garbage'",
    "no numbers": "echo 'graph x y z'",
    "half a line": "echo graph",
    "half a node": "echo 'graph 1 1 1'; echo 'node w0 1'",
    "half an edge": "echo 'graph 1 1 1'; echo 'edge t0 w0 many 1 2'",
    "a signal": "kill -9 $$",
    "a crash": "kill -11 $$",
    "its input": "cat",
}


@needs_scripts
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_engine_is_followed_by_columns_and_a_note(fake, body):
    script = fake(body)
    here = walk()
    assert script.name in noted(here.picture())
    assert script.name in noted(here.picture(lang="ja"))
    assert here.picture(lang="ja").note != here.picture().note


@needs_scripts
@pytest.mark.parametrize(
    "change",
    {
        "an infinite page": r"s/^graph 1 [^ ]*/graph 1 inf/",
        "no page": r"s/^graph 1 .*/graph 1 nan nan/",
        "a negative page": r"s/^graph 1 /graph 1 -/",
        "a page for giants": r"s/^graph 1 .*/graph 1 1e9 1e9/",
        "a number too large": r"s/^graph 1 .*/graph 1 1e999 1e999/",
        "an infinite place": r"s/^node w0 [^ ]*/node w0 inf/",
        "no place": r"s/^node w0 [^ ]*/node w0 nan/",
        "a place beside the page": r"s/^node w0 [^ ]*/node w0 -3/",
        "a negative size": r"s/^\(node w0 [^ ]* [^ ]*\) /\1 -/",
        "a size too small": r"s/^\(node w0 [^ ]* [^ ]*\) [^ ]*/\1 0.1/",
        "a size too large": r"s/^\(node w0 [^ ]* [^ ]*\) [^ ]*/\1 9/",
        "an infinite size": r"s/^\(node w0 [^ ]* [^ ]*\) [^ ]*/\1 inf/",
        "a thing less": r"/^node w0/d",
        "a line less": r"/^edge w0/d",
        "a line of no points": r"s/^\(edge w0 [^ ]*\) .*/\1 0 solid black/",
        "a line that ends nowhere": r"s/^\(edge w0 [^ ]* 4\) [^ ]*/\1 inf/",
        "a line that ends elsewhere": r"s/^\(edge w0 [^ ]* 4\) [^ ]*/\1 9/",
        "one upon the other": r"s/^node w\([0-9]*\) [^ ]* [^ ]*/node w\1 1.1 0.3/",
        "all in one place": r"s/^node \([a-z0-9]*\) [^ ]* [^ ]*/node \1 1 1/",
        "from right to left": r"s/^node w0 [^ ]*/node w0 5/",
    }.items(),
    ids=lambda change: change[0],
)
def test_what_is_no_layout_of_the_picture_is_never_drawn(fake, change, monkeypatch):
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    real = engine.find()
    fake(f'"{real}" "$@"')
    assert not walk().picture().note
    script = fake(f'"{real}" "$@" | sed \'{change[1]}\'')
    _lay_out.cache_clear()
    assert f"{script} wrote no layout of the picture" in noted(walk().picture())


@needs_scripts
def test_what_a_failing_engine_said_is_passed_on(fake):
    fake("echo 'no layout for you' >&2; exit 7")
    assert "failed (7): no layout for you" in noted(walk().picture())


@needs_scripts
def test_an_engine_that_dies_without_a_word_leaves_no_colon_behind(fake):
    fake("kill -11 $$")
    assert noted(walk().picture()).endswith("ended without a layout and without a word (-11).")


@needs_scripts
def test_a_hanging_engine_is_given_up(fake, monkeypatch):
    fake("exec sleep 600")
    monkeypatch.setattr(engine, "TIMEOUT", 0.3)
    assert "took longer than" in noted(walk().picture())


@needs_scripts
def test_an_engine_that_waits_for_its_turn_is_waited_for(fake, monkeypatch):
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    fake(f'sleep 1; exec "{engine.find()}" "$@"')
    monkeypatch.setattr(engine, "TIMEOUT", 0.3)
    monkeypatch.setattr(engine, "_computed", lambda _: 0.1)  # as on a machine with much to do
    assert not walk().picture().note


@pytest.mark.skipif(sys.platform != "linux", reason="the time that a program computes is asked")
def test_an_engine_that_computes_too_long_is_given_up(fake, monkeypatch):
    fake("while :; do :; done")
    monkeypatch.setattr(engine, "TIMEOUT", 0.3)
    assert "took longer than" in noted(walk().picture())
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        began = time.monotonic()
        while not engine._computed(busy) > 0.05:
            assert time.monotonic() - began < 60
        busy.kill()
    assert engine._computed(busy) == 0


@needs_scripts
def test_a_file_that_is_no_program_is_an_engine_error(fake, tmp_path, monkeypatch):
    fake("", mode=0o644)
    with pytest.raises(bv.EngineError, match="fake-dot"):
        walk().picture().svg  # noqa: B018
    (tmp_path / "text").write_bytes(b"\x00\x01\x02 no program")
    (tmp_path / "text").chmod(0o755)
    monkeypatch.setenv(engine.VARIABLE, str(tmp_path / "text"))
    with pytest.raises(bv.EngineError, match="text"):
        walk().picture().svg  # noqa: B018


@needs_scripts
def test_an_engine_that_reads_nothing_of_a_large_graph_is_followed_by_columns(fake):
    fake("exit 1")
    x = bv.variable("x")
    for _ in range(2000):
        x = bv.sin(x)
    assert noted(bv.graph(x).picture())


@needs_scripts
def test_the_note_stands_wherever_the_picture_does(fake, tmp_path, capsys):
    fake("exit 1")
    here = walk()
    note = here.picture(2).note
    bundle = here.picture(2)._repr_mimebundle_()
    assert note in bundle["text/plain"]
    assert note in unescape(bundle["text/html"])
    assert layout_of(here)["note"] == {"en": note, "ja": here.picture(lang="ja").note}
    plain = bv.explore(here.graph, live=False, **here.inputs)
    assert note in unescape(plain.picture.value)
    question = bv.predict(here, 1)
    assert note in unescape(question.picture.value)
    for target in ("pictures", "walk.gif"):
        assert main(["draw", "w*x + 1", "w=1", "x=2", "-o", str(tmp_path / target)]) == 0
        assert note in capsys.readouterr().err
    assert (tmp_path / "walk.gif").stat().st_size


@needs_scripts
def test_an_engine_that_is_mended_is_used_at_once(fake, monkeypatch):
    fake("exit 1")
    here = walk()
    assert noted(here.picture())
    monkeypatch.delenv(engine.VARIABLE)
    assert not here.picture().note


@needs_scripts
def test_an_engine_that_failed_once_is_asked_again_for_another_graph(fake, tmp_path, monkeypatch):
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    real = engine.find()
    fake(f'[ -e "{tmp_path}/well" ] || exit 1; exec "{real}" "$@"')
    assert noted(walk().picture())
    (tmp_path / "well").touch()
    assert not walk().picture().note


def is_there(process: int) -> bool:
    """Whether it runs; one that has ended is listed until its parent's heir has heard of it."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()
    return state != "Z"


@needs_scripts
def test_who_interrupts_a_layout_does_not_wait_for_its_end(fake, tmp_path):
    fake(f'echo $$ > "{tmp_path}/pid"; exec sleep 600')
    code = "import backprop_viz as bv; bv.graph('x*x').picture().svg"
    running = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    assert b"KeyboardInterrupt" in running.communicate()[1]
    engine_process = int((tmp_path / "pid").read_text())
    end = time.monotonic() + 60
    while is_there(engine_process):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_an_engine_that_has_only_just_started_is_ended_too(fake, tmp_path, monkeypatch):
    """Ctrl-C while the program has begun and nobody knows of it yet."""
    fake("exec sleep 600")
    started = []

    class Slow(subprocess.Popen):
        def __init__(self, *given, **options):
            super().__init__(*given, **options)
            started.append(self.pid)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(subprocess, "Popen", Slow)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        bv.graph("x*x").picture().svg  # noqa: B018
    (pid,) = started
    assert not is_there(pid)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_browser_s_engine_that_fails_is_followed_by_columns_and_a_note(monkeypatch):
    def fails(dot, output):
        raise RuntimeError("memory access out of bounds\n  at wasm")

    monkeypatch.setattr(viz_js, "engine", lambda: fails)
    assert engine.find() == viz_js.NAME
    assert "@viz-js/viz failed (1): memory access out of bounds at wasm" in noted(walk().picture())
    monkeypatch.setattr(viz_js, "engine", lambda: lambda dot, output: "nothing")
    _lay_out.cache_clear()
    assert "@viz-js/viz wrote no layout" in noted(walk().picture())


# How often it is asked


@needs_scripts
def test_one_layout_serves_all_steps_themes_and_inputs(fake, tmp_path, monkeypatch):
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    real = engine.find()
    script = fake(f'echo run >> "{tmp_path}/log"; exec "{real}" "$@"')
    assert stat.S_IMODE(script.stat().st_mode) == 0o755
    graph = bv.graph("one_layout = w*x; (y' - one_layout)**2")
    for w in (3, -1e300, float("nan")):
        here = graph.walk(w=w, x=2, y_=5)
        for step in range(len(here.steps)):
            for theme in ("light", "dark"):
                here.picture(step, theme=theme).svg  # noqa: B018
    assert (tmp_path / "log").read_text().count("run") == 1


def test_no_shell_reads_what_is_drawn(monkeypatch):
    """The DOT text goes to the engine's standard input, never into its arguments."""
    calls = []
    real = subprocess.Popen

    def run(arguments, **options):
        calls.append((arguments, options))
        return real(arguments, **options)

    monkeypatch.setattr(engine.subprocess, "Popen", run)
    name = "$(touch x)"
    bv.graph(bv.variable(name) * 2).walk({name: 1}).picture().svg  # noqa: B018
    ((arguments, options),) = calls
    assert not options.get("shell")
    assert name not in " ".join(arguments)
