"""The layout of the house: who may import whom, and what is known in one place only."""

from __future__ import annotations

import ast
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

import backprop_viz
from backprop_viz.core.array_ops import ARRAY_OPS
from backprop_viz.core.ops import ALIASES, OPS
from backprop_viz.words import LANGUAGES

ROOT = Path(backprop_viz.__file__).parent

# From low to high. A module imports from floors below its own only; `room/*` is a folder whose
# modules may also import each other.
FLOORS = [
    ["interrupt", "words/*"],
    ["errors"],
    ["kept", "progress", "spell/*", "theme", "uncollected", "writing"],
    ["given/*", "arithmetic/*", "parts"],
    ["core/*"],
    ["blocks/*", "calls/*", "jacobian"],
    ["circuits/*", "read/*", "tell/*", "shaped/*", "gradient_code"],
    ["functions", "gradient_function", "models/*"],
    ["verify/*"],
    ["quiz/*"],
    ["draw/*"],
    ["browser/*"],
    ["media/*"],
    ["api"],
    ["attempts/*"],
    ["practice/*"],
    ["hunting/*"],
    ["grading/*"],
    ["descent/*"],
    ["landscapes/*"],
    ["show/*", "playground/*"],
    ["__init__"],
    ["cli/*", "sphinx"],
    ["__main__"],
]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its name below the package, such as ``draw.svg``; ``draw`` is its init."""
    found = {}
    for file in sorted(ROOT.rglob("*.py")):
        *folders, stem = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(folders if stem == "__init__" and folders else [*folders, stem])
        found[name] = ast.parse(file.read_text("utf-8"), str(file))
    return found


@cache
def floor_of(module: str) -> int | None:
    room = module.partition(".")[0]
    is_folder = (ROOT / room).is_dir()
    for number, floor in enumerate(FLOORS):
        if (f"{room}/*" if is_folder else module) in floor:
            return number
    return None


@cache
def imports(module: str) -> set[str]:
    """The modules of the package that a module imports, inside functions as well."""
    found = set()
    is_package = (ROOT / module.replace(".", "/")).is_dir()
    parents = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            assert not any(a.name.partition(".")[0] == "backprop_viz" for a in node.names), (
                f"{module}: imports inside the package are relative"
            )
        if not isinstance(node, ast.ImportFrom):
            continue
        if not node.level:
            assert (node.module or "").partition(".")[0] != "backprop_viz", (
                f"{module}: imports inside the package are relative"
            )
            continue
        base = parents[: len(parents) - node.level + 1]
        base += (node.module or "").split(".") if node.module else []
        for alias in node.names:
            inner = ".".join([*base, alias.name])
            found.add(inner if inner in modules() else ".".join(base) or "__init__")
    return found - {module}


def test_every_module_stands_on_a_floor_and_every_floor_is_real():
    assert [m for m in modules() if floor_of(m) is None] == []
    for floor in FLOORS:
        for room in floor:
            if room.endswith("/*"):
                assert (ROOT / room[:-2]).is_dir(), room
            else:
                assert room in modules(), room


def test_this_test_sees_the_imports_there_are():
    assert {"core.graph", "tell.walk", "core.expression", "verify.check"} <= imports("api")
    assert {"draw.plan", "theme"} <= imports("draw.dot")
    assert "__init__" in imports("cli.main")
    assert "show.explorer" in imports("__init__")  # for type checkers
    assert "draw.picture" in imports("api")  # inside a function


def test_imports_go_down_only():
    for module in modules():
        for other in imports(module):
            same_room = module.partition(".")[0] == other.partition(".")[0]
            below = floor_of(other) < floor_of(module)
            assert below or same_room, f"{module} imports {other}, which is not below it"


def test_there_is_no_cycle():
    waiting = {module: imports(module) for module in modules()}
    while waiting:
        free = [module for module, needs in waiting.items() if not needs & set(waiting)]
        assert free, f"a cycle among {', '.join(waiting)}"
        for module in free:
            del waiting[module]


def lines_of_code(module: str) -> int:
    """How many lines there are that are neither blank, nor a comment, nor part of a docstring."""
    file = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    layout = {
        *(tokenize.ENCODING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
        *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
    }
    with file.open("rb") as source:
        tokens = [t for t in tokenize.tokenize(source.readline) if t.type not in layout]
    lines = {line for t in tokens for line in range(t.start[0], t.end[0] + 1)}
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines -= {*range(node.lineno, node.end_lineno + 1)}
    return len(lines)


def test_core_can_be_read_in_an_evening():
    """At most 900 lines of code beside the rows of the table, and no long module among them."""
    core = [m for m in modules() if m.startswith("core.") and not m.endswith("_ops")]
    assert {"core.operation", "core.graph", "core.walk", "core.step"} <= {*core}
    assert sum(map(lines_of_code, core)) <= 900
    for module in core:
        text = ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8")
        assert text.count("\n") <= 350, module


# What is known in one place only

# Where a name of an operation may stand outside the table, and why.
_OF_ARRAYS = {row.name for row in ARRAY_OPS} | {"max", "min", "maximum", "minimum"}

MAY_NAME = {
    "calls.einsum": {"matmul", "mul", "transpose"},
    # The functions that go through an array have options as NumPy's have; larger ones are made of
    # them. How they are called differs from library to library, and so do the bounds of a clip.
    **dict.fromkeys(
        ("calls.rows", "calls.library", "calls.of_numpy"),
        _OF_ARRAYS | {"neg", "mul", "exp", "log", "sqrt"},
    ),
    # Their functions have the names of what they compute.
    "arithmetic.arrays": _OF_ARRAYS,
    "shaped.language": _OF_ARRAYS | {"add"},
    # The operators of Python.
    "core.expression": {"add", "sub", "mul", "pow", "neg", "abs", "matmul", "transpose"},
    # What NumPy calls the signs @ and ᵀ.
    "practice.typed": {"matmul", "transpose"},
    # A root and a power are no calls in mathematics.
    "tell.shortcut": {"exp", "sqrt"},
    # What enters a block or leaves it is as it was.
    "blocks.calls": {"identity"},
    # A minus before a number is a number; before anything else it is an operation.
    "tell.definitions": {"neg"},
    # What joins whole arrays entry by entry.
    "browser.translation": {"add", "sub", "mul", "div", "neg"},
    # Signs, and what else is no call: √x, |x|.
    "read.grammar": {"add", "sub", "mul", "div", "pow", "matmul"},
    "read.parser": {"mul", "pow", "neg", "sqrt", "abs", "transpose"},
    "read.formulas": {"sigmoid", "maximum"} | _OF_ARRAYS,  # σ(x)
    "read.array_calls": _OF_ARRAYS,
    "read.raised": {"neg", "pow", "transpose"},
    # What formulas name, over expressions.
    "circuits.vocabulary": {"pow", "log", "log1p"},
    "circuits.whole": {"matmul", "maximum", "amax"},
    # A kink is written with signs.
    "circuits.derivative": {"abs", "sign", "maximum"},
    # Names of other libraries, and what means something else there.
    "read.libraries": {
        *("sigmoid", "abs", "maximum", "minimum", "max", "min", "gelu", "leaky_relu"),
        *_OF_ARRAYS,
    },
    # Operators that are written as functions elsewhere, and what has options there.
    "read.hints": {
        *("pow", "add", "sub", "mul", "div", "neg", "min", "max"),
        *("leaky_relu", "softplus", "gelu", "log", "sqrt", "atan", "matmul", "transpose"),
    },
    # SymPy's own names for what it holds.
    "read.sympy_expression": {
        *("abs", "maximum", "minimum", "exp", "log", "sign", "sin", "cos", "tan"),
        *("asin", "acos", "atan", "sinh", "cosh", "tanh", "erf", "erfc"),
        *("asinh", "acosh", "atanh"),
        *("add", "sub", "mul", "div", "neg", "pow", "sqrt", "reciprocal"),
    },
    # What formulas name, in SymPy.
    "verify.symbolic": {
        *("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh"),
        *("abs", "arcsin", "arccos", "arctan", "sign", "maximum", "minimum", "pow", "erf"),
        *("erfc", "log1p"),
    },
    # The same in LaTeX.
    "spell.mathematics": {
        *("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh"),
        *("abs", "arcsin", "arccos", "arctan", "sign", "maximum", "minimum", "pow", "erf"),
    },
    # What PyTorch's operations are in those of the table.
    **{module: {*OPS, *ALIASES} for module in modules() if module.startswith("models.rules.")},
    # What another library calls otherwise, or computes otherwise by default.
    "verify.frameworks": {
        *("pow", "gelu", "leaky_relu", "softplus", "log2", "log10", "matmul", "erf"),
        *("amax", "reshape", "sqrt", "erfc", "hypot", "logaddexp"),
    },
}


def named_operations(module: str) -> set[str]:
    # Words of other things, too.
    names = {*OPS, *ALIASES} - {"sum", "where", "size", "equal", "take", "mean", "detach"}
    return {
        node.value
        for node in ast.walk(modules()[module])
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
    }


def test_an_operation_is_known_to_its_row_only():
    for module in modules().keys() - {"core.number_ops", "core.array_ops", "arithmetic.names"}:
        assert named_operations(module) - MAY_NAME.get(module, set()) == set(), module


def test_this_test_sees_names_of_operations():
    assert {"sigmoid", "mul"} <= named_operations("core.number_ops")
    assert "neg" in named_operations("read.parser")


def test_a_language_is_known_to_its_folder_only():
    """No module asks which language it is: what depends on that is told by the language's row."""
    outside = {name: tree for name, tree in modules().items() if not name.startswith("words")}
    assert len(outside) > 80
    for module, tree in outside.items():
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert texts & {*LANGUAGES} == set(), module
    scripts = sorted((ROOT / "browser" / "static").glob("*.js"))
    assert len(scripts) > 6
    for script in scripts:
        quoted = set(re.findall(r"[\"'`](\w+)[\"'`]", script.read_text("utf-8")))
        assert quoted & {*LANGUAGES} == set(), script.name


