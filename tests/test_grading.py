"""Attempts are judged anew: nothing that a file claims is believed, and nothing in it runs."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time

import pytest

import backprop_viz as bv
from backprop_viz.attempts.reading import MOST_MOVES, read_attempt
from backprop_viz.cli.main import main
from backprop_viz.grading.grade import grade
from backprop_viz.grading.kinds import called
from backprop_viz.hunting.rules import BUGS
from backprop_viz.hunting.wires import step_of
from strategies import ARTICLE, ARTICLE_INPUTS

SHARED = "a = x*y; b = a + x; c = a*b; f = sin(c) + a"


def solved(hunt, *, slips=False):
    """The hunt, solved; with slips on the way, if asked."""
    bugged = hunt._bugged
    step = step_of(hunt.walk, bugged.edge)
    flow = bugged.walk.backflows[step - hunt.walk.seed_index - 1]
    if slips:
        hunt.check("a")
        hunt.guess(step, next(bug for bug in BUGS if bug != bugged.bug.name))
        hunt.mend(step, 123)
    hunt.guess(step, bugged.bug.name)
    is_sum = bugged.bug.name in ("overwritten", "kept") or flow.complete
    hunt.mend(step, float(flow.total if is_sum else flow.contribution))
    assert hunt.done
    return hunt


@pytest.fixture
def key(tmp_path):
    return bv.hunt(SHARED, seed=1).save(tmp_path / "exercise.json")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "attempts").mkdir()
    return tmp_path / "attempts"


def data_of(hunt):
    return json.loads(json.dumps(hunt.attempt.as_data()))


def test_a_class_is_graded(folder, key):
    for seed in range(1, 6):
        solved(bv.hunt(SHARED, seed=seed), slips=seed % 2 == 0).save(folder / f"{seed}.json")
    bv.hunt(SHARED, seed=1).save(folder / "nothing.json")
    grades = grade(folder, key)
    assert [row.verdict for row in grades.rows] == ["solved"] * 5 + ["unsolved"]
    assert [len(row.result.reasons) for row in grades.rows] == [0, 2, 0, 2, 0, 0]
    assert all(0 <= row.seconds < 60 for row in grades.rows[:5])
    text = str(grades)
    assert text.split("\n")[0].split()[-2:] == ["mistakes", "remark"]
    assert "5 of 6 solved; 0 refused." in text
    assert "another seed than the key's" in text
    counted = {reason: count for reason, count, _ in grades.misconceptions}
    assert sum(counted.values()) == 4
    assert sum(">" in reason for reason in counted) in (1, 2)


def test_what_a_file_claims_is_not_believed(folder, key):
    data = data_of(solved(bv.hunt(SHARED, seed=1), slips=True))
    for move in data["moves"]:
        move["right"], move["reason"] = True, "right"
    forged = {**data, "moves": data["moves"][:3], "done": True, "solved": True, "score": 100}
    (folder / "forged.json").write_text(json.dumps(forged))
    other_seed = json.loads(json.dumps(data))
    other_seed["exercise"]["seed"] = 2
    (folder / "seed.json").write_text(json.dumps(other_seed))
    denied = json.loads(json.dumps(data))
    for move in denied["moves"]:
        move["right"] = False
    (folder / "denied.json").write_text(json.dumps(denied))
    easier = json.loads(json.dumps(data))
    easier["exercise"]["bug"] = "swapped"
    (folder / "bug.json").write_text(json.dumps(easier))
    rows = {row.file: row for row in grade(folder, key).rows}
    assert rows["forged.json"].verdict == "unsolved"
    assert len(rows["forged.json"].result.reasons) == 2
    assert rows["seed.json"].verdict == "unsolved"
    assert rows["denied.json"].verdict == "solved"
    assert rows["bug.json"].verdict == "refused"
    assert rows["bug.json"].note == "is of another exercise than the key (options differs)"


def changed(raw, old, new):
    assert old in raw
    return raw.replace(old, new, 1)


HOSTILE = {
    "cut": (lambda raw: raw[:300], "is no whole JSON"),
    "empty": (lambda raw: "", "is no whole JSON"),
    "list": (lambda raw: "[]", "is no attempt"),
    "text": (lambda raw: '"attempt"', "is no attempt"),
    "huge": (lambda raw: " " * 1_000_001 + raw, "at most 1,000,000 are read"),
    "deep": (lambda raw: "[" * 100_000, "is nested more than"),
    "deep objects": (lambda raw: '{"a":' * 5000 + "1" + "}" * 5000, "is nested more than"),
    "nan": (lambda raw: changed(raw, '"seed": 1', '"seed": NaN'), "has NaN"),
    "infinity": (lambda raw: changed(raw, '"seed": 1', '"seed": -Infinity'), "has -Infinity"),
    "overflow": (lambda raw: changed(raw, '"seed": 1', '"seed": 1e999'), "has 1e999"),
    "digits": (lambda raw: changed(raw, '"seed": 1', '"seed": ' + "9" * 5000), "of 5000 digits"),
    "twice": (lambda raw: changed(raw, '"seed": 1', '"seed": 1, "seed": 2'), "key 'seed' twice"),
    "negative": (lambda raw: changed(raw, '"seed": 1', '"seed": -1'), "seed is -1"),
    "real": (lambda raw: changed(raw, '"seed": 1', '"seed": 1.5'), "seed is 1.5"),
    "truth": (lambda raw: changed(raw, '"seed": 1', '"seed": true'), "seed is True"),
    "none": (lambda raw: changed(raw, '"seed": 1', '"seed": null'), "seed is null"),
    "version": (lambda raw: changed(raw, '"version": 1', '"version": 2'), "of the version 2"),
    "kind": (lambda raw: changed(raw, '"kind": "hunt"', '"kind": "judge"'), "kind differs"),
    "kinds": (lambda raw: changed(raw, '"kind": "hunt"', '"kind": {}'), "kind is {}"),
    "graph": (lambda raw: changed(raw, "a = x*y", "a = x*x"), "graph differs"),
    "moves": (lambda raw: raw[: raw.index('"moves"')] + '"moves": 3}', "moves is 3"),
    "no moves": (lambda raw: raw[: raw.index('"moves"')] + '"moves": [3]}', "moves is"),
    "many": (
        lambda raw: raw[: raw.index('"moves"')] + f'"moves": [{", ".join(["{}"] * 301)}]}}',
        "has 301 moves",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name_and_keeps_no_one_from_grades(folder, key, name):
    assert MOST_MOVES == 300
    make, told = HOSTILE[name]
    path = solved(bv.hunt(SHARED, seed=1)).save(folder / "a.json")
    (folder / "b.json").write_text(make(path.read_text("utf-8")))
    first, second = grade(folder, key).rows
    assert first.verdict == "solved"
    assert second.verdict == "refused"
    assert told in second.note


def test_what_is_no_ordinary_file_is_refused(folder, key):
    path = solved(bv.hunt(SHARED, seed=1)).save(folder / "a.json")
    (folder / "folder.json").mkdir()
    (folder / "latin.json").write_bytes(b'{"\xff": 1}')
    if sys.platform != "win32":
        os.symlink(path, folder / "link.json")
        os.symlink("/etc/passwd", folder / "other.json")
        os.symlink(folder / "nowhere", folder / "broken.json")
        os.mkfifo(folder / "pipe.json")
    notes = {row.file: row.note for row in grade(folder, key).rows if row.verdict == "refused"}
    assert notes.pop("folder.json") == "is a folder"
    assert notes.pop("latin.json") == "is no UTF-8 text"
    assert set(notes.values()) <= {"is no ordinary file"}


def test_a_name_may_not_write_to_the_terminal_or_into_a_spreadsheet(folder, key, capsys):
    for name in ("x\x1b[31m\u202ered.json", '=HYPERLINK("x").json', "+1,2.json", "名前.json"):
        (folder / name).write_text("{}")
    assert main(["grade", str(folder), "--key", str(key), "--csv"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == ["file", "seed", "verdict", "right", "wrong", "seconds", "mistakes", "note"]
    assert all(len(row) == 8 and row[0][0] not in "=+-@" for row in rows)
    assert {row[2] for row in rows[1:]} == {"refused"}


def test_moves_that_are_none_are_judged_wrong_and_run_nothing(folder, key):
    data = data_of(bv.hunt(SHARED, seed=1))
    edges = [None, [], {}, 1e9, True, "a", "a -> b", [["a"], ["b"]], ["a", "b", "c"], 10**25]
    moves = [{"move": "guess", "edge": e, "bug": b} for e in edges for b in (None, 1, "flipped")]
    values = [None, [], {}, [[1], [2, 3]], "9**9**9**9", "nan", "__import__('os')", "x" * 5000]
    values += ["(" * 200 + "1", [["nan"]], True, 1e300, "factorial(9)", ["x"]]
    step = step_of(bv.hunt(SHARED, seed=1).walk, bv.hunt(SHARED, seed=1)._bugged.edge)
    moves += [{"move": "mend", "edge": edge, "value": v} for edge in (step, "a") for v in values]
    moves += [{}, {"move": []}, {"move": "guess"}, {"move": "mend", "edge": step}]
    (folder / "a.json").write_text(json.dumps({**data, "moves": moves}))
    (row,) = grade(folder, key).rows
    assert row.verdict == "unsolved"
    assert row.result.right == 0
    assert "unreadable" in row.result.reasons


def test_gradients_of_one_s_own_are_graded(folder, tmp_path):
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    key = bv.judge(walk, {}).save(tmp_path / "key.json")
    right = {"w": 8, "x": 12, "b": 4, "y_": -4}
    bv.judge(walk, right).save(folder / "a.json")
    bv.judge(walk, {**right, "b": -4}).save(folder / "b.json")
    bv.judge(walk, {"w": 8}).save(folder / "c.json")
    forged = json.loads((folder / "b.json").read_text("utf-8"))
    forged["moves"] = [{"name": n, "value": v, "right": True} for n, v in (("w", "8"), (3, 4))]
    (folder / "d.json").write_text(json.dumps(forged))
    rows = grade(folder, key).rows
    assert [row.verdict for row in rows] == ["solved", "unsolved", "unsolved", "unsolved"]
    assert [[*row.result.reasons] for row in rows[:3]] == [[], ["flipped"], ["missing"] * 3]
    assert "unreadable" in rows[3].result.reasons


@pytest.mark.parametrize(
    "text",
    [
        '"' + '\\"' * 490_000,
        '"' + '\\"' * 490_000 + "\\",
        "{" + ",".join(f'"{n}":1' for n in range(80_000)) + ',"79999":1}',
        '"' * 990_000,
    ],
)
def test_what_is_large_and_broken_is_refused_in_a_moment(folder, key, text):
    (folder / "a.json").write_text(text)
    began = time.process_time()
    (row,) = grade(folder, key).rows
    assert row.verdict == "refused"
    assert time.process_time() - began < 5


@pytest.mark.parametrize("kind", ["hunt", "perform"])
def test_formulas_that_would_be_slow_and_bytes_that_are_no_text_are_judged_or_refused(
    folder, tmp_path, kind
):
    from backprop_viz.practice.performance import Performance
    from backprop_viz.practice.task import made_task

    slow = ("2**2**2**2**9", "9**9**9**9", "(x**x)**" * 200 + "x", "exp(" * 300, "[0]*10**9")
    if kind == "hunt":
        hunt = bv.hunt(SHARED, seed=1)
        key, data = hunt.save(tmp_path / "key.json"), data_of(hunt)
        step = step_of(hunt.walk, hunt._bugged.edge)
        moves = [{"move": "mend", "edge": step, "value": text} for text in slow]
    else:
        task = made_task(SHARED, {"x": 2, "y": 3})
        key = Performance(task).save(tmp_path / "key.json")
        data = json.loads(key.read_text("utf-8"))
        at = task.places[1].as_data(task.walk.graph)
        seed = {"kind": "seed", "node": "f", "value": 1}
        rule = task.rules(task.places[1])[0]
        moves = [seed, *({**at, "rule": rule, "value": text} for text in slow)]
    (folder / "a.json").write_text(json.dumps({**data, "moves": moves * 8}))
    for name, content in (("zip", b"PK\x03\x04\xff\xfe"), ("utf16", "{}".encode("utf-16"))):
        (folder / f"{name}.json").write_bytes(content)
    rows = {row.file: row for row in grade(folder, key).rows}
    assert rows["a.json"].verdict == "unsolved"
    assert rows["a.json"].result.right == (kind == "perform")
    assert {rows[f"{name}.json"].note for name in ("zip", "utf16")} == {"is no UTF-8 text"}


def test_a_key_that_is_none_is_refused_with_its_name(folder, key, capsys):
    solved(bv.hunt(SHARED, seed=1)).save(folder / "a.json")
    (folder / "bad.json").write_text("{}")
    for given, told in (
        (folder / "bad.json", "is no attempt at an exercise"),
        (folder, "is a folder"),
        (folder / "nowhere.json", "No such file"),
    ):
        assert main(["grade", str(folder), "--key", str(given)]) == 2
        assert told in capsys.readouterr().err
    broken = json.loads(key.read_text("utf-8"))
    for graph, told in (("x +", "the formula ends too early"), ("x", "no bug makes a difference")):
        broken["exercise"]["graph"] = graph
        key.write_text(json.dumps(broken))
        (folder / "a.json").write_text(json.dumps(broken))
        main(["grade", str(folder), "--key", str(key)])
        assert told in "".join(capsys.readouterr())
    assert main(["grade", str(folder / "nowhere"), "--key", str(key)]) == 2
    assert main(["grade", str(folder), "more", "--key", str(key)]) == 2
    (folder / "empty").mkdir()
    assert main(["grade", str(folder / "empty"), "--key", str(key)]) == 2


def test_the_key_beside_the_attempts_is_no_attempt(folder):
    key = bv.hunt(SHARED, seed=1).save(folder / "key.json")
    solved(bv.hunt(SHARED, seed=1)).save(folder / "a.json")
    assert [row.file for row in grade(folder, key).rows] == ["a.json"]


def test_an_exercise_is_the_same_after_it_has_been_read_again(tmp_path):
    like = {"X": [[1, 2], [3, 4]], "W": [[1, 2], [3, 4]], "b": [1, 2], "y": [0, 1]}
    for source, inputs in ((SHARED, None), ("cross_entropy(X @ W + b, y)", like)):
        hunt = bv.hunt(source, seed=5, inputs=inputs)
        read = read_attempt(hunt.save(tmp_path / "a.json"))
        again = bv.hunt(read.exercise.graph, seed=5, inputs=read.exercise.inputs)
        assert again.table == hunt.table
        assert again.solution() == hunt.solution()


def test_the_table_speaks_japanese_and_every_reason_has_a_name(folder, key, capsys):
    solved(bv.hunt(SHARED, seed=2), slips=True).save(folder / "a.json")
    assert main(["grade", str(folder), "--key", str(key), "--lang", "ja"]) == 0
    out = capsys.readouterr().out
    assert "1 件のうち 1 件が解決" in out
    assert "と答えた" in out
    for reason in (*BUGS, "carried", "unreadable", "missing", "early", "shape"):
        assert called(reason) != reason
    assert called("swapped>flipped") == "factors swapped: taken for “wrong sign”"


def test_a_performance_is_graded(folder, tmp_path, key):
    from backprop_viz.practice.performance import Performance
    from backprop_viz.practice.task import made_task

    for given in (None, {"x": 2, "y": 3}):
        for file in folder.iterdir():
            file.unlink()
        task = made_task(SHARED, given, seed=1)
        Performance(task).save(key)
        for seed in (1, 2):
            task = made_task(SHARED, given, seed=seed)
            Performance(task).own().save(folder / f"own{seed}.json")
            begun = Performance(task)
            begun.try_(task.places[0], value=1)
            wrong = {**task.answer(task.places[1]), "value": 123.0}
            begun.try_(task.places[1], **wrong)
            begun.hint(1)
            begun.save(folder / f"some{seed}.json")
        forged = json.loads((folder / "some1.json").read_text("utf-8"))
        for move in forged["moves"]:
            move["right"] = True
        (folder / "z.json").write_text(json.dumps(forged))
        rows = grade(folder, key).rows
        assert [row.verdict for row in rows] == ["solved"] * 2 + ["unsolved"] * 3
        assert all(row.result.reasons for row in rows[2:])
        swapped = json.loads((folder / "own1.json").read_text("utf-8"))
        swapped["exercise"]["seed"] = 2
        (folder / "z.json").write_text(json.dumps(swapped))
        (*_, row) = grade(folder, key).rows
        assert row.verdict == ("unsolved" if given is None else "solved")
