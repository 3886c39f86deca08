"""The course in JupyterLite: its lessons in both languages, their Python in the browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRELOADED = ("ipywidgets", "anywidget", "matplotlib", "backprop-viz")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
ENGINE = """
Viz.instance().then((viz) => {
  globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
});
"""


def write(folder: Path, wheels: Iterable[Path], scratch: Path) -> None:
    """JupyterLite in ``folder``, its kernel the Python of ``pyodide`` beside that."""
    place = scratch / "lite"
    for lang in ("en", "ja"):
        shutil.copytree(ROOT / "notebooks" / lang, place / "contents" / lang)
    shown = [
        wheel for wheel in wheels if wheel.name.startswith(("anywidget", "jupyterlab_widgets"))
    ]
    kernel = Path(sys.prefix) / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
    (place / "jupyter_lite_config.json").write_text(
        json.dumps(
            {
                "LiteBuildConfig": {
                    "apps": ["lab", "notebooks"],
                    "contents": ["contents"],
                    "federated_extensions": [str(path) for path in (*shown, kernel)],
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
    _set_kernel(folder)


def _set_kernel(folder: Path) -> None:
    beside = folder.parent / "pyodide"
    parts = (beside / "pyodide.js", folder.parent / "viz/viz-global.js")
    script = "\n;".join(part.read_text(encoding="utf-8") for part in parts)
    (beside / "kernel.js").write_text(script + ENGINE, encoding="utf-8")
    file = folder / "jupyter-lite.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    data = told["jupyter-config-data"]
    data["exposeAppInBrowser"] = True  # as window.jupyterapp
    data["litePluginSettings"] = {
        **data.get("litePluginSettings", {}),
        KERNEL: {
            **data.get("litePluginSettings", {}).get(KERNEL, {}),
            "pyodideUrl": "./../pyodide/kernel.js",
            "loadPyodideOptions": {"packages": list(PRELOADED)},
            "disablePyPIFallback": True,
        },
    }
    file.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
