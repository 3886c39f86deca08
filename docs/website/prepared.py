"""What Python begins with, made ready: joined into few wheels, and compiled by Pyodide itself.

Pyodide takes a tenth of a second for each wheel, however small, and Python much more than that to
compile what it imports. Archives hold their files as they are, alike beside alike: they are
compressed as a whole, which is smaller, and unpacked by the browser itself.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
LIBRARY = "python_stdlib.zip"  # of Python
PLAY = ("backprop_viz", "graphviz")  # pure wheels that are loaded together: for the playground ...
KERNEL = (  # ... and for a kernel
    *("micropip", "packaging", "piplite", "ipykernel", "pyodide_kernel", "ipython", "comm"),
    *("traitlets", "ipywidgets", "anywidget", "psygnal", "typing_extensions", "decorator"),
    *("matplotlib_inline", "prompt_toolkit", "wcwidth", "pygments", "stack_data", "executing"),
    *("asttokens", "pure_eval", "six"),
)
ASSETS = "jupyterlab_widgets"  # which has no Python for a kernel
APART = "numpy"  # which goes with both
# Of a compiled wheel: what is for those who compile, who check types, or who try it out.
UNUSED = re.compile(r"\.(h|a|pxd|pyi|c|lib)$|/tests?/|/sample_data/|\.data/|/py\.typed$|/RECORD$")


def write(
    modules: Path, wheels: Iterable[Path], begin: str, scratch: Path
) -> tuple[list[Path], Path]:
    """The archives as they are served, and Python's library; ``begin`` imports what is compiled."""
    folder = scratch / "prepared"
    folder.mkdir()
    wheels = [wheel for wheel in wheels if not wheel.name.startswith(ASSETS)]
    by_name = {wheel.name.split("-")[0].lower(): wheel for wheel in wheels}
    made = []
    for name, parts in (("beginning-of-play", PLAY), ("beginning-of-kernel", KERNEL)):
        found = [by_name.pop(part) for part in parts if part in by_name]
        if found:
            made.append(_written(folder / f"{name}.zip", found))
    for wheel in by_name.values():
        made.append(_written(folder / wheel.name, [wheel]))
    shutil.copyfile(modules / "pyodide" / LIBRARY, folder / LIBRARY)
    first = [w.name for w in made if w.name.startswith(("beginning", APART))]
    (folder / "told.json").write_text(json.dumps({"wheels": first, "begin": begin}), "utf-8")
    command = ["node", HERE / "compile.cjs", modules.resolve(), folder, HERE / "compiling.py"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"Pyodide could not compile the packages:\n{done.stderr[-3000:]}")
    return made, folder / LIBRARY


def _written(target: Path, wheels: Iterable[Path]) -> Path:
    """One archive with all that is used of these."""
    files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as given:
            for info in given.infolist():
                if not info.is_dir() and not UNUSED.search(info.filename):
                    files[info.filename] = given.read(info)
    with zipfile.ZipFile(target, "w") as made:
        for name in sorted(files, key=lambda name: (Path(name).suffix, name)):
            made.writestr(zipfile.ZipInfo(name), files[name])
    return target
