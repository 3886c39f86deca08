"""The gallery: every example in every medium. ``python examples/build.py`` writes it all.

What is built lies in ``examples/gallery`` and in no commit. ``--docs`` renews the pictures that the
README shows.
"""

from __future__ import annotations

import argparse
import importlib.util
import runpy
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import backprop_viz as bv
from backprop_viz.media.save import MEDIA
from backprop_viz.words import LANGUAGES, Message

HERE = Path(__file__).parent
PICTURES = ("svg", "png", "dot")


@dataclass(frozen=True)
class Example:
    """A formula at some inputs. ``title`` is what its documents are called."""

    name: str
    title: Message
    source: str
    inputs: Mapping[str, Any]
    parameters: str = ""

    def walk(self) -> bv.Walk:
        return bv.graph(self.source, parameters=self.parameters).walk(self.inputs)


EXAMPLES = (
    Example(
        "article",
        Message(
            {"en": "One weight, one bias, one square", "ja": "重み 1 個、バイアス 1 個、2 乗誤差"}
        ),
        "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2",
        {"x": 2, "w": 3, "b": 1, "y'": 5},
        "w b",
    ),
    Example(
        "sum-times",
        Message({"en": "A sum times a number", "ja": "和と数の積"}),
        "q = x + y; f = q*z",
        {"x": -3, "y": 7, "z": -2},
    ),
    Example(
        "maximum",
        Message({"en": "The winner gets the gradient", "ja": "大きいほうだけに勾配が流れる"}),
        "f = 3*(x*y + maximum(z, w))",
        {"x": 2, "y": -1, "z": 4, "w": 1},
    ),
    Example(
        "neuron",
        Message({"en": "A neuron with a sigmoid", "ja": "シグモイドのニューロン"}),
        "f = sigmoid(w0*x0 + w1*x1 + w2)",
        {"w0": 1, "x0": 2, "w1": -2, "x1": 0.5, "w2": -0.5},
        "w0 w1 w2",
    ),
    Example(
        "softplus",
        Message({"en": "Softplus, taken apart", "ja": "ソフトプラスを分解する"}),
        "e = exp(x); u = 1 + e; f = log(u)",
        {"x": 0.5},
    ),
    Example(
        "shared",
        Message({"en": "A node used twice", "ja": "二度使われるノード"}),
        "u = x**2; f = u*y + sin(u)",
        {"x": 1.5, "y": -2},
    ),
    Example(
        "two-layers",
        Message({"en": "A network of two layers", "ja": "2 層のネットワーク"}),
        "h1 = tanh(a*x + b); h2 = tanh(c*x + d); y = u*h1 + v*h2; f = (y' - y)**2",
        {"x": 0.8, "a": 0.5, "b": -0.2, "c": -1.2, "d": 0.4, "u": 1.5, "v": -0.7, "y'": 1},
        "a b c d u v",
    ),
)


@dataclass(frozen=True)
class Model(Example):
    """A model of PyTorch, read by a program in ``models``. It is shown as a picture and a page."""

    def walk(self) -> bv.Walk:
        import torch

        before = torch.get_default_dtype()
        try:
            walk = runpy.run_path(str(HERE / "models" / self.source))["walk"]
        finally:
            torch.set_default_dtype(before)
        assert isinstance(walk, bv.Walk)
        return walk


MODELS = (
    Model(
        "batch-norm",
        Message({"en": "BatchNorm, line by line", "ja": "BatchNorm を 1 行ずつ"}),
        "batch_norm.py",
        {},
    ),
    Model(
        "gpt-block",
        Message({"en": "A block of a GPT", "ja": "GPT のブロック"}),
        "gpt_block.py",
        {},
    ),
)
OF_MODELS = ("svg", "html")


def build_models(folder: Path, kinds: tuple[str, ...], lang: str) -> list[Path]:
    """Write the models, too, where PyTorch is installed and a page is asked for."""
    wanted = [kind for kind in OF_MODELS if kind in kinds]
    if "html" not in wanted:
        return []
    if importlib.util.find_spec("torch") is None:
        print('models: pip install "backprop-viz[torch]"', file=sys.stderr)
        return []
    written = []
    for model in MODELS:
        walk, title = model.walk(), model.title.say(lang)
        (folder / model.name).mkdir(parents=True, exist_ok=True)
        for kind in wanted:
            options = {"title": title} if kind == "html" else {}
            path = folder / model.name / f"{model.name}.{kind}"
            written.append(walk.save(path, lang=lang, **options))
    return written


def build(folder: Path, kinds: tuple[str, ...], lang: str) -> list[Path]:
    """Write every example in every kind below ``folder``; return the files."""
    written = []
    for example in EXAMPLES:
        place = folder / example.name
        place.mkdir(parents=True, exist_ok=True)
        walk, title = example.walk(), example.title.say(lang)
        for kind in kinds:
            path = place / f"{example.name}.{kind}"
            try:
                if kind in MEDIA:
                    walk.save(path, title=title, lang=lang)
                else:
                    walk.save(path, lang=lang)
            except bv.MissingLibraryError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
                continue
            written.append(path)
        if "pdf" in kinds:
            sheet = place / f"{example.name}-worksheet.pdf"
            written.append(walk.save(sheet, title=title, lang=lang, worksheet=True))
        if "tex" in kinds:
            talk = place / f"{example.name}-beamer.tex"
            written.append(walk.save(talk, title=title, lang=lang, beamer=True))
    if "html" in kinds:
        chapters = {example.title.say(lang): example.walk() for example in EXAMPLES}
        written.append(bv.page(chapters, lang=lang).save(folder / "gallery.html"))
    return written + build_models(folder, kinds, lang)


def build_docs(folder: Path) -> list[Path]:
    """The few pictures that the README shows."""
    gallery = folder / "gallery"
    gallery.mkdir(parents=True, exist_ok=True)
    article, *others = EXAMPLES
    stills = [other.walk().save(gallery / f"{other.name}.svg") for other in others]
    return [article.walk().save(folder / "article.gif", width=1100, pace=1.8), *stills]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=HERE / "gallery", metavar="DIR")
    parser.add_argument("--kinds", default=",".join((*PICTURES, *MEDIA)), help="all by default")
    parser.add_argument("--lang", default="en", choices=LANGUAGES)
    parser.add_argument("--docs", action="store_true", help="only what the README shows")
    options = parser.parse_args()
    if options.docs:
        files = build_docs(HERE.parent / "docs")
    else:
        files = build(options.output, tuple(options.kinds.split(",")), options.lang)
    for path in files:
        print(f"{path.stat().st_size:>9,}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
