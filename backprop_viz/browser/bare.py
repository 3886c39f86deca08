"""What is sent of a file of ``static``: neither its comments nor room that nobody needs."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["STATIC", "bare_script", "bare_sheet"]

STATIC = Path(__file__).parent / "static"


def bare_script(text: str) -> str:
    """A program without its indents, its comments, and spaces that nobody needs.

    A line with a template in a template keeps its spaces, and so does one with a slash, which may
    begin an expression to match, and so do texts. No text goes on over lines.
    """
    lines = [line.lstrip() for line in text.splitlines()]
    told = (_COMMENT.sub("", line) if "//" in line else line for line in lines)
    tight = (line if _is_held(line) else _SPACED.sub(r"\1\2\3", line) for line in told)
    return _GOES_ON.sub("", "\n".join(line for line in tight if line)) + "\n"


def _is_held(line: str) -> bool:
    return ("`" in line or "/" in line) and bool(_HELD.search(_TEXT.sub("", line)))


_COMMENT = re.compile(r"(^|(?<=[;,{(\[\])}]) +)// .*")
_HELD = re.compile("[`/]")
_TEXT = re.compile(
    r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!{)|\${[^`{}]*})*`)"""
)
_SPACED = re.compile(
    _TEXT.pattern + r"|(?<=[\w$]) (?=[(\[{])|(?<=[)\]}]) (?=[\w$])"
    r"| ?(=>|[!=]==|&&|\|\||[<>]=?|\*\*?|[-+]=|[=?:,;{}]) ?"
    r"|(?<=[\w)\]]) ([-+]) (?=[\w(\[.])"  # not a sign
)
_GOES_ON = re.compile(r"(?<=[({\[,?:=|&;])\n|\n(?=[)}\]])")  # where no statement is ended by it


def bare_sheet(sheet: str) -> str:
    """A style sheet without its comments, and without room where none is needed."""
    told = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    tight = re.sub(r":\s+", ":", re.sub(r"\s*([{};,])\s*", r"\1", told))
    return re.sub(r"\s+", " ", tight.replace(";}", "}")).strip()
