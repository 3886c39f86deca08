"""Every medium tells the walk's own numbers and words, the same in every run, whole or not."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from base64 import b64encode
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image, ImageChops
from pypdf import PdfReader

import backprop_viz as bv
import needs
from backprop_viz.draw.grid import CardSlot
from backprop_viz.draw.picture import canvas
from backprop_viz.draw.scene import scene
from backprop_viz.media import save as table
from backprop_viz.media.blanks import TAG, blanks, open_card, tag
from backprop_viz.media.boxes import text_box
from backprop_viz.media.camera import Camera
from backprop_viz.media.film import Film
from backprop_viz.media.handout import FEW, block_pieces, blocks_of
from backprop_viz.media.paper import LABEL, SMALLEST, Format
from backprop_viz.media.script import PAPERS, WORKSHEETS, Script
from backprop_viz.media.stills import stills
from backprop_viz.media.tikz import LEGIBLE
from backprop_viz.media.views import Views, about
from backprop_viz.spell.numbers import format_value, is_finite
from backprop_viz.tell.formula import formula as whole
from backprop_viz.tell.formula import unmarked
from backprop_viz.theme import FONT_SIZE, THEMES
from needs import missing
from strategies import ARTICLE, ARTICLE_INPUTS, recipes, wild_recipes

ROOT = Path(__file__).parent.parent
ANIMATIONS = ("gif", "apng", "webp")
MOVING = (*ANIMATIONS, "mp4")
KINDS = tuple(table.MEDIA)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><b>",
    '"onload=alert(1) x="',
    r"\input{/etc/passwd}",
    r"\end{document}",
    "50% off",
    "$x$",
    "a_b^c&d#e~f",
    "^^5cinput",
    "`code` *bold* [link](x)",
    "\u202eeman",
    "שלום",
    "損失関数",
    "']]>",
)


@pytest.fixture(scope="module")
def article():
    return bv.graph(ARTICLE, parameters="w b").walk(ARTICLE_INPUTS)


@pytest.fixture(scope="module")
def hostile():
    names = [bv.variable(name) for name in HOSTILE]
    total = names[0]
    for name in names[1:]:
        total = total * name
    return bv.graph(total).walk({name: 1.0 + n / 8 for n, name in enumerate(HOSTILE)})


def pages_of(pdf: Path) -> list[str]:
    if shutil.which("pdftotext") is None:
        missing("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    """Text without spaces, line ends and marks of direction, which a page sets as it needs."""
    return re.sub(r"[\s\u200b\u2066-\u2069\u202a-\u202e]", "", text)


def labels(walk, step):
    """All numbers and question marks on the picture of a step, line by line."""
    drawn = canvas(walk.graph, dict(enumerate(walk.node_values)))
    shown = scene(drawn.plan, walk, step)
    every = (*shown.values, *shown.gradients, *shown.contributions)
    things = (*drawn.plan.wires, *drawn.plan.wires, *drawn.plan.branches)
    found: list[str] = []
    for thing, label in zip(things, every, strict=True):
        open_cells = label.lines * (thing.card.count if thing.card else 1)
        found += label.cells.texts if label.cells else open_cells
    return sorted(found)


# The numbers of 50 random graphs, read back from each medium


@given(recipes(max_lines=3))
@settings(max_examples=50)
def test_the_numbers_of_random_graphs_are_in_every_document(tmp_path_factory, recipe):
    walk = bv.graph(recipe.text).walk(recipe.used)
    folder = tmp_path_factory.mktemp("random")
    check_markdown(walk, walk.save(folder / "walk.md"))
    check_tex(walk, walk.save(folder / "walk.tex"))
    check_pptx(walk, coarse(walk, folder / "walk.pptx"))
    check_pdf(walk, walk.save(folder / "walk.pdf"))
    shutil.rmtree(folder)


@given(wild_recipes(max_lines=3))
@settings(max_examples=12)
def test_undefined_and_infinite_numbers_are_told_as_they_are(tmp_path_factory, recipe):
    walk = bv.graph(recipe.text).walk(recipe.used)
    folder = tmp_path_factory.mktemp("wild")
    check_markdown(walk, walk.save(folder / "walk.md", lang="ja"), "ja")
    check_tex(walk, walk.save(folder / "walk.tex"))
    check_pdf(walk, walk.save(folder / "walk.pdf"))
    shutil.rmtree(folder)


def test_undefined_numbers_are_told_in_japanese_on_paper(tmp_path):
    walk = bv.graph("log(x)*y + 1/z").walk(x=-1, y=2, z=0)
    check_pdf(walk, walk.save(tmp_path / "walk.pdf", lang="ja"), "ja")


def test_arrays_are_told_in_every_document(tmp_path):
    walk = bv.graph("w*x + b").walk(w=[[1.5, -2], [3, 4]], x=2, b=[[0.25, 1]])
    check_markdown(walk, walk.save(tmp_path / "walk.md"))
    check_tex(walk, walk.save(tmp_path / "walk.tex"))
    check_pptx(walk, walk.save(tmp_path / "walk.pptx"))
    check_pdf(walk, walk.save(tmp_path / "walk.pdf"))


def test_steps_in_open_blocks_have_as_much_paper_as_they_are_about():
    """A frame is as high as all that is in it: what is cut out for a step leaves it away, and the
    bare graph, where it is in many strips, does not stand before the same strips with numbers."""
    text = "h = relu(linear(X, W1, b1)); L = cross_entropy(linear(h, W2, b2), y)"
    given = {"X": np.ones((4, 3)), "W1": np.ones((5, 3)), "b1": np.ones(5), "y": [0, 1, 2, 0]}
    walk = bv.graph(text).walk(**given, W2=np.ones((3, 5)), b2=np.ones(3)).opened()
    script = Script.of(walk)
    views, page = Views(script.canvas), Format(842, 1191, columns=2, scale=0.8)
    first, forward, *others = blocks_of(script)
    pictures = [
        piece
        for block in (first, forward)
        for piece in list(block_pieces(script, block, views, page))[1:]
    ]
    assert len(views.strips(page.widest)) > FEW
    assert len(pictures) < 1.5 * len(views.strips(page.widest))
    heights = [views.window(one.things, page.widest).height for one in others if one.things]
    assert len(heights) > 20
    assert sorted(heights)[len(heights) // 2] < script.canvas.layout.height / 3


def check_pdf(walk, path, lang="en"):
    reader, pages = PdfReader(path), list(map(squeezed, pages_of(path)))
    assert len(reader.outline) == len(walk.steps)
    views = Views(Script.of(walk).canvas)
    is_whole = len(views.strips(2 * (842 - 80))) == 1  # the letters then have half their size
    seed = walk.seed_index
    for step, mark in zip(walk.steps, reader.outline, strict=True):
        assert mark.title.startswith(Script.of(walk, lang=lang).heading(step.index))
        place = reader.get_destination_page_number(mark)
        told = "".join(pages[place : place + 2])
        is_in_pass = step.kind == "forward" and seed > 2  # a formula in a list says it all
        if not is_in_pass or not is_finite(step.value):
            assert squeezed(step.remark(lang)) in told
        for label in labels(walk, seed - 1 if is_in_pass else step.index):
            assert squeezed(label) in told or not is_whole
    assert all(squeezed(label) in "".join(pages) for label in labels(walk, len(walk.steps) - 1))


def coarse(walk, path, **options):
    """Slides whose pictures have few pixels, for what is told of them in words."""
    from backprop_viz.media import powerpoint

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(powerpoint, "SHARPNESS", 0.5)
        return walk.save(path, **options)


def check_pptx(walk, path, lang="en"):
    from pptx import Presentation

    opening, *slides = Presentation(path).slides
    assert opening.shapes.title.text
    for step, slide in zip(walk.steps, slides, strict=True):
        assert str(step.index) in slide.shapes.title.text
        assert slide.notes_slide.notes_text_frame.text == step.sentence(lang)
        told = [s._element.nvPicPr.cNvPr.get("descr") for s in slide.shapes if s.shape_type == 13]
        shown = [whole(walk.graph).latex, repr(walk.picture(step.index, lang=lang)), step.latex]
        assert told == (shown[:2] if is_said_above(step) else shown)


def test_a_slide_of_powerpoint_can_be_read_from_the_last_row(tmp_path):
    """All of a wide picture at its two ends, and else what a step is about, nowhere distorted."""
    from pptx import Presentation

    walk = bv.graph("z = a*x + b*u + c; p = sigmoid(z); f = -(y*log(p) + (1 - y)*log(1 - p))").walk(
        a=1, x=2, b=-1, u=0.5, c=0.5, y=1
    )
    steps = [0, 3, 12, len(walk.steps) - 1]
    _, *slides = Presentation(walk.save(tmp_path / "walk.pptx", steps=steps)).slides
    script, views, tops = Script.of(walk), Views(Script.of(walk).canvas), set()
    for number, slide in zip(steps, slides, strict=True):
        formula, picture, *rule = (shape for shape in slide.shapes if shape.shape_type == 13)
        image = Image.open(io.BytesIO(picture.image.blob))
        assert image.width / image.height == pytest.approx(picture.width / picture.height, rel=0.02)
        corner = Image.open(io.BytesIO(formula.image.blob)).convert("RGB")
        assert corner.getpixel((corner.width - 1, corner.height - 1)) == (255, 255, 255)
        things = about(script, walk.steps[number])
        seen = (
            views.window(things, 880 * FONT_SIZE / 12).width
            if things
            else script.canvas.layout.width
        )
        label = FONT_SIZE * picture.width / 12700 / seen
        assert label > 11.9 if things else label < 8
        tops |= {shape.top for shape in rule}
    assert len(tops) == 1, "the mathematics stands at one place"


def is_said_above(step) -> bool:
    """Whether a step says the formula, which stands over it as it stands over every step."""
    return step.kind == "graph" and len(whole(step.graph).pages) == 1


def check_markdown(walk, path, lang="en"):
    parts = path.read_text("utf-8").split("\n## ")[1:]
    for step, part in zip(walk.steps, parts, strict=True):
        picture = re.search(r"^!\[.*\]\((.*)\)$", part, re.MULTILINE)[1]
        svg = (path.parent / picture).read_text("utf-8")
        assert svg == walk.picture(step.index, lang=lang).svg
        formulas = re.findall(r"\$\$\n(.*)\n\$\$", part)
        for formula in formulas:
            assert not re.search(r"\\[^A-Za-z\s]", formula), "GitHub takes such a backslash away"
            assert not re.search(r"(?<![^\W_])_(?=\W)", formula), "GitHub begins italics there"
        assert len(formulas) == (1 if is_said_above(step) else 2)
        assert figures(formulas[0]) == figures(unmarked(whole(walk.graph).page(step)))
        assert figures(formulas[-1]) == figures(step.latex)
        sentence = part.strip().rpartition("\n\n")[2]
        assert unescape(re.sub(r"\\([!-/:-@[-`{-~])", r"\1", sentence)) == step.remark(lang)


def figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text.replace("0.5em", ""))


def check_tex(walk, path):
    source = path.read_text("utf-8")
    steps = re.findall(r"\\walkstep\{(\d+)\}\{(.*)\}\n  \{(.*)\}\n  \{(.*)\}\n  \{(.*)\}", source)
    assert len(steps) == len(walk.steps)
    for step, (number, heading, above, formula, sentence) in zip(walk.steps, steps, strict=True):
        assert int(number) == step.index + 1
        assert f"{step.index} of {len(walk.steps) - 1}" in heading
        assert re.sub(r"\\color\{\w+\}", "", above) == unmarked(whole(walk.graph).page(step))
        assert formula == ("" if is_said_above(step) else step.latex)
        assert squeezed(untexed(sentence)) == squeezed(step.remark())
    told = [[] for _ in walk.steps]
    for line in source.splitlines():
        pages = re.match(r"\\only<(\d+)-(\d+)>\{", line)
        first, last = map(int, pages.groups()) if pages else (1, len(walk.steps))
        for text in re.findall(r"\\node\[label.*?\] at \(.*?\) \{(.*?)\};", line):
            shown = untexed(re.sub(r"^\{\\bfseries\\boldmath (.*)\}$", r"\1", text))
            if re.fullmatch(r"\$\w+\$|\$v_\{\d\}\$|∂|\d×\d", shown):
                continue  # over the grid of a card
            for page in range(first - 1, last):
                told[page].append(shown.rpartition("=")[2].replace("∂", "").strip())
    for step in walk.steps[1:]:
        assert sorted(told[step.index]) == [label.strip() for label in labels(walk, step.index)]


def untexed(text: str) -> str:
    """The characters that LaTeX source stands for."""
    from backprop_viz.media.latex_text import CHARACTERS

    text = re.sub(r"\$_\{(\d+)\}\$", lambda m: m[1].translate(LOW), text)
    text = re.sub(r"\$\^\{(.*?)\}\$", lambda m: m[1].translate(HIGH), text)
    spelled = sorted((tex, c) for c, tex in CHARACTERS.items())
    spelled = {tex: c for tex, c in spelled if c not in "”“’"}
    pattern = "|".join(map(re.escape, sorted(spelled, key=len, reverse=True)))
    return re.sub(pattern, lambda m: spelled[m[0]], text).replace("$=$", "=")


LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
HIGH = str.maketrans("0123456789-yx.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ʸˣ·")


# Animations


def frames_of(path: Path) -> list[tuple[Image.Image, float]]:
    """Each frame and its seconds; WebP tells a time only behind its frame."""
    image, frames = Image.open(path), []
    for k in range(image.n_frames):
        image.seek(k)
        image.load()
        frames.append((image.convert("RGB"), image.info["duration"] / 1000))
    return frames


def distance(one: Image.Image, other: Image.Image) -> tuple[int, float]:
    """The largest difference of any channel of any pixel, and the average."""
    difference = np.asarray(ImageChops.difference(one, other))
    return int(difference.max()), float(difference.mean())


@pytest.mark.parametrize("kind", ANIMATIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_an_animation_shows_every_picture_for_its_time(article, tmp_path, kind, theme):
    size = Image.open(io.BytesIO(article.picture().png(1.0))).size
    path = article.save(
        tmp_path / f"walk.{kind}", theme=theme, width=size[0], caption=False, pace=0.8, hold=2.5
    )
    frames = frames_of(path)
    assert [seconds for _, seconds in frames] == [0.8] * 14 + [2.5]
    for k, (frame, _) in enumerate(frames):
        picture = Image.open(io.BytesIO(article.picture(k, theme=theme).png(1.0))).convert("RGB")
        frame = frame.crop((0, 0, *picture.size))
        largest, average = distance(frame, picture)
        assert largest < 90, k  # a pixel has four lines of samples, and 255 colours
        assert average < 0.6, k


def test_a_row_of_stills_is_the_row_of_pictures(article):
    for k, still in enumerate(stills(Script.of(article), 2.0)):
        picture = Image.open(io.BytesIO(article.picture(k).png(2.0))).convert("RGB")
        image = Image.open(io.BytesIO(still))
        assert image.mode == "P"
        assert distance(image.convert("RGB"), picture)[1] < 0.6


@pytest.mark.parametrize("name", THEMES)
def test_flat_colours_are_exact(article, tmp_path, name):
    theme = THEMES[name]
    for step, tint in ((1, theme.forward_tint), (9, theme.backward_tint)):
        path = article.save(tmp_path / "walk.gif", steps=[step], theme=theme)
        colours = {c for n, c in frames_of(path)[0][0].getcolors(1 << 16) if n > 500}
        assert {tuple(bytes.fromhex(c[1:])) for c in (theme.paper, theme.ink, tint)} <= colours


def apart(walk, zoom):
    """How far each step's picture, made from the last one's, is from one that is made anew."""
    script = Script.of(walk)
    moving = Camera(script, zoom)
    for k in range(len(walk.steps)):
        pair = [c.picture(k).convert("RGB") for c in (moving, Camera(script, zoom))]
        yield np.asarray(ImageChops.difference(*pair))


@given(recipes(max_lines=6))
@settings(max_examples=8)
def test_what_is_rendered_step_by_step_is_the_whole_picture(recipe):
    for difference in apart(bv.graph(recipe.text).walk(recipe.used), 1.3):
        # Of the four lines of samples in a pixel, one may fall elsewhere.
        assert np.mean(difference > 30) < 0.001
        assert difference.mean() < 0.05


@pytest.mark.parametrize("zoom", [0.3, 0.45, 0.6, 0.75, 0.9])
@pytest.mark.parametrize(
    "text",
    [
        "p = x*y; q = p + x; r = exp(q); r*p",
        "def tri(a, b, c):\n  p = a*b\n  q = sin(b) + c\n  r = exp(a - c)\n  return p, q, r\n"
        "p, q, r = tri(x, y, x)\ns, m, n = tri(r, p, q)\nn*r + s - m*x",
    ],
)
def test_a_curve_whose_pen_is_narrower_than_a_pixel_stays_whole(text, zoom):
    walk = bv.graph(text).walk(x=1.0, y=0.5).opened("*")
    assert all(np.sum(difference > 60) <= 12 for difference in apart(walk, zoom))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_animation_of_the_article_is_small(article, tmp_path, lang):
    for kind in ANIMATIONS:
        path = article.save(tmp_path / f"walk.{kind}", lang=lang)
        assert path.stat().st_size < 300_000
        assert frames_of(path)[0][0].size[0] == 1600


def test_the_formula_is_over_the_picture_a_caption_under_it_and_nothing_moves(article, tmp_path):
    plain = frames_of(article.save(tmp_path / "plain.gif", caption=False))
    told = frames_of(article.save(tmp_path / "told.gif"))
    width, height = plain[0][0].size
    above = Film(Script.of(article)).above
    for (without, _), (with_caption, _) in zip(plain, told, strict=True):
        assert with_caption.size[1] > height + 50
        assert (
            distance(
                without.crop((0, 0, width, height - 2)),
                with_caption.crop((0, above, width, above + height - 2)),
            )[0]
            == 0
        )
        below = with_caption.crop((0, above + height, *with_caption.size))
        assert len(below.getcolors(1 << 16)) > 5


def test_a_video_has_every_step(article, tmp_path):
    needs.library("av")
    import av

    path = article.save(tmp_path / "walk.mp4", pace=0.5, hold=1, width=700, caption=False)
    # Else it would have other bytes in another run.
    assert {b"threads=1", b"mbtree=0"} <= set(path.read_bytes().split())
    with av.open(path) as video:
        stream = video.streams.video[0]
        assert stream.codec_context.name == "h264"
        images = [frame.to_image() for frame in video.decode(stream)]
    assert len(images) == 14 * 5 + 10
    camera = Camera(Script.of(article), 700 / Script.of(article).canvas.layout.width)
    for k in range(15):
        picture = camera.picture(k).convert("RGB")
        assert distance(images[5 * k + 2].crop((0, 0, *picture.size)), picture)[1] < 2.5


# The handout and the worksheet


def test_a_handout_is_vectors_with_bookmarks_and_a_title(article, tmp_path):
    path = article.save(tmp_path / "walk.pdf", title="Unsere Übung", lang="ja")
    reader = PdfReader(path)
    assert reader.metadata.title == "Unsere Übung"
    assert reader.root_object["/Lang"] == "ja"
    assert [entry.title for entry in reader.outline][13] == "ステップ 13/14: 逆伝播"
    assert not any(page.images for page in reader.pages)
    assert {tuple(sorted(page.mediabox[2:])) for page in reader.pages} == {(595, 842)}


def test_a_picture_tells_its_title_where_its_format_has_a_place_for_it(article, tmp_path):
    title = "Übung <1>\n二"
    told = "Übung <1> 二"
    for caption in (False, True):
        kinds = ("svg", "png", "pdf") if caption else ("svg", "png", "pdf", "dot")
        made = {
            kind: article.save(tmp_path / f"a.{kind}", step=3, title=title, caption=caption)
            for kind in kinds
        }
        first = ElementTree.parse(made["svg"]).find(".//{*}title")
        assert first.text == told
        with Image.open(made["png"]) as image:
            assert image.text == {"Title": told}
        assert PdfReader(made["pdf"]).metadata.title == told
    assert made.keys() == {"svg", "png", "pdf"}
    assert article.save(tmp_path / "a.dot", title=title).read_text().startswith(f"// {told}\n")
    plain = article.save(tmp_path / "plain.png", step=3).read_bytes()
    assert plain == article.picture(3).png()
    with pytest.raises(ValueError, match="title is 3"):
        article.save(tmp_path / "a.svg", title=3)


def test_without_a_step_a_pdf_is_the_handout_and_with_one_the_picture(article, tmp_path):
    assert len(PdfReader(article.save(tmp_path / "walk.pdf")).outline) == 15
    one = article.save(tmp_path / "one.pdf", step=9)
    assert one.read_bytes() == article.picture(9).pdf()
    some = PdfReader(article.save(tmp_path / "some.pdf", steps=[0, 9, -1]))
    assert [mark.title.split(":")[0] for mark in some.outline] == [
        "Step 0 of 14",
        "Step 9 of 14",
        "Step 14 of 14",
    ]


@pytest.fixture(scope="module")
def neuron():
    return bv.graph("sigmoid(w*x + b)", parameters="w b").walk(x=1, w=2, b=-1)


@pytest.fixture(scope="module")
def network():
    """Two inputs, two units of tanh, and one of sigmoid under a square."""
    return bv.graph(
        "h1 = tanh(p*x1 + q*x2 + b1); h2 = tanh(r*x1 + s*x2 + b2); "
        "y = sigmoid(u*h1 + v*h2 + c); (y - t)**2"
    ).walk(x1=0.5, x2=-1, p=0.3, q=-0.2, r=0.7, s=0.1, b1=0.1, b2=-0.1, u=0.5, v=-0.4, c=0.2, t=1)


def test_a_handout_takes_few_pages(article, neuron, network, tmp_path):
    for walk, before, most in ((neuron, 10, 2), (article, 15, 4), (network, 49, 10)):
        assert len(walk.steps) == before
        reader = PdfReader(walk.save(tmp_path / "walk.pdf"))
        assert len(reader.pages) <= most
        assert len(reader.outline) == before


def sizes_of(pdf: Path) -> set[float]:
    """The sizes of all letters of a PDF, in points."""
    if shutil.which("pdftotext") is None:
        missing("pdftotext is not installed")
    found = set()

    def seen(text, user, matrix, font, size):
        if text.strip():
            found.add(round(abs(size * matrix[3] * user[3]), 1))

    for page in PdfReader(pdf).pages:
        page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize("worksheet", [False, True, "rules"])
def test_no_letter_on_paper_is_too_small_to_be_read(neuron, network, tmp_path, worksheet):
    for walk in (neuron, network):
        path = walk.save(tmp_path / "walk.pdf", worksheet=worksheet)
        assert min(sizes_of(path)) >= SMALLEST
    tall = bv.graph(" + ".join(f"w{n}*x" for n in range(40)) + " + sin(x)")
    walk = tall.walk(dict.fromkeys(tall.inputs, 1))
    path = walk.save(tmp_path / "tall.pdf", steps=[0, -1], worksheet=worksheet)
    assert min(sizes_of(path)) >= SMALLEST  # the paper has become larger


def test_a_forward_pass_stands_together(network, tmp_path):
    path = network.save(tmp_path / "walk.pdf")
    pages = pages_of(path)
    first = next(n for n, page in enumerate(pages) if "Steps 1 to 17 of 48: forward" in page)
    told = "".join(pages[first : first + 2])
    assert all(squeezed(label) in squeezed(told) for label in labels(network, 17))
    assert "Given: p = 0.3" in told
    some = network.save(tmp_path / "some.pdf", steps=[3, 1, 2, 3, 20, 5])
    told = "".join(pages_of(some))
    headings = re.findall(r"Steps? (\d+(?: to \d+)?) of 48", told)
    assert headings == ["3", "1 to 3", "20", "5"]


KEYS = ("Answer key", "解答")


def parted(path):
    """The pages of a worksheet before the key, and those of the key."""
    pages = pages_of(path)
    key = next(n for n, page in enumerate(pages) if page.startswith(KEYS))
    return pages[:key], pages[key:]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("kind", [True, *WORKSHEETS])
def test_a_worksheet_gives_no_answer_before_the_key(tmp_path, lang, kind):
    walk = bv.graph("p = w*x; q = p + b; f = q*q").walk(w=3.25, x=-1.5, b=0.125)
    path = walk.save(tmp_path / "sheet.pdf", worksheet=kind, lang=lang)
    asked, answered = parted(path)
    assert len(asked) == (len(walk.steps) if kind == "steps" else 1)
    values = {*walk.values.values()}
    gradients = {
        number
        for step in walk.steps
        for number in (step.contribution, step.total)
        if number is not None
    }
    sought = {"values": values, "gradients": gradients, "rules": gradients}
    secret = set(map(format_value, sought.get(kind, values | gradients)))
    secret -= {format_value(value) for value in walk.inputs.values()}
    if kind in ("gradients", "rules"):
        secret -= set(map(format_value, values))
    assert len(secret) > 2
    for page in asked:
        # Not the heading and the foot, which count steps and pages.
        body = " ".join(page.splitlines()[1:-1])
        assert not secret & set(re.findall(r"−?\d+(?:\.\d+)?", body))
        assert "____" in page or page is asked[0] or kind != "steps"
    assert "3.25" in asked[0]
    answers = "".join(answered)
    assert all(number in answers for number in secret)


@pytest.mark.parametrize("paper", PAPERS)
def test_paper_has_its_size(article, network, tmp_path, paper):
    sizes = {PAPERS[paper], PAPERS[paper][::-1]}
    for walk, worksheet in ((article, False), (network, True), (article, "steps")):
        path = walk.save(tmp_path / "walk.pdf", worksheet=worksheet, paper=paper)
        boxes = [page.mediabox for page in PdfReader(path).pages]
        assert {(float(box.width), float(box.height)) for box in boxes} <= sizes
        assert min(sizes_of(path)) >= SMALLEST
        if paper == "a4":
            same = walk.save(tmp_path / "plain.pdf", worksheet=worksheet)
            assert same.read_bytes() == path.read_bytes()


def test_a_worksheet_is_one_page_with_its_key(article, neuron, tmp_path):
    for walk in (article, neuron):
        for kind in (True, "values", "gradients", "rules"):
            asked, answered = parted(walk.save(tmp_path / "sheet.pdf", worksheet=kind))
            assert (len(asked), len(answered)) == (1, 1)
    asked, answered = parted(neuron.save(tmp_path / "sheet.pdf", worksheet="steps"))
    assert (len(asked), len(answered)) == (10, 1)


SMALL_NETWORKS = (
    "h1 = sigmoid(p*x1 + q*x2 + b1); h2 = sigmoid(r*x1 + s*x2 + b2); "
    "y = sigmoid(u*h1 + v*h2 + c); (y - t)**2",
    "h1 = tanh(w11*x1 + w12*x2 + b1); h2 = tanh(w21*x1 + w22*x2 + b2); "
    "y = v1*h1 + v2*h2 + c; L = (y - t)**2",
)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("text", SMALL_NETWORKS, ids=["sigmoid", "tanh"])
def test_the_worksheet_of_a_small_network_is_one_page_before_its_key(tmp_path, text, paper):
    """Where it takes more, its lines stand close, and chain rules ask for their factors only."""
    graph = bv.graph(text)
    walk = graph.walk({name: 0.1 * n for n, name in enumerate(graph.inputs)})
    for kind in (True, "values", "gradients", "rules"):
        path = walk.save(tmp_path / "sheet.pdf", worksheet=kind, paper=paper)
        asked, answered = parted(path)
        assert len(asked) == 1, kind
        assert len(answered) <= 2, kind
        assert min(sizes_of(path)) >= SMALLEST


def test_every_blank_has_its_number_its_line_and_its_answer(network):
    script = Script.of(network, worksheet=True)
    asked = list(blanks(script))
    assert [blank.number for blank in asked] == list(range(1, len(asked) + 1))
    places = [part for blank in asked for part in blank.parts]
    assert len(set(places)) == len(places) == len(asked)
    plan = script.canvas.plan
    operations, all_wires, ways = len(plan.circles), len(plan.wires), len(plan.branches)
    assert len(asked) == operations + all_wires + ways
    texts = {re.sub(r"[{} ]", "", blank.question) for blank in asked}
    assert r"\frac\partialf\partialp=" in texts
    assert all(blank.answer.count("=") >= 1 for blank in asked)
    answers = {figures(blank.answer)[-1] for blank in asked} - {"1", "2"}
    assert not any(answers & set(figures(blank.question)) for blank in asked)
    for kind, count in (("values", operations), ("gradients", all_wires + ways), ("rules", 31)):
        assert len(list(blanks(Script.of(network, worksheet=kind)))) == count


def test_the_number_of_a_blank_covers_neither_the_name_of_a_card_nor_its_shape():
    walk = bv.graph("p = X @ w; longer = Y @ p; f = mean(longer)").walk(
        X=bv.nice(2, 2), w=bv.nice(2, 1), Y=bv.nice(12, 2)
    )
    script = Script.of(walk, worksheet=True)
    shapes = []
    for blank in blanks(script):
        slot = script.canvas.slots[blank.parts[0]]
        if not isinstance(slot, CardSlot) or blank.is_gradient:
            continue
        (wire,) = (one for one in script.canvas.plan.wires if f">{one.name}<" in slot.name)
        for scale in (1.0, 0.7):
            drawn = open_card(slot, wire.name, blank, scale, script.theme)
            start = float(re.findall(r"translate\(([\d.-]+),", drawn)[-2])
            left, _, right, _ = slot.half
            head = text_box(wire.name, FONT_SIZE, italic=True).width
            note = re.search(r'text-anchor="end"[^>]*>([^<]+)<', drawn)
            shapes.append(note and note[1])
            end = right - (8.0 + text_box(note[1], 11.0).width if note else 0.0)
            number = tag(blank, max(TAG, LABEL / scale), script.theme)
            assert left + 8.0 + head < start < start + number.width < end, (wire.name, scale)
    assert shapes == [None, None, "12×1", "12×1"]


def test_a_worksheet_asks_for_a_forked_gradient_part_by_part():
    walk = bv.graph("f = q*q").walk(q=3)
    asked = {
        blank.question: blank.answer for blank in blanks(Script.of(walk, worksheet="gradients"))
    }
    ways = [rf"\left.\frac{{\partial f}}{{\partial q}}\right|_{{\to f,\,{n}}} =" for n in (1, 2)]
    assert [*asked] == [
        r"\frac{\partial f}{\partial f} =",
        *ways,
        r"\frac{\partial f}{\partial q} =",
    ]
    assert asked[r"\frac{\partial f}{\partial q} ="] == r"\frac{\partial f}{\partial q} = 3 + 3 = 6"


def test_a_worksheet_has_a_box_for_each_entry_of_an_array(tmp_path):
    walk = bv.graph("y = w*x; y*y").walk(w=[[1.5, -2]], x=2)
    asked = [*blanks(Script.of(walk, worksheet="values"))]
    assert all(r"\begin{bmatrix}\blank & \blank\end{bmatrix}" in b.question for b in asked[:1])
    walk.save(tmp_path / "sheet.pdf", worksheet=True)


def test_a_worksheet_of_some_steps_asks_for_these(neuron, tmp_path):
    asked = [*blanks(Script.of(neuron, [2, 4, 2], worksheet=True))]
    assert [blank.question for blank in asked] == [
        "v_{2} = v_{1} + b =",
        r"\frac{\partial f}{\partial f} =",
    ]
    pages, _ = parted(neuron.save(tmp_path / "sheet.pdf", steps=[2, 4], worksheet=True))
    assert "v₁ = 2" in pages[0]
    assert "0.1966" not in pages[0]
    neuron.save(tmp_path / "sheet.pdf", steps=[0], worksheet=True)  # asks for nothing


def test_the_formula_of_a_worksheet_has_a_box_for_every_number():
    walk = bv.graph("x*x - 1").walk(x=3)
    asked = [step.exercise("#") for step in walk.steps]
    assert asked[0] == "f = x x - 1"
    assert asked[1] == r"v_{1} = x x = # \cdot # = #"
    assert asked[2] == "f = v_{1} - 1 = # - 1 = #"  # a constant is given
    assert asked[3] == r"\frac{\partial f}{\partial f} = #"
    assert asked[5].endswith(r"= # + ?")
    assert asked[6].endswith(r"= # + # = #")


# LaTeX, compiled


def compiled(path: Path, program: str) -> list[str]:
    """The text of each page that LaTeX makes of a file, without leave to run anything."""
    if shutil.which(program) is None:
        missing(f"{program} is not installed")
    done = subprocess.run(
        [program, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", path.name],
        cwd=path.parent,
        capture_output=True,
        timeout=240,
        check=False,
        env={**os.environ, "openin_any": "p", "openout_any": "p"},
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    return pages_of(path.with_suffix(".pdf"))


@pytest.mark.parametrize("beamer", [False, True])
def test_pdflatex_compiles_the_article(article, tmp_path, beamer):
    path = article.save(tmp_path / "walk.tex", beamer=beamer)
    assert path.read_text().startswith("% !TeX program = pdflatex\n")
    pages = compiled(path, "pdflatex")
    assert len(pages) == 15 + beamer
    assert "Step 13 of 14" in pages[13 + beamer]
    assert squeezed("from p to w. A multiplication swaps its factors") in squeezed(
        pages[13 + beamer].replace("-\n", "")
    )


def test_a_talk_shows_of_a_wide_graph_what_a_step_is_about(tmp_path):
    """Large enough to be read, in the same room on all slides; first and last all of it."""
    walk = bv.graph("*".join(f"(x - {n})" for n in range(1, 9))).walk(x=0.5)
    last = len(walk.steps) - 1
    path = walk.save(tmp_path / "walk.tex", beamer=True, steps=[0, 1, 2, last])
    source = path.read_text()
    layout = Script.of(walk).canvas.layout
    scales = re.findall(r"\\scalebox\{([.\d]+)\}", source)
    whole = min(430 / layout.width, 130 / layout.height)
    assert scales == [f"{whole:.4f}", f"{LEGIBLE:.4f}", f"{whole:.4f}"], "two slides alike"
    assert whole < LEGIBLE
    bounds = re.findall(r"\\useasboundingbox \(([.\d]+),[^)]*\) rectangle \(([.\d]+),", source)
    assert len(bounds) == 4, "a window each, and all of it twice"
    for left, right in bounds[1:3]:
        assert float(right) - float(left) <= 430 / LEGIBLE + 0.01
    *_, first, second, end = map(squeezed, compiled(path, "pdflatex"))
    assert all("v1=−0.5" in page for page in (first, end))
    assert "v1" not in re.sub(r"v1\d|v1=x", "", second), "it is above the window"


def test_lualatex_compiles_japanese(tmp_path):
    walk = bv.graph("x*x + sigmoid(x)").walk(x=1.5)
    path = walk.save(tmp_path / "walk.tex", lang="ja", title="逆伝播の練習")
    assert path.read_text("utf-8").startswith("% !TeX program = lualatex\n")
    pages = compiled(path, "lualatex")
    assert len(pages) == len(walk.steps)
    for step, page in zip(walk.steps, pages, strict=True):
        assert "逆伝播の練習" in squeezed(page)
        for number in figures(step.latex):
            assert number in squeezed(page)
    assert squeezed("何度も使われるノードは、戻ってきた勾配をすべて足します。") in squeezed(
        pages[-1]
    )


def test_lualatex_sets_hostile_names_as_characters(hostile, tmp_path):
    title = "".join(HOSTILE)
    for beamer in (False, True):
        path = hostile.save(tmp_path / "walk.tex", title=title, beamer=beamer, steps=[0, 1, -1])
        text = squeezed("".join(compiled(path, "lualatex")))
        assert r"\input{/etc/passwd}" in text
        assert r"\end{document}" in text
        assert "50%off" in text
        assert "root:" not in text
        assert "損失関数" in text


# Hostile names in all others


def test_hostile_names_break_no_document(hostile, tmp_path):
    title = "".join(HOSTILE)
    folder = tmp_path / "a [b] (c) <d>"
    folder.mkdir()
    check_pptx(hostile, coarse(hostile, folder / "walk.pptx", title=title))
    path = hostile.save(folder / "walk.pdf", title=title)
    assert len(PdfReader(path).outline) == len(hostile.steps)
    assert "<script>alert(1)</script>" in "".join(pages_of(path))
    hostile.save(folder / "walk.gif", title=title, steps=[0, 5], width=600)
    with zipfile.ZipFile(folder / "walk.pptx") as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))


def test_hostile_names_are_only_text_in_markdown(hostile, tmp_path):
    path = hostile.save(tmp_path / "50% & more.md", title="".join(HOSTILE))
    text = path.read_text("utf-8")
    outside = re.sub(r"\$\$\n.*?\n\$\$", "", text, flags=re.DOTALL)
    assert not re.search(r"<(?!span>\$</span>|/span>)", outside)
    assert not re.search(r"(?<!\\)[*`]", outside)
    assert not re.search(
        r"(?<!\\)\[(?![^\]]*\]\(50%25%20%26%20more_files/)", re.sub(r"!\[.*\]\(", "(", outside)
    )
    for formula in re.findall(r"\$\$\n(.*?)\n\$\$", text):
        assert not re.search(r"[$%#&<>`*]", re.sub(r" & |\\begin.*?\\end", "", formula))
    for svg in (tmp_path / "50% & more_files").iterdir():
        ElementTree.fromstring(svg.read_text("utf-8"))


# The same in every run; whole or not at all


def test_every_run_writes_the_same_bytes(tmp_path):
    script = f"""
