"""What a test needs beyond Python: a skip that tells its reason, and a failure in CI."""

from __future__ import annotations

import importlib.util
import os
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
    """What a folder takes on the disk, in units of 2^20 bytes."""
    measure = ["du", "--summarize", "--block-size=1M", folder]
    told = subprocess.run(measure, capture_output=True, text=True, check=True).stdout
    return int(told.split()[0])
