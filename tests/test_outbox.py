"""What the browser tells the kernel, and when: a real explorer, and its store in Node.

Between them is what ipywidgets does: messages that wait for each other, and echoes. The kernel may
be busy for as long as a test likes.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.browser.javascript import widget_source
from needs import missing

GRAPH = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", parameters="w b")
POINT = {"x": 2, "w": 3, "b": 1, "y'": 5}
W, X, B, Y = (GRAPH.inputs.index(name) for name in ("w", "x", "b", "y'"))
REST = 120  # milliseconds after which a hand rests
FRAME = 17


class Notebook:
    """An explorer in the kernel, its browser, and the messages that are under way."""

    def __init__(self, node: subprocess.Popen[str], patch: pytest.MonkeyPatch) -> None:
        self.node = node
        self.explorer = explorer = bv.explore(GRAPH, POINT, check=False)
        controls = explorer.controls.so_far
        made = [w for c in controls for w in (c.slider, c.field)] + [explorer.step, explorer.view]
        self.widgets = {widget.model_id: widget for widget in made}
        self.to_kernel: deque[dict[str, Any]] = deque()
        self.to_browser: deque[dict[str, Any]] = deque()
        self.now: dict[str, Any] = {}
        self.parent = 0
        self.walks: list[Any] = []
        self.seen: list[list[Any]] = []  # what the browser has been at
        patch.setattr(ipywidgets.Widget, "_send", lambda *told, **_: self._comes(*told))
        explorer.observe(lambda change: self.walks.append(change["new"]), "walk")
        states = {name: widget.get_state() for name, widget in self.widgets.items()}
        name = explorer.view.model_id
        view = {k: v for k, v in states.pop(name).items() if k not in ("_esm", "_css")}
        self.do("begin", view=view, models=states, name=name, time=REST)
        self.rest()

    def _comes(self, widget: Any, told: dict[str, Any], *_: Any) -> None:
        if widget.model_id in self.widgets and told["method"] in ("update", "echo_update"):
            self.to_browser.append(
                {"act": "arrive", "model": widget.model_id, **told, "id": self.parent}
            )

    def do(self, act: str, **told: Any) -> None:
        assert self.node.stdin is not None
        assert self.node.stdout is not None
        self.node.stdin.write(json.dumps({"act": act, **told}) + "\n")
        self.node.stdin.flush()
        line = self.node.stdout.readline()
        assert line, self.node.stderr and self.node.stderr.read()
        self.now = json.loads(line)
        self.to_kernel.extend(self.now["sent"])
        self.seen.append(self.now["inputs"])

    def kernel(self) -> None:
        """Let the kernel do what it is told by the next message."""
        told = self.to_kernel.popleft()
        if "state" in told:
            self.parent = told["id"]
            self.widgets[told["model"]].set_state(told["state"])
            self.to_browser.append({"act": "idle", "model": told["model"]})
            self.parent = 0

    def arrive(self) -> None:
        self.do(**self.to_browser.popleft())

    def rest(self) -> None:
        """Until nobody has anything to say any more."""
        for _ in range(100):
            self.do("wait", time=REST)
            if not self.to_kernel and not self.to_browser:
                return
            while self.to_kernel:
                self.kernel()
            while self.to_browser:
                self.arrive()
        raise AssertionError("they never come to an end")

    def told(self) -> list[str]:
        """Of whom the messages under way are."""
        names = {}
        for name, control in self.explorer.controls.items():
            if control.slider is not None:
                names[control.slider.model_id] = f"slider {name}"
            names[control.field.model_id] = f"field {name}"
        names[self.explorer.view.model_id] = "view"
        return [names.get(told["model"], "step") for told in self.to_kernel]

    def agree(self) -> None:
        """Browser, sliders, fields and kernel are of one mind."""
        explorer = self.explorer
        for here, (slid, text), value, control in zip(
            self.now["inputs"],
            self.now["shown"],
            explorer.walk.inputs.values(),
            explorer.controls.so_far,
            strict=True,
        ):
            assert is_same(here, value), (here, value)
            assert text == control.field.value
            assert slid == pytest.approx(control.slider.value, rel=1e-12)
            if not np.ndim(value):
                assert control.slider.value == pytest.approx(value, rel=1e-11)
        assert self.now["step"] == explorer.view.step

    def took_its_way(self) -> None:
        """Each input went the browser's way, and numbers and lists were only together as there."""
        walks = [[*walk.inputs.values()] for walk in self.walks]
        for way, here in zip(zip(*walks, strict=True), zip(*self.seen, strict=True), strict=True):
            assert is_part(way, here, is_same), (way, here)
        kinds = [[[*np.shape(value)] for value in values] for values in walks]
        seen = [[v["shape"] if isinstance(v, dict) else [] for v in here] for here in self.seen]
        assert is_part(kinds, seen, lambda a, b: a == b), (kinds, seen)