def test_only_four_modules_compile_text_and_only_the_table_s():
    found = set()
    for module, tree in modules().items():
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in (
                "eval",
                "exec",
                "compile",
                "__import__",
                "sympify",
                "parse_expr",
            ):
                found.add(module)
            if isinstance(called, ast.Attribute) and called.attr in ("sympify", "parse_expr"):
                found.add(module)
    assert found <= {
        "core.operation",
        "tell.reasons",
        "gradient_code",
        "verify.frameworks",
        "verify.symbolic",
    }


def imported_libraries(module: str) -> set[str]:
    found = set()
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("subprocess", {"draw.engine"}),
        (
            "ipywidgets",
            {
                *("show.afterwards", "show.asked", "show.base", "show.controls", "show.kernel"),
                *("show.landscape", "show.live", "show.prediction", "show.referee"),
            },
        ),
        ("pickle", set()),  # what is read could run
        ("resvg", {"draw.raster"}),
        ("fpdf", {"draw.pdf"}),
        ("uharfbuzz", {"draw.pdf"}),
        ("PIL", {"media.pixels", "landscapes.encode"}),
        ("av", {"media.mp4"}),
        ("pptx", {"media.powerpoint"}),
        ("fontTools", set()),
        (
            "matplotlib",
            {
                f"landscapes.{m}"
                for m in ("encode", "figure", "ground", "marks", "panel", "picture", "style")
            },
        ),
        ("argparse", {"cli.arguments"}),
        (
            "sympy",
            {"api", "read.sympy_expression", "verify.symbolic", "verify.check", "verify.table"},
        ),
    ],
)
def test_one_room_knows_a_library(library, where):
    assert {m for m in modules() if library in imported_libraries(m)} <= where