import sys, backprop_viz as bv
walk = bv.graph({ARTICLE!r}, parameters="w b").walk({ARTICLE_INPUTS!r})
for kind in {KINDS!r}:
    moving = dict(width=640) if kind in {MOVING!r} else {{}}
    walk.save(sys.argv[1] + "/walk." + kind, steps=[0, 9], lang="ja", **moving)
walk.save(sys.argv[1] + "/sheet.pdf", worksheet=True)
walk.save(sys.argv[1] + "/steps.pdf", worksheet="steps")
walk.save(sys.argv[1] + "/one.pdf", step=9)
walk.save(sys.argv[1] + "/talk.tex", beamer=True)
"""
    for run in ("0", "1"):
        (tmp_path / run).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": run, "TZ": f"UTC+{run}"}
        command = [sys.executable, "-c", script, tmp_path / run]
        begun = time.monotonic()
        subprocess.run(command, check=True, cwd=ROOT, env=environment)
        # A ZIP file tells times in steps of two seconds.
        time.sleep(max(0.0, begun + 2.1 - time.monotonic()) if run == "0" else 0.0)
    first = sorted(p.relative_to(tmp_path / "0") for p in (tmp_path / "0").rglob("*"))
    assert len(first) == len(KINDS) + 4 + 1 + 2
    for name in first:
        one, other = tmp_path / "0" / name, tmp_path / "1" / name
        assert one.is_dir() or one.read_bytes() == other.read_bytes(), name


class DiskFullError(OSError):
    pass


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_midway_leaves_what_was_there(article, tmp_path, monkeypatch, kind):
    path = article.save(tmp_path / f"walk.{kind}", steps=[0, 1, 2])
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def broken(steps):
        yield steps[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        article.save(path, steps=[3, 4, 5], watch=broken)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before

    def full(*_):
        raise DiskFullError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(DiskFullError):
        article.save(path, steps=[3, 4, 5])
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_disk_that_fills_up_leaves_no_folder(article, tmp_path, monkeypatch):
    written = []
    whole = Path.write_bytes

    def full(self, data):
        written.append(self)
        if len(written) == 5:
            raise DiskFullError(28, "No space left on device")
        return whole(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskFullError):
        article.save(tmp_path / "walk.md")
    assert list(tmp_path.iterdir()) == []


def test_markdown_replaces_its_own_pictures_and_nobody_elses(article, tmp_path):
    article.save(tmp_path / "walk.md")
    article.save(tmp_path / "walk.md", steps=[3])
    assert [p.name for p in (tmp_path / "walk_files").iterdir()] == ["step-03.svg"]
    (tmp_path / "walk_files" / "mine.txt").write_text("mine")
    before = (tmp_path / "walk.md").read_bytes()
    with pytest.raises(FileExistsError, match="not from here"):
        article.save(tmp_path / "walk.md")
    assert (tmp_path / "walk_files" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "walk.md").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("kind", ["gif", "pdf", "md"])
def test_ctrl_c_leaves_nothing(tmp_path, kind):
    chain = "; ".join([f"a{k + 1} = a{k}*x + sin(a{k})" for k in range(24)])
    command = ["draw", f"a0 = x*x; {chain}", "x=0.9", "-o", str(tmp_path / f"walk.{kind}")]
    running = subprocess.Popen(
        [sys.executable, "-c", DAWDLE, *command], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr.readline() == "begun\n"
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=240) == 130
    running.stderr.close()
    assert list(tmp_path.iterdir()) == []


# The command, but each step takes its time, and the third says that the work has begun.
DAWDLE = """
import sys, time
from backprop_viz.cli import draw
from backprop_viz.cli.main import main
def slow(indices, kinds=1):
    for place, k in enumerate(indices):
        if place == 3:
            print("begun", file=sys.stderr, flush=True)
        time.sleep(0.05)
        yield k