def is_part(way: Any, whole: Any, is_at: Any) -> bool:
    """Whether a way passes places of another one in their order, at each as long as it likes."""
    places = iter(whole)
    at = next(places)
    for value in way:
        while not is_at(at, value):
            at = next(places, None)
            if at is None:
                return False
    return True


def is_same(here: Any, value: Any) -> bool:
    """Whether the browser's value is the kernel's, but for the dust of a slider."""
    if isinstance(here, dict):
        return here["shape"] == [*np.shape(value)] and here["data"] == [*np.ravel(value)]
    return np.ndim(value) == 0 and float(value) == pytest.approx(here, rel=1e-11)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("outbox") / "widget.mjs"
    file.write_text(f"{widget_source()}\nexport {{ Store, Kernel, hand }};\n", "utf-8")
    return file


@pytest.fixture
def notebook(module: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    program = shutil.which("node")
    if program is None:
        missing("Node is not installed")
    script = Path(__file__).parent / "javascript" / "outbox.mjs"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [program, script, module], stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    ) as node:
        yield Notebook(node, monkeypatch)
        assert node.stdin is not None
        node.stdin.close()


def test_a_hand_that_rests_is_told_once(notebook: Notebook) -> None:
    for n in range(1, 6):
        notebook.do("slide", i=W, value=3 + n / 10, time=FRAME)
    assert notebook.told() == []
    notebook.do("wait", time=REST)
    assert notebook.told() == ["field w", "slider w"]
    assert notebook.to_kernel[-1]["state"] == {"value": 3.5}
    notebook.rest()
    assert [walk.inputs["w"] for walk in notebook.walks] == [3.5]
    notebook.agree()


def test_a_hand_that_does_not_rest_is_told_a_few_times_a_second(notebook: Notebook) -> None:
    for n in range(1, 121):  # two seconds
        notebook.do("slide", i=W, value=3 + n / 20, time=FRAME)
        assert notebook.told() in ([], ["slider w"])  # its field follows when it rests
        while notebook.to_kernel:
            notebook.kernel()
        while notebook.to_browser:
            notebook.arrive()
    assert 5 <= len(notebook.walks) <= 9
    notebook.rest()
    assert notebook.walks[-1].inputs["w"] == 9
    notebook.agree()
    notebook.took_its_way()


def test_where_nobody_listens_it_is_told_once_the_hand_rests(notebook: Notebook) -> None:
    """Each message costs a notebook some frames, which a hand that moves would wait for."""
    notebook.explorer.view.is_heard = False
    notebook.rest()
    for n in range(1, 61):
        notebook.do("slide", i=W, value=3 + n / 10, time=FRAME)
        assert notebook.told() == []
    notebook.rest()
    assert [walk.inputs["w"] for walk in notebook.walks] == [9]
    notebook.agree()


def test_who_listens_is_told_of_a_hand_that_moves() -> None:
    def explorer() -> Any:
        made = bv.explore(GRAPH, POINT, check=False)
        assert not made.view.is_heard
        return made

    observed, linked, shown, beside = explorer(), explorer(), explorer(), explorer()
    observed.observe(lambda _: None, "walk")
    ipywidgets.link((linked.inputs["w"], "value"), (ipywidgets.FloatSlider(), "value"))
    shown.landscape("w")
    assert all(made.view.is_heard for made in (observed, linked, shown))
    ipywidgets.jslink((beside.inputs["w"], "value"), (beside.inputs["x"], "value"))
    assert not beside.view.is_heard  # which the browser does


def test_steps_are_told_when_the_hand_rests(notebook: Notebook) -> None:
    for k in range(1, 13):
        notebook.do("step", k=k, time=50)
    assert notebook.told() == []
    notebook.do("wait", time=REST)
    assert notebook.told() == ["view"]
    notebook.rest()
    assert notebook.explorer.view.step == 12


def test_released_left_and_asked_it_tells_at_once(notebook: Notebook) -> None:
    """So that a cell that is run now knows where the sliders are."""
    leave = [
        ("release", {}),
        ("key", {"key": "Enter", "isInside": True}),
        ("key", {"key": "ArrowDown", "isInside": False}),
        ("formula", {}),
    ]
    for n, (act, told) in enumerate(leave):
        notebook.do("slide", i=W, value=4 + n)
        assert notebook.told() == []
        notebook.do("key", key="ArrowRight", isInside=True)
        assert notebook.told() == []
        notebook.do(act, **told)
        assert notebook.told()[:2] == ["field w", "slider w"]
        notebook.rest()
        assert notebook.explorer.inputs["w"].value == 4 + n
    notebook.agree()


def test_a_list_is_told_after_what_was_slid_before_it(notebook: Notebook) -> None:
    notebook.do("slide", i=W, value=3.1)
    notebook.do("type", i=W, text="[1, 2, 3]")
    assert notebook.told() == ["slider w", "field w"]
    notebook.rest()
    notebook.agree()
    assert notebook.explorer.walk.inputs["w"].tolist() == [1, 2, 3]


