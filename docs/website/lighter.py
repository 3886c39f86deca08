"""What of JupyterLite no lesson asks for is not served: the folder works without it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

# Extensions that are switched off, so that what is drawn by them is shown as the text it is.
OFF = ("@jupyterlab/mermaid-extension", "@jupyterlab/vega5-extension")
# What a page with one lesson goes without: each takes its time whenever a lesson opens.
BESIDE = (
    *("@jupyterlab/lsp-extension", "@jupyterlite/application-extension:lsp-connection-manager"),
    *("@jupyterlab/notebook-extension:language-server", "@jupyterlab/csvviewer-extension"),
    *("@jupyterlab/celltags-extension", "@jupyterlab/metadataform-extension"),
    *("@jupyterlab/notebook-extension:tools", "@jupyterlab/notebook-extension:active-cell-tool"),
    *("@jupyterlab/notebook-extension:metadata-editor", "@jupyterlab/settingeditor-extension"),
    *("@jupyterlab/notebook-extension:update-raw-mimetype", "@jupyterlab/terminal-extension"),
    *("@jupyter-notebook/notebook-extension:notebook-tools", "@jupyterlab/inspector-extension"),
    *("@jupyter-notebook/notebook-extension:edit-notebook-metadata",),
    *("@jupyterlab/logconsole-extension", "@jupyterlab/notebook-extension:log-output"),
    *("@jupyterlab/console-extension", "@jupyter-notebook/console-extension"),
    *("@jupyterlab/notebook-extension:code-console", "@jupyterlab/tooltip-extension:consoles"),
    *("@jupyterlab/completer-extension:inline-completer", "@jupyterlab/htmlviewer-extension"),
    *("@jupyterlab/completer-extension:inline-completer-factory", "@jupyterlab/pdf-extension"),
    *("@jupyterlab/completer-extension:inline-history", "@jupyterlab/imageviewer-extension"),
    *("@jupyterlab/json-extension", "@jupyterlab/markdownviewer-extension"),
    *("@jupyterlab/running-extension", "@jupyterlab/launcher-extension"),
    *("@jupyterlite/repl-extension", "@jupyterlite/iframe-extension"),
)
# Chunks: Mermaid and a layout for it, plots of Vega, a terminal, none of which is for Python there.
UNUSED = (
    "mermaidAPI",
    "org.eclipse.elk",
    "CanvasHandler:()=>",
    "vega/vega-lite/",
    "xterm-viewport",
)
LEGACY = ("*.svg", "*.eot", "*.ttf", "*.woff")  # of fonts, for browsers that know no woff2

_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_TEXTS = rf"\[(?:(?:{_TEXT}),?)*\]"
# Of a style sheet in a script: where it came from, with all of its source.
MAP = re.compile(
    rf",\{{version:3,sources:{_TEXTS},names:{_TEXTS},mappings:(?:{_TEXT}),"
    rf"sourcesContent:{_TEXTS},sourceRoot:(?:{_TEXT})\}}"
)
ASKED = re.compile(r"\.e\((\d+)\)")


def lighten(folder: Path) -> None:
    """Take from JupyterLite in ``folder`` what is not used, or held twice."""
    for name in LEGACY:
        for font in (folder / "build").glob(f"fa-{name}"):
            font.unlink()
    for schemas in (folder / "build/schemas").glob("@*"):  # all of them are in all.json
        shutil.rmtree(schemas)
    shutil.copyfile(folder / "static/favicons/favicon.ico", folder / "lab/favicon.ico")
    for file in folder.rglob("package.json.orig"):
        file.unlink()
    scripts = {path: path.read_text("utf-8") for path in (folder / "build").rglob("*.js")}
    for path, text in scripts.items():
        if (plain := MAP.sub("", text)) != text:
            path.write_text(plain, encoding="utf-8")
    for path in scripts.keys() - _asked_for(scripts):
        path.unlink()


def _asked_for(scripts: dict[Path, str]) -> set[Path]:
    """The scripts, without the unused chunks and those that only these ask for."""
    chunks = {
        path.name.partition(".")[0]: path
        for path, text in scripts.items()
        if path.name[0].isdigit() and not any(mark in text for mark in UNUSED)
    }
    waiting = [path for path in scripts if not path.name[0].isdigit()]
    found = set(waiting)
    while waiting:
        named = {chunks[n] for n in ASKED.findall(scripts[waiting.pop()]) if n in chunks}
        waiting += named - found
        found |= named
    return found
