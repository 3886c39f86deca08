"""The address of a walk on the playground, and what is made of what was typed there."""

from __future__ import annotations

import json
import re
from html import unescape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.cli.main import main
from backprop_viz.playground.typed import answer, saved, walked
from backprop_viz.tell.link import LONG, Link, packed, read_link

NAMES = st.sampled_from(["x", "w", "f", "py", "step", "lang", "p", "open", "embed", "y'", "重み"])


@given(
    st.builds(
        Link,
        st.text(st.characters(codec="utf-8"), max_size=2 * LONG),
        st.dictionaries(NAMES, st.sampled_from(["2", "-0.5", "[[1, 2], [3, 4]]", "1e-300"])),
        st.lists(NAMES, unique=True, max_size=3).map(tuple),
        st.integers(0, 10**6),
        st.sampled_from(["", "en", "ja"]),
        st.none() | st.lists(st.sampled_from(["g", "g.h", "重み"]), max_size=3).map(tuple),
        st.booleans(),
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


def asked(text, *, lang="en", parameters=(), python=False, **inputs):
    request = {"text": text, "inputs": inputs, "parameters": parameters, "lang": lang}
    return json.loads(answer(json.dumps({**request, "python": python}), run if python else None))


def run(text, file, names):
    """As the worker of the playground does."""
    exec(compile(text, file, "exec", dont_inherit=True), names)


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


def function(*lines, **options):
    return asked("\n".join(["def f(x):", *lines]), python=True, **options)


def test_a_function_is_typed_or_refused_with_its_place():
    assert function("    return x * np.tanh(x)", x="-3")["chapter"]["opening"] == [-3.0]
    layer = asked("def f(W, x, b):\n    return np.sum(np.tanh(W @ x + b))", python=True)
    assert [value["shape"] for value in layer["chapter"]["opening"]] == [[2, 2], [2], [2]]
    entries = function("    return sum(xi**2 for xi in x) / len(x)", x="[1, 2, 3]")
    assert entries["chapter"]["opening"][0]["shape"] == [3]
    assert function("    return sum(xi**2 for xi in x) / len(x)")["chapter"]["opening"]
    faults = {
        "    return (x": ("line 2, column 12", "            ^"),
        "    return np.fft.fft(x)": ("line 2, column 12", "            ^"),
        "    return 'é', x[": ("line 2, column", "^"),
        "    raise ValueError('é')": ("ValueError: é (line 2, column 5)", "^"),
        "    return undefined * x": ("NameError", "            ^"),
        "    if x > 0: return x": ("line 2, column 8", "        ^"),
        "    exit()": ("SystemExit", "^"),
    }
    for line, (place, caret) in faults.items():
        first, *_, last = function(line)["refused"].splitlines()
        assert place in first
        assert last.endswith(caret.lstrip(" ")), last
        assert len(last) - len(last.lstrip(" ")) >= len(caret) - 1, last
    assert "no function" in asked("x = 1", python=True)["refused"]
    assert "関数" in asked("", python=True, lang="ja")["refused"]
    here = {"text": "def f(x): return x", "inputs": {}, "parameters": [], "lang": "en"}
    alone = json.loads(answer(json.dumps({**here, "python": True})))
    assert "in the browser only" in alone["refused"]  # the package runs no text


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
    files = dict(json.loads(saved(json.dumps({**request, "kind": "md"})))["files"])
    assert {"walk.md", "walk_files/step-00.svg"} < files.keys()
    assert all(name in files["walk.md"] for name in files if name != "walk.md")
    notebook = json.loads(json.loads(saved(json.dumps({**request, "kind": "ipynb"})))["content"])
    names: dict[str, object] = {}
    exec(notebook["cells"][0]["source"].rpartition("\n")[0], names)
    assert str(names["walk"].output) == "[2. 4.]"
    assert names["walk"].graph.parameters == {"w"}
    text = "def f(w, x):\n    return (w * x).sum() / len(x)"
    more = {"text": text, "python": True, "kind": "ipynb"}
    notebook = json.loads(json.loads(saved(json.dumps({**request, **more}), run))["content"])
    exec(notebook["cells"][0]["source"].rpartition("\n")[0], names)
    assert names["walk"].output == 3


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
    function = Link("def f(x):\n    return x", in_python=True)
    assert main(["html", "--from-link", f"#{function}", "-o", str(file)]) == 2
    assert "py=" in capsys.readouterr().err


BLOCKS = "g(x) = x**2\nh(x) = g(x) + g(2*x)\nf = h(w) * g(w)"


def test_what_is_open_goes_through_an_address(tmp_path):
    walk = bv.graph(BLOCKS).walk(w=2)
    names = [block.name for block in walk.graph.blocks]
    inner = walk.graph.blocks[0].parts[0].name
    made = walk.opened(inner)
    source = unescape(re.search(r'src="([^"]*)"', made.embed("https://example.org/play/"))[1])
    link = read_link(source)
    assert set(link.opened) == {names[0], inner}
    for opened in ((inner,), (inner, "gone", "<b>", "." * 100_000)):  # and what is around it
        again = walked(link.text, link.inputs, link.parameters, opened)
        assert again.graph.view.names == made.graph.view.names
    assert walked(BLOCKS, {}, (), ()).graph.view.names == frozenset()
    file = tmp_path / "walk.html"
    address = f"#{Link(BLOCKS, {'w': '2'}, (), 3, 'en', (inner,))}"
    assert main(["html", "--from-link", address, "-o", str(file)]) == 0
    assert f'"open":["{names[0]}","{inner}"]' in file.read_text("utf-8")


def test_what_a_text_states_anew_is_what_it_states():
    request = {"text": "x = [1, 2, 3]; sum(x**2)", "parameters": [], "lang": "en"}

    def inputs(text, typed, before):
        told = answer(json.dumps({**request, "text": text, "inputs": typed, "before": before}))
        found = json.loads(told)
        return walked(text, typed, before=before).inputs, found["stated"]

    known, stated = inputs(request["text"], {"x": "2"}, {"x": None})
    assert known["x"].tolist() == [1, 2, 3]
    assert stated == {"x": "[1, 2, 3]"}
    assert inputs("x = -2; x**2", {"x": "5"}, {"x": "-2"})[0]["x"] == 5  # moved since
    assert inputs("x = -3; x**2", {"x": "5"}, {"x": "-2"})[0]["x"] == -3
    assert inputs("x**2", {"x": "5"}, {"x": "-2"})[0]["x"] == 5
    assert inputs("x = -3; x**2", {"x": "5"}, {})[0]["x"] == 5  # of an address


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("max_pool(x, 2)", [2]),
        ("batch_norm(x, g, b)", [2, 1, 1]),
        ("linear(x, W, b)", [1, 2, 1]),
        ("sum(conv2d(x, w, padding=1))", [4, 4]),
    ],
)
def test_a_layer_gets_arrays_that_fit_it(text, ranks):
    for typed in ({}, {"x": "2"}, {"x": str(bv.nice(2, seed=1).tolist())}):
        walk = walked(text, typed)
        assert [np.ndim(walk.inputs[name]) for name in walk.graph.inputs] == ranks
    with pytest.raises(bv.InputError):
        walked(text, {"x": "[7, 7, 7, 7, 7]", "b": "[7]"})  # which somebody has typed