def test_a_number_in_place_of_a_list_is_told_field_first(notebook: Notebook) -> None:
    notebook.do("type", i=W, text="[1, 2, 3]")
    notebook.rest()
    notebook.walks.clear()
    notebook.do("slide", i=W, value=3.1)
    assert notebook.told() == ["field w", "slider w"]
    notebook.rest()
    assert [walk.inputs["w"] for walk in notebook.walks] == [3.1]
    notebook.do("undo")
    notebook.rest()
    notebook.do("type", i=W, text="1/3")
    assert notebook.told() == ["field w", "slider w"]
    notebook.rest()
    assert notebook.explorer.walk.inputs["w"] == 1 / 3
    notebook.agree()
    notebook.took_its_way()


def test_what_the_kernel_moves_is_shown_and_is_no_list_any_more(notebook: Notebook) -> None:
    """Of a slider that code moves nobody else says what its field is to show."""
    notebook.do("type", i=W, text="[1, 2, 3]")
    notebook.rest()
    notebook.explorer.inputs["w"].value = -2.5
    notebook.rest()
    assert notebook.now["inputs"][W] == -2.5
    notebook.agree()
    notebook.do("type", i=W, text="[1, 2, 3]")
    notebook.rest()
    notebook.agree()
    assert notebook.explorer.walk.inputs["w"].tolist() == [1, 2, 3]
    # While the hand moves it, the hand has the last word.
    notebook.do("slide", i=W, value=4, time=FRAME)
    notebook.rest()
    notebook.do("slide", i=W, value=4.5, time=FRAME)
    notebook.explorer.inputs["w"].value = 1
    notebook.arrive()
    assert notebook.now["inputs"][W] == 4.5
    notebook.rest()
    notebook.agree()
    assert notebook.explorer.walk.inputs["w"] == 4.5


def test_lists_that_do_not_go_together_come_one_after_the_other(notebook: Notebook) -> None:
    """Two lists do not fit, one after the other they do, even if one message overtakes another."""
    for number, rest in ((2.5, notebook.rest), (3.5, lambda: None)):
        notebook.do("type", i=W, text="[1, 2, 3]", time=FRAME)
        rest()
        notebook.do("slide", i=W, value=number, time=FRAME)
        rest()
        notebook.do("type", i=B, text="[1, 2]", time=FRAME)
        notebook.rest()
        notebook.agree()
        assert notebook.explorer.walk.inputs["b"].tolist() == [1, 2]
        notebook.do("place", i=B, value=1)
        notebook.rest()
        notebook.agree()
    notebook.took_its_way()


def test_two_lists_that_grow_together(notebook: Notebook) -> None:
    """Neither goes with what the other was: as an undo of both does it."""
    for i in (W, B):
        notebook.do("type", i=i, text="[1, 2, 3]", time=FRAME)
    notebook.rest()
    for i in (W, B):
        notebook.do("place", i=i, value={"shape": [2], "data": [4, 5]})
    notebook.rest()
    notebook.agree()
    assert notebook.explorer.walk.inputs["w"].tolist() == [4, 5]
    notebook.do("type", i=W, text="[7, 8, 9]", time=FRAME)  # which the browser refuses
    notebook.rest()
    notebook.agree()
    assert notebook.explorer.walk.inputs["w"].tolist() == [4, 5]
    notebook.do("slide", i=B, value=2, time=FRAME)  # nor does it come back later
    notebook.rest()
    notebook.agree()


@pytest.mark.parametrize("busy", [0, 0.5, 0.95])
@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_hand_does_they_are_of_one_mind(
    notebook: Notebook, seed: int, busy: float
) -> None:
    """The kernel moves nothing in the browser, and ends where that does. If it is not so busy that
    one message overtakes another, as ipywidgets lets them, it goes the same way.
    """
    chance = random.Random(seed)
    texts = ["1/3", "2", "-0.25", "[1, 2, 3]", "[1, 2]", "[0.5, 0, -1]", "[[1], [2]]", "abc", ""]
    for _ in range(120):
        # What is changed within one frame is undone at once, which the kernel hears in turns.
        time = chance.choice([*([0, 0] if busy else []), FRAME, 40, REST])
        match chance.choice(["slide"] * 6 + ["type"] * 2 + ["undo", "redo", "step"]):
            case "slide":
                i, value = chance.choice([W, X, B, Y]), chance.randrange(-90, 90) / 10
                notebook.do("slide", i=i, value=value, time=time)
            case "type":
                notebook.do("type", i=chance.choice([W, B]), text=chance.choice(texts), time=time)
            case "step":
                notebook.do("step", k=chance.randrange(15), time=time)
            case act:
                notebook.do(act, time=time)
        by_hand = notebook.now["inputs"]
        while notebook.to_kernel and chance.random() >= busy:
            notebook.kernel()
        while notebook.to_browser and chance.random() >= busy:
            notebook.arrive()
        assert notebook.now["inputs"] == by_hand
    notebook.rest()
    notebook.agree()
    assert notebook.now["inputs"] == by_hand
    if not busy:
        notebook.took_its_way()
