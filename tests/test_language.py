"""A folder under ``words/`` is a language: nothing else has to hear of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import backprop_viz as bv
from backprop_viz.words import LANGUAGES, texts
from needs import missing
from strategies import ARTICLE, ARTICLE_INPUTS

# A little Esperanto, with a sign between two sentences that no other language has.
FOLDER = {
    "__init__": '''
"""Esperanto."""

from ..languages import Language

LANGUAGE = Language(name="Esperanto", tag="eo", gap=" ¶ ", columns=31, fonts=("Verda",))
''',
    "steps": '''
"""What a walk, its check and its picture say."""

TEXTS = {
    "inputs": "Donite: {inputs}.",
    "forward": "Antaŭen: {node} = {numbers}.",
    "seed": "Reen ekde {output}: ∂{output}/∂{output} = 1.",
    "backward": "Reen: ∂{output}/∂{operand} = ∂{node}/∂{operand} · ∂{output}/∂{node} = {numbers}.",
    "check.agree": "ĉiuj gradientoj kongruas",
    "picture.title": "Paŝo {step} el {last} tra {output}",
    "legend.input": "○ enigo",
}
''',
    "all_else": '''
"""Whatever a translator puts into one module."""

TEXTS = {
    "op.why.mul": "Multipliko interŝanĝas siajn faktorojn.",
    "op.why.slope": "La gradiento estas multiplikata per la deklivo de {name}.",
    "op.domain.log": "Logaritmo ekzistas nur por pozitivaj nombroj.",
    "descent.done": "Post {step} paŝoj {output} iris de {before} al {after}.",
    "explore.language": "lingvo",
    "media.title": "Reen tra {output}",
    "shell.about": "Iru tra formulo, antaŭen kaj reen.",
    "shell.usage": "uzo:",
    "usage.language": "ne estas lingvo {given}; estas {known}",
}
''',
    "errors/formula": '''
"""What an error says of a formula."""

TEXTS = {"parse.no_operator": "mankas operacio antaŭ `{token}`"}
''',
}

# Walks through every room of the package in the language, and prints what they say.
TOUR = """
import contextlib, io, json, os, pathlib, sys
import backprop_viz as bv
from backprop_viz.browser.javascript import module_source
from backprop_viz.browser.program import program_of
from backprop_viz.cli.main import main
from backprop_viz.draw import fonts
from backprop_viz.words import LANGUAGES

