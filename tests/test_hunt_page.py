"""A hunt that is played on a page, by mouse and by keyboard, in a real Chromium."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.grading.grade import grade
from backprop_viz.hunting.moves import judgement
from backprop_viz.hunting.wires import step_of
from backprop_viz.read.entry import typed
from backprop_viz.words import say
from lab import PATIENCE, painted, profiles, violations

SHARED = "a = x*y; b = a + x; f = a*b"
SOFTMAX = "Z = X @ W; L = cross_entropy(Z, y)"
SCORES = {"X": [[1, 2], [3, 4]], "W": np.ones((2, 2)), "y": [0, 1]}


class Screen:
    """A hunt on a page; anything that goes wrong on it is a fault."""

    def __init__(self, browser: Any, folder: Any, hunt: Any, **options: Any):
        self.hunt, self.faults = hunt, []
        self.bugged = hunt._bugged
        self.step = step_of(hunt.walk, self.bugged.edge)
        file = hunt.page("a hunt").save(folder / "hunt.html")
        self.page = profiles.page(browser, **options)
        self.page.set_default_timeout(1000 * PATIENCE)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector(".bpp-svg")

    @property
    def right(self) -> str:
        """The number that has to stand at the first wrong edge, as one types it."""
        place = self.bugged.walk.graph.backward_places[self.bugged.edge]
        right, wrong = self.bugged.walk.backflows[place], self.bugged.backflows[place]
        is_sum = right.complete or np.array_equal(right.contribution, wrong.contribution)
        return typed(right.total if is_sum else right.contribution)

    def label(self, step: int) -> str:
        (found,) = (p["label"] for p in self.hunt.prepared["places"] if p["wire"] == step)
        return str(found)

    def hit(self, step: Any) -> Any:
        return self.page.get_by_role("button", name=self.label(step), exact=True)

    def press(self, key: str) -> None:
        name = say(f"hunt.{key}", self.hunt.lang)
        self.page.get_by_role("button", name=name, exact=True).click()

    def mend(self, text: str) -> None:
        self.page.locator(".bpp-answers input").fill(text)
        self.page.keyboard.press("Enter")

    @property
    def said(self) -> str:
        return str(self.page.locator(".bpp-said").text_content())

    @property
    def question(self) -> str:
        return str(self.page.locator(".bpp-question").text_content())

    def close(self) -> None:
        """All that was said is what Python says of the moves."""
        own = "window.backpropViz.own"
        told = self.page.evaluate(f"[{own}.moves, {own}.verdicts]")
        for move, verdict in zip(*told, strict=True):
            mine = judgement(self.bugged, move, self.hunt.lang)
            assert [mine.right, mine.reason, mine.sentence] == [*verdict.values()], move
        assert self.faults == []
        self.page.close()


def test_a_hunt_by_mouse_is_saved_and_graded(chromium, tmp_path):
    hunt = bv.hunt(SHARED, "swapped", seed=7, lang="en")
    screen = Screen(chromium, tmp_path, hunt)
    screen.press("on_tool")
    assert screen.said == f"→ {say('hunt.on_choose', 'en')}"
    other = next(s for s in range(5, 11) if s != screen.step)
    screen.hit(other).locator("rect").last.click()
    screen.press("on_tool")
    assert "a finite difference says" in screen.said
    screen.press("flipped")
    assert screen.said.startswith("✗ Not yet.")
    screen.hit("a").locator("rect").last.click()  # a total: it can be checked, and is no edge
    assert screen.page.locator(".bpp-answers button").count() == 0
    screen.press("on_tool")
    screen.hit(screen.step).locator("rect").last.click()
    screen.press("flipped")
    assert screen.said.startswith("✗ That is the edge. But with “wrong sign” it would say")
    screen.press("swapped")
    assert screen.said.startswith("✓ Right: that is the first wrong edge, and the bug.")
    for wrong, sign in (("1234", "✗"), ("a*b", "⚠"), ("", "→")):
        screen.mend(wrong)
        assert screen.said.startswith(sign)
    wrong_numbers = screen.page.locator(".bpp-svg").text_content()
    screen.mend(screen.right)
    assert screen.question == say("hunt.done", "en")
    assert hunt.solution() in screen.page.locator(".bpp-after").text_content()
    assert screen.page.locator(".bpp-list li").count() == 7
    assert screen.page.locator(".bpp-svg").text_content() != wrong_numbers
    screen.press("on_bugged")
    assert screen.page.locator(".bpp-svg").text_content() == wrong_numbers
    (tmp_path / "attempts").mkdir()
    with screen.page.expect_download() as told:
        screen.page.get_by_role("button", name=say("practice.on_save", "en"), exact=True).click()
    told.value.save_as(tmp_path / "attempts" / "attempt.json")
    (row,) = grade(tmp_path / "attempts", hunt.save(tmp_path / "key.json")).rows
    assert (row.verdict, row.note) == ("solved", "")
    assert [*row.result.reasons] == ["sound", "swapped>flipped", "other"]
    assert row.seconds is not None
    screen.close()


@pytest.mark.parametrize(("width", "scheme"), [(1400, "dark"), (360, "light")])
def test_by_keyboard_alone_it_is_accessible_and_fits(chromium, tmp_path, width, scheme):
    hunt = bv.hunt(SOFTMAX, "other_twice", seed=2, inputs=SCORES, lang="ja")
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    screen = Screen(chromium, tmp_path, hunt, **options)
    keyboard = screen.page.keyboard

    def reach(name: str) -> None:
        for _ in range(80):
            at = "document.activeElement"
            if screen.page.evaluate(f"{at}.getAttribute('aria-label') ?? {at}.textContent") == name:
                return
            keyboard.press("Tab")
        raise AssertionError(name)

    def check() -> None:
        painted(screen.page)
        assert violations(screen.page) == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert screen.page.evaluate(wide) == 0

    check()
    reach(screen.label(screen.step))
    keyboard.press("Enter")
    check()
    reach(say("hunt.other_twice", "ja"))
    keyboard.press("Enter")
    assert screen.said.startswith("✓ 正解です。")
    check()
    keyboard.type(screen.right)
    keyboard.press("Enter")
    assert screen.question == say("hunt.done", "ja")
    check()
    screen.close()
    assert json.loads(hunt.save(tmp_path / "key.json").read_text("utf-8"))["moves"] == []
