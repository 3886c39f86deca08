"""The explorer where nobody shows ipywidgets: it has sliders of its own, as in marimo.

marimo gives a view the models of other widgets, one trait at a time, and no views of them; and it
puts a view into a tree of its own.
"""

from __future__ import annotations

import importlib.util
from html import escape
from typing import Any

import pytest

import backprop_viz as bv
from backprop_viz.browser.javascript import widget_source
from backprop_viz.theme import THEMES
from lab import open_menu, painted, until

GRAPH = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", parameters="w b")

HOST = """
class Model {
  constructor(state, manager) { Object.assign(this, { state, widget_manager: manager, heard: [], sent: {} }); }
  get(name) { return this.state[name]; }
  set(name, value) {
    this.state[name] = value;
    this.changed = { ...this.changed, [name]: value };
    this.tell(name);
  }
  tell(name) { for (const [event, hear] of this.heard) if (event === `change:${name}`) hear(this.state[name]); }
  on(event, hear) { this.heard.push([event, hear]); }
  off(event, hear) { this.heard = this.heard.filter(([, other]) => other !== hear); }
  save_changes() { Object.assign(this.sent, this.changed); this.changed = {}; }
  send(content) { this.asked = content; }
  come(state) { for (const [name, value] of Object.entries(state)) { this.state[name] = value; this.tell(name); } }
}
const manager = {
  async get_model(id) {
    if (!(id in window.models)) throw Error('no such model');
    return window.models[id];
  },
  ...(window.told.has_views ? { create_view() {} } : {}),
};
window.models = Object.fromEntries(Object.entries(window.told.controls).map(
  ([id, state]) => [id, new Model(state, manager)]));
window.model = new Model(window.told.view, manager);
const tree = document.getElementById('host').attachShadow({ mode: 'open' });
const style = document.createElement('style');
style.textContent = window.told.style;
const el = document.createElement('div');
tree.append(style, el);
window.leave = render({ model: window.model, el });
"""  # noqa: E501


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def told(explorer: Any, **more: Any) -> dict[str, Any]:
    controls = [c for control in explorer.controls.so_far for c in (control.slider, control.field)]
    return {
        "view": explorer.view.get_state(),
        "controls": {c.model_id: c.get_state() for c in controls if c is not None},
        "style": explorer.view._css,
        "has_views": False,
        **more,
    }


class Host:
    """A page that shows an explorer as marimo does; anything that goes wrong on it is a fault."""

    def __init__(self, chromium: Any, explorer: Any, width: int = 1200, **more: Any) -> None:
        self.explorer = explorer
        self.page = chromium.new_page(viewport={"width": width, "height": 900})
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.set_content("<!doctype html><body class='dark-theme'><div id=host></div>")
        self.page.evaluate("told => { window.told = told; }", told(explorer, **more))
        self.page.add_script_tag(type="module", content=widget_source() + HOST)
        self.page.wait_for_selector(".bpv-svg")
        painted(self.page)

    def typed(self) -> list[str]:
        fields = self.page.locator(".bpv-typed")
        return [fields.nth(i).input_value() for i in range(fields.count())]

    def sent(self, name: str) -> Any:
        """What the kernel has been told of the slider of an input."""
        slider = self.explorer.controls[name].slider.model_id
        return self.page.evaluate("id => window.models[id].sent.value ?? null", slider)


@pytest.fixture
def explorer() -> Any:
    return bv.explore(GRAPH, x=2, w=3, b=1, y_=5, check=False)


def test_it_has_sliders_of_its_own_and_the_kernel_hears_them(chromium: Any, explorer: Any) -> None:
    host = Host(chromium, explorer)
    until(host.page, host.typed, lambda now: now == ["3", "1", "2", "5"])
    assert host.page.evaluate("window.model.sent.has_views") is False
    slider = host.page.locator(".bpv-inputs input[type=range]").first
    assert slider.get_attribute("aria-label") == "slider for w"
    slider.focus()
    host.page.keyboard.press("ArrowRight")
    painted(host.page)
    assert host.typed() == ["3.1", "1", "2", "5"]
    assert host.sent("w") == 3.1
    field = host.page.locator(".bpv-typed").nth(2)
    field.fill("12.345")
    field.press("Enter")
    painted(host.page)
    assert host.sent("x") == 12.345
    ends = "id => ['min', 'max'].map((end) => window.models[id].get(end))"
    ends = host.page.evaluate(ends, explorer.controls["x"].slider.model_id)
    assert ends[0] < 0 < 12.345 <= ends[1]
    # What the kernel does is shown.
    w = explorer.controls["w"].slider.model_id
    host.page.evaluate("id => window.models[id].come({ value: -4.5 })", w)
    until(host.page, host.typed, lambda now: now[0] == "-4.5")
    assert host.page.locator(".bpv").get_attribute("data-theme") == "dark"
    assert host.faults == []


