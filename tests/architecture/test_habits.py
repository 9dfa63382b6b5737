"""Habits a linter does not know: no floats in money, no sleeping, no text of strangers as markup.

Each ban has a reason in docs/ARCHITECTURE.md or in the libraries' traps.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.source import (
    Module,
    called,
    calls,
    everything,
    expect_none,
    imported,
    product,
)

MONEY = tuple(
    f"b2bdesk/{place}"
    for place in ("trade/money", "trade/quantity", "trade/vat", "trade/pricing", "domain/")
)
BINDING_GUARD = "tests/test_binding_health.py"


def _floats(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield module.at(node, repr(node.value))
        if isinstance(node, ast.Name) and node.id == "float":
            yield module.at(node, "float")


def _connected_lambdas(module: Module) -> Iterator[str]:
    """A lambda keeps what it closes over alive, and cannot be disconnected."""
    for call in calls(module, "connect"):
        if any(isinstance(argument, ast.Lambda) for argument in call.args):
            yield module.at(call, ".connect(lambda")


def _sleeps(module: Module) -> Iterator[str]:
    for statement, name in imported(module):
        if name == "time.sleep":
            yield module.at(statement, name)
    for call in calls(module, "sleep", "qWait", "qSleep"):
        yield module.at(call, called(call))
    for call in calls(module, "wait"):
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "qtbot":
            yield module.at(call, "qtbot.wait sleeps: wait for what you expect")


def _nested_loops(module: Module) -> Iterator[str]:
    if module.place == BINDING_GUARD:
        return
    for call in calls(module, "processEvents"):
        yield module.at(call, "processEvents")
    for call in calls(module, "singleShot"):
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0:
            yield module.at(call, "singleShot(0")


def _key_clicks(module: Module) -> Iterator[str]:
    """QTest.keyClicks aborts the process on a non-ASCII character."""
    for call in calls(module, "keyClicks"):
        texts = [a.value for a in call.args if isinstance(a, ast.Constant)]
        if not any(isinstance(text, str) and text.isascii() for text in texts):
            yield module.at(call, "keyClicks: use tests.support.qtkeys.type_text")


def _threads_of_qt(module: Module) -> Iterator[str]:
    """Work runs on executors, which the command line has, too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if ast.unparse(base).split(".")[-1] in ("QThread", "QRunnable"):
                    yield module.at(node, f"class {node.name}({ast.unparse(base)})")


def _unfinished(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(raised, ast.Name) and raised.id == "NotImplementedError":
                yield module.at(node, "NotImplementedError")


@pytest.mark.parametrize(
    "ban", [_connected_lambdas, _sleeps, _nested_loops, _key_clicks, _threads_of_qt, _unfinished]
)
def test_nobody_does_what_is_banned(ban: Callable[[Module], Iterator[str]]) -> None:
    expect_none(line for module in everything() for line in ban(module))


def test_money_is_never_a_float() -> None:
    money = [module for module in product() if module.place.startswith(MONEY)]
    expect_none(line for module in money for line in _floats(module))


def test_text_goes_through_our_own_labels() -> None:
    """QLabel guesses markup in a supplier's text; a message box is where a banner should be."""
    direct = [
        module.at(statement, name)
        for module in product()
        if not module.place.startswith("b2bdesk/ui/widgets/")
        for statement, name in imported(module)
        if name in ("PySide6.QtWidgets.QLabel", "PySide6.QtWidgets.QMessageBox")
    ]
    expect_none(direct)


def test_qt_names_are_imported_so_that_bans_can_see_them() -> None:
    blind = [
        module.at(statement, name)
        for module in everything()
        for statement, name in imported(module)
        if name in ("PySide6.QtWidgets", "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets.*")
        and module.place.startswith("b2bdesk/")
    ]
    expect_none(blind)
