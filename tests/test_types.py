"""What a type checker and an editor know of the package, without running any of it."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_overloads

import backprop_viz as bv
import needs
from backprop_viz.core.graph import Node
from backprop_viz.core.step import Step
from backprop_viz.descent.path import Path as Descent
from backprop_viz.descent.positions import Position
from backprop_viz.draw.comparison import Comparison
from backprop_viz.draw.picture import Picture
from backprop_viz.landscapes.picture import Landscape
from backprop_viz.media.page import Page
from backprop_viz.media.save import OPTIONS
from backprop_viz.media.script import Script
from backprop_viz.quiz.judgement import Judgement
from backprop_viz.quiz.question import Question
from backprop_viz.quiz.worded import WordedQuestion
from backprop_viz.show.base import Explorer
from backprop_viz.show.landscape import LiveLandscape
from backprop_viz.show.prediction import Prediction
from backprop_viz.tell.story import Story, Way
from backprop_viz.verify.table import Check, Row

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import stub  # noqa: E402

USER_FILE = Path(__file__).with_name("user_file.py")


def test_a_type_checker_knows_what_every_call_returns():
    needs.library("mypy")
    options = ("--strict", f"--config-file={ROOT / 'pyproject.toml'}")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(USER_FILE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def public_types() -> dict[str, str]:
    """What every public function returns, and every public method, property and field is."""
    named = {name: getattr(bv, name) for name in {*bv.__all__} - {*bv.functions.__all__}}
    called = {name: call for name, call in named.items() if inspect.isfunction(call)}
    types = {name: call.__annotations__["return"] for name, call in called.items()}
    del types["landscape"]  # its overloads say it
    held = {cls for cls in named.values() if isinstance(cls, type)} | {
        *(Check, Comparison, Descent, Explorer, Judgement, Landscape, LiveLandscape, Node),
        *(Page, Picture, Position, Prediction, Question, Row, Step, Story, Way, WordedQuestion),
    }
    ours = {base for cls in held for base in cls.__mro__ if "backprop_viz" in base.__module__}
    for cls in ours:
        for name, member in vars(cls).items():
            call = getattr(member, "fget", getattr(member, "func", member))
            if inspect.isfunction(call):
                types[f"{cls.__name__}.{name}"] = call.__annotations__.get("return", "")
        for name, annotation in inspect.get_annotations(cls).items():
            types[f"{cls.__name__}.{name}"] = annotation
    return {name: str(of) for name, of in types.items() if not re.search(r"(^|\.)_", name)}


def test_nothing_public_is_of_any_type():
    found = public_types()
    assert {"graph", "Walk.check", "Row.formula", "Landscape.figure"} <= found.keys()
    assert {name: of for name, of in found.items() if re.search(r"\bAny\b", of)} == {}


def test_the_sample_has_every_function_of_the_package():
    text = USER_FILE.read_text("utf-8")
    for name in set(bv.__all__) - set(bv.functions.__all__) - {"speak", "variables"}:
        if not isinstance(getattr(bv, name), type):
            assert f"bv.{name}(" in text, name


def test_editors_know_the_functions_of_the_table():
    assert stub.STUB.read_text("utf-8") == stub.written(), "python docs/stub.py"


def test_the_documentation_lists_the_functions_of_the_table():
    for file in stub.LISTS:
        assert file.read_text("utf-8") == stub.listed(file), "python docs/stub.py"


def test_what_is_imported_later_is_known_to_editors():
    """The names that a checker imports are those that the package finds at run time."""
    later = ("exercise", "explore", "hunt", "judge", "landscape", "page", "perform", "predict")
    for name in later:
        assert name not in vars(bv)
        assert getattr(bv, name).__name__ == name


def test_save_lists_the_options_of_every_medium():
    shared = {"step", "steps", "theme", "lang", "digits", "title", "watch", "opened"}
    assert {*inspect.signature(bv.Walk.save).parameters} == {"self", "path"} | shared | OPTIONS
    assert {*inspect.signature(Script).parameters} >= OPTIONS


def test_the_options_of_a_landscape_are_those_that_editors_are_told():
    """They stand in an overload, too: an editor that runs nothing completes no others."""
    of_explorer, written = map(inspect.signature, get_overloads(bv.landscape))
    called = inspect.signature(bv.landscape)
    assert {*of_explorer.parameters} == {"source", "names", "options"}
    assert written.parameters == called.parameters


def test_an_editor_that_runs_nothing_completes_options():
    needs.library("jedi")
    import jedi

    for text, option in (
        ("bv.landscape(path, surf", "surface="),
        ("bv.page([walk], slid", "slides="),
        ("bv.explore(graph, lands", "landscape="),
        ("walk = bv.graph('x').walk(x=1)\nwalk.save('a.gif', pa", "pace="),
    ):
        text = f"import backprop_viz as bv\n{text}"
        found = jedi.Script(text, project=jedi.Project(ROOT)).complete()
        assert option in {one.name for one in found}, text


def test_the_package_says_that_it_has_types():
    assert Path(bv.__file__).with_name("py.typed").is_file()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "Typing :: Typed" in project["classifiers"]