def test_it_goes_on_with_another_formula_that_comes_piece_by_piece(
    chromium: Any, explorer: Any
) -> None:
    host = Host(chromium, explorer)
    until(host.page, host.typed, lambda now: len(now) == 4)
    explorer.rewrite("f = w*x + b**2")
    state = told(explorer)["view"]
    pieces = {key: state[key] for key in ("program", "opening", "sliders", "fields", "geometry")}
    host.page.evaluate("pieces => window.model.come(pieces)", pieces)
    until(host.page, host.typed, lambda now: now == ["3", "1", "2"])
    assert host.page.locator(".bpv").count() == 1
    assert host.faults == []


def test_its_menu_and_landscape_work_in_a_tree_of_its_own(chromium: Any, explorer: Any) -> None:
    host = Host(chromium, explorer)
    until(host.page, host.typed, lambda now: len(now) == 4)
    host.page.locator(".bpv-menu > summary").click()
    host.page.locator(".bpv-do-ground_landscape").click()
    host.page.wait_for_selector(".bpv-landscape .place[aria-valuetext]")
    assert not host.page.evaluate(
        "document.querySelector('#host').shadowRoot.querySelector('.bpv-menu').open"
    )
    host.page.keyboard.press("ArrowUp")
    painted(host.page)
    assert host.typed() == ["3", "1.1", "2", "5"]
    assert host.sent("b") == 1.1
    open_menu(host.page)
    host.page.mouse.click(600, 880)  # elsewhere
    assert not host.page.evaluate(
        "document.querySelector('#host').shadowRoot.querySelector('.bpv-menu').open"
    )
    assert host.faults == []


def test_where_ipywidgets_are_shown_it_has_none(chromium: Any, explorer: Any) -> None:
    host = Host(chromium, explorer, has_views=True)
    painted(host.page)
    assert host.typed() == []
    assert host.page.evaluate("window.model.sent.has_views ?? null") is None
    assert host.faults == []


def test_without_models_of_the_sliders_the_picture_follows(chromium: Any, explorer: Any) -> None:
    host = Host(chromium, explorer, controls={})
    until(host.page, host.typed, lambda now: now == ["3", "1", "2", "5"])
    field = host.page.locator(".bpv-typed").first
    field.fill("2")
    field.press("Enter")
    host.page.locator(".bpv-do-last").click()
    values = host.page.locator(".bpv-svg text.value")
    until(host.page, values.all_text_contents, lambda texts: "w = 2" in texts and "f = 0" in texts)
    assert host.faults == []


def test_on_a_phone_the_inputs_fold(chromium: Any, explorer: Any) -> None:
    host = Host(chromium, explorer, width=360)
    fold = host.page.locator(".bpv-fold")
    fold.wait_for()
    assert fold.get_attribute("open") is None
    assert not host.page.locator(".bpv-typed").first.is_visible()
    fold.locator("summary").click()
    assert host.page.locator(".bpv-typed").first.is_visible()
    assert host.faults == []


def test_marimo_shows_the_view_and_the_step_is_linked_in_the_kernel(explorer: Any) -> None:
    assert explorer._display_() is explorer.view
    explorer.view.has_views = False  # as the browser says it
    explorer.view.step = 9
    assert explorer.step.value == 9
    explorer.step.value = 2
    assert explorer.view.step == 2


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_marimo_cannot_show_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """Without views of ipywidgets: the picture and the words stand there, and the way on."""
    walk = GRAPH.walk(x=2, w=3, b=1, y_=5)
    explorer = bv.explore(GRAPH, x=2, w=3, b=1, y_=5, step=3, live=False, check=False, lang=lang)
    shown = explorer._display_()._repr_html_()
    assert "<svg" in shown
    assert "live=False" in shown
    assert escape(walk.steps[3].remark(lang)) in shown
    asking = bv.predict(walk, 9, lang, choices=["-4", "4"])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)  # anywidget is missing
    shown = asking._display_()._repr_html_()
    assert "<svg" in shown
    assert escape(asking.question.sentence) in shown
    assert "<li>-4</li><li>4</li>" in shown
    assert "question.judge(" in shown
    assert asking.judge("-4").right
    assert "∂ −4" in asking._display_()._repr_html_()


