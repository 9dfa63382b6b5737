"""Finds every text a buyer can see in the code: the calls of the translation door.

`tr("…")`, `trn("one", "many", n)`, `trc("context", "…")` and, for texts that stand in a table,
`mark("…")` or `mark("…", "context")`, all with literal arguments. Used by `dev.py po`.
Stdlib only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools.places import PACKAGE, ROOT

_DOOR = ("tr", "trn", "trc", "mark")


@dataclass(frozen=True)
class Message:
    """One text in the code: where, and the key it has in the catalogues."""

    place: str
    msgid: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True)
class Unreadable:
    """A call whose text is no literal, so that nobody can prove it has a translation."""

    place: str


def messages(folder: Path = PACKAGE) -> Iterator[Message | Unreadable]:
    """Yield every call of the door below a folder, in the order of the files."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in _DOOR:
                place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                yield _message(place, _name(node.func), node)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return ""


def _message(place: str, door: str, call: ast.Call) -> Message | Unreadable:
    texts = [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if len(texts) < (1 if door in ("tr", "mark") else 2) or call.keywords:
        return Unreadable(place)
    if door in ("tr", "mark"):
        return Message(place, texts[0], context="".join(texts[1:]))
    if door == "trn":
        return Message(place, texts[0], plural=texts[1])
    return Message(place, texts[1], context=texts[0])
