"""What the first explorer needs is made ready while nobody waits: in a kernel, and only there."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from backprop_viz.errors import EngineError
from backprop_viz.show import ahead

READY = """\
import sys
from backprop_viz.browser import javascript
made = javascript.widget_source.cache_info().misses
there = {"backprop_viz.show.live", "anywidget", "resvg"} <= {*sys.modules}
"""


@pytest.fixture
def kernel() -> Iterator[Any]:
    jupyter_client = pytest.importorskip("jupyter_client")
    manager, client = jupyter_client.manager.start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def told(client: Any, code: str, asked: str) -> str:
    """What an expression is after some code."""
    reply = client.execute_interactive(code, user_expressions={"asked": asked}, timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]
    text: str = reply["content"]["user_expressions"]["asked"]["data"]["text/plain"]
    return text


def test_a_kernel_makes_it_ready_after_the_cell_that_imports(kernel: Any) -> None:
    heavy = "{'anywidget', 'backprop_viz.show.live'} & {*sys.modules}"
    assert told(kernel, "import sys, backprop_viz as bv", heavy) == "set()"
    end = time.monotonic() + 60
    while told(kernel, READY, "there and made") != "1":
        assert time.monotonic() < end
        time.sleep(0.1)
    made = "f = bv.explore('f = w*x', w=2, x=3); javascript.widget_source.cache_info().misses"
    assert told(kernel, made.rpartition("; ")[0], "float(f.walk.output)") == "6.0"
    assert told(kernel, "", made.rpartition("; ")[2]) == "1"


def test_cells_that_are_waiting_come_first(kernel: Any) -> None:
    """A cell waits for one piece at most, and then finds what it needs, or imports it itself."""
    for _ in range(3):
        kernel.execute("import backprop_viz as bv; e = bv.explore('f = w*x', w=2, x=3)")
    assert told(kernel, "", "float(e.walk.output)") == "6.0"


def test_nothing_is_imported_where_there_is_no_kernel() -> None:
    code = (
        "import asyncio, sys\n"
        "async def used():\n"
        "    import backprop_viz\n"
        "    await asyncio.sleep(0.5)\n"
        "asyncio.run(used())\n"
        "assert not {'ipywidgets', 'backprop_viz.show.ahead'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


NO_ENGINE = EngineError("engine.not_there", variable="X", program="dot", install="pip")


@pytest.mark.parametrize("error", [ImportError("no anywidget"), NO_ENGINE])
def test_what_is_missing_is_not_told_before_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    tried = []

    def pieces() -> Iterator[None]:
        yield
        tried.append(error)
        raise error

    monkeypatch.setattr(ahead, "_pieces", pieces)
    faults: list[Any] = []

    async def waited() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
        ahead.begin()
        await asyncio.sleep(10 * ahead.REST)

    asyncio.run(waited())
    assert (tried, faults) == ([error], [])
    ahead.begin()  # without a loop there is nobody to wait for
