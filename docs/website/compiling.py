"""In Pyodide at build time: what a kernel begins with is compiled, in its wheels and its library.

A browser would compile it anew in every visit. What is imported later stays source, which is
smaller.
"""

import json
import py_compile
import sys
import warnings
import zipfile
from pathlib import Path

PREPARED, SCRATCH = Path("/prepared"), Path("/tmp")
LIBRARY = PREPARED / "python_stdlib.zip"


def compiled(source, name):
    """The bytes of the compiled module."""
    given, made = SCRATCH / "module.py", SCRATCH / "module.pyc"
    given.write_bytes(source)
    never = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(given), str(made), dfile=name, doraise=True, invalidation_mode=never)
    return made.read_bytes()


def rewrite(archive, root, used):
    """An archive with each used module in compiled form, in the place of its source."""
    with zipfile.ZipFile(archive) as given:
        files = {info.filename: given.read(info) for info in given.infolist() if not info.is_dir()}
    for name in [*files]:
        place = f"{root}/{name}"
        if place in used and place.endswith(".py"):
            files[f"{name}c"] = compiled(files.pop(name), place)
    with zipfile.ZipFile(archive, "w") as made:
        for name in sorted(files, key=lambda name: (Path(name).suffix, name)):
            made.writestr(zipfile.ZipInfo(name), files[name])


told = json.loads((PREPARED / "told.json").read_text())
warnings.simplefilter("ignore")
packages = next(path for path in sys.path if path.endswith("site-packages"))
before = sys.stdout, sys.stderr
for wheel in told["wheels"]:
    with zipfile.ZipFile(PREPARED / wheel) as archive:
        archive.extractall(packages)
try:
    exec(told["begin"], {"__name__": "begin"})
finally:
    sys.stdout, sys.stderr = before  # which a kernel has taken for itself
used = {file for module in [*sys.modules.values()] if (file := getattr(module, "__file__", None))}
for wheel in told["wheels"]:
    rewrite(PREPARED / wheel, packages, used)
rewrite(LIBRARY, next(path for path in sys.path if path.endswith(".zip")), used)
