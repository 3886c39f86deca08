"""Large arrays on their way to the browser: every number arrives, in few characters."""

from __future__ import annotations

import json
from base64 import b64decode

import numpy as np
import pytest

from backprop_viz.browser.packing import LARGE, as_text, laden
from backprop_viz.browser.program import as_json

CHANCE = np.random.default_rng(3)
SIZE = LARGE + 1
KINDS = {
    "digits": CHANCE.integers(-9, 9, SIZE) / 2,
    "float32": CHANCE.normal(size=SIZE).astype(np.float32),
    "float64": CHANCE.normal(size=(7, 1, SIZE)),
    "nan and infinities": np.where(CHANCE.random(SIZE) < 0.1, np.nan, CHANCE.normal(size=SIZE)),
    "turned": CHANCE.normal(size=(3, SIZE)).T,
    "tiny": 5e-324 * np.arange(SIZE) + CHANCE.normal(size=SIZE) * 1e-310,
}


def read(told):
    """What static/packed.js makes of it."""
    (kind,) = told.keys() & {"float32", "float64", "data"}
    if kind == "data":
        return np.array([float(x) for x in told["data"]]).reshape(told["shape"])
    code = {"float32": "<f4", "float64": "<f8"}[kind]
    return np.frombuffer(b64decode(told[kind]), code).astype(float).reshape(told["shape"])


@pytest.mark.parametrize("kind", KINDS)
def test_as_text_it_is_the_shortest_that_has_every_digit(kind):
    array = np.asarray(KINDS[kind], dtype=float)
    told = as_text(array)
    np.testing.assert_array_equal(read(told), array)
    lengths = [len(json.dumps(one, separators=(",", ":"))) for one in (told, as_json(array))]
    assert lengths[0] <= lengths[1]
    expected = {"digits": "data", "float32": "float32"}.get(kind, "float64")
    assert expected in told


def test_what_is_small_stays_as_it_was():
    for value in (1.5, np.float64(np.nan), np.ones(LARGE), np.ones((2, 3))):
        assert as_text(value) == as_json(value)


def test_as_bytes_the_arrays_are_numbered():
    buffers: list[memoryview] = []
    large, other = KINDS["turned"], KINDS["nan and infinities"]
    told = json.loads(laden({"opening": [large, 2.0, np.array([1.0, 2.0]), other]}, buffers))
    assert told["opening"] == [
        {"shape": [SIZE, 3], "buffer": 0},
        *(2.0, {"shape": [2], "data": [1.0, 2.0]}),
        {"shape": [SIZE], "buffer": 1},
    ]
    for buffer, array in zip(buffers, (large, other), strict=True):
        assert (buffer.format, buffer.nbytes) == ("B", 8 * array.size)
        np.testing.assert_array_equal(np.frombuffer(buffer, "<f8").reshape(array.shape), array)
