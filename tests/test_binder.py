"""What Binder builds from the repository's root."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement

import binder
from needs import missing

ROOT = Path(__file__).parent.parent
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
OVERRIDES = json.loads((ROOT / "overrides.json").read_text(encoding="utf-8"))
CONDA, PIP = binder.required()


def test_the_environment_is_what_repo2docker_takes() -> None:
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert "python=3.12" in ENVIRONMENT["dependencies"]
    assert not (ROOT / "binder").exists()
    assert not (ROOT / ".binder").exists()
    assert not any(item.startswith((".", "-e")) for item in PIP)


def test_the_environment_has_what_package_and_lab_need_and_nothing_else() -> None:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = read["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["lab"]
    needed = {re.split(r"[\[<>=;! ]", item)[0] for item in asked + read["build-system"]["requires"]}
    needed -= {"graphviz-pure"}  # conda's python-graphviz brings a system dot
    assert {binder.PYPI.get(name, name) for name in CONDA + PIP} == needed | {"python", "pip"}
    assert len(CONDA + PIP) == len({*CONDA, *PIP})


def test_what_binder_solves_next_year_is_of_the_kind_that_was_tried() -> None:
    """From the package's own bound up to one above what these tests run with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = map(Requirement, project["dependencies"] + project["optional-dependencies"]["lab"])
    ours = {requirement.name: requirement.specifier for requirement in asked}
    for requirement in map(Requirement, binder.from_pypi()):
        bounds = {bound.operator: bound.version for bound in requirement.specifier}
        assert bounds.keys() == {">=", "<"}, requirement
        if requirement.name in ours:
            assert f">={bounds['>=']}" == str(ours[requirement.name]), requirement
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            here = importlib.metadata.version(requirement.name)
            assert requirement.specifier.contains(here), f"{requirement}, and here is {here}"


def test_every_line_of_the_environment_has_its_reason() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    for name in CONDA + PIP:
        if name != "python":
            assert re.search(rf"^ +- {re.escape(name)}\S* +# \w", text, re.MULTILINE), name


@pytest.mark.parametrize("plugin", OVERRIDES)
def test_the_lab_knows_each_of_its_settings(plugin: str) -> None:
    owner, _, name = plugin.partition(":")
    prefixes = {Path(sys.prefix), Path(sys.base_prefix)}
    folders = [prefix / "share/jupyter/lab/schemas" for prefix in prefixes]
    found = [f for folder in folders if (f := folder / owner / f"{name}.json").is_file()]
    if not found:
        missing(f"no schema of {plugin} here (pip install jupyterlab)")
    schema = json.loads(found[0].read_text(encoding="utf-8"))
    assert OVERRIDES[plugin].keys() <= schema["properties"].keys()
    jsonschema.validate(OVERRIDES[plugin], schema)


def test_post_build_is_a_program_of_bash() -> None:
    script = ROOT / "postBuild"
    assert script.stat().st_mode & stat.S_IXUSR
    lines = script.read_text().splitlines()
    assert lines[0] == "#!/bin/bash"
    assert "set -euo pipefail" in lines
    subprocess.run(["bash", "-n", script], check=True)


def test_repo2docker_would_build_it(tmp_path: Path) -> None:
    if subprocess.run([sys.executable, "-c", "import repo2docker"], capture_output=True).returncode:
        missing("no repo2docker here (pip install jupyter-repo2docker)")
    for name in ("environment.yml", "apt.txt", "postBuild", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    plan = done.stdout + done.stderr
    assert done.returncode == 0, plan[-2000:]
    assert "Building conda environment for python=3.12" in plan
    assert re.search(r"env update .*environment\.yml", plan), plan[-3000:]
    assert re.search(r"RUN .*postBuild", plan), plan[-3000:]
    assert "fonts-ipafont-gothic" in plan


@pytest.mark.parametrize("line", (ROOT / "postBuild").read_text().splitlines())
def test_post_build_names_no_place_of_its_own(line: str) -> None:
    assert "/home" not in line
    assert "http" not in line


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> binder.Image:
    """postBuild, run in a new environment with the packages of environment.yml from PyPI."""
    if not sys.platform.startswith("linux"):
        missing("Binder's image is Linux, and so are its programs")
    if shutil.which("dot") is None:
        missing("no dot here (apt-get install graphviz)")
    try:
        return binder.build(tmp_path_factory.mktemp("binder"))
    except binder.PackagesError as reason:
        missing(f"the packages of environment.yml cannot be had here: {reason}")


def in_image(image: binder.Image, *command: str) -> str:
    done = subprocess.run(
        command,
        cwd=image.home,
        env=image.variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def test_post_build_installs_the_package_and_keeps_its_promises(image: binder.Image) -> None:
    where = in_image(image, "python", "-c", "import backprop_viz; print(backprop_viz.__file__)")
    assert Path(where.strip()).is_relative_to(image.python.parent.parent)
    lab = image.python.parent.parent / "share/jupyter/lab/settings"
    assert json.loads((lab / "overrides.json").read_text(encoding="utf-8")) == OVERRIDES
    disabled = in_image(image, "jupyter", "labextension", "list")
    assert "@jupyterlab/apputils-extension:announcements" in disabled
    for notebook in sorted((image.repository / "notebooks").rglob("*.ipynb")):
        kept = ROOT / notebook.relative_to(image.repository)
        assert notebook.read_bytes() == kept.read_bytes()
        assert f"Signing notebook: {notebook.relative_to(image.repository)}" in image.log
    assert not (image.home / ".cache/backprop-viz").exists()  # no cache of its own
    assert list((image.home / ".cache/matplotlib").glob("fontlist-*.json"))


def test_nothing_is_left_to_be_installed(image: binder.Image) -> None:
    """Every dependency of the package and its extra `lab` is there, but for the other engine."""
    code = """if True:
        from importlib.metadata import requires, version
        from packaging.requirements import Requirement
        for line in requires("backprop-viz"):
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": "lab"}):
                if need.name != "graphviz-pure":
                    assert version(need.name) in need.specifier, line
    """
    in_image(image, "python", "-c", code)


def test_all_that_a_lesson_imports_is_there(image: binder.Image) -> None:
    modules = {
        name.partition(".")[0]
        for notebook in (image.repository / "notebooks").rglob("*.ipynb")
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for name in re.findall(r"(?m)^\s*(?:import|from) ([\w.]+)", "".join(cell["source"]))
    }
    assert "backprop_viz" in modules
    code = "import sys, importlib.util as u; print([m for m in sys.argv[1:] if not u.find_spec(m)])"
    assert in_image(image, "python", "-c", code, *sorted(modules)).strip() == "[]"


def test_a_lesson_runs_there_in_little_memory(image: binder.Image, chromium: Any) -> None:
    """How long it takes is measured by `python -m benchmarks.binder`."""
    with binder.visit(image, chromium) as visit:
        page, memory = visit.page.page, visit.memory()
        print(f"memory in MB: {memory}")
        assert page.evaluate("jupyterapp.shell.mode") == "single-document"
        assert not page.evaluate("document.querySelector('.Toastify__toast')")
        page.locator(".bpv-do-last").first.click()
        gradient = page.locator(".bpv >> nth=0 >> text.gradient")
        gradient.filter(has_text=re.compile("∂ −?[0-9]")).first.wait_for()
        assert visit.page.faults == []
    assert sum(memory.values()) < binder.MEMORY
