"""np.einsum of one or two operands, held to NumPy, with what it becomes."""

from __future__ import annotations

import numpy as np
import pytest

import backprop_viz as bv

SIZES = {"i": 2, "j": 3, "k": 4, "b": 2, "h": 3, "q": 2, "d": 3, "A": 2}

SUBSCRIPTS = {
    "ij,jk->ik": "matmul",
    "ij,jk": "matmul",
    "ij,jk->ki": "matmul transpose",
    "ji,jk->ik": "transpose matmul",
    "ij,kj->ik": "transpose matmul",
    "ji,kj->ik": "transpose transpose matmul",
    "bij,bjk->bik": "matmul",
    "bhqd,bhkd->bhqk": "transpose matmul",
    "bqhd,bkhd->bhqk": "transpose transpose matmul",
    "bij,jk->bik": "matmul",
    "ij,bjk->bik": "matmul",
    "bij,hjk->bhik": "take matmul",
    "ij,jkb->ikb": "transpose matmul transpose",
    "i,i->": "matmul",
    "i,i": "matmul",
    "ij,j->i": "matmul",
    "ji,j->i": "transpose matmul",
    "j,jk->k": "matmul",
    "j,kj->k": "transpose matmul",
    "j,bjk->bk": "matmul",
    "bij,j->bi": "matmul",
    "bi,bi->b": "mul sum",
    "bij,bj->bi": "take mul sum",
    "ij,ij->": "mul sum",
    "ij,ji->": "transpose mul sum",
    "ij,ij->i": "mul sum",
    "ij,ij->j": "mul sum",
    "ij,ij->ij": "mul",
    "ij,ji->ij": "transpose mul",
    "ij,i->ij": "take mul",
    "ij,j->ij": "mul",
    "i,j->ij": "take mul",
    "i,j->ji": "take mul",
    "i,j": "take mul",
    ",i->i": "mul",
    "ij,->ij": "mul",
    ",->": "mul",
    "i,j->": "sum sum mul",
    "ij,k->ik": "sum take mul",
    "ijk,jk->i": "mul sum",
    "bijk,jkh->bih": "take mul sum",
    "ij->ji": "transpose",
    "ij->i": "sum",
    "ij->j": "sum",
    "ij->": "sum",
    "ijk->ikj": "transpose",
    "ijk->ki": "sum transpose",
    "bijk->jb": "sum transpose",
    "ba": "transpose",
    "ij->ij": "",
    "i": "",
    " i j , jk -> ik ": "matmul",
    "Ai,Aj->ij": "transpose matmul",
}
SIZES["a"] = 3


@pytest.mark.parametrize("subscripts", SUBSCRIPTS)
def test_it_is_what_numpy_makes_of_it(subscripts):
    chance = np.random.default_rng(1)
    terms = "".join(subscripts.split()).partition("->")[0].split(",")
    given = [chance.uniform(-2, 2, [SIZES[letter] for letter in term]) for term in terms]
    names = "xw"[: len(terms)]
    function = {
        1: lambda x: np.einsum(subscripts, x),
        2: lambda x, w: np.einsum(subscripts, x, w, optimize=True),
    }[len(terms)]
    inputs = dict(zip(names, given, strict=True))
    graph = bv.graph(function, like={name: np.shape(value) for name, value in inputs.items()})
    wanted = np.einsum(subscripts, *given)
    walk = graph.walk(inputs)
    np.testing.assert_allclose(walk.output, wanted, rtol=1e-12, atol=1e-13)
    assert np.shape(walk.output) == wanted.shape
    assert " ".join(node.op.name for node in graph.operations) == SUBSCRIPTS[subscripts]
    assert walk.check().ok
    with pytest.raises(bv.InputError):
        graph.walk({name: np.array([value]) for name, value in inputs.items()})


def test_an_array_that_is_known_stands_beside():
    w = np.arange(6.0).reshape(2, 3)
    walk = bv.graph(lambda x: np.einsum("ij,j->i", w, x), like={"x": [1, 2, 3]}).walk()
    np.testing.assert_array_equal(walk.output, w @ [1, 2, 3])


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda x: np.einsum("ii->i", x), "diagonal"),
        (lambda x: np.einsum("ii", x), "diagonal"),
        (lambda x: np.einsum("...i->...", x), "three dots"),
        (lambda x: np.einsum("ij,jk,kl->il", x, x, x), "two operands"),
        (lambda x: np.einsum("ij,jk->ik", x), "one list of letters for each"),
        (lambda x: np.einsum("ij->ik", x), "a letter for each axis"),
        (lambda x: np.einsum("ij->ii", x), "a letter for each axis"),
        (lambda x: np.einsum("i1->i", x), "a letter for each axis"),
        (lambda x: np.einsum(x, [0, 1], [1, 0]), "a letter for each axis"),
        (lambda x: np.einsum("i->i", x, dtype=int), "dtype"),
        (lambda x: np.einsum("i->i", x, out=np.zeros(3)), "out"),
    ],
)
def test_all_else_is_refused(call, told):
    with pytest.raises(bv.GraphError, match=told) as caught:
        bv.graph(call, like={"x": (3, 3)})
    assert caught.value.say("ja") != caught.value.say("en")


def test_without_shapes_nobody_knows_how_many_axes_there_are():
    with pytest.raises(bv.GraphError, match="a @ b needs none") as caught:
        bv.graph(lambda a, b: np.einsum("ij,jk->ik", a, b))
    assert caught.value.say("ja") != caught.value.say("en")


def test_letters_are_as_many_as_axes():
    with pytest.raises(bv.GraphError, match=r"letters ij .* not of the shape \(3,\)"):
        bv.graph(lambda x: np.einsum("ij->i", x), like={"x": (3,)})