article, inputs, target = json.loads(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
walk = bv.graph(article).walk(inputs)

def told(call, *given, **options):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        call(*given, **options)
    return out.getvalue()

def wrong(call, *given):
    try:
        call(*given)
    except ValueError as error:
        return str(error)

told_in = {
    lang: {
        "sentences": [step.sentence(lang) for step in walk.steps],
        "latex": [step.latex for step in walk.steps],
        "title": walk.picture(8, lang=lang).title,
        "svg": walk.picture(8, lang=lang).svg,
        "check": str(walk.check(lang=lang)),
        "page": bv.page([walk], lang=lang).html,
        "explorer": bv.explore(walk.graph, inputs, live=False, lang=lang).sentence.value,
        "question": bv.predict(walk, 13, lang=lang).prompt.value,
        "descent": bv.descend(article, inputs, ["w", "b"], rate=0.001, steps=4).sentence(lang),
        "help": told(main, ["--lang", lang, "--help"]),
        "walked": told(main, ["walk", "w*x", "w=2", "x=3", "--lang", lang]),
        "domain": bv.graph("log(x)").walk(x=-1).steps[1].sentence(lang),
    }
    for lang in ("en", "eo")
}
walk.save(target + ".pptx", lang="eo")
walk.save(target + ".tex", lang="eo")
ground = bv.landscape("(w - 3)**2", "w", inputs={"w": 1}, lang="eo",
                      path=bv.descend("(w - 3)**2", {"w": 1}, "w", steps=3))
ground.save(target + ".svg")
own = pathlib.Path(target + "-fonts")
own.mkdir()
for name in ("NotoSans-Regular.ttf", "Verda-Regular.ttf"):
    (own / name).touch()
os.environ[fonts.VARIABLE] = str(own)
bv.speak("eo")
json.dump(
    {
        "file": bv.__file__,
        "languages": LANGUAGES,
        "in": told_in,
        "spoken": [str(walk.check()), walk.picture(8).title, walk.steps[1].sentence()],
        "errors": [wrong(bv.speak, "xx"), wrong(bv.graph, "2 x")],
        "program": program_of(walk),
        "module": module_source(),
        "ground": ground.description,
        "fonts": [file.name for file in fonts._system_fonts() if file.parent == own],
    },
    sys.stdout,
)
"""


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    folder = tmp_path_factory.mktemp("in-esperanto")
    package = folder / "backprop_viz"
    shutil.copytree(Path(bv.__file__).parent, package)
    for name, text in FOLDER.items():
        file = package / "words" / "eo" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), "utf-8")
    given = [json.dumps(ARTICLE), json.dumps(ARTICLE_INPUTS), str(folder / "walk")]
    done = subprocess.run(
        [sys.executable, "-c", TOUR, *given],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert Path(found["file"]).parent == package
    return found


@pytest.fixture(scope="module")
def esperanto(tour):
    return tour["in"]["eo"]


def test_the_folder_is_found(tour):
    assert tour["languages"] == sorted([*LANGUAGES, "eo"])


def test_the_article_is_walked_in_it(tour, esperanto):
    sentences = esperanto["sentences"]
    assert sentences[1] == "Donite: w = 3, x = 2, b = 1, y′ = 5. ¶ Antaŭen: p = w × x = 3 × 2 = 6."
    assert sentences[6] == "Reen ekde f: ∂f/∂f = 1."
    assert sentences[13].startswith("Reen: ∂f/∂w = ∂p/∂w · ∂f/∂p = ")
    assert sentences[13].endswith(" ¶ Multipliko interŝanĝas siajn faktorojn.")
    assert esperanto["latex"] == tour["in"]["en"]["latex"]


def test_what_it_leaves_out_is_said_in_english(tour, esperanto):
    english = tour["in"]["en"]
    assert esperanto["sentences"][0] == english["sentences"][0]
    added = texts("en")["op.why.add"]
    assert esperanto["sentences"][11].endswith(f" ¶ {added}")
    assert esperanto["question"] == english["question"].replace('lang="en"', 'lang="eo"')


def test_every_room_speaks_it(tour, esperanto):
    assert esperanto["title"] == "Paŝo 8 el 14 tra f"
    assert "Paŝo 8 el 14 tra f" in esperanto["svg"]
    assert "ĉiuj gradientoj kongruas" in esperanto["check"]
    assert "Reen" in esperanto["page"]
    assert 'lang="eo"' in esperanto["page"]
    assert "Post 4 paŝoj f iris de 4 al " in esperanto["descent"]
    assert " ¶ " in tour["ground"]
    assert tour["fonts"] == ["Verda-Regular.ttf", "NotoSans-Regular.ttf"]
    assert "Logaritmo ekzistas nur por pozitivaj nombroj." in esperanto["domain"]
    assert esperanto["help"].startswith("uzo: backprop-viz")
    assert "Iru tra formulo, antaŭen kaj reen." in esperanto["help"]
    assert f"{{{','.join(tour['languages'])}}}" in esperanto["help"]
    assert "Antaŭen: f = w × x = 2 × 3 = 6." in esperanto["walked"]


def test_it_may_be_the_current_language(tour, esperanto):
    check, title, sentence = tour["spoken"]
    assert check == esperanto["check"]
    assert title == esperanto["title"]
    assert sentence == esperanto["sentences"][1]
    unknown, unreadable = tour["errors"]
    assert unknown == f"ne estas lingvo 'xx'; estas {', '.join(tour['languages'])}"
    assert "mankas operacio antaŭ `x`" in unreadable


def test_a_page_offers_it(tour, esperanto):
    data = re.search(r'id="backprop-viz-data">(.*?)</script>', esperanto["page"], re.DOTALL)[1]
    shared = json.loads(data)["words"]
    assert shared["languages"]["eo"] == {"name": "Esperanto", "gap": " ¶ "}
    assert list(shared["languages"]) == tour["languages"]
    place = list(shared["languages"]).index("eo")
    assert shared["screen"]["language"][place] == "lingvo"
    assert shared["screen"]["theme"][place] == "theme"


def test_the_browser_speaks_it(tour, esperanto, tmp_path):
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    (tmp_path / "module.mjs").write_text(tour["module"], "utf-8")
    (tmp_path / "program.json").write_text(json.dumps(tour["program"]), "utf-8")
    script = """
import { readFileSync } from "node:fs";
const [module, file, inputs] = process.argv.slice(1);
const core = await import(module);
const program = JSON.parse(readFileSync(file, "utf8"));
const walk = core.run(program, JSON.parse(inputs));
const steps = walk.backflows.length + program.operations.length + 2;
const said = Array.from({ length: steps }, (_, k) => core.sentence(program, walk, k, "eo"));
console.log(JSON.stringify(said));
"""
    nodes = tour["program"]["nodes"]
    names = [nodes[i]["name"].replace("'", "_") for i in tour["program"]["inputs"]]
    inputs = [ARTICLE_INPUTS[name] for name in names]
    command = [node, "--input-type=module", "-e", script, "--"]
    command += [(tmp_path / "module.mjs").as_uri(), str(tmp_path / "program.json")]
    done = subprocess.run(
        [*command, json.dumps(inputs)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == esperanto["sentences"]
