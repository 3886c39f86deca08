"""A directive for Sphinx and MyST: a live walk beside the text, a still picture on paper.

``extensions = ["backprop_viz.sphinx"]`` in ``conf.py``, and then::

    .. backprop:: sigmoid(w*x + b)
       :inputs: w=2 x=1 b=-1
       :parameters: w b
       :step: 4

The live page is written beside the document and shown in a frame. PDF, EPUB and plain text have the
picture of the step, or what it says.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives

from . import __version__
from .api import Walk, graph
from .blocks.view import seen
from .errors import BackpropVizError, InputError
from .media.embed import ALONE, frame, page_of
from .playground.typed import walked
from .read.entry import read_value
from .spell.names import canonical
from .words import LANGUAGES, language

__all__ = ["setup"]

_FOLDER = "_backprop"
_BETWEEN = re.compile(r"[\s,]+(?=[^\W\d]\w*[′']*\s*=)")  # one input and the next


class BackpropNode(nodes.General, nodes.Element):
    """The walk in a document, by what was written: ``text``, ``inputs`` and so on."""


class Backprop(Directive):
    """The directive; a formula of several lines is its content."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = {
        "inputs": directives.unchanged,
        "parameters": directives.unchanged,
        "step": int,
        "opened": directives.unchanged,
        "lang": lambda text: directives.choice(text, tuple(LANGUAGES)),
    }

    def run(self) -> list[nodes.Node]:
        text = "\n".join([*self.arguments, *self.content])
        pairs = (pair.partition("=") for pair in _BETWEEN.split(self.options.get("inputs", "")))
        made = BackpropNode(
            "",
            text=text,
            values={name.strip(): value.strip() for name, _, value in pairs if name.strip()},
            parameters=self.options.get("parameters", "").replace(",", " ").split(),
            opened=self.options.get("opened"),
            at=self.options.get("step"),
            lang=self.options.get("lang", ""),
        )
        try:
            _check(made)
            _walk(made).steps.number(-1 if made["at"] is None else made["at"])
        except BackpropVizError as error:
            raise self.error(str(error)) from None
        return [made]


def _check(node: BackpropNode) -> None:
    """Raise for a value that cannot be read, and for an input or a parameter that is none."""
    made = graph(node["text"], parameters=node["parameters"])
    for text in node["values"].values():
        read_value(text)
    unknown = [name for name in node["values"] if canonical(name) not in made.inputs]
    if unknown:
        known = ", ".join(made.inputs)
        raise InputError("inputs.unknown", unknown=", ".join(unknown), inputs=known)


def _walk(node: BackpropNode) -> Walk:
    walk = walked(node["text"], node["values"], node["parameters"])
    return walk.with_graph(seen(walk.graph, node["opened"]))


def _picture(node: BackpropNode) -> Any:
    return _walk(node).picture(node["at"], lang=language(node["lang"] or None))


def _name(node: BackpropNode) -> str:
    told = repr([node[key] for key in ("text", "values", "parameters", "opened", "at", "lang")])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _html(writer: Any, node: BackpropNode) -> None:
    builder = writer.builder
    if builder.name == "epub":
        picture = _picture(node)
        writer.body.append(f"<p>{picture.svg}</p><p>{escape(picture.description)}</p>")
        raise nodes.SkipNode
    walk, lang = _walk(node), language(node["lang"] or None)
    name = f"{_FOLDER}/{_name(node)}.html"
    file = Path(builder.outdir) / name
    file.parent.mkdir(exist_ok=True)
    page_of(walk, node["at"], lang).save(file)
    here = posixpath.dirname(builder.get_target_uri(builder.current_docname))
    if builder.name == "dirhtml":
        here = builder.get_target_uri(builder.current_docname)
    place = posixpath.relpath(name, here or ".")
    writer.body.append(frame(walk, f'{ALONE} src="{escape(place)}"', lang))
    raise nodes.SkipNode


def _latex(writer: Any, node: BackpropNode) -> None:
    name = f"backprop-{_name(node)}.pdf"
    _picture(node).save(Path(writer.builder.outdir) / name)
    size = "width=\\linewidth,height=.8\\textheight,keepaspectratio"
    shown = f"\\sphinxincludegraphics[{size}]{{{{{name[:-4]}}}.pdf}}"
    writer.body.append(f"\n\n\\noindent{shown}\n\n")
    raise nodes.SkipNode


def _text(writer: Any, node: BackpropNode) -> None:
    told = nodes.paragraph("", _picture(node).description)
    node += told
    told.walkabout(writer)
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, Any]:
    """What Sphinx calls."""
    told = {"html": _html, "epub": _html, "latex": _latex}
    told |= dict.fromkeys(("text", "man", "texinfo"), _text)
    app.add_node(BackpropNode, **{name: (visit, None) for name, visit in told.items()})
    app.add_directive("backprop", Backprop)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
