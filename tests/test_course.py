"""The course: ten lessons in two languages, of one form, with the same code, and executed."""

from __future__ import annotations

import ast
import contextlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

import backprop_viz as bv
import needs
from backprop_viz.hunting.judged import Judged
from backprop_viz.show.afterwards import Afterwards
from backprop_viz.show.perform import Performing
from backprop_viz.show.prediction import Prediction

ROOT = Path(__file__).parent.parent / "notebooks"
LESSONS = [
    "01-the-valley-and-the-compass",
    "02-the-chain-rule",
    "03-the-article-walk",
    "04-the-patterns",
    "05-used-twice",
    "06-one-step-of-learning",
    "07-a-neuron-and-a-network",
    "08-any-formula",
    "09-write-backward",
    "10-from-a-number-to-a-layer",
]
LANGUAGES = ("en", "ja")  # of the lessons
FOUND = sorted({file.stem for lang in LANGUAGES for file in (ROOT / lang).glob("*.ipynb")})

# What each language calls the parts that every lesson has.
MINUTES = {"en": r"About \d+ minutes", "ja": r"約 ?\d+ ?分"}
OBJECTIVES = {"en": "By the end you can", "ja": "できるようになります"}
NEEDED = {"en": "You need:", "ja": "必要な知識"}
SUMMARY = {"en": "## Summary", "ja": "## まとめ"}
WARM_UP = {"en": "## Warm-up", "ja": "## 復習"}
EXERCISES = {"en": "## Exercises", "ja": "## 練習問題"}
ARTICLE = "[DL]Back Propagationって何?"
NEXT = {"en": "## What next", "ja": "## 次は"}
LICENCE = "CC BY 4.0"
SCREEN = 24  # lines that a slide of 1280 × 720 has room for

KANA = re.compile(r"[ぁ-ヿ]")
JAPANESE = re.compile(r"[ぁ-ヿ一-鿿、。「」]")
NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?")

every_lesson = pytest.mark.parametrize("name", FOUND)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


@cache
def lesson(lang: str, name: str) -> nbformat.NotebookNode:
    found = nbformat.read(ROOT / lang / f"{name}.ipynb", as_version=4)
    nbformat.validate(found)
    return found


def texts(lang: str, name: str) -> list[str]:
    return [cell.source for cell in lesson(lang, name).cells if cell.cell_type == "markdown"]


def codes(lang: str, name: str) -> list[str]:
    return [cell.source for cell in lesson(lang, name).cells if cell.cell_type == "code"]


def headings(lang: str, name: str, level: int) -> list[str]:
    mark = "#" * level + " "
    lines = "\n".join(texts(lang, name)).splitlines()
    return [line for line in lines if line.startswith(mark)]


