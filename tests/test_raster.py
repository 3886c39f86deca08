"""PNG, PDF and files: valid, with every glyph, and whole or not there at all."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import zlib
from html import unescape
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

import backprop_viz as bv
from backprop_viz.draw import fonts, raster, sfnt
from backprop_viz.draw import picture as picture_module
from backprop_viz.draw.pdf import pdf
from backprop_viz.theme import THEMES
from needs import missing
from strategies import PLAIN, power


def walk(name="x"):
    return bv.graph(bv.variable(name) * bv.variable("w")).walk({name: 2, "w": 3})


def drawn(name="x", **options):
    return walk(name).picture(**options)


def needs_font(text):
    """Skip, visibly, where no font can draw the text; on CI there must be one."""
    try:
        fonts.font_files(text)
    except bv.FontError as error:
        missing(str(error))


@pytest.fixture
def no_system_fonts(monkeypatch):
    """A machine with no font but the package's own."""
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    monkeypatch.setattr(fonts, "_folders", lambda: iter(()))


# PNG


def chunks(png: bytes):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack(">I", png[at + 8 + length :][:4])[0]
        yield kind, data
        at += 12 + length


def rows(png: bytes):
    """Width, height, and the rows of an 8-bit RGBA picture as bytes."""
    found = list(chunks(png))
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", found[0][1])
    assert (found[0][0], depth, colour) == (b"IHDR", 8, 6)
    raw = zlib.decompress(b"".join(data for kind, data in found if kind == b"IDAT"))
    stride, before, lines = 4 * width, bytes(4 * width), []
    for y in range(height):
        method, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 :][:stride])
        for i in range(stride):
            a, b = line[i - 4] if i >= 4 else 0, before[i]
            c = before[i - 4] if i >= 4 else 0
            p = a + b - c
            paeth = min((a, b, c), key=lambda v: abs(p - v))
            line[i] = (line[i] + (0, a, b, (a + b) // 2, paeth)[method]) & 255
        before = bytes(line)
        lines.append(before)
    return width, height, lines


@pytest.mark.parametrize("scale", [0.5, 1, 2, 3.3])
def test_a_png_is_valid_and_has_the_size_of_the_svg_times_the_scale(scale):
    picture = drawn()
    kinds = [kind for kind, _ in chunks(picture.png(scale))]
    assert kinds[0] == b"IHDR"
    assert kinds[-1] == b"IEND"
    size = struct.unpack(">II", picture.png(scale)[16:24])
    root = ElementTree.fromstring(picture.svg)
    for pixels, side in zip(size, ("width", "height"), strict=True):
        assert abs(pixels - float(root.get(side)) * scale) <= 1


@pytest.mark.parametrize("scale", [0, -1, 21, float("nan"), float("inf")])
def test_a_scale_that_makes_no_picture_is_an_error(scale):
    with pytest.raises(ValueError, match="the scale is"):
        drawn().png(scale)


def test_a_png_beyond_the_memory_is_refused_and_leaves_no_file(tmp_path):
    walk = bv.graph("".join(f"v{k + 1} = v{k} + 1; " for k in range(400)) + "v400").walk(v0=1)
    with pytest.raises(ValueError, match=r"pixels is too large; take a smaller scale, or SVG"):
        walk.picture().save(tmp_path / "long.png", scale=20)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("source", ["x*w", "sigmoid(w1*x1 + w2*x2 + b)", "x"])
def test_the_paper_reaches_every_edge_of_a_png(theme, source):
    graph = bv.graph(source)
    picture = graph.walk(dict.fromkeys(graph.inputs, 1)).picture(theme=theme)
    paper = bytes.fromhex(THEMES[theme].paper[1:]) + b"\xff"
    width, _, lines = rows(picture.png(1.0))
    assert lines[0] == lines[-1] == paper * width
    assert {line[:4] for line in lines} == {line[-4:] for line in lines} == {paper}


def ink_of(png: bytes) -> int:
    """How many pixels are not paper."""
    _, _, lines = rows(png)
    paper = lines[0][:4]
    return sum(line[i : i + 4] != paper for line in lines for i in range(0, len(line), 4))


def test_the_text_of_a_png_is_really_drawn():
    assert ink_of(drawn("x", step=1).png(1.0)) > ink_of(drawn("x", step=0).png(1.0)) + 100


def test_japanese_and_emoji_are_drawn_where_a_font_has_them():
    needs_font("損失")
    short, long = (ink_of(drawn(name, step=0).png(1.0)) for name in ("損", "損失関数"))
    assert long > short + 100


# PDF


def read_back(pdf: bytes, tmp_path) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        missing("pdftotext (poppler-utils) is not installed")
    (tmp_path / "x.pdf").write_bytes(pdf)
    done = subprocess.run(
        [program, "-enc", "UTF-8", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True
    )
    return "".join(done.stdout.decode().split())


def test_a_pdf_is_one_page_with_the_text_of_the_picture(tmp_path):
    article = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
    pdf = bv.graph(article).walk(x=2, w=3, b=1, y_=5).picture(10).pdf()
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    text = read_back(pdf, tmp_path)
    for expected in ("w=3", "x=2", "y′=5", "t=−2", "∂4", "∂−4", "∂?", "×−1", "()²"):
        assert expected in text


def test_a_pdf_is_in_vectors_and_has_the_size_of_the_picture():
    picture = drawn()
    pdf = picture.pdf()
    assert b"/Subtype /Image" not in pdf
    assert b"/Subtype/Image" not in pdf
    box = pdf.partition(b"/MediaBox")[2].partition(b"[")[2].partition(b"]")[0].split()
    root = ElementTree.fromstring(picture.svg)
    width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
    ratio = float(root.get("width")) / float(root.get("height"))
    assert width / height == pytest.approx(ratio, rel=0.01)


@pytest.mark.parametrize("name", ["損失", "重み", "λ", "a:b", "<b>", "&", r"\N"])
def test_names_of_any_script_are_in_the_pdf(name, tmp_path):
    needs_font(name)
    text = read_back(drawn(name).pdf(), tmp_path)
    assert f"{name}=2" in text


class Drawn:
    """The operators of a PDF's only page, and what pypdf reads in it."""

    def __init__(self, pdf: bytes) -> None:
        reader = PdfReader(io.BytesIO(pdf))
        (page,) = reader.pages
        self.size = tuple(map(float, page.mediabox[2:]))
        self.operators = [
            (operator.decode(), [str(o) for o in operands])
            for operands, operator in page.get_contents().operations
        ]
        self.fonts = {
            font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()
        }

    def count(self, *operators: str) -> int:
        return sum(operator in operators for operator, _ in self.operators)

    def colours(self) -> set[str]:
        found = [o for operator, o in self.operators if operator in ("rg", "RG")]
        found += [[*o] * 3 for operator, o in self.operators if operator == "g"]  # a grey
        return {"#" + "".join(f"{round(float(c) * 255):02x}" for c in three) for three in found}


MANY = {
    "the article": ("p = w*x; y = p + b; f = (y - 5)**2", {"w": 3, "x": 2, "b": 1}),
    "shared": ("x*x + sin(x)*x", {"x": 2}),
    "arrays": ("tanh(w*x)", {"w": [[1, 2], [3, 4]], "x": [5, 6]}),
    "japanese": ("損失 = 重み*入力; 損失**2", {"重み": 2, "入力": 3}),
    "a chain": ("".join(f"v{k + 1} = sin(v{k}); " for k in range(60)) + "v60", {"v0": 1}),
}


@pytest.mark.parametrize("case", MANY)
@pytest.mark.parametrize("theme", THEMES)
def test_a_pdf_draws_each_thing_of_the_svg_once_in_its_colours(case, theme):
    source, inputs = MANY[case]
    needs_font(source)
    picture = bv.graph(source).walk(inputs).picture(-1, theme=theme)
    root = ElementTree.fromstring(picture.svg)
    page = Drawn(picture.pdf())
    parts = [(part, part.tag.rpartition("}")[2]) for part in root.iter()]
    shapes = [part for part, kind in parts if kind in ("rect", "circle", "path")]
    assert page.count("f", "S", "B") == len(shapes)
    assert page.count("f", "B") == sum(
        part.get("fill") not in (None, "none") for part in shapes
    )  # a line has no inside, and none is painted
    assert page.count("m") == len(shapes)
    assert page.count("c") == sum(
        4 * (kind == "circle") + len(re.findall("[CQ]", part.get("d", ""))) for part, kind in parts
    )
    around = {part: outer for outer in root.iter() for part in outer}

    def own(part, name):  # or what a group says for all in it
        while part is not None and part.get(name) is None:
            part = around.get(part)
        return None if part is None else part.get(name)

    stroked = [part for part in shapes if own(part, "stroke")]
    assert page.count("S", "B") == len(stroked)
    assert [float(o[0]) for operator, o in page.operators if operator == "w"][-len(stroked) :] == [
        float(own(part, "stroke-width")) for part in stroked
    ]
    used = {part.get(name) for part, _ in parts for name in ("fill", "stroke")}
    assert page.colours() == used - {None, "none"}


@pytest.mark.parametrize("case", MANY)
def test_all_text_of_the_svg_can_be_selected_in_a_pdf(case, tmp_path):
    source, inputs = MANY[case]
    needs_font(source)
    picture = bv.graph(source).walk(inputs).picture(3, lang="ja")
    told = [
        "".join(text.itertext())
        for text in ElementTree.fromstring(picture.svg).iter()
        if text.tag.endswith("}text")
    ]
    text = read_back(picture.pdf(), tmp_path)
    for line in told:
        assert text.count("".join(line.split())) >= 1, line
    assert len(text) == sum(len("".join(line.split())) for line in told)


def places(svg: str, tmp_path) -> dict[str, tuple[float, ...]]:
    """The left, top, right and bottom of each word of an SVG's PDF."""
    program = shutil.which("pdftotext")
    if program is None:
        missing("pdftotext (poppler-utils) is not installed")
    (tmp_path / "x.pdf").write_bytes(pdf([((), svg)]))
    command = [program, "-enc", "UTF-8", "-bbox", tmp_path / "x.pdf", "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', told)
    return {unescape(word): tuple(map(float, box)) for *box, word in found}


SVG = 'xmlns="http://www.w3.org/2000/svg"'


def test_text_stands_where_the_svg_says(tmp_path):
    """Anchors, groups that move and scale, and an SVG in an SVG."""
    inner = (
        f'<svg {SVG} width="200" height="100" viewBox="0 0 100 50">'
        '<text x="10" y="20">five</text></svg>'
    )
    found = places(
        f'<svg {SVG} width="400" height="300" viewBox="0 0 400 300" font-size="10">'
        '<text x="100" y="50">one</text>'
        '<text x="100" y="80" text-anchor="middle">two</text>'
        '<text x="100" y="110" text-anchor="end">three</text>'
        '<g transform="translate(100,150) scale(2)"><text x="5" y="5" font-size="5">four</text></g>'
        f'<g transform="translate(50,100)">{inner}</g>'
        '<text y="280"><tspan x="30">six</tspan><tspan x="90">seven</tspan></text></svg>',
        tmp_path,
    )
    width = {word: fonts.text_width(word, 10.0) for word in found}
    left = {word: box[0] for word, box in found.items()}
    expected = {
        "one": 100.0,
        "two": 100 - width["two"] / 2,
        "three": 100 - width["three"],
        "four": 110.0,
        "five": 50 + 2 * 10,
        "six": 30.0,
        "seven": 90.0,
    }
    assert left == pytest.approx(expected, abs=0.05)
    height = {word: (box[1] + box[3]) / 2 - found["one"][1] for word, box in found.items()}
    middle = height["one"]
    assert height["two"] - middle == pytest.approx(30, abs=0.1)
    assert height["four"] - middle == pytest.approx(160 - 50, abs=0.1)


def test_a_name_is_no_command_of_the_pdf(tmp_path):
    """Neither the sign for the number of pages nor a bracket that ends a string."""
    for name in ("{nb}", "a) Tj (b", "a\\)(", "%x"):
        text = read_back(drawn(name).pdf(), tmp_path)
        assert f"{name}=2".replace(" ", "") in text


def test_a_picture_longer_than_a_page_may_be_is_drawn_smaller():
    source = "".join(f"v{k + 1} = v{k} + 1; " for k in range(150)) + "v150"
    picture = bv.graph(source).walk(v0=1).picture()
    width, height = (side * 0.75 for side in picture.size)
    assert width > 14_400
    page = Drawn(picture.pdf())
    assert page.size == pytest.approx((14_400, height * 14_400 / width), rel=1e-3)
    widths = {float(o[0]) for operator, o in page.operators if operator == "w"}
    assert widths <= {0.57, *(round(w * 14_400 / width, 3) for w in (1.3, 2.6))}


def test_letters_that_join_or_carry_marks_are_shaped(tmp_path, monkeypatch):
    """An Arabic word is one glyph for each letter in its place, read from right to left."""
    picture = drawn("سلام")
    text = read_back(picture.pdf(), tmp_path)
    assert set("سلام") <= set(text)
    assert "\u2068" not in text
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    for name in ("سلام", "שלום", "x̂"):
        with pytest.raises(bv.MissingLibraryError, match="pip install uharfbuzz"):
            drawn(name).pdf()
    assert drawn("λ").pdf().startswith(b"%PDF")


def test_a_pdf_tells_neither_when_nor_where_it_was_made():
    reader = PdfReader(io.BytesIO(drawn().pdf()))
    assert reader.metadata == {"/Producer": "backprop-viz"}
    assert "/ID" not in reader.trailer


@pytest.mark.parametrize(
    ("library", "kind", "line"),
    [
        ("resvg", "png", "pip install resvg"),
        ("fpdf", "pdf", 'pip install "backprop-viz[pdf]"'),
    ],
)
def test_without_its_library_a_format_tells_the_line_that_installs_it(
    library, kind, line, tmp_path
):
    script = f"""
import sys
sys.modules[{library!r}] = None
import backprop_viz as bv
walk = bv.graph("w*x").walk(w=3, x=2)
try:
    walk.save(sys.argv[1] + "/x.{kind}", step=1)
except bv.MissingLibraryError as error:
    print(str(error).replace(chr(10), " "))
bundle = walk.picture()._repr_mimebundle_()
print("text/html" in bundle, "image/svg+xml" in bundle, "image/png" in bundle)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    told, shown = done.stdout.splitlines()
    assert line in told
    assert shown == f"True True {kind == 'pdf'}"
    assert not list(tmp_path.iterdir())


# Fonts


def test_the_own_fonts_draw_all_that_the_package_itself_writes(no_system_fonts):
    glyphs = "".join(op.glyph for op in PLAIN.values()) + power(-12.345).glyph
    shown = "∂ ? + −∞ nan 1.2e−5 ‖1×2‖ [1, 2] … = y′ x₀₁₂₃₄₅₆₇₈₉ αβγλθ π"
    assert len(fonts.font_files(glyphs + shown)) == 4


@pytest.mark.parametrize(
    ("name", "code"), [("損失", "U+5931"), ("x🦊", "U+1F98A"), ("ก", "U+0E01")]
)
def test_a_character_without_a_font_is_an_error_and_not_a_missing_glyph(
    no_system_fonts, name, code
):
    picture = drawn(name)
    for draw in (picture.png, picture.pdf):
        with pytest.raises(bv.FontError) as told:
            draw()
        assert code in str(told.value)
        assert set(name) - {"x"} <= set(str(told.value))
        assert "apt-get install fonts-noto-cjk" in str(told.value)
        assert fonts.VARIABLE in str(told.value)
    assert name in picture.svg
    assert name in picture.dot


def test_without_a_font_a_notebook_gets_the_svg_and_the_reason(no_system_fonts):
    bundle = drawn("損失")._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/svg+xml"}
    assert "no font here can draw" in bundle["text/plain"]


def test_a_description_in_japanese_needs_no_font(no_system_fonts):
    """Titles and descriptions are read out, not drawn."""
    assert drawn("x", lang="ja").png().startswith(b"\x89PNG")
    assert drawn("x", lang="ja").pdf().startswith(b"%PDF")


def test_a_font_can_be_named_by_the_environment(monkeypatch, tmp_path):
    needs_font("損失")
    (*_, japanese) = fonts.font_files("損失")
    elsewhere = SimpleNamespace(platform="win32", prefix=str(tmp_path))
    monkeypatch.setattr(fonts, "sys", elsewhere)
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.setattr(fonts.Path, "home", lambda: tmp_path)
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    with pytest.raises(bv.FontError):
        fonts.font_files("損失")
    monkeypatch.setenv(fonts.VARIABLE, os.pathsep.join(["/no/such/folder", japanese]))
    assert fonts.font_files("損失")[-1] == japanese
    assert drawn("損失").png().startswith(b"\x89PNG")


def test_a_font_is_read_as_other_programs_read_it():
    """Characters, glyphs and widths of the package's fonts and of some of the system's."""
    from fontTools.ttLib import TTFont

    found = {file.suffix: file for file in fonts._system_fonts()}  # a font of each kind
    for file in [*fonts.own_fonts(), *found.values()]:
        with TTFont(file, fontNumber=0, lazy=True) as font:
            glyphs = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
            widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
            expected = {c: widths[name][0] / units for c, name in font.getBestCmap().items()}
        assert sfnt.characters(file) == {code: glyph for code, glyph in glyphs.items() if glyph}
        assert sfnt.advances(file) == {c: width for c, width in expected.items() if glyphs[c]}


def test_a_file_that_is_no_font_is_passed_over(monkeypatch, tmp_path):
    for name in ("NotoSansCJK.ttf", "empty.otf", "collection.ttc"):
        (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"no font at all")
    whole = fonts.own_fonts()[0].read_bytes()
    for length in (3, 11, 40, 400, len(whole) // 2):  # cut off anywhere
        (tmp_path / f"cut{length}.ttf").write_bytes(whole[:length])
    monkeypatch.setattr(fonts, "_folders", lambda: iter([tmp_path]))
    with pytest.raises(bv.FontError):
        fonts.font_files("損失")


def test_invisible_characters_need_no_glyph(no_system_fonts):
    assert fonts.font_files("a\u200b\u200f\u202e\ufe0f\u0301b")


def test_only_what_is_drawn_is_asked_of_the_fonts():
    svg = "<svg><title>損</title><desc>失</desc><text x='1'>a &amp; <tspan>b</tspan></text></svg>"
    assert raster._drawn(svg) == "a & b"


# Files


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "dot"])
def test_save_writes_what_the_ending_tells(kind, tmp_path):
    picture = drawn()
    file = picture.save(str(tmp_path / f"x.{kind.upper()}"))
    assert file == tmp_path / f"x.{kind.upper()}"
    expected = {
        "svg": picture.svg.encode(),
        "dot": picture.dot.encode(),
        "png": picture.png(),
        "pdf": None,
    }[kind]
    assert file.read_bytes() == expected or (kind == "pdf" and file.read_bytes()[:5] == b"%PDF-")


def test_a_walk_saves_a_step(tmp_path):
    here = walk()
    here.save(tmp_path / "x.svg", step=1, theme="dark", lang="ja")
    expected = here.picture(1, theme="dark", lang="ja").svg
    assert (tmp_path / "x.svg").read_text("utf-8") == expected


def test_the_scale_reaches_the_file(tmp_path):
    one, four = (drawn().save(tmp_path / f"{s}.png", scale=s) for s in (1, 4))
    assert four.stat().st_size > one.stat().st_size


@pytest.mark.parametrize("name", ["x.gif", "x", "x.svg.txt", "svg", ".png"])
def test_an_unknown_ending_is_an_error_and_leaves_nothing(name, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg, \.png, \.pdf, \.dot"):
        drawn().save(tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "dot"])
@pytest.mark.parametrize("failing", ["write", "replace", "chmod"])
def test_a_file_appears_whole_or_not_at_all(kind, failing, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    class FullDisk:
        def __init__(self, handle, *_):
            self.handle = handle

        def __enter__(self):
            return self

        def __exit__(self, *_):
            os.close(self.handle)

        def write(self, content):
            os.write(self.handle, content[: len(content) // 2])
            fail()

    old = tmp_path / f"old.{kind}"
    old.write_text("as it was")
    patched = FullDisk if failing == "write" else fail
    name = "fdopen" if failing == "write" else failing
    monkeypatch.setattr(picture_module.os, name, patched)
    for target in (old, tmp_path / f"new.{kind}"):
        with pytest.raises(OSError, match="No space left"):
            drawn().save(target)
    monkeypatch.undo()
    assert [file.name for file in tmp_path.iterdir()] == [old.name]
    assert old.read_text() == "as it was"


def test_an_interrupted_save_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(picture_module.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        drawn().save(tmp_path / "x.svg")
    assert not list(tmp_path.iterdir())


def test_a_failing_picture_touches_no_file(tmp_path, no_system_fonts):
    (tmp_path / "x.png").write_text("as it was")
    with pytest.raises(bv.FontError):
        drawn("損失").save(tmp_path / "x.png")
    assert [(f.name, f.read_text()) for f in tmp_path.iterdir()] == [("x.png", "as it was")]


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(OSError, match=r"missing|file"):
            drawn().save(folder / "x.svg")
    (tmp_path / "closed").mkdir(mode=0o555)
    if os.access(tmp_path / "closed", os.W_OK):
        return  # as root on Linux nothing is closed
    with pytest.raises(PermissionError):
        drawn().save(tmp_path / "closed" / "x.svg")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077, 0o002])
def test_permissions_follow_the_umask(umask, tmp_path):
    before = os.umask(umask)
    try:
        file = drawn().save(tmp_path / "x.svg")
        assert os.umask(umask) == umask  # and the umask is as it was
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~umask


def test_a_name_as_long_as_a_folder_takes_can_be_saved(tmp_path):
    assert drawn().save(tmp_path / ("x" * 251 + ".svg")).exists()


def test_saving_twice_overwrites(tmp_path):
    here = walk()
    for step in (0, 3):
        here.save(tmp_path / "x.svg", step=step)
    assert (tmp_path / "x.svg").read_text("utf-8") == here.picture(3).svg
    assert len(list(tmp_path.iterdir())) == 1
