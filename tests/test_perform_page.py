"""A walk that is done on a page, by mouse and by keyboard, in a real Chromium and Firefox."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.grading.grade import grade
from backprop_viz.hunting.moves import judgement
from backprop_viz.practice.asking import label, rule_name
from backprop_viz.practice.hints import hint_at
from backprop_viz.practice.kinds import KINDS, exercise
from backprop_viz.practice.page import TaskPage
from backprop_viz.practice.performance import Performance, judged
from backprop_viz.practice.task import made_task
from backprop_viz.read.entry import typed
from backprop_viz.words import say
from firefox import find_firefox, firefox
from lab import PATIENCE, painted, profiles, violations
from needs import missing

SHARED = "u = x*y; v = u + x; f = u*v"
MOVES = "() => window.backpropViz.own.moves"


def hunted_in_blocks(folder, program):
    """Firefox judges a hunt with closed blocks as Python does."""
    inputs = {"X": [[1, 2], [3, 4]], "W": [[1, 2], [3, 4]], "b": [1, 2], "y": [[1, 2], [3, 4]]}
    text = "layer(x, W, b) = tanh(x @ W + b); L = mse(layer(X, W, b), y)"
    hunt = bv.hunt(text, "unsummed", seed=2, inputs=inputs, lang="en")
    with firefox(program) as browser:
        browser.open(hunt.save(folder / "blocks.html").as_uri())
        moves, verdicts = browser.run(
            """const screen = window.backpropViz;
            for (const place of screen.data.places) {
                screen.pick(place.id);
                screen.help();
                const isEdge = place.guess || place.elsewhere;
                for (const [bug] of isEdge ? screen.data.bugs : []) screen.answer(bug);
            }
            return [screen.own.moves, screen.own.verdicts];"""
        )
    assert any(v["right"] for m, v in zip(moves, verdicts, strict=True) if m["move"] == "guess")
    for move, verdict in zip(moves, verdicts, strict=True):
        mine = judgement(hunt._bugged, move, "en")
        assert [mine.right, mine.reason, mine.sentence] == [*verdict.values()], move


class Screen:
    """A task on a page; anything that goes wrong on it is a fault."""

    def __init__(self, browser: Any, folder: Any, task: Any, lang: str = "en", **options: Any):
        self.task, self.lang, self.faults = task, lang, []
        file = TaskPage(task, "a task", lang).save(folder / "task.html")
        self.page = profiles.page(browser, **options)
        self.page.set_default_timeout(1000 * PATIENCE)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector(".bpp-svg")

    def hit(self, place: Any) -> Any:
        return self.page.get_by_role("button", name=label(self.task, place, self.lang), exact=True)

    def answer(self, ask: str, given: Any) -> None:
        page = self.page
        is_typed = ask == "expression" and page.locator(".bpp-typed input").count()
        if ask in ("rule", "expression") and not is_typed:
            name = rule_name(given, self.lang) if ask == "rule" else given
            page.locator(".bpp-answers").get_by_role("button", name=name, exact=True).click()
        else:
            text = given if is_typed else "×".join(map(str, given)) if ask == "shape" else None
            text = repr(float(given)) if text is None else text
            page.locator(".bpp-answers input").fill(text)
            page.keyboard.press("Enter")

    def press(self, key: str) -> None:
        name = say(f"practice.{key}", self.lang)
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def said(self) -> str:
        return str(self.page.locator(".bpp-said").text_content())

    @property
    def performance(self) -> Performance:
        """What Python judges of the moves that were made there."""
        return judged(self.task.exercise, self.page.evaluate(MOVES), self.lang)

    def close(self) -> None:
        assert self.faults == []
        self.page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_way_through_each_kind_by_mouse(chromium, tmp_path, kind):
    level, lang = (4, "ja") if kind == "gates" else (2, "en")
    screen = Screen(chromium, tmp_path, made_task(exercise(kind, 4), level=level), lang)
    for place in screen.task.places:
        box = screen.hit(place).locator("rect").last
        box.click()
        for ask, given in screen.task.answer(place).items():
            screen.answer(ask, given)
    assert screen.page.locator(".bpp-list li").count() == len(screen.task.places)
    performance = screen.performance
    assert performance.done
    assert performance.score.first == performance.score.count == len(screen.task.places)
    screen.close()


def test_by_keyboard_alone(chromium, tmp_path):
    task = made_task(SHARED, {"x": 2, "y": 3})
    screen = Screen(chromium, tmp_path, task)
    keyboard = screen.page.keyboard

    def reach(name: str) -> None:
        for _ in range(40):
            keyboard.press("Tab")
            at = "document.activeElement"
            if screen.page.evaluate(f"{at}.getAttribute('aria-label') ?? {at}.textContent") == name:
                return
        raise AssertionError(name)

    reach("u → x")
    keyboard.press("Enter")
    assert screen.said.startswith("✗ Not possible yet: u can pass nothing on to x")
    for place in task.places:
        reach(label(task, place, "en"))
        keyboard.press("Space" if place.kind == "edge" else "Enter")
        for ask, given in task.answer(place).items():
            if ask == "rule":
                if rule_name(given, "en") != "passes on":  # which has the focus
                    reach(rule_name(given, "en"))
                keyboard.press("Enter")
            else:
                keyboard.type(repr(float(given)))
                keyboard.press("Enter")
    assert "Done: 8 of 9 right" in screen.page.locator(".bpp-question").text_content()
    assert screen.performance.score.first == 8
    screen.close()


def test_what_is_wrong_is_told_with_its_reason_and_hints_come_in_three_degrees(chromium, tmp_path):
    task = made_task(SHARED, {"x": 2, "y": 3})
    screen = Screen(chromium, tmp_path, task)
    hint = screen.page.get_by_role("button", name="Hint", exact=True)
    hint.click()
    assert screen.said == "→ Possible next: ∂f/∂f at the output, where the way back begins."
    seed, first, second = task.places[:3]
    screen.hit(seed).locator("rect").click()
    screen.answer("value", 2)
    assert screen.said.startswith("✗ Not yet.")
    screen.answer("value", 1)
    screen.hit(first).locator("rect").last.click()
    for degree in (1, 2, 3):
        hint.click()
        assert screen.said == f"→ {hint_at(task, first, degree, 'en')}"
    screen.answer("rule", "passes")
    assert screen.said.startswith("✗ Not yet. A sum passes the gradient on as it comes.")
    screen.answer("rule", "swaps")
    screen.answer("value", 6)
    assert "the two of f = u × v have been swapped" in screen.said
    screen.answer("value", 8)
    assert screen.said.startswith("✓ Right! A multiplication swaps its factors")
    screen.page.get_by_label("What comes next?").select_option(label=label(task, second, "en"))
    assert "which rule applies" in screen.page.locator(".bpp-question").text_content()
    assert screen.performance.score.hints == 4
    screen.close()


def test_a_worked_example_shows_its_numbers_and_asks_for_the_rule(chromium, tmp_path):
    task = made_task(SHARED, {"x": 2, "y": 3}, level=1)
    screen = Screen(chromium, tmp_path, task)
    for place in task.places:
        shown = screen.page.locator(".bpp-question").text_content()
        assert shown.startswith(f"What comes is {task.walk.written(task.wanted(place))}.")
        screen.answer("rule", task.rules(place)[0])
    assert screen.performance.score.first == len(task.places)
    screen.close()


def test_at_the_end_ones_own_numbers_stand_there_until_all_is_judged(chromium, tmp_path):
    task = made_task(SHARED, {"x": 2, "y": 3}, judged="end")
    screen = Screen(chromium, tmp_path, task)
    for place in task.places:
        screen.hit(place).locator("rect").last.click()
        for ask, given in task.answer(place).items():
            screen.answer(ask, 77 if place == task.places[2] and ask == "value" else given)
        if place == task.places[2]:
            assert screen.said == say("practice.kept", "en")
            assert "∂ 77" in screen.page.locator(".bpp-svg").text_content()
    assert "Done: 8 of 9 right." in screen.page.locator(".bpp-question").text_content()
    assert screen.page.locator(".bpp-fault").count() == 1
    assert "∂ 77" not in screen.page.locator(".bpp-svg").text_content()
    slider = screen.page.get_by_label("The model's walk")
    slider.fill("1")
    assert screen.page.locator(".bpp-player output").last.text_content() == "1. ∂f/∂f"
    assert screen.page.locator(".bpp-svg").text_content().count("?") == 8
    screen.close()


@pytest.mark.parametrize(("width", "scheme"), [(1400, "dark"), (360, "light")])
def test_it_is_accessible_and_fits(chromium, tmp_path, width, scheme):
    task = made_task(exercise("matrix product", 2))
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    screen = Screen(chromium, tmp_path, task, "ja", **options)

    def check() -> None:
        painted(screen.page)
        assert violations(screen.page) == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert screen.page.evaluate(wide) == 0

    check()
    for place in task.places:
        screen.page.get_by_label("次はどこでしょうか。").select_option(
            label=label(task, place, "ja")
        )
        for ask, given in task.answer(place).items():
            if place == task.places[3]:
                check()
            screen.answer(ask, given)
    check()
    screen.close()


def test_a_whole_array_is_typed_and_the_attempt_is_saved_and_graded(chromium, tmp_path):
    task = made_task(exercise("bias over a batch", 2))
    screen = Screen(chromium, tmp_path, task)
    for number, place in enumerate(task.places):
        screen.hit(place).locator("rect").last.click()
        if "entry" not in task.asks(place):
            for ask, given in task.answer(place).items():
                screen.answer(ask, given)
            continue
        screen.press("on_whole")
        if number == 1:  # and back to its pieces
            for ask in ("pieces", "whole"):
                screen.press(f"on_{ask}")
        if place.kind in ("edge", "sum"):
            screen.answer("rule", task.rules(place)[0])
        wanted = np.asarray(task.wanted(place))
        screen.page.locator(".bpp-answers input").fill(typed(wanted + 1))
        screen.page.keyboard.press("Enter")
        assert screen.said.startswith("✗ Not yet.")
        screen.page.locator(".bpp-answers input").fill(typed(wanted))
        screen.page.keyboard.press("Enter")
    assert screen.performance.done
    (tmp_path / "attempts").mkdir()
    with screen.page.expect_download() as told:
        screen.press("on_save")
    told.value.save_as(tmp_path / "attempts" / "attempt.json")
    key = Performance(task).save(tmp_path / "key.json")
    (row,) = grade(tmp_path / "attempts", key).rows
    assert (row.verdict, row.result.right) == ("solved", len(task.places))
    assert row.seconds is not None
    screen.close()


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (360, "dark")])
def test_an_expression_is_typed_by_keyboard_alone(chromium, tmp_path, width, scheme):
    """What is mistyped shows its place, what is wrong its mistake, and all of it can be heard."""
    task = made_task(exercise("matrix product", 2), seed=2)
    lang = "en" if width > 1000 else "ja"
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    screen = Screen(chromium, tmp_path, task, lang, **options)
    page, keyboard = screen.page, screen.page.keyboard
    edges = [p for p in task.places if p.kind == "edge"]
    (place,) = (p for p in edges if p.position and task.rules(p) == ("transposes",))
    for before in task.places[: task.places.index(place)]:
        page.get_by_label(say("practice.on_next", lang)).select_option(
            label=label(task, before, lang)
        )
        for ask, given in task.answer(before).items():
            screen.answer(ask, given)
    page.get_by_label(say("practice.on_next", lang)).select_option(label=label(task, place, lang))
    answers = task.answer(place)
    for ask in ("shape", "rule"):
        screen.answer(ask, answers[ask])
    field = page.locator(".bpp-typed input")
    focused = "document.activeElement === document.querySelector('.bpp-typed input')"
    assert page.evaluate(focused)
    question = page.locator(".bpp-question").text_content()
    assert "X, W, Y, G = ∂L/∂Y" in question
    assert page.locator(".bpp-answers").get_attribute("aria-label") == question
    for text, reason in (
        ("X.T @ Gg", "unreadable"),
        ("X.T @", "unreadable"),
        ("X @ G", "transposed"),
        ("G @ X.T", "factors"),
        ("X.T", "forgotten"),
        ("2 * X.T @ G", "other"),
    ):
        keyboard.press("Control+A")
        keyboard.type(text)
        keyboard.press("Enter")
        mine = screen.performance.peek(place, **{**answers, "expression": text})
        assert mine.reason == reason
        message, *pointed = mine.sentence.split("\n")
        assert page.evaluate(focused)
        sign = "⚠" if pointed else "✗"
        assert screen.said == f"{sign} {message}" + "\n".join(pointed)
        assert page.locator(".bpp-said code").count() == bool(pointed)
        assert field.input_value() == text
        painted(page)
        assert violations(page) == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0
    keyboard.press("Control+A")
    keyboard.type("XᵀG")
    keyboard.press("Enter")
    assert page.locator(".bpp-typed").count() == 0
    screen.answer("entry", answers["entry"])
    assert screen.performance.score.right == task.places.index(place) + 1
    screen.close()


def test_firefox_judges_alike(tmp_path):
    program = find_firefox()
    if program is None:
        missing("no Firefox here (apt-get install firefox-esr)")
    task = made_task(exercise("bias over a batch", 2))
    file = TaskPage(task, "a task", "en").save(tmp_path / "task.html")
    hunt = bv.hunt("a = x*y; b = a + x; f = a*b", "swapped", seed=7, lang="ja")
    with firefox(program) as browser:
        browser.open(hunt.save(tmp_path / "hunt.html").as_uri())
        hunted = browser.run(
            """const screen = window.backpropViz;
            for (const place of screen.data.places) {
                screen.pick(place.id);
                screen.help();
                const isEdge = place.guess || place.elsewhere;
                for (const [bug] of isEdge ? screen.data.bugs : []) screen.answer(bug);
                const numbers = screen.own.done.has('guess') ? ['1', '77', '1/3', '9'] : [];
                numbers.forEach((text) => isEdge && screen.answer(text));
            }
            return [screen.own.moves, screen.own.verdicts];"""
        )
        browser.open(file.as_uri())
        moves = browser.run(
            """const screen = window.backpropViz;
            while (!screen.own.isDone) {
                const place = screen.own.possible.at(-1);
                screen.pick(place.id);
                const typed = ['G', 'X @ G', 'G @ X.T', 'sum(G)', 'X.T @ ($', 'W.T', '3*G'];
                for (const [ask] of place.asks) {
                    if (ask === 'rule') screen.answer('flips');
                    if (ask === 'expression' && place.typing) {
                        const { wrong } = { wrong: (text) => !screen.own.verdictOf(place,
                            { ...screen.answers, expression: text }).reason.match('missing') };
                        typed.filter(wrong).forEach((text) => screen.answer(text));
                    }
                    if (ask === 'entry' || ask === 'value') screen.answer('1000');
                    screen.answer(String(place.model[ask]));
                }
            }
            return [screen.own.moves, screen.own.verdicts, screen.own.score];"""
        )
    for move, verdict in zip(*hunted, strict=True):
        mine = judgement(hunt._bugged, move, "ja")
        assert [mine.right, mine.reason, mine.sentence] == [*verdict.values()], move
    made = judged(task.exercise, moves[0], "en")
    assert made.done
    assert {"transposed", "misfit", "unsummed"} & {v.reason for v in made.verdicts if v is not None}
    hunted_in_blocks(tmp_path, program)
    assert [[v.right, v.reason, v.sentence] for v in made.verdicts if v is not None] == [
        [v["right"], v["reason"], v["sentence"]] for v in moves[1]
    ]
    assert made.score.first == moves[2]["first"] < made.score.count
