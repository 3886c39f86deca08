"""In the browser: a package that is not loaded yet is fetched from the site when it is imported."""

import gzip
import importlib
import importlib.machinery
import io
import json
import site
import sys
import zipfile

import pyodide_js
from js import XMLHttpRequest
from pyodide.ffi import JsException


def fetched(address):
    """The content of a file, for which a worker may wait."""
    request = XMLHttpRequest.new()
    request.open("GET", address, False)
    request.responseType = "arraybuffer"
    try:
        request.send()
    except JsException:
        raise ImportError(f"no network, and nothing kept of {address}") from None
    return request.response.to_bytes()


class Later:
    """Finds what no other finder of Python has found."""

    def __init__(self, base, lock):
        self.base = base
        self.packages = json.loads(lock)["packages"]
        self.names = {
            top: name for name, entry in self.packages.items() for top in entry["imports"]
        }
        self.done = set()

    def find_spec(self, name, path=None, target=None):
        """Where a module is, once its package has been unpacked."""
        package = self.names.get(name)
        if path is not None or package is None or not self.unpack(package):
            return None
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(name)

    def unpack(self, package):
        """Whether anything of a package, and of what it needs, was not there yet."""
        loaded = {name.lower().replace("_", "-") for name in dir(pyodide_js.loadedPackages)}
        if package in self.done or package in loaded:
            return False
        entry = self.packages[package]
        content = fetched(f"{self.base}{entry['file_name']}.packed")
        if content.startswith(b"\x1f\x8b"):  # where no service worker has kept it unpacked
            content = gzip.decompress(content)
        zipfile.ZipFile(io.BytesIO(content)).extractall(site.getsitepackages()[0])
        self.done.add(package)
        for other in entry["depends"]:
            self.unpack(other)
        return True


def ready(base, lock, is_warm):
    """Begin; then what finds packages goes behind what finds files, before what tells of none."""
    begin()  # noqa: F821
    if is_warm:
        warm()  # noqa: F821
    place = sys.meta_path.index(importlib.machinery.PathFinder)
    sys.meta_path.insert(place + 1, Later(base, lock))
