"""The catalogue, what is said in both languages, in sentences and errors, and who speaks which."""

import ast
import functools
import pickle
import re
import string
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import backprop_viz as bv
from backprop_viz import errors
from backprop_viz.cli.main import main
from backprop_viz.given.slider import sliders
from backprop_viz.tell.order import SENTENCES
from backprop_viz.words import ENGLISH, LANGUAGES, Message, language, say, texts
from backprop_viz.words.en.shell import TEXTS as SHELL
from backprop_viz.words.languages import quoting
from strategies import ARTICLE, ARTICLE_INPUTS, PLAIN, power, recipes, wild_recipes

PACKAGE = Path(bv.__file__).parent
JAPANESE = re.compile(r"[\u3001\u3002\u3040-\u30ff\u4e00-\u9fff]")


def slots(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


CATALOGUE = texts(ENGLISH)
ERRORS = quoting()


def test_a_message_has_the_same_slots_in_every_language():
    for key, english in CATALOGUE.items():
        for lang in LANGUAGES:
            text = texts(lang)[key]
            assert slots(text) == slots(english), key
            assert text.strip() == text != "", key
            assert "{" not in say(key, lang, **dict.fromkeys(slots(text), "X")), key
        assert "  " not in english, key
        assert not JAPANESE.search(english), key


def written(lang):
    """The texts of each module of a language, as they are written."""
    folder = PACKAGE / "words" / lang
    files = [file.relative_to(folder) for file in folder.rglob("[!_]*.py")]
    parts = [".".join(file.with_suffix("").parts) for file in files]
    return {part: import_module(f"backprop_viz.words.{lang}.{part}").TEXTS for part in parts}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_of_the_package_leaves_a_text_to_english(lang):
    own, english = written(lang), written(ENGLISH)
    assert {part: list(found) for part, found in own.items()} == {
        part: list(found) for part, found in english.items()
    }
    assert sum(map(len, own.values())) == len(CATALOGUE), "a key stands in one module only"


def test_every_message_is_translated():
    same = {key for key in CATALOGUE if texts("ja")[key] == CATALOGUE[key]}
    assert same <= {"picture.value", "descent.adam", "inputs.at"}  # signs and a name
    for key in CATALOGUE.keys() - same:
        assert JAPANESE.search(texts("ja")[key]), key


ROWS = [*PLAIN.values(), power(3.0), power(-0.5)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_explains_itself_in_both_languages(row):
    for words in filter(None, (row.why, row.domain, row.kink)):
        en, ja = words.say("en"), words.say("ja")
        assert not slots(en)
        assert en[0].isupper()
        assert en.endswith(".")
        assert ja.endswith("。")
        assert JAPANESE.search(ja)
        assert not JAPANESE.search(en)


def test_no_words_of_an_operation_are_idle():
    rows = (sources()["core/number_ops.py"], sources()["core/array_ops.py"])
    used = {n.value for tree in rows for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert {key for key in CATALOGUE if key.startswith("op.")} - used == set()


def test_a_message_may_bring_its_own_texts():
    assert Message("Nothing of {this}.").say("ja") == "Nothing of {this}."
    both = Message({"en": "A gate.", "ja": "ゲートです。"})
    assert (both.say(), both.say("en"), both.say("ja")) == ("A gate.", "A gate.", "ゲートです。")
    assert Message({"en": "A gate."}).say("ja") == "A gate."
    for message in (both, Message("seed", output="f")):
        with pytest.raises(ValueError, match=r"en, .*ja"):
            message.say("xx")


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"no language 'xx'; there are en, .*ja"):
        language("xx")
    for unknown in ("xx", "", None):
        with pytest.raises(ValueError, match=r"en, .*ja"):
            bv.speak(unknown)
    assert language() == "en"
    with pytest.raises(ValueError, match=r"en, .*ja"):
        Message("seed", output="f").say("say")
    with pytest.raises(ValueError, match=r"en, .*ja"):
        say("seed", "")


def check_sentence(sentence, lang):
    assert sentence
    assert not re.search(r"[{}]|None|\bTrue\b|\bFalse\b|np\.|array\(|float64|<(?! )|\\", sentence)
    assert "  " not in sentence
    assert sentence == sentence.strip()
    assert "-" not in re.sub(r"[A-Za-z0-9]-[A-Za-z]", "", sentence), "a hyphen stands for a minus"
    if lang == "en":
        assert not JAPANESE.search(sentence)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    if lang == "ja":
        assert JAPANESE.search(sentence)
        assert sentence.endswith("。")
        assert not re.search(r"。\s", sentence)


def check_latex(latex):
    depth = 0
    for brace in re.sub(r"\\[{}]", "", latex):
        depth += (brace == "{") - (brace == "}")
        assert depth >= 0
    assert depth == 0
    assert latex.count(r"\left") == latex.count(r"\right")
    assert not re.search(r"None|nan(?!\})|inf\b|<|>|−|\x00", latex)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_sentences_of_every_operation(row, lang):
    operands = ("x", "y")[: row.arity]
    graph = bv.graph(f"t = {row.spell(*operands)}; f = t*t")
    for value in (-2.0, 0.0, 1.0, 800.0, np.nan, np.array([0.0, 1.5])):
        for step in graph.walk(dict.fromkeys(operands, value)).steps:
            check_sentence(step.sentence(lang), lang)
            check_latex(step.latex)


@given(recipes())
@settings(max_examples=150)
def test_sentences_of_random_graphs(recipe):
    for step in bv.graph(recipe.text).walk(recipe.used).steps:
        for lang in LANGUAGES:
            check_sentence(step.sentence(lang), lang)
        check_latex(step.latex)


@given(wild_recipes())
@settings(max_examples=150)
def test_sentences_of_random_graphs_at_undefined_places(recipe):
    for step in bv.graph(recipe.text).walk(recipe.used).steps:
        for lang in LANGUAGES:
            check_sentence(step.sentence(lang), lang)
        check_latex(step.latex)


def test_the_words_say_why():
    steps = bv.graph(ARTICLE).walk(ARTICLE_INPUTS).steps
    assert "passes the gradient on" in steps[8].sentence("en")
    assert "flips the sign" in steps[10].sentence("en")
    assert "swaps its factors" in steps[13].sentence("en")
    assert "足し算" in steps[8].sentence("ja")
    assert "符号" in steps[10].sentence("ja")
    assert "掛け算" in steps[13].sentence("ja")
    shared = bv.graph("x*x").walk(x=3).steps
    assert "used more than once adds" in shared[4].sentence("en")
    assert "足します" in shared[4].sentence("ja")


def test_numbers_in_words_are_short_and_have_a_true_minus():
    step = bv.graph("x/3").walk(x=-1).steps[1]
    assert "f = x ÷ 3 = −1 ÷ 3 = −0.3333." in step.sentence("en")


def test_names_with_braces_do_not_disturb_a_sentence():
    brace, slot = bv.variable("{"), bv.variable("{node}")
    walk = bv.graph(brace * slot + slot).walk({"{": 2, "{node}": 3})
    for step in walk.steps:
        for lang in LANGUAGES:
            assert step.sentence(lang)
    assert "{node} = 3" in walk.steps[1].sentence("en")
    assert r"\{" in walk.steps[1].latex


# Errors


@functools.cache
def sources():
    """Every module of the package but the words themselves, by its file."""
    return {
        file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text("utf-8"))
        for file in sorted(PACKAGE.rglob("*.py"))
        if PACKAGE / "words" not in file.parents
    }


# What takes the key of an error: the errors, the message in a slot, and what raises for others.
TAKES_A_KEY = set(errors.__all__) | {
    *("Message", "fail", "fail_at", "unexpected", "_error", "_domain_error")
}
# Its one error is still a sentence of its own.


def keys(tree, argument):
    """The texts that an argument may be, looked up where it is a variable."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return {argument.value}
    if isinstance(argument, ast.IfExp):
        return keys(tree, argument.body) | keys(tree, argument.orelse)
    is_put_together = isinstance(argument, (ast.JoinedStr, ast.BinOp))
    if is_put_together and re.search("['\"]", ast.unparse(argument)):
        return {ast.unparse(argument)}
    found = set()
    if isinstance(argument, ast.Name):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                target, value = node.targets[-1], node.value
                pairs = [(target, value)]
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                    pairs = zip(target.elts, value.elts, strict=True)
                for name, content in pairs:
                    if ast.unparse(name) == argument.id and not isinstance(content, ast.Name):
                        found |= keys(tree, content)
    return found


def raised(tree):
    """What errors are raised with in a module: each call, and the texts that it may tell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            if getattr(name, "id", name) in TAKES_A_KEY:
                hints = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
                yield node, set().union(*(keys(tree, part) for part in [*node.args, *hints]))


def test_an_error_is_raised_with_an_entry_of_the_catalogue():
    for file in sources().keys() - {"errors.py"}:
        for call, told in raised(sources()[file]):
            assert told <= CATALOGUE.keys(), f"{file}, line {call.lineno}"
            is_passed_on = isinstance(call.args[0], (ast.Name, ast.Attribute, ast.Call))
            assert told or is_passed_on, f"{file}, line {call.lineno}"


def test_this_test_sees_the_errors_there_are():
    found = [told for tree in sources().values() for _, told in raised(tree)]
    assert len(found) > 90
    texts = set().union(*found)
    assert {"parse.close_it", "answer.open", "domain.value", "engine.install"} <= texts
    literal = ast.parse("hint = f'{x}'\nraise ParseError('a sentence', hint=hint)")
    assert [told for _, told in raised(literal)] == [{"a sentence", "f'{x}'"}]


ENDINGS = ("grew", "fell", "undefined", "interrupted", "full", "settled")

# What only a programmer of the package or of Python's protocols meets.
OWN = {"browser/generated.py", "browser/translation.py", "core/operation.py", "__init__.py"}


def test_no_error_is_a_sentence_of_its_own():
    """Errors of Python's, such as ``ValueError``, are told by the catalogue, too."""
    own = set(errors.__all__)
    known = {repr(key) for key in (None, 0, *ERRORS)}
    for file in sources().keys() - OWN:
        for node in ast.walk(sources()[file]):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            if getattr(node.exc.func, "id", "") in own:
                continue  # the test above
            parts = (ast.Constant, ast.JoinedStr)
            told = {ast.unparse(part) for part in node.exc.args if isinstance(part, parts)}
            assert told <= known, f"{file}, line {node.lineno}"


def test_every_entry_that_is_said_is_there():
    said = {
        (node.args[0].value, file)
        for file, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    said |= {
        (entry, kind)
        for kind, rows in SENTENCES.items()
        for _, entry in rows
        if not entry.startswith("<")
    }
    assert len(said) > 100
    assert {(key, file) for key, file in said if key not in CATALOGUE} == set()


def test_no_entry_of_an_error_is_idle():
    used = {
        node.value
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    commands = ("walk", "draw", "html", "check", "practise", "grade")
    put_together = {f"shell.{name}" for name in commands}
    put_together |= {"shell.worksheet", "shell.beamer"}
    put_together |= {f"path.{ending}" for ending in ENDINGS}
    assert {*ERRORS, *SHELL} - put_together - used == {"usage.language"}  # said by speech itself


def unfitting():
    walk = bv.graph("a = x*x; b = y*y; a").walk(x=[1, 2], y=[1, 2, 3])
    bv.predict(walk, 1).judge("x + y")


PROVOKED = {
    "a typing error": (
        lambda: bv.graph("y = sgmoid(w*x)"),
        "there is no function `sgmoid` (line 1, column 5)\n    y = sgmoid(w*x)\n        ^\n"
        "hint: did you mean `sigmoid`?",
        "1 行目、5 文字目: `sgmoid` という関数はありません。\n    y = sgmoid(w*x)\n        ^\n"
        "ヒント: `sigmoid` のことでしょうか。",
    ),
    "wide characters": (
        lambda: bv.graph("誤差 = 損失 + * z"),
        "unexpected `*` (line 1, column 11)\n    誤差 = 損失 + * z\n"
        "                  ^\nhint: a name, a number or `(` belongs here",
        "1 行目、11 文字目: ここに `*` は書けません。\n    誤差 = 損失 + * z\n"
        "                  ^\nヒント: ここには、名前か数か `(` が入ります。",
    ),
    "an answer": (
        lambda: bv.predict(bv.graph("2*x").walk(x=3), 1).judge("[1, 2 x]"),
        "an operator is missing before `x` (line 1, column 7)\n    [1, 2 x]\n          ^\n"
        "hint: write a product with `*`, as in `2*x`",
        "1 行目、7 文字目: `x` の前に演算子がありません。\n    [1, 2 x]\n          ^\n"
        "ヒント: 積は、`2*x` のように `*` で書きます。",
    ),
    "an error in another": (
        unfitting,
        "f: arrays of the shapes (2,) and (3,) do not fit together "
        "(f = x + y, x (2,), y (3,)) (line 1, column 1)\n"
        "    x + y\n    ^",
        "1 行目、1 文字目: f では、形が (2,) の配列と (3,) の配列の大きさが合いません。"
        "（f = x + y、x (2,), y (3,)）\n"
        "    x + y\n    ^",
    ),
    "inputs": (
        lambda: bv.graph("w*x").walk(w=1, z=2),
        "inputs missing: x; unknown: z (the formula's inputs: w, x)",
        "入力 x がありません。また、z という入力は、この式にありません（この式の入力: w, x）。",
    ),
    "no inputs": (
        lambda: bv.graph("1 + 1").walk(z=2),
        "inputs unknown: z (the formula's inputs: none)",
        "z という入力は、この式にありません（この式の入力: なし）。",
    ),
    "a domain": (
        lambda: bv.graph("log(x)").walk(x=-1, strict=True),
        "f = log(x) is nan, at x = −1. A logarithm exists only for numbers above 0.",
        "x = −1 のとき、f = log(x) は nan になります。理由: 対数は正の数に対してだけ定義されます。",
    ),
    "a gradient": (
        lambda: bv.graph("sqrt(x)").walk(x=0, strict=True),
        "f = sqrt(x) passes the gradient ∞ on to x, at x = 0",
        "x = 0 のとき、f = sqrt(x) から x に勾配 ∞ が流れます。",
    ),
    "a branch": (
        lambda: bv.graph(lambda x: x if x > 0 else -x),
        "a formula cannot branch on or compare a value that is not known yet; use maximum, "
        "minimum, relu or abs instead",
        "まだ決まっていない値で分岐したり、それを比べたりすることはできません。代わりに maximum、"
        "minimum、relu、abs を使ってください。",
    ),
    "a slider": (
        lambda: sliders({"x": (1, 2)}),
        "x = (1, 2): a slider is set by (value, least, greatest, step)",
        "x = (1, 2) となっています。スライダーは（値, 最小, 最大, 刻み）で指定します。",
    ),
    "a rate": (
        lambda: bv.descend("w*w", {"w": 1}, "w", rate=0),
        "the rate is 0: a positive number is needed",
        "学習率が 0 になっています。正の数を指定してください。",
    ),
    "a step": (
        lambda: bv.predict(bv.graph("2*x").walk(x=3), 0),
        "step 0 is the bare graph: nothing to ask there; ask step 1",
        "ステップ 0 は、計算グラフだけのステップなので、問題にできません。"
        "ステップ 1 を選んでください。",
    ),
}


@pytest.fixture
def english():
    """Whatever a test speaks, the next one begins in English."""
    yield
    bv.speak("en")


@pytest.mark.parametrize("case", PROVOKED)
@pytest.mark.usefixtures("english")
def test_an_error_speaks_both_languages(case):
    provoke, en, ja = PROVOKED[case]
    with pytest.raises(bv.BackpropVizError) as caught:
        provoke()
    again = pickle.loads(pickle.dumps(caught.value))
    for error in (caught.value, again):
        assert str(error) == error.say() == error.say("en") == en
        assert error.say("ja") == ja
        assert repr(error).startswith(f"{type(error).__name__}(")
    bv.speak("ja")
    assert str(caught.value) == str(again) == ja
    with pytest.raises(ValueError, match=r"en, .*ja"):
        caught.value.say("xx")


@pytest.mark.usefixtures("english")
def test_the_parts_of_a_parse_error_are_in_the_language_that_is_spoken():
    with pytest.raises(bv.ParseError) as caught:
        bv.graph("2*(x + 1")
    assert (caught.value.message, caught.value.hint) == ("a parenthesis is not closed", "add `)`")
    bv.speak("ja")
    assert caught.value.message == "かっこが閉じられていません。"
    assert caught.value.hint == "`)` を書き足しましょう。"


def test_an_error_of_somebody_else_s_words_keeps_them():
    error = bv.ParseError("{no} entry", text="x", hint="none {here}")
    for lang in LANGUAGES:
        assert "{no} entry" in error.say(lang)
        assert "none {here}" in error.say(lang)


def test_the_command_line_s_errors_are_in_its_language(capsys):
    assert main(["walk", "2x", "x=1", "--lang", "ja"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("backprop-viz: 1 行目、2 文字目: `x` の前に演算子がありません。")
    assert main(["walk", "2x", "x=1"]) == 2
    assert not JAPANESE.search(capsys.readouterr().err)


WRONG = {
    "no command": [],
    "another command": ["paint"],
    "no source": ["walk"],
    "no output": ["draw", "x"],
    "no value": ["draw", "x", "x=1", "-o"],
    "a value too many": ["walk", "x", "x=1", "--json=3"],
    "an unknown option": ["walk", "x", "x=1", "--loud"],
    "another choice": ["draw", "x", "x=1", "-o", "out", "--theme", "pink"],
    "no number": ["walk", "x", "x=1", "--step", "two"],
    "no such step": ["walk", "x", "x=1", "--step", "99"],
    "a word for a step": ["draw", "x", "x=1", "-o", "out", "--steps", "first"],
    "another witness": ["check", "x", "x=1", "--against", "abacus"],
    "no pair": ["walk", "x", "x"],
    "a word for a value": ["walk", "x", "x=two"],
    "another format": ["draw", "x", "x=1", "-o", "out", "--format", "gif"],
    "an option of files": ["draw", "x", "x=1", "-o", "out", "--pace", "2"],
    "an option of pictures": ["draw", "x", "x=1", "-o", "out.gif", "--scale", "2"],
    "an option of another file": ["draw", "x", "x=1", "-o", "out.gif", "--worksheet"],
    "a huge scale": ["draw", "x", "x=1", "-o", "out", "--scale", "99"],
    "too slow": ["draw", "x", "x=1", "-o", "out.gif", "--pace", "9e9"],
    "a page of another kind": ["html", "x", "x=1", "-o", "out.txt"],
    "no folder": ["html", "x", "x=1", "-o", "nowhere/out.html"],
}


@pytest.mark.parametrize("case", WRONG)
def test_a_command_that_is_wrong_is_told_in_both_languages(case, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for lang in LANGUAGES:
        assert main([*WRONG[case], "--lang", lang]) == 2
        told = capsys.readouterr().err
        assert bool(JAPANESE.search(told)) == (lang == "ja"), told
    assert language() == "en"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [[], ["walk"], ["draw"], ["html"], ["check"], ["grade"]])
def test_the_help_is_in_both_languages(command, capsys):
    shown = {}
    for lang in LANGUAGES:
        with pytest.raises(SystemExit) as leaving:
            main([*command, "--lang", lang, "--help"])
        assert leaving.value.code == 0
        shown[lang] = capsys.readouterr().out
    assert not JAPANESE.search(shown["en"])
    left = re.sub(r"使用例:.*?(\n\n|\Z)", "", shown["ja"], flags=re.DOTALL)
    words = re.findall(r"\b[a-z]{4,}\b(?![\w.,}|]*[}\]|])", left)
    known = {"backprop", "lang", "help", "version", "parameters", "json", "step", "steps", "theme"}
    known |= {
        "output",
        "format",
        "scale",
        "title",
        "pace",
        "hold",
        "width",
        "caption",
        "against",
        "like",
        "opened",
        "layer",
        "softmax",
    }
    known |= {
        "worksheet",
        "paper",
        "blanks",
        "beamer",
        "slides",
        "light",
        "walk",
        "html",
        "pptx",
        "webp",
        "apng",
    }
    known |= {
        "draw",
        "check",
        "grade",
        "landscape",
        "from",
        "link",
        "digits",
        "FILE",
        "torch",
        "tensorflow",
        "print",
        "dark",
        "colorblind",
    }
    known |= {"practise", "seed", "level", "perform", "judged", "hunt", "bug", "opaque"}
    assert set(words) <= known


USED_WRONGLY = {
    "a theme": lambda walk: walk.picture(theme="pink"),
    "a step": lambda walk: walk.steps[99],
    "the step of a picture": lambda walk: walk.picture(99),
    "the step of a question": lambda walk: bv.predict(walk, 99),
    "the step of a file": lambda walk: walk.save("out.gif", steps=[99]),
    "the step of a path": lambda walk: bv.descend(walk.graph, walk.inputs, "w", steps=1)[9],
    "a step beyond an explosion": lambda walk: bv.descend(
        walk.graph, walk.inputs, "all", rate=1e9, steps=99
    )[99],
    "a method": lambda walk: bv.descend(walk.graph, walk.inputs, "w", method="luck"),
    "an ending": lambda walk: walk.save("out.xyz"),
    "the ending of a picture": lambda walk: walk.picture().save("out.xyz"),
    "the ending of a page": lambda walk: bv.page([walk]).save("out.xyz"),
    "the ending of a landscape": lambda walk: bv.landscape(
        walk.graph, "w", inputs=walk.inputs
    ).save("out.xyz"),
    "a page of nothing": lambda walk: bv.page([]),
    "an option": lambda walk: walk.save("out.gif", beamer=True),
    "an option of one step": lambda walk: walk.save("out.pdf", step=1, worksheet=True),
    "step and steps": lambda walk: walk.save("out.pdf", step=1, steps=[1]),
    "two steps of a picture": lambda walk: walk.save("out.svg", steps=[1, 2]),
    "no steps": lambda walk: walk.save("out.gif", steps=[]),
    "a folder that is not there": lambda walk: walk.save("nowhere/out.gif"),
    "a scale": lambda walk: walk.picture().png(99),
    "a huge PNG": lambda walk: bv.graph("+".join(f"x{i}" for i in range(99))).picture().png(20),
    "a pace": lambda walk: walk.save("out.gif", pace=1e9),
    "a width": lambda walk: walk.save("out.gif", width=1),
    "a name": lambda walk: walk.values["q"],
    "the inputs of a function": lambda walk: walk.graph.gradient_function()(1),
    "a witness": lambda walk: walk.check("abacus"),
    "an expression": lambda walk: setattr(bv.variables("x"), "name", "y"),
    "a language": lambda walk: walk.picture(lang="xx"),
}


@pytest.mark.parametrize("case", USED_WRONGLY)
@pytest.mark.usefixtures("english")
def test_what_python_raises_is_told_in_the_language_that_is_spoken(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    walk = bv.graph("w*x").walk(w=2, x=3)
    for lang in LANGUAGES:
        bv.speak(lang)
        with pytest.raises((ValueError, LookupError, TypeError, AttributeError, OSError)) as told:
            USED_WRONGLY[case](walk)
        text = str(told.value)
        assert bool(JAPANESE.search(text)) == (lang == "ja"), text
    assert list(tmp_path.iterdir()) == []


# The language that is spoken

SPOKEN = {
    "a sentence": lambda walk: walk.steps[1].sentence(),
    "a reason": lambda walk: walk.steps[-1].reason(),
    "a picture": lambda walk: repr(walk.picture()),
    "the picture of a graph": lambda walk: repr(walk.graph.picture()),
    "the last of the pictures": lambda walk: repr(list(walk.pictures())[-1]),
    "a check": lambda walk: str(walk.check()),
    "a page": lambda walk: bv.page([walk]).title,
    "an explorer": lambda walk: bv.explore(walk.graph, walk.inputs, live=False).sentence.value,
    "a question": lambda walk: bv.predict(walk).prompt.value,
    "a descent": lambda walk: bv.descend(walk.graph, walk.inputs, "all").sentence(),
    "a landscape": lambda walk: bv.landscape(walk.graph, "w", inputs=walk.inputs).title,
}


@pytest.mark.parametrize("what", SPOKEN)
@pytest.mark.usefixtures("english")
def test_what_is_spoken_is_the_default_of_all(what):
    walk = bv.graph("w*x").walk(w=2, x=3)
    before = SPOKEN[what](walk)
    assert not JAPANESE.search(before)
    assert bv.speak("ja") is None
    assert JAPANESE.search(SPOKEN[what](walk))
    bv.speak("en")
    assert SPOKEN[what](walk) == before


@pytest.mark.usefixtures("english")
def test_a_file_is_in_the_language_that_is_spoken(tmp_path):
    walk = bv.graph("w*x").walk(w=2, x=3)
    for lang in LANGUAGES:
        bv.speak(lang)
        text = walk.save(tmp_path / f"{lang}.tex").read_text("utf-8")
        assert bool(JAPANESE.search(text)) == (lang == "ja")


@pytest.mark.usefixtures("english")
def test_what_is_made_keeps_its_language():
    walk = bv.graph("w*x").walk(w=2, x=3)
    made = [walk.picture(), walk.check(), bv.predict(walk), bv.page([walk])]
    bv.speak("ja")
    assert [one.lang for one in made] == ["en"] * 4
    assert not JAPANESE.search(str(made[1]))


def test_a_screen_shows_an_error_in_its_own_language():
    walk = bv.graph("w*x").walk(w=2, x=3)
    for lang, wanted in (("en", "hint: write a product"), ("ja", "ヒント: 積は、")):
        quiz = bv.predict(walk, lang=lang)
        with pytest.raises(bv.ParseError, match="hint: write"):
            quiz.judge("2 x")
        assert wanted in quiz.feedback.value
        assert bool(JAPANESE.search(quiz.feedback.value)) == (lang == "ja")