class Question:
    """A page that shows a question as marimo does, and its kernel, which hears the page."""

    def __init__(self, chromium: Any, view: Any, trait: str = "said", ready: str = "") -> None:
        self.view, self.trait = view, trait
        self.page = chromium.new_page(viewport={"width": 800, "height": 700})
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.expose_function("say", self._hear)
        self.page.set_content("<!doctype html><body class='dark-theme'><div id=host></div>")
        told = {"view": self.view.get_state(), "style": self.view._css, "trait": trait}
        self.page.evaluate("told => { window.told = told; }", told)
        host = """
            const model = {
              state: window.told.view, heard: [],
              get(name) { return this.state[name]; },
              set(name, value) { this.state[name] = value; },
              on(event, hear) { this.heard.push(hear); },
              off() { this.heard = []; },
              save_changes() { window.say(this.state[window.told.trait]); },
              come(shown) { this.state.shown = shown; this.heard.forEach((hear) => hear()); },
            };
            window.model = model;
            const tree = document.getElementById('host').attachShadow({ mode: 'open' });
            const el = document.createElement('div');
            const style = document.createElement('style');
            style.textContent = window.told.style;
            tree.append(style, el);
            render({ model, el });
        """
        self.page.add_script_tag(type="module", content=self.view._esm + host)
        self.page.wait_for_selector(ready or ".bpq button")

    def _hear(self, said: Any) -> None:
        self.view.set_state({self.trait: said})
        if self.trait == "said":
            self._answer()

    def _answer(self) -> None:
        self.page.evaluate("shown => { setTimeout(() => model.come(shown)); }", self.view.shown)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def buttons(self) -> list[str]:
        return self.page.locator(".bpq button:visible").all_inner_texts()

    def told(self) -> str:
        texts = self.page.locator(".bpq [role=status]").all_inner_texts()
        return texts[0] if texts else ""


def test_a_question_is_live_where_nobody_shows_ipywidgets(chromium: Any) -> None:
    walk = GRAPH.walk(x=2, w=3, b=1, y_=5)
    asking = bv.predict(walk, [8, 9])
    shown = Question(chromium, asking._display_())
    field = shown.page.locator(".bpq input")
    field.fill("17")
    field.press("Enter")
    until(shown.page, shown.told, lambda now: now.startswith("✗"))
    assert [attempt["right"] for attempt in asking.answers] == [False]
    shown.press("Show the answer")
    until(shown.page, shown.buttons, lambda now: now == ["Check", "Next question"])
    written = "".join(shown.page.locator(".bpq math").all_text_contents())
    assert "∂y′" in written  # whose prime is escaped in HTML
    assert "&" not in written
    ink = shown.page.locator(".bpq svg text:visible").first.evaluate(
        "e => getComputedStyle(e).fill"
    )
    assert ink == rgb(THEMES["dark"].ink)
    shown.press("Next question")
    until(shown.page, field.input_value, lambda now: now == "")
    field.fill(str(float(walk.steps[9].backflow.contribution)))
    shown.press("Check")
    until(shown.page, shown.told, lambda now: now.startswith("✓"))
    assert asking.answered
    assert shown.faults == []


def test_a_choice_is_picked_where_nobody_shows_ipywidgets(chromium: Any) -> None:
    asking = bv.predict("For which x is x*x 0?", answer="0", choices=["0", "1"], lang="ja")
    shown = Question(chromium, asking._display_())
    picks = shown.page.locator(".bpq input[type=radio]")
    shown.press("答え合わせ")
    until(shown.page, shown.told, lambda now: now.startswith("→"))
    picks.first.check()
    shown.press("答え合わせ")
    until(shown.page, shown.told, lambda now: now.startswith("✓"))
    assert asking.solved
    assert shown.page.locator(".bpq svg").count() == 0
    assert shown.faults == []


def test_a_walk_is_done_where_nobody_shows_ipywidgets(chromium: Any) -> None:
    task = bv.perform(GRAPH.walk(x=2, w=3, b=1, y_=5))
    assert not hasattr(task, "_display_")  # marimo shows a view of anywidget as it is
    shown = Question(chromium, task, "moves", ".bpp-hit")
    root = shown.page.locator(".bpp")
    assert root.evaluate("e => getComputedStyle(e).backgroundColor") == rgb(THEMES["dark"].paper)
    root.locator("select").select_option(label="∂f/∂f")
    field = root.locator(".bpp-answers input")
    field.fill("1")
    field.press("Enter")
    until(shown.page, lambda: task.score.right, lambda right: right == 1)
    shown.page.evaluate("document.body.className = 'light-theme'")
    painted(shown.page)
    assert root.evaluate("e => getComputedStyle(e).backgroundColor") == rgb(THEMES["light"].paper)
    assert shown.faults == []


def test_a_bug_is_hunted_where_nobody_shows_ipywidgets(chromium: Any) -> None:
    hunt = bv.hunt(GRAPH, "wrong sign", seed=2)
    shown = Question(chromium, hunt._display_(), "moves", ".bpp-hit")
    shown.page.locator(".bpp select").select_option(index=1)
    shown.press("Finite difference")
    until(shown.page, lambda: len(hunt.attempt.moves), lambda count: count == 1)
    assert shown.faults == []


def test_marimo_shows_of_a_picture_and_of_a_table_what_it_can() -> None:
    """Not a tab for each kind in a bundle, nor LaTeX that it does not set."""
    walk = GRAPH.walk(x=2, w=3, b=1, y_=5)
    for made in (GRAPH, walk, walk.picture(3), bv.landscape(walk, "w")):
        kind, text = made._mime_()
        assert kind == "text/html"
        assert "<img" in text
    kind, text = walk.check()._mime_()
    assert kind == "text/html"
    assert "<code>2*b + 2*w*x - 2*y&#x27;</code>" in text
    assert "$" not in text