draw._progress = slow
sys.exit(main(sys.argv[1:]))
"""


# What may be asked


def test_an_option_is_refused_where_it_says_nothing(article, tmp_path):
    for kind, option, where in (
        ("gif", {"worksheet": True}, ".pdf"),
        ("pdf", {"pace": 2.0}, ".gif, .webp, .apng, .mp4"),
        ("svg", {"beamer": True}, ".tex"),
        ("md", {"width": 300}, ".gif"),
    ):
        with pytest.raises(ValueError, match=re.escape(where)):
            article.save(tmp_path / f"walk.{kind}", **option)
    with pytest.raises(ValueError, match=r"worksheet is for \.pdf, not for a \.pdf of one step"):
        article.save(tmp_path / "walk.pdf", worksheet=True, step=3)
    assert list(tmp_path.iterdir()) == []


def test_mistakes_are_told_before_any_work(article, tmp_path):
    with pytest.raises(
        ValueError, match=r"walk.docx: a walk is saved to a file that ends in \.svg"
    ):
        article.save(tmp_path / "walk.docx")
    with pytest.raises(IndexError, match="no step 15; the steps are 0 to 14"):
        article.save(tmp_path / "walk.gif", steps=[0, 15])
    with pytest.raises(ValueError, match="no step is chosen"):
        article.save(tmp_path / "walk.gif", steps=[])
    with pytest.raises(ValueError, match="step or steps"):
        article.save(tmp_path / "walk.gif", steps=[1], step=1)
    with pytest.raises(ValueError, match="shows one step, not 2"):
        article.save(tmp_path / "walk.svg", steps=[1, 2])
    for option in ({"pace": 0}, {"hold": 1e9}, {"pace": float("nan")}, {"width": 5}):
        with pytest.raises(ValueError, match="it is in"):
            article.save(tmp_path / "walk.gif", **option)
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        article.save(tmp_path / "nowhere" / "walk.gif")
    (tmp_path / "folder.gif").mkdir()
    with pytest.raises(IsADirectoryError):
        article.save(tmp_path / "folder.gif")
    with pytest.raises(ValueError, match="no theme"):
        article.save(tmp_path / "walk.gif", theme="pink")
    with pytest.raises(ValueError, match="no language"):
        article.save(tmp_path / "walk.gif", lang="xx")


@pytest.mark.parametrize(("kind", "library"), [("mp4", "av"), ("pptx", "pptx")])
def test_a_missing_library_is_named_with_the_line_that_brings_it(
    article, tmp_path, monkeypatch, kind, library
):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(bv.MissingLibraryError, match=rf'pip install "backprop-viz\[{kind}\]"'):
        article.save(tmp_path / f"walk.{kind}")
    assert list(tmp_path.iterdir()) == []


def test_pictures_of_one_step_are_saved_as_before(article, tmp_path):
    assert article.save(tmp_path / "a.svg").read_text("utf-8") == article.picture().svg
    path = article.save(tmp_path / "b.svg", step=3, theme="dark", lang="ja")
    assert path.read_text("utf-8") == article.picture(3, theme="dark", lang="ja").svg
    assert article.save(tmp_path / "c.dot", step=3).read_text("utf-8") == article.picture(3).dot


def test_a_constant_formula_and_a_single_input_are_saved(tmp_path):
    for source, inputs in (("2 + 3", {}), ("x", {"x": 1})):
        walk = bv.graph(source).walk(inputs)
        for kind in KINDS:
            assert walk.save(tmp_path / f"walk.{kind}").stat().st_size


def test_the_command_writes_files_by_their_endings(tmp_path, capsys):
    from backprop_viz.cli.main import main

    command = ["draw", ARTICLE, "x=2", "w=3", "b=1", "y_=5", "--steps", "0,9,-1", "-o"]
    for kind in (*KINDS, "svg"):
        path = tmp_path / f"walk.{kind}"
        extra = ["--steps", "9"] if kind == "svg" else []
        assert main([*command, str(path), *extra]) == 0
        assert capsys.readouterr().out == f"{path}\n"
        assert path.is_file()
    assert len(frames_of(tmp_path / "walk.gif")) == 3
    assert main([*command, str(tmp_path / "sheet.pdf"), "--worksheet", "--pace", "2"]) == 2
    assert "pace is for .gif" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "sheet.gif"), "--blanks", "rules"]) == 2
    assert "worksheet is for .pdf" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "rules.pdf"), "--blanks", "rules"]) == 0
    assert main([*command, str(tmp_path / "both.pdf"), "--worksheet"]) == 0
    assert parted(tmp_path / "rules.pdf") != parted(tmp_path / "both.pdf")
    capsys.readouterr()
    assert main([*command, str(tmp_path / "folder"), "--title", "T"]) == 2
    assert "--title is for a file" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "a.gif"), "--format", "png"]) == 2
    assert "--format is for a folder of pictures" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "talk.tex"), "--beamer", "--title", "T"]) == 0
    assert r"\title{T}" in (tmp_path / "talk.tex").read_text("utf-8")


def test_a_picture_of_its_own_has_the_formula_if_asked(article, network, tmp_path):
    for walk, step in ((article, 9), (network, -1)):
        plain = walk.save(tmp_path / "plain.svg", step=step).read_text("utf-8")
        assert plain == walk.save(tmp_path / "off.svg", step=step, caption=False).read_text("utf-8")
        svg = walk.save(tmp_path / "with.svg", step=step, caption=True).read_text("utf-8")
        assert plain in svg  # the same picture, as it is
        told = "".join(unescape(text) for text in re.findall(r"<tspan[^>]*>([^<]*)</tspan>", svg))
        assert "".join(walk.steps[step].remark("en").split()) in "".join(told.split())
        png = Image.open(walk.save(tmp_path / "with.png", step=step, caption=True))
        height = float(re.search(r'height="([0-9.]+)"', svg)[1])
        assert abs(png.height - 2 * height) <= 2
        (page,) = PdfReader(walk.save(tmp_path / "with.pdf", step=step, caption=True)).pages
        assert "f" in page.extract_text()
        shown = walk.picture(step, caption=True)
        assert shown.svg == svg
        assert shown.size == pytest.approx([n / 2 for n in png.size], abs=1)
        bundle = shown._repr_mimebundle_()
        sharp = 2 if walk is article else 1  # a large one is kept small in a notebook
        assert Image.open(io.BytesIO(bundle["image/png"])).width * 2 == sharp * png.width
        assert bundle["image/svg+xml"] == svg
        dark = walk.picture(step, theme="dark", caption=True)
        assert b64encode(dark.svg.encode()).decode() in bundle["text/html"], "a dark page has it"
        assert list(walk.pictures(caption=True))[step].svg == svg
    with pytest.raises(ValueError, match="caption"):
        article.picture(caption="yes")
    with pytest.raises(ValueError, match="caption"):
        article.picture(caption=True).save(tmp_path / "walk.dot")
    with pytest.raises(ValueError, match="caption"):
        article.save(tmp_path / "walk.dot", caption=True)
    with pytest.raises(ValueError, match="caption"):
        article.save(tmp_path / "walk.svg", caption="yes")


def test_a_worksheet_asks_for_what_is_in_its_picture_and_not_for_what_is_in_closed_blocks(tmp_path):
    walk = bv.graph("z = linear(x, W, b); L = cross_entropy(z, y) + sum(z**2)").walk(
        x=[[1, 2.0], [3, 4]], W=[[2, 0.5], [1, -1], [0.5, 4]], b=[1, 0, 2], y=[0, 2]
    )
    (sheet, *_) = pages_of(walk.save(tmp_path / "sheet.pdf", worksheet=True))
    assert "log_softmax" not in sheet
    assert "cross_entropy.y" not in sheet
    assert "\nn =" not in sheet  # what a shortcut calls n is no number of the picture
