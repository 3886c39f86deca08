"""The address of a walk on the playground, and what is made of what was typed there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.cli.main import main
from backprop_viz.playground.typed import answer, saved, walked
from backprop_viz.tell.link import LONG, Link, packed, read_link

NAMES = st.sampled_from(["x", "w", "f", "step", "lang", "p", "embed", "y'", "重み"])


@given(
    st.builds(
        Link,
        st.text(st.characters(codec="utf-8"), max_size=2 * LONG),
        st.dictionaries(NAMES, st.sampled_from(["2", "-0.5", "[[1, 2], [3, 4]]", "1e-300"])),
        st.lists(NAMES, unique=True, max_size=3).map(tuple),
        st.integers(0, 10**6),
        st.sampled_from(["", "en", "ja"]),
    )
)
def test_an_address_brings_back_all_that_it_was_made_of(link):
    assert read_link(f"https://example.org/play/?a=b#{link}") == link


def test_a_long_program_is_compressed():
    program = "; ".join(f"a{i} = sin(x) + {i}" for i in range(100))
    assert len(packed(program)) < 0.4 * len(program)
    assert packed("x*x") == "x*x"


@pytest.mark.parametrize("told", ["~", "~!!", "~AAAA", "~K9eqUNBW", "~" + "A" * 10_001])
def test_a_broken_address_is_refused(told):
    with pytest.raises(bv.OptionError, match="#f="):
        read_link(f"#f={told}")


def test_what_an_address_unpacks_to_has_a_limit():
    assert len(read_link(f"#f={packed('1+' * 1_000_000)}").text) == 100_000


def test_an_address_without_a_program_is_refused():
    with pytest.raises(bv.BackpropVizError, match="#f="):
        read_link("https://example.org/#step=2")


def asked(text, *, lang="en", parameters=(), **inputs):
    request = {"text": text, "inputs": inputs, "parameters": parameters, "lang": lang}
    return json.loads(answer(json.dumps(request)))


def test_what_is_typed_becomes_a_chapter_or_is_refused_with_its_place():
    chapter = asked("w*x", parameters=["w", "gone"], w="2.5", x="-3", gone="7")["chapter"]
    assert chapter["opening"] == [2.5, -3.0]
    assert len(chapter["program"]["parameters"]) == 1
    assert asked("w*x +* 2")["refused"].splitlines()[2].strip() == "^"
    assert "か" in asked("w*x +* 2", lang="ja")["refused"]
    assert "refused" in asked("__import__('os').system('true')")
    assert asked("w*x", w="__import__('os')")["chapter"]["opening"] == [2.0, 3.0]


def test_inputs_without_a_value_get_one_that_fits():
    assert walked("log(x)*y", {}).inputs == {"x": 2, "y": 3}
    assert walked("softmax(W@x + b)", {"x": "2", "b": "1"}).inputs["W"].shape == (2, 2)
    assert walked("W@x", {"x": "[1, 2, 3]", "W": "[[1, 2, 3]]"}).output == 14
    with pytest.raises(bv.InputError):
        walked("x + y", {"x": "[1, 2]", "y": "[1, 2, 3]"})


def test_what_is_typed_is_saved_in_every_kind():
    request = {
        "text": "w*x",
        "inputs": {"w": "2", "x": "[1, 2]"},
        "parameters": ["w"],
        "lang": "en",
    }
    for kind, begins in (("html", "<!doctype html>"), ("tex", "%"), ("dot", "// Step")):
        made = json.loads(saved(json.dumps({**request, "kind": kind})))
        assert made["name"] == f"walk.{kind}"
        assert made["content"].startswith(begins), made["content"][:60]
    notebook = json.loads(json.loads(saved(json.dumps({**request, "kind": "ipynb"})))["content"])
    names: dict[str, object] = {}
    exec(notebook["cells"][0]["source"].rpartition("\n")[0], names)
    assert str(names["walk"].output) == "[2. 4.]"
    assert names["walk"].graph.parameters == {"w"}


def test_the_command_line_reads_the_same_address(tmp_path, capsys):
    link = Link("w*x + lang", {"w": "2", "x": "3", "lang": "-1"}, ("w",), 2, "ja")
    file = tmp_path / "walk.html"
    assert main(["html", "--from-link", f"https://example.org/#{link}", "-o", str(file)]) == 0
    page = file.read_text("utf-8")
    assert '<html lang="ja">' in page
    assert '"step":2' in page
    assert '"opening":[2.0,3.0,-1.0]' in page
    assert main(["html", "--from-link", "https://example.org/", "-o", str(file)]) == 2
    assert "#f=" in capsys.readouterr().err
