"""What of JupyterLite no lesson asks for is not served; what every lesson loads is one script."""

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
    *("@jupyter-notebook/notebook-extension:tab-icon", "@jupyterlab/cell-toolbar-extension"),
)
# Chunks: Mermaid and a layout for it, and plots of Vega, none of which is for Python there.
UNUSED = (
    "mermaidAPI",
    "org.eclipse.elk",
    "CanvasHandler:()=>",
    "vega/vega-lite/",
)
# Chunks that every lesson loads are one script, which comes before the others. One that another
# JupyterLite has not is left out, and what it has besides is loaded as ever.
JOINED = """\
jlab_core 28 35 100 131 270 306 311 383 695 755 766 792 850 866 927 1542 1584 1711 1869 1871
2065 2213 2512 2552 2666 2816 2930 2955 3079 3218 3543 3752 3797 3992 4105 4324 4333 4434 4498
4793 4905 4926 4971 5008 5115 5691 5709 5850 6236 6271 6653 6941 7061 7096 7125 7154 7179 7311
7369 7378 7450 7471 7557 7582 7634 7811 7866 7918 7957 7969 7995 7997 8103 8285 8313 8734 8845
9073 9239 9334 9372 9380 9531 9799 9879 9903
"""
# The same of extensions.
JOINED_TOO = {
    "@jupyter-widgets/jupyterlab-manager": "327 420 439 446 586 647 651 722 727 898",
    "@jupyterlite/pyodide-kernel-extension": "154 304 592",
    "anywidget": "387 807",
}
JOINED_NAME = "lesson.js"
LEGACY = ("*.svg", "*.eot", "*.ttf", "*.woff")  # of fonts, for browsers that know no woff2

_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_TEXTS = rf"\[(?:(?:{_TEXT}),?)*\]"
# Of a style sheet in a script: where it came from, with all of its source.
MAP = re.compile(
    rf",\{{version:3,sources:{_TEXTS},names:{_TEXTS},mappings:(?:{_TEXT}),"
    rf"sourcesContent:{_TEXTS},sourceRoot:(?:{_TEXT})\}}"
)
# What loads the first script of a page, and what comes before that: it is fetched as soon as a
# page has its service worker, while settings are still being read.
MAIN = "async function main() {\n"
EARLY = f"""\
  const address = new URL('build/{JOINED_NAME}', import.meta.url).href;
  if (document.getElementById(LITE_MAIN)) {{
    const early = {{ rel: 'preload', as: 'script', href: address }};
    document.head.append(Object.assign(document.createElement('link'), early));
  }}
"""
FIRST = "  document.head.appendChild(bundle);\n"
BEFORE = """\
  const joined = document.createElement('script');
  joined.src = address;
  joined.async = bundle.async = false;
  document.head.appendChild(joined);
"""
# Asked for the settings of one plugin, JupyterLite would read those of all from a database.
SETTINGS = "all_federated.json"
ONE = (
    ("(await this.list()).values.find(", "(await this.list(void 0,t)).values.find("),
    ("async list(t){", "async list(t,one){"),
    ("const i=s.concat(r),", "const i=s.concat(r).filter((e=>!one||e.id===one)),"),
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
        if (plain := _of_one(MAP.sub("", text))) != text:
            path.write_text(plain, encoding="utf-8")
    for path in scripts.keys() - _asked_for(scripts):
        path.unlink()


def join(folder: Path) -> None:
    """What every lesson loads as one script, where JupyterLite's pages are as they are known."""
    first = folder / "config-utils.js"
    text = first.read_text("utf-8")
    if [text.count(told) for told in (MAIN, FIRST)] != [1, 1]:
        return
    build = folder / "build"
    joined = {build: JOINED}
    joined |= {folder / f"extensions/{name}/static": told for name, told in JOINED_TOO.items()}
    parts = [
        path
        for place, names in joined.items()
        for name in names.split()
        for path in sorted(place.glob(f"{name}.*.js"))
    ]
    functions = [f"(() => {{{path.read_text('utf-8')}\n}})();\n" for path in parts]
    (build / JOINED_NAME).write_text("".join(functions), encoding="utf-8")
    for path in parts:
        path.unlink()
    text = text.replace(MAIN, MAIN + EARLY).replace(FIRST, BEFORE + FIRST)
    first.write_text(text, encoding="utf-8")


def _of_one(text: str) -> str:
    """A script that reads the settings of one plugin alone, if it is the one that reads them."""
    if SETTINGS not in text or any(text.count(given) != 1 for given, _ in ONE):
        return text
    for given, instead in ONE:
        text = text.replace(given, instead)
    return text


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
