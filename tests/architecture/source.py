"""The project's own source, parsed once for all architecture tests."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "b2bdesk"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One source file: its place from the root, its text and its tree."""

    place: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return self.text.count("\n")

    def at(self, node: ast.AST, what: str) -> str:
        """Return a line for a failure message that an editor can jump to."""
        return f"{self.place}:{getattr(node, 'lineno', 1)} {what}"


def product() -> tuple[Module, ...]:
    """Return the modules a buyer runs."""
    return _modules("b2bdesk")


def everything() -> tuple[Module, ...]:
    """Return every module of the checkout: product, tests, tools."""
    found = _modules("b2bdesk", "tests", "devtools", "bench", "installer")
    return (*found, _parse(ROOT / "dev.py"))


@cache
def _modules(*folders: str) -> tuple[Module, ...]:
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(_parse(path) for path in paths)


@cache
def _parse(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text, filename=str(path)))


def functions(module: Module) -> Iterator[Function]:
    """Yield every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def calls(module: Module, *names: str) -> Iterator[ast.Call]:
    """Yield calls of a function or method with one of the names, whatever it is called on."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """Return the last word of what is called: `a.b.c()` is `c`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def imported(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each import statement with the dotted name it brings in."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def expect_none(offences: Iterable[str], advice: str = "") -> None:
    """Fail with every offence on a line of its own, and what to do about it."""
    lines = sorted(set(offences))
    if lines:
        pytest.fail(
            "\n  ".join([advice or "against the rules of the house:", *lines]), pytrace=False
        )