def test_no_address_is_in_the_package():
    """Nothing is fetched from anywhere: no CDN, no font service."""
    # Names of XML vocabularies, which nothing fetches.
    allowed = {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    for file in ROOT.rglob("*"):
        if file.suffix in (".py", ".js", ".mjs", ".css", ".html", ".json", ".svg"):
            found = set(
                re.findall(r"(?:https?:|[\"'`])//[\w.-]+\.\w+[\w./-]*", file.read_text("utf-8"))
            )
            assert found <= allowed, file


def test_no_network_library_is_imported():
    parsing = {"tell.link", "media.embed"}  # they take addresses apart by urllib.parse
    for module in parsing:
        text = ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8")
        assert re.findall(r"urllib\S*", text) == ["urllib.parse"]
    network = {"urllib", "http", "socket", "requests", "httpx", "ssl", "aiohttp"}
    for module in modules():
        found = imported_libraries(module) & network
        assert found <= ({"urllib"} if module in parsing else set()), module


def test_every_module_says_what_it_is_for():
    for module, tree in modules().items():
        assert ast.get_docstring(tree), module


def test_every_public_name_of_a_module_is_there():
    for module in modules():
        if module in ("__main__", "sphinx") or module.startswith("show"):  # these need libraries
            continue
        name = "backprop_viz" + ("" if module == "__init__" else f".{module}")
        loaded = __import__(name, fromlist=["__all__"])
        for public in getattr(loaded, "__all__", []):
            assert hasattr(loaded, public), (name, public)
