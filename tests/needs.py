"""What a test needs beyond Python: a skip that tells its reason, and a failure in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip for ``reason``; with CI=true, where nothing may be missing, fail for it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"in CI: {reason}")
    pytest.skip(reason)


def library(name: str) -> None:
    """Go on only where a library is installed."""
    if importlib.util.find_spec(name) is None:
        missing(f"{name} is not installed")


def megabytes(folder: Path) -> int:
    """How large the files in a folder are, in units of 2^20 bytes.

    Not what they take on the disk: some file systems hold more in hand for what was just written.
    """
    measure = ["du", "--summarize", "--apparent-size", "--block-size=1M", folder]
    told = subprocess.run(measure, capture_output=True, text=True, check=True).stdout
    return int(told.split()[0])


def node_module(name: str) -> Path:
    """The folder of a package of npm, below the folder that NODE_MODULES names."""
    if shutil.which("node") is None:
        missing("no node here (apt-get install nodejs)")
    folder = Path(os.environ.get("NODE_MODULES", "")) / name
    if not (folder / "package.json").is_file():
        missing(f"no {name}: npm install {name}, and NODE_MODULES names the folder it is in")
    return folder


def pyodide() -> Path:
    """The folder of Pyodide's own distribution, which has the compiled wheels."""
    near = Path(__file__).parents[2] / "shared/pyodide"
    folder = Path(os.environ.get("PYODIDE_DISTRIBUTION") or near)
    if not folder.is_dir():
        missing(f"no distribution of Pyodide in {folder}; name one in PYODIDE_DISTRIBUTION")
    return folder
