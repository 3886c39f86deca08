"""What a type checker and an editor know of the package, without running any of it."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import backprop_viz as bv
import needs
from backprop_viz.media.save import OPTIONS
from backprop_viz.media.script import Script

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


def test_the_sample_has_every_function_of_the_package():
    text = USER_FILE.read_text("utf-8")
    for name in set(bv.__all__) - set(bv.functions.__all__) - {"speak", "variables"}:
        if not isinstance(getattr(bv, name), type):
            assert f"bv.{name}(" in text, name


def test_editors_know_the_functions_of_the_table():
    assert stub.STUB.read_text("utf-8") == stub.written(), "python docs/stub.py"


def test_what_is_imported_later_is_known_to_editors():
    """The names that a checker imports are those that the package finds at run time."""
    for name in ("explore", "landscape", "page", "predict"):
        assert name not in vars(bv)
        assert getattr(bv, name).__name__ == name


def test_save_lists_the_options_of_every_medium():
    shared = {"step", "steps", "theme", "lang", "digits", "title", "watch"}
    assert {*inspect.signature(bv.Walk.save).parameters} == {"self", "path"} | shared | OPTIONS
    assert {*inspect.signature(Script).parameters} >= OPTIONS


def test_the_package_says_that_it_has_types():
    assert Path(bv.__file__).with_name("py.typed").is_file()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "Typing :: Typed" in project["classifiers"]
