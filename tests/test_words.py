"""The catalogue of messages, and what the sentences of a walk look like in both languages."""

import re
import string

import numpy as np
import pytest
from hypothesis import given, settings

import backprop_viz as bv
from backprop_viz.ops import OPS, power
from backprop_viz.words import CATALOGUE, LANGUAGES, Words, language, say
from strategies import ARTICLE, ARTICLE_INPUTS, recipes, wild_recipes

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def slots(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_message_has_the_same_slots_in_both_languages(key):
    words = CATALOGUE[key]
    assert slots(words.en) == slots(words.ja)
    assert words.en.strip() == words.en != ""
    assert words.ja.strip() == words.ja != ""
    assert "  " not in words.en
    assert not JAPANESE.search(words.en)
    filled = [words.say(lang, **dict.fromkeys(slots(words.en), "X")) for lang in LANGUAGES]
    assert not any("{" in text for text in filled)


def test_every_message_is_translated():
    same = {key for key, words in CATALOGUE.items() if words.en == words.ja}
    assert same <= {"picture.value"}
    for key in CATALOGUE.keys() - same:
        assert JAPANESE.search(CATALOGUE[key].ja), key


ROWS = [*OPS.values(), power(3.0), power(-0.5)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_explains_itself_in_both_languages(row):
    for words in filter(None, (row.why, row.domain, row.kink)):
        assert not slots(words.en)
        assert words.en[0].isupper()
        assert words.en.endswith(".")
        assert words.ja.endswith("。")
        assert JAPANESE.search(words.ja)
        assert not JAPANESE.search(words.en)


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"no language 'fr'; there are en, ja"):
        language("fr")
    with pytest.raises(ValueError, match="en, ja"):
        Words("a", "b").say("say")
    with pytest.raises(ValueError, match="en, ja"):
        say("seed", "")


def check_sentence(sentence, lang):
    assert sentence
    assert not re.search(r"[{}]|None|\bTrue\b|\bFalse\b|np\.|array\(|float64|<|\\", sentence)
    assert "  " not in sentence
    assert sentence == sentence.strip()
    assert "-" not in re.sub(r"[A-Za-z0-9]-[A-Za-z]", "", sentence), "a hyphen stands for a minus"
    if lang == "en":
        assert not JAPANESE.search(sentence)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    else:
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
