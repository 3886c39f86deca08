"""What Binder builds from the repository's root."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from needs import missing

ROOT = Path(__file__).parent.parent
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())


def names() -> tuple[set[str], set[str]]:
    """The conda packages and the pip packages, without their versions."""
    conda = {
        re.split("[=<>]", item)[0] for item in ENVIRONMENT["dependencies"] if isinstance(item, str)
    }
    pip = {
        re.split("[=<>]", item)[0]
        for group in ENVIRONMENT["dependencies"]
        if isinstance(group, dict)
        for item in group["pip"]
    }
    return conda, pip


def test_the_environment_is_what_repo2docker_takes() -> None:
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert "python=3.12" in ENVIRONMENT["dependencies"]
    assert not (ROOT / "binder").exists()
    assert not (ROOT / ".binder").exists()
    _, pip = names()
    assert not any(item.startswith((".", "-e")) for item in pip)


def test_the_environment_has_all_that_the_package_and_the_lab_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {
        re.split(r"[\[<>=;! ]", item)[0]
        for item in project["dependencies"] + project["optional-dependencies"]["lab"]
    }
    conda, pip = names()
    spelled = {
        "graphviz": "python-graphviz",
        "graphviz-pure": "python-graphviz",
        "matplotlib": "matplotlib-base",
    }
    assert {spelled.get(name, name) for name in needed} <= conda | pip


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
    for name in ("environment.yml", "postBuild", "pyproject.toml", "README.md", "LICENSE"):
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


@pytest.mark.parametrize("line", (ROOT / "postBuild").read_text().splitlines())
def test_post_build_names_no_place_of_its_own(line: str) -> None:
    assert "/home" not in line
    assert "http" not in line
