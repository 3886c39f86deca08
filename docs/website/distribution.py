"""Python and Graphviz for the browser: Pyodide's distribution of just what is needed, verified.

Its core and its lock file are the npm package ``pyodide``; compiled wheels come from Pyodide's own
distribution, a folder or an address, and are what the lock says, byte by byte; pure ones from PyPI.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
PYODIDE, PYTHON, VIZ = "0.27.7", "3.12", "3.31.0"
OFFICIAL = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
NPM = (f"pyodide@{PYODIDE}", f"@viz-js/viz@{VIZ}")
CORE = ("pyodide.js", "pyodide.asm.js")
BINARY = "pyodide.asm.wasm"
COMPILED = ("numpy",)
PURE = ("graphviz",)
TESTS = re.compile("/tests?/")  # of libraries, which nobody runs there
COURSE_COMPILED = ("matplotlib", "contourpy", "kiwisolver", "pillow")
COURSE_PURE = (
    *("micropip==0.9.0", "packaging", "ipython==8.23.0", "comm==0.2.2", "traitlets==5.14.3"),
    *("sympy==1.13.3", "mpmath==1.3.0", "ipywidgets==8.1.5", "jupyterlab_widgets==3.0.13"),
    *("anywidget==0.9.18", "psygnal==0.12.0", "typing_extensions", "decorator", "six"),
    *("matplotlib_inline", "prompt_toolkit", "wcwidth==0.2.13", "pygments", "stack_data"),
    *("executing", "asttokens"),
    *("pure_eval", "cycler", "pyparsing==3.1.2", "python_dateutil==2.9.0.post0", "fonttools"),
)


def node_modules(given: Path | None, scratch: Path) -> Path:
    """The folder with the packages of npm: the one that is given, or a new one."""
    if given is None:
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", scratch]
        subprocess.run([*install, *NPM], check=True)
        given = scratch / "node_modules"
    version = json.loads((given / "pyodide/package.json").read_text("utf-8"))["version"]
    if version != PYODIDE:
        raise SystemExit(f"{given} has pyodide {version}, and {PYODIDE} is needed")
    return given


def lock(modules: Path) -> dict[str, Any]:
    """Pyodide's lock file."""
    told: dict[str, Any] = json.loads((modules / "pyodide/pyodide-lock.json").read_text("utf-8"))
    return told


def compiled(names: Iterable[str], locked: dict[str, Any], source: str, folder: Path) -> list[Path]:
    """Wheels of Pyodide's distribution at ``source``, exactly those that the lock names."""
    found = []
    for name in names:
        entry = locked["packages"][name]
        file = folder / entry["file_name"]
        if "://" in source:
            with urlopen(f"{source.rstrip('/')}/{file.name}") as reply:
                content = reply.read()
        else:
            content = (Path(source) / file.name).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise SystemExit(f"{file.name} of {source} is not the one that Pyodide's lock names")
        file.write_bytes(content)
        found.append(file)
    return found


def pure(requirements: Iterable[str], folder: Path) -> list[Path]:
    """Wheels of PyPI that run anywhere."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:"]
    place = ["--platform", "any", "--python-version", PYTHON, "--no-deps", "--dest", folder]
    subprocess.run([*pip, *place, *requirements], check=True)
    found = sorted(folder.glob("*-none-any.whl"))
    for wheel in found:
        _without_tests(wheel)
    return found


def _without_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = {info: archive.read(info) for info in archive.infolist()}
    kept = {info: text for info, text in files.items() if not TESTS.search(info.filename)}
    if len(kept) < len(files):
        with zipfile.ZipFile(wheel, "w") as archive:
            for info, content in kept.items():
                archive.writestr(info, content, zipfile.ZIP_STORED)  # it is unpacked soon


def own_wheel(folder: Path) -> Path:
    """The wheel of this package."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("backprop_viz-*.whl"))


def write(modules: Path, wheels: Iterable[Path], library: Path, target: Path) -> None:
    """The distribution: Pyodide's core, these wheels, and a lock that lists what is there.

    Python's ``library`` takes the place of that of the core. Graphviz stands beside it. What the
    lock says of a wheel is the hash of what travels.
    """
    target.mkdir(parents=True, exist_ok=True)
    engine = target.parent / "viz"
    engine.mkdir(exist_ok=True)
    shutil.copyfile(modules / "@viz-js/viz/dist/viz-global.js", engine / "viz-global.js")
    for name in CORE:
        shutil.copyfile(modules / "pyodide" / name, target / name)
    shutil.copyfile(Path(__file__).parent / "unpack.js", target / "unpack.js")
    _packed(modules / "pyodide" / BINARY, target)
    _packed(library, target)
    made = lock(modules)
    official = {entry["file_name"]: entry for entry in made["packages"].values()}
    entries = {}
    for wheel in wheels:
        entry = official.get(wheel.name) or _entry(wheel)
        held = _packed(wheel, target)
        entries[_canonical(entry["name"])] = {**entry, "sha256": _sha256(held)}
    for name, entry in entries.items():
        depends = {_canonical(other) for other in entry["depends"]} & entries.keys()
        entries[name] = {**entry, "depends": sorted(depends)}
    made["packages"] = entries
    text = json.dumps(made, indent=1, sort_keys=True)
    (target / "pyodide-lock.json").write_text(text + "\n", encoding="utf-8")


def _packed(file: Path, target: Path) -> Path:
    """The file as it is held and travels: compressed as a whole, whatever the host does."""
    held = target / f"{file.name}.packed"
    # 9 takes half as long again, for a thousandth of the size.
    held.write_bytes(gzip.compress(file.read_bytes(), 8, mtime=0))
    return held


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _entry(wheel: Path) -> dict[str, Any]:
    """What a lock says of a pure wheel, or of several that are joined."""
    kept = {"file_name": wheel.name, "install_dir": "site", "package_type": "package"}
    kept |= {"unvendored_tests": False}
    if wheel.suffix == ".zip":
        return {**kept, "name": wheel.stem, "version": "1", "imports": [], "depends": []}
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        told = f"{'-'.join(wheel.name.split('-')[:2])}.dist-info/METADATA"
        header = HeaderParser().parsestr(archive.read(told).decode())
    parts = {name.split("/")[0] for name in names if "/" in name or name.endswith(".py")}
    parts = {part for part in parts if not part.endswith((".dist-info", ".data"))}
    needs = [r for r in header.get_all("Requires-Dist") or [] if ";" not in r]
    return {
        **kept,
        "name": header["Name"],
        "version": header["Version"],
        "imports": sorted(
            p.removesuffix(".py") for p in parts if not p.endswith((".dist-info", ".data"))
        ),
        "depends": [_canonical(found[0]) for r in needs if (found := re.match(r"[\w.-]+", r))],
    }
