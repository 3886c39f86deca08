"""Sphinx: these pages, and the reference from the docstrings. Nothing is fetched."""

from __future__ import annotations

import importlib.metadata

project = "backprop-viz"
author = "The backprop-viz contributors"
release = importlib.metadata.version("backprop-viz")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "backprop-viz"
html_copy_source = False
html_show_copyright = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
