"""The course in JupyterLite: its lessons in both languages, their Python in the browser."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import lighter, play

ROOT = Path(__file__).parents[2]
EXTENSION = "@jupyterlite/pyodide-kernel-extension"
KERNEL = f"{EXTENSION}:kernel"
OF_KERNEL = ("piplite", "ipykernel", "pyodide_kernel")  # wheels that JupyterLite brings
APPS = ("lab", "notebooks")
ICON = '<link rel="icon" href="favicon.ico">'  # or a browser asks its host
LAB_ICON = '<link rel="icon" href="lab/favicon.ico">'
# JupyterLite would install these if it were not told that they are there.
NAMED = ("micropip", "ssl", "sqlite3", "comm", "jedi", "ipython", *OF_KERNEL)
# All that a kernel begins with comes at once; what is not here is fetched when it is imported.
PRELOADED = ("numpy", "beginning-of-kernel", "beginning-of-play")
# Compiled libraries that it imports then, which come before Python's memory does.
SHARED = [
    f"numpy/{name}.cpython-312-wasm32-emscripten.so"
    for name in ("_core/_multiarray_umath", "linalg/_umath_linalg", "_core/_multiarray_tests")
]
BEGINNING = (Path(__file__).parent / "begin.py").read_text("utf-8")
# What is compiled beforehand: what a kernel begins with, and the first cells of a lesson.
BEGIN = f"""\
{BEGINNING}
begin()
warm()
import anywidget, backprop_viz, pyodide_kernel
pyodide_kernel.kernel_instance.interpreter.send_comm = lambda *told: None
walk = backprop_viz.graph("p = w*x; f = (y - p)**2", parameters="w").walk(w=3, x=2, y=5)
walk.picture(3)._repr_mimebundle_()
backprop_viz.explore(walk, check=False)
backprop_viz.predict(walk)
{play.BEGIN}
"""


def wheels_of_kernel() -> list[Path]:
    """The wheels that JupyterLite's kernel is made of."""
    folder = _extension() / "static/pypi"
    return [next(folder.glob(f"{name}-*.whl")) for name in OF_KERNEL]


def _extension() -> Path:
    return Path(sys.prefix) / "share/jupyter/labextensions" / EXTENSION


def write(folder: Path, wheels: Iterable[Path], scratch: Path) -> None:
    """JupyterLite in ``folder``, its kernel the Python of ``pyodide`` beside that."""
    place = scratch / "lite"
    for lang in ("en", "ja"):
        shutil.copytree(ROOT / "notebooks" / lang, place / "contents" / lang)
    shown = [
        wheel for wheel in wheels if wheel.name.startswith(("anywidget", "jupyterlab_widgets"))
    ]
    (place / "jupyter_lite_config.json").write_text(
        json.dumps(
            {
                "LiteBuildConfig": {
                    "apps": APPS,
                    "contents": ["contents"],
                    "federated_extensions": [str(path) for path in (*shown, _extension())],
                    "ignore_sys_prefix": ["federated_extensions"],
                    "no_sourcemaps": True,
                    "no_unused_shared_packages": True,
                    "output_dir": str(folder.resolve()),
                }
            }
        )
    )
    shutil.copyfile(ROOT / "overrides.json", place / "overrides.json")
    build = [sys.executable, "-m", "jupyterlite_core.app", "build", "--lite-dir", place]
    done = subprocess.run(build, cwd=place, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            f"JupyterLite could not be built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    for place, icon in ((".", LAB_ICON), *((app, ICON) for app in APPS)):
        page = folder / place / "index.html"
        text = page.read_text("utf-8").replace("<head>", f"<head>{icon}", 1)
        page.write_text(text, encoding="utf-8")
    lighter.lighten(folder)
    lighter.join(folder)
    _set_kernel(folder)


def _version(python: Path, told: dict[str, Any]) -> str:
    """Of all that Python's memory depends on, when a kernel is ready."""
    made = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for file in sorted(python.iterdir()):
        made.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return made.hexdigest()[:16]


def _set_kernel(folder: Path) -> None:
    here = Path(__file__).parent
    python = folder.parent / "pyodide"
    shutil.copyfile(here / "memory.js", python / "memory.js")
    told = {
        "later": BEGINNING + (here / "later.py").read_text(encoding="utf-8") + "\nready",
        "wake": (here / "wake.py").read_text(encoding="utf-8"),
        "preloaded": PRELOADED,
        "shared": SHARED,
    }
    made = (here / "kernel.js").read_text(encoding="utf-8")
    for name, value in {**told, "version": _version(python, told)}.items():
        made = made.replace(f"{{{name}}}", json.dumps(value))
    (python / "kernel.js").write_text(made, encoding="utf-8")
    file = folder / "jupyter-lite.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    data = settings["jupyter-config-data"]
    data["exposeAppInBrowser"] = True  # as window.jupyterapp
    data["disabledExtensions"] = list(lighter.OFF)
    data["litePluginSettings"] = {
        **data.get("litePluginSettings", {}),
        KERNEL: {
            **data.get("litePluginSettings", {}).get(KERNEL, {}),
            "pyodideUrl": "./../pyodide/kernel.js",
            "loadPyodideOptions": {"packages": list(NAMED)},
            "disablePyPIFallback": True,
        },
    }
    file.write_text(json.dumps(settings, indent=1, sort_keys=True), encoding="utf-8")
    alone = folder / "notebooks/jupyter-lite.json"
    settings = json.loads(alone.read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["disabledExtensions"] = list(lighter.BESIDE)
    alone.write_text(json.dumps(settings, indent=1, sort_keys=True), encoding="utf-8")
