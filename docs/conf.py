"""Sphinx: these pages, and the reference from the docstrings. Nothing is fetched."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from typing import Any

import backprop_viz

sys.path.insert(0, str(Path(__file__).parent))

import launch

ICON = '<link rel="icon" href="data:,">'
project = "backprop-viz"
author = "The backprop-viz contributors"
release = importlib.metadata.version("backprop-viz")

extensions = ["myst_parser", "sphinx.ext.autodoc", "backprop_viz.sphinx"]
exclude_patterns = ["_build"]
html_theme = "furo"
if repository := launch.address():
    places = {"source_branch": "main", "source_directory": "docs/"}
    html_theme_options = {"source_repository": repository, **places}
html_title = "backprop-viz"
html_copy_source = False
html_show_copyright = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True

# Autodoc passes over what cannot be imported; these pages are built with all of it or not at all.
for name in backprop_viz.__all__:
    getattr(backprop_viz, name)


def icon(app: Any, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """None: a browser that is told of none asks its host for one, outside of these pages."""
    context["metatags"] = context.get("metatags", "") + ICON


# What Sphinx and its theme leave out: of which level the caption of a list of pages is, what the
# two parts beside a page are called, and that code wider than a phone is scrolled, also by keys.
MENDED = {
    '<p class="caption" role="heading"': ' aria-level="2"',
    '<aside class="sidebar-drawer"': ' aria-label="All pages"',
    '<aside class="toc-drawer"': ' aria-label="On this page"',
    '<div class="highlight"><pre': ' tabindex="0"',
}


def mend(app: Any, failed: Exception | None) -> None:
    """What a page needs for whoever does not see it."""
    for page in Path(app.outdir).rglob("*.html"):
        text = told = page.read_text("utf-8")
        for tag, more in MENDED.items():
            text = text.replace(f"{tag}>", f"{tag}{more}>")
        if text != told:
            page.write_text(text, encoding="utf-8")


def setup(app: Any) -> None:
    """What each page is given here."""
    app.connect("html-page-context", icon)
    app.connect("build-finished", mend)