def links(lang: str, name: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", "\n".join(texts(lang, name)))


# The whole course


@every_language
def test_the_lessons_are_these_ten(lang):
    assert sorted(file.stem for file in (ROOT / lang).iterdir()) == LESSONS


# The form of a lesson


@every_lesson
@every_language
def test_a_lesson_opens_with_its_title_minutes_objectives_and_needs(lang, name):
    first = lesson(lang, name).cells[0].source
    number = int(name[:2])
    assert first.startswith(f"# {number}. ")
    assert len(headings(lang, name, 1)) == 1
    assert re.search(MINUTES[lang], first)
    assert OBJECTIVES[lang] in first
    assert NEEDED[lang] in first
    assert 3 <= sum(line.startswith("- ") for line in first.splitlines()) <= 4


@every_lesson
@every_language
def test_a_lesson_has_seven_chunks_give_or_take_two_a_summary_and_what_next(lang, name):
    chunks = headings(lang, name, 2)
    assert chunks[0] == WARM_UP[lang]
    assert chunks[-3:] == [SUMMARY[lang], EXERCISES[lang], NEXT[lang]]
    assert 5 <= len(chunks[1:-3]) <= 9, chunks
    summary = next(text for text in texts(lang, name) if text.startswith(SUMMARY[lang]))
    assert 3 <= len(re.findall(r"^(?:- |\|(?! ?-| ?:))", summary, re.M)) <= 7
    assert LICENCE in texts(lang, name)[-1]


@every_lesson
@every_language
def test_a_lesson_asks_before_it_shows(lang, name):
    """A prediction, after a question in words."""
    cells = lesson(lang, name).cells
    asked = [i for i, cell in enumerate(cells) if "bv.predict(" in cell.source]
    asked = [i for i in asked if cells[i].cell_type == "code"]
    assert asked
    for i in asked:
        before = [cell for cell in cells[:i] if cell.cell_type == "markdown"][-1].source
        assert re.search(r"[?\uff1f]|でしょうか|ください|\bpredict", before, re.I), before


def predictions(things: Iterable[Any]) -> list[Prediction]:
    """The questions among things, those that wait for another included."""
    found = []
    for thing in things:
        if isinstance(thing, Prediction):
            found.append(thing)
        elif isinstance(thing, Afterwards):
            found += predictions(thing.waiting)
    return found


@every_lesson
@every_language
def test_a_lesson_has_a_worked_example_and_asks_at_its_beginning_on_its_way_and_at_its_end(
    lang, name
):
    label = {"en": "worked example", "ja": "**計算例**"}[lang]
    assert any(label in text for text in texts(lang, name))
    places = [cell.id for cell in lesson(lang, name).cells if cell.cell_type == "code"]
    _, shown = shown_by(lang, name)
    asked = [
        (at, one) for at, thing in zip(places, shown, strict=True) for one in predictions([thing])
    ]
    assert [at for at, _ in asked[:2]] == ["warm-up-1", "warm-up-2"]
    exercises = [at for at, _ in asked if at.startswith("exercise")]
    assert 4 <= len(exercises) <= 6
    assert exercises == [f"exercise-{k}" for k in range(1, len(exercises) + 1)]
    assert len(asked) > 2 + len(exercises)
    for at, one in asked:
        assert one.lang == lang
        for question in one.questions:
            assert JAPANESE.search(question.sentence) or lang == "en", at


@every_lesson
@every_language
def test_a_lesson_asks_in_no_other_way(lang, name):
    """A question whose answer stands in the next cell is none."""
    for text in texts(lang, name):
        assert not re.search(r"[Bb]efore you run|[Dd]ecide first|[Tt]hink first", text), text
        assert not re.search(r"実行する前に|先に予想|先に考え", text), text


@every_language
def test_the_course_cites_its_article_and_says_of_it_what_it_says(lang):
    for name in LESSONS:
        if name != "07-a-neuron-and-a-network":
            assert ARTICLE in texts(lang, name)[-1]
            assert "Qiita" in texts(lang, name)[-1]
    assert ARTICLE in "\n".join(texts(lang, "03-the-article-walk")[:4])
    for name in LESSONS:
        assert not re.search("nonsense|意味がない|意味はなく", "\n".join(texts(lang, name)))
    assert "大変なことになる" in "\n".join(texts(lang, "06-one-step-of-learning"))


@every_lesson
def test_a_japanese_lesson_keeps_to_the_words_of_the_course(name):
    told = "\n".join([*texts("ja", name), *codes("ja", name)])
    assert not re.search("でたらめ|無作為|乱数|約束|Adam 法|門|代金|学習の 1 歩", told)


@every_lesson
@every_language
def test_every_link_leads_somewhere(lang, name):
    found = links(lang, name)
    for link in found:
        assert re.match(r"https://", link) or (ROOT / lang / link).is_file(), link
    other = {"en": "ja", "ja": "en"}[lang]
    assert f"../{other}/{name}.ipynb" in found
    place = LESSONS.index(name) + 1
    if place < len(LESSONS):
        assert f"{LESSONS[place]}.ipynb" in found


@every_lesson
@every_language
def test_nothing_is_fetched_when_a_lesson_is_read_or_run(lang, name):
    for text in texts(lang, name):
        assert not re.search(r"!\[[^\]]*\]\(\s*(?:https?:)?//|<(?:img|script|iframe|link)\b", text)
    for code in codes(lang, name):
        assert "://" not in code
        assert not re.search(r"^\s*[!%]", code, re.M), "no shell and no magic"


@every_lesson
@every_language
def test_a_lesson_is_committed_bare(lang, name):
    notebook = lesson(lang, name)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info == {"name": "python"}
    for cell in notebook.cells:
        assert cell.cell_type in ("markdown", "code")
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    file = ROOT / lang / f"{name}.ipynb"
    assert file.read_text("utf-8") == nbformat.writes(notebook) + "\n", "not as nbformat writes"


@every_lesson
@every_language
def test_a_lesson_is_fit_for_slides(lang, name):
    """A cell without a type goes on the slide of the one before; a "-" would never be shown.

    Nor is the last cell skipped: after *Run All Cells* a deck begins on it, and would be blank.
    """
    cells = lesson(lang, name).cells
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    assert set(kinds) <= {"slide", "subslide", "fragment", "skip", "notes", None}
    assert kinds[-1] != "skip"
    for kind, cell in zip(kinds, cells, strict=True):
        is_chunk = cell.cell_type == "markdown" and cell.source.startswith(("# ", "## "))
        assert not is_chunk or kind == "slide", cell.source
        if cell.cell_type == "markdown" and kind != "skip":
            assert len(cell.source.splitlines()) <= SCREEN, cell.source


@every_lesson
@every_language
def test_a_folded_cell_is_folded_for_every_reader(lang, name):
    """For JupyterLab by its metadata, for converters and books by its tag."""
    for cell in lesson(lang, name).cells:
        folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert folded == ("hide-input" in cell.metadata.get("tags", [])), cell.source
        assert not folded or cell.cell_type == "code"
        if cell.cell_type == "code" and len(cell.source.splitlines()) > SCREEN:
            assert folded, f"a long cell that is open:\n{cell.source}"


# The two languages


@every_lesson
def test_the_two_languages_have_the_same_cells(name):
    pairs = list(zip(lesson("en", name).cells, lesson("ja", name).cells, strict=True))
    for english, japanese in pairs:
        for part in ("id", "cell_type", "metadata"):
            assert english[part] == japanese[part], english.source


@every_lesson
def test_the_two_languages_have_the_same_code(name):
    for english, japanese in zip(codes("en", name), codes("ja", name), strict=True):
        assert blanked(english) == blanked(japanese)
        for here, there in zip(strings(english), strings(japanese), strict=True):
            assert_same_string(here, there)


@every_lesson
def test_every_text_of_a_japanese_lesson_is_japanese(name):
    for text in texts("ja", name):
        assert KANA.search(text), text
    for code in codes("ja", name):
        for string in strings(code):
            assert string != "en", code
    for code in codes("en", name):
        assert not JAPANESE.search(code), code
        for string in strings(code):
            assert string != "ja", code


def blanked(code: str) -> str:
    """The code as a tree without comments and with every string empty."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def strings(code: str) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def assert_same_string(english: str, japanese: str) -> None:
    """Formulas and names are the same; labels may differ, but not in their numbers.

    English may spell a number in words. On Matplotlib's axes, where a Japanese font may be
    missing, a label may be a single letter.
    """
    english, japanese = (re.sub(r" *#.*", "", text) for text in (english, japanese))
    if (english, japanese) == ("en", "ja") or english == japanese:
        return
    is_letter = len(japanese) == 1 and re.fullmatch(r"[a-z ]{4,}", english)
    assert is_letter or JAPANESE.search(japanese), (english, japanese)
    assert set(numbers(english)) <= set(numbers(japanese)), (english, japanese)


def numbers(text: str) -> list[str]:
    """All numbers but single digits, with which a language counts: "one step", 「1 歩」.

    Japanese counts in ten thousands: 「80 万」 is 800,000.
    """
    text = re.sub(r"(?<=\d) 万", "0000", text)
    found = NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text))
    return sorted(number for number in found if len(number) > 1)


def test_a_formula_that_differs_is_seen():
    assert_same_string("a + b  # the sum", "a + b  # 和")
    assert_same_string("best of 2,100", "2100 回の最良")
    assert_same_string("steps", "k")
    assert_same_string("800,000 times smaller", "80 万分の 1")
    with pytest.raises(AssertionError):
        assert_same_string("800,000 times smaller", "8 万分の 1")
    for japanese in ("a - b", "best of 21", "2000 回の最良", "回"):
        with pytest.raises(AssertionError):
            assert_same_string("best of 2,100", japanese)
    assert blanked("f(1, 'a')  # one") == blanked("f(1, 'b')")
    assert blanked("f(1)") != blanked("f(2)")


# Executed: one kernel for all lessons, emptied before each, since starting one takes longer than
# most of them.


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(tmp_path_factory.mktemp("lessons")))
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def executed(kernel: KernelManager):
    """A function from language and lesson to the executed notebook."""

    @cache
    def run(lang: str, name: str) -> nbformat.NotebookNode:
        notebook = nbformat.from_dict(lesson(lang, name))
        emptying = nbformat.v4.new_code_cell("%reset -f")
        notebook.cells.insert(0, emptying)
        client = NotebookClient(notebook, km=kernel, timeout=600, coalesce_streams=True)
        client.execute()
        client.kc.stop_channels()
        notebook.cells.pop(0)
        return notebook

    return run


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


@every_lesson
@every_language
def test_a_lesson_runs_and_shows_something_to_every_reader(executed, lang, name):
    shown = outputs(executed(lang, name))
    assert not [o for o in shown if o.output_type == "error" or o.get("name") == "stderr"]
    for output in shown:
        kinds = output.get("data", {})
        if {"image/png", "image/svg+xml"} & set(kinds):
            told = kinds["text/plain"]
            assert len(told) > 15, told
            assert not told.startswith("<"), "a picture without a description"
            if "application/vnd.jupyter.widget-view+json" not in kinds:
                (alt,) = re.findall('<img alt="([^"]{15,})"', kinds["text/html"])
                assert unescape(alt) == told
            if lang == "ja":
                assert JAPANESE.search(told), told
            else:
                assert not JAPANESE.search(told), told
    assert any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in shown)


@every_lesson
def test_both_languages_print_the_same_numbers(executed, name):
    printed = {
        lang: [
            numbers(output.get("text", "") + output.get("data", {}).get("text/markdown", ""))
            for output in outputs(executed(lang, name))
        ]
        for lang in LANGUAGES
    }
    assert printed["en"] == printed["ja"]


@cache
def shown_by(lang: str, name: str) -> tuple[dict[str, Any], list[Any]]:
    """The names of a lesson, and what its code cells show: what stands on their last lines.

    One test of a lesson may answer its questions, others only look.
    """
    names: dict[str, Any] = {}
    shown = []
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for code in codes(lang, name):
            *statements, last = ast.parse(code).body
            exec(compile(ast.Module(statements, []), name, "exec"), names)
            if isinstance(last, ast.Expr):
                shown.append(eval(compile(ast.Expression(last.value), name, "eval"), names))
            else:
                shown.append(None)
                exec(compile(ast.Module([last], []), name, "exec"), names)
    bv.speak("en")
    return names, shown


def told_by(widget: Any) -> str:
    """What stands in a widget's outputs, as plain text."""
    outputs = [child.outputs[0] for child in widget.children if hasattr(child, "outputs")]
    return "\n".join(output["data"]["text/plain"] for output in outputs)


def test_lesson_3_says_the_articles_numbers(executed):
    plain = "\n".join(
        output.get("data", {}).get("text/plain", "")
        for output in outputs(executed("en", "03-the-article-walk"))
    )
    before = {
        0: "The bare graph of f",
        1: "p = w × x = 3 × 2 = 6",
        5: "f = t² = (−2)² = 4",
        6: "∂f/∂f = 1",
    }
    names, shown = shown_by("en", "03-the-article-walk")
    waiting = [thing for thing in shown if isinstance(thing, Afterwards)]
    assert told_by(waiting[0]) == ""
    slides = {"square": [-4], "passed": [-4, -4], "flipped": [4, 4, 4], "product": [8, 12]}
    for name, gradients in slides.items():  # 5; 6 and 7; 8; 9
        for gradient in gradients:
            assert names[name].judge(gradient).right
            names[name].go_on()
    assert [names["product"].questions[k].index for k in (0, 1)] == [13, 14]
    later = "\n".join(map(told_by, waiting))
    for step, says in before.items():
        assert re.search(rf"^Step {step} of 14 .*{re.escape(says)}", plain, re.M), step
    for name, gradient in {"w": "8", "x": "12", "b": "4", "y′": "−4"}.items():
        assert re.search(rf"^{name} +{gradient} .* agree$", later, re.M), name
    assert "all gradients agree" in later
    assert "−4" not in plain
    assert "12" not in plain


# What the student writes in lesson 5


def test_lesson_5_names_the_first_edge_where_a_recursion_is_wrong():
    names, _ = shown_by("en", "05-used-twice")

    def written(handed_on):
        def backward(node, arrived):
            names["gradients"][node] += arrived
            for operand, local in names["ways"].get(node, []):
                value = local * handed_on(node, arrived)
                names["send"](node, operand, value)
                backward(operand, value)

        return names["try_out"](backward).shown["text/plain"].splitlines()

    right = written(lambda _, arrived: arrived)
    assert len(right) == 9
    assert all(line.endswith("✓") for line in right[1:])
    (first,) = [
        line for line in written(lambda node, _: names["gradients"][node]) if "first" in line
    ]
    assert first.split()[:3] == ["u", "→", "x"]
    (solution,) = [text for text in texts("en", "05-used-twice") if "A right one" in text]
    names["backward"] = None
    exec(re.findall(r"```python\n(.*?)```", solution, re.S)[0], names)
    assert names["try_out"](names["backward"]).shown["text/plain"].splitlines() == right


# What is practised in lessons 3, 4, 5 and 8


@every_language
def test_the_lessons_have_walks_to_do_a_bug_to_find_and_a_gradient_to_mend(lang):
    for name, level in (("03-the-article-walk", 3), ("04-the-patterns", 3)):
        _, shown = shown_by(lang, name)
        (doing,) = [thing for thing in shown if isinstance(thing, Performing)]
        assert (doing.task.level, doing.score.right, doing.lang) == (level, 0, lang)
    used_twice = "05-used-twice"
    names, shown = shown_by(lang, used_twice)
    (told,) = [text for text in texts(lang, used_twice) if "`hunt.mend" in text and "<det" in text]
    edge, bug = re.search(r'hunt\.guess\("(.*?)", "(.*?)"\)', told).groups()
    value = re.search(r'hunt\.mend\("(.*?)", (\d+)\)', told)
    assert names["hunt"].guess(edge, bug).right
    assert names["hunt"].mend(value[1], value[2]).right
    (where,) = [
        one for one in predictions(shown) for q in one.questions if "u → x" in (q.choices or ())
    ]
    assert where.judge(edge.replace("->", "→")).right
    any_formula = "08-any-formula"
    names, shown = shown_by(lang, any_formula)
    waiting = [one for thing in shown if isinstance(thing, Afterwards) for one in thing.waiting]
    (judged,) = [one for one in waiting if isinstance(one, Judged)]
    assert (bool(judged), judged.reason) == (False, "inner")
    assert names["missing"].judge("2y").right
    mended = next(code for code in codes(lang, any_formula) if "def mine" in code)
    mended = mended.replace("np.cos(y**2)", "np.cos(y**2) * 2 * y").replace("missing.then(", "(")
    exec(mended.replace("(bv.judge", "found = (bv.judge"), names)
    assert names["found"]


# What lesson 6 takes from the article


def test_the_second_step_that_the_article_warns_of():
    names, _ = shown_by("en", "06-one-step-of-learning")
    third = names["twice"][2].walk
    assert [third.values[name] for name in ("x", "w", "b", "y'")] == [370, 755, -79, 85]
    assert third.output == 279186**2
    assert names["again"].judge("it goes up, beyond a billion").right


@every_language
def test_the_program_for_tensorflow_runs_and_shows_all_nine_gradients(lang, capsys):
    (text,) = [t for t in texts(lang, "06-one-step-of-learning") if "import tensorflow" in t]
    (program,) = re.findall(r"```python\n(.*?)```", text, re.S)
    compile(program, "program", "exec")
    needs.library("tensorflow")
    names: dict[str, Any] = {}
    exec(program, names)
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    gradients = {name: float(gradient) for name, _, gradient in printed}
    right = {"x": 12, "w": 8, "b": 4, "p": 4, "y": 4, "y_": -4, "s": -4, "t": -4, "f": 1}
    assert gradients == right
    assert [float(names[name]) for name in ("x", "w", "b", "y_")] == [-10, -5, -3, 9]


# What the student writes in lesson 9


@every_language
def test_the_programs_of_lesson_9_are_wrong_as_told_and_right_once_they_are_mended(lang):
    name = "09-write-backward"
    names, shown = shown_by(lang, name)
    judged = [thing for thing in shown if isinstance(thing, Judged)]
    waiting = [one for thing in shown if isinstance(thing, Afterwards) for one in thing.waiting]
    assert [one.reason for one in judged] == ["", "other", "inner", "other"]
    assert [one.reason for one in waiting] == ["overwritten", "unordered"]
    cells = {cell.id: cell.source for cell in lesson(lang, name).cells}
    right = {
        at: re.findall(r"```python\n(.*?)```", text, re.S)[0]
        for at, text in cells.items()
        if "```python" in text
    }
    chain, shared, order, engine, norm = right.values()

    def result(code):
        *statements, last = ast.parse(code).body
        exec(compile(ast.Module(statements, []), name, "exec"), names)
        return eval(compile(ast.Expression(last.value), name, "eval"), names)

    lines = re.compile(r"^    dh = 0\.0.*dx = 0\.0\n", re.M | re.S)
    assert result(lines.sub(chain, cells["l9-07"]))
    bare = cells["l9-11"].replace("lost.then(", "(")
    bare = re.sub(r"^    da, db = b, a .*?x \* da[^\n]*\n", shared, bare, flags=re.M | re.S)
    assert result(bare)
    assert result(order)
    in_mul, in_tanh = (re.findall(r"^ +[ab]\.grad .*$", engine, re.M)[k] for k in (0, 2))
    other = re.findall(r"^ +b\.grad .*$", engine, re.M)[0]
    both = re.compile(r"^ +a\.grad \+= g  # .*\n +b\.grad \+= g$", re.M)
    rules = both.sub(f"{in_mul}\n{other}", cells["l9-19"])
    rules = re.sub(r"^ +a\.grad \+= g  # .*$", in_tanh, rules, flags=re.M)
    assert result(f"{rules}\n{cells['l9-21']}")
    assert result(re.sub(r"^    dx = .*\n", norm, cells["l9-25"], flags=re.M))
    bv.speak("en")


# What lesson 10 states of its layer and its cost


@every_language
def test_the_numbers_of_lesson_10_are_those_of_its_walks(lang):
    name = "10-from-a-number-to-a-layer"
    names, shown = shown_by(lang, name)
    places = [cell.id for cell in lesson(lang, name).cells if cell.cell_type == "code"]
    asked = dict(zip(places, shown, strict=True))
    x, w, g = (names[letter] for letter in "XWG")
    forward, back, cost = (names[walk] for walk in ("forward", "back", "cost"))
    assert names["entry"].judge(float(forward.values["Z"][1, 1])).right
    assert forward.values["Z"][0].tolist() == [2, 1, 0]
    assert names["count"].judge(forward.values["Z"].size * len(w)).right
    for walk in (names["product"], back):
        assert np.array_equal(walk.gradients["W"], x.T @ g)
        assert np.array_equal(walk.gradients["X"], g @ w.T)
        assert walk.gradients["W"][0].tolist() == [-1, 6, 6]
    assert names["weight"].judge(float(back.gradients["W"][1, 1])).right
    assert asked["l10-19"].judge(str(g.sum(axis=0).tolist())).right
    powers = np.exp([2, 1, 0])
    p = powers / powers.sum()
    told = "\n".join(texts(lang, name))
    for number in (*powers[:2], powers.sum(), *p, cost.output, *cost.gradients["z"]):
        assert f"{number:.3f}".replace("-", "−") in told.replace("-", "−")
    assert np.allclose(names["scores"].output, p)
    assert np.allclose(cost.gradients["z"], p - [1, 0, 0])
    assert names["right"].judge(float(cost.gradients["z"][0])).right
    for opened in (names["one"], names["every"]):
        assert np.array_equal(opened.gradients["z"], cost.gradients["z"])
    batch = bv.graph("L = cross_entropy(z, y)")
    of_four = batch.walk(z=[[np.log(0.4), np.log(0.6)]] * 4, y=[0, 1, 1, 1])
    assert names["network"].judge(float(of_four.gradients["z"][0, 0])).right
    equal = batch.walk(z=[0, 0, 0, 0], y=2).gradients["z"]
    assert asked["exercise-4"].judge(float(equal[2])).right
    assert asked["exercise-5"].judge(4).right
    assert batch.walk(z=[4, 4], y=0).gradients["z"].tolist() == [-0.5, 0.5]


# The guide


def plan_of(chapter: str) -> list[int]:
    """The minutes of the parts of a lesson: "3 for the warm-up; …", 「復習に 3 分、…」."""
    plan = re.search(r"\*\*(?:Plan\.|進め方)\*\*(.*?)\n\n", chapter, re.S)[1]
    found = re.findall(r"(?:^|;)\s*(\d+)", plan) or re.findall(r"(\d+) 分", plan)
    return list(map(int, found))


@every_language
def test_the_plans_of_the_guide_add_up_and_every_lesson_has_its_answers(lang):
    guide = (ROOT.parent / "docs" / "teaching" / f"{lang}.md").read_text("utf-8")
    tables = re.findall(r"^\|---:\|---\|\n((?:\|.*\n)+)", guide, re.M)
    plans = [re.findall(r"^\| \**(\d+)\** \|", table, re.M) for table in tables]
    assert [sum(map(int, minutes)) for *minutes, _ in plans] == [90, 30]
    assert [minutes[-1] for minutes in plans] == ["90", "30"]
    before, *chapters = re.split(r"^## \d+\. ", guide, flags=re.M)
    assert before.count("<details>") == 1  # the answers of the short notebook
    first, second, third = map(plan_of, chapters[:3])
    assert [sum(first), sum(second), sum(third)] == [25, 25, 35]
    del first[-2:], first[1], second[-1], third[0]  # told in the start-up, or left out
    assert [sum(first), sum(second), sum(third)] == list(map(int, plans[0][1:4]))
    assert len(chapters) == len(LESSONS)
    assert all(chapter.count("<details>") == 1 for chapter in chapters)
    assert ARTICLE in guide
    assert not re.search("nonsense|makes no sense|意味がない|でたらめ|乱数|代金|学習の 1 歩", guide)
    for name in LESSONS:
        minutes = re.search(r"(\d+) (?:minutes|分)", texts(lang, name)[0])[1]
        heading = chapters[LESSONS.index(name)].splitlines()[0]
        assert sum(map(int, re.findall(r"\d+", heading.split(":")[-1].split("（")[-1]))) == int(
            minutes
        )


# The flowers of lesson 7


def test_the_flowers_are_those_that_fisher_printed():
    """His means of each species, and the two rows in which copies differ from the paper."""
    file = files("backprop_viz") / "data/iris.csv"
    heading, *flowers = np.genfromtxt(file, dtype=str, delimiter=",")
    assert list(heading) == [*("sepal length", "sepal width", "petal length"), *heading[3:]]
    assert list(heading[3:]) == ["petal width", "species"]
    assert [species for *_, species in flowers[::50]] == ["setosa", "versicolor", "virginica"]
    measured = np.array([row[:4] for row in flowers], float)
    assert measured.shape == (150, 4)
    means = [measured[k : k + 50].mean(axis=0) for k in (0, 50, 100)]
    assert np.round(means, 3).tolist() == [
        [5.006, 3.428, 1.462, 0.246],
        [5.936, 2.770, 4.260, 1.326],
        [6.588, 2.974, 5.552, 2.026],
    ]
    assert measured[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert measured[37].tolist() == [4.9, 3.6, 1.4, 0.1]
    told = file.read_text("utf-8").split("sepal length")[0]
    assert all(line.startswith("# ") for line in told.splitlines())
    for source in ("R. A. Fisher", "1936", "UCI", "creativecommons.org/licenses/by/4.0/"):
        assert source in told
