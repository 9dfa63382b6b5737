"""The budgets of docs/ARCHITECTURE.md: rooms stay small enough to be seen at once.

If a budget is in the way, the file wants a better cut, not an exception here.
"""

from __future__ import annotations

import ast
import statistics

from tests.architecture.source import (
    Function,
    everything,
    expect_none,
    functions,
    imported,
    product,
)

FILE_LINES = 400
MEDIAN_LINES = 120
P95_LINES = 300
FUNCTION_LINES = 50
PUBLIC_METHODS = 20
ARGUMENTS = 6
DOCSTRING_LINES = 12

# What may be imported inside a function: heavy, and needed after the first paint or in a child.
LAZY = (
    *("openpyxl", "reportlab", "pypdfium2", "python_calamine", "xlrd", "rapidfuzz", "PIL"),
    *("segno", "keyring", "argon2", "uvicorn", "snowballstemmer", "b2bdesk.sync.transport"),
    *("b2bdesk.app", "b2bdesk.bootstrap", "b2bdesk.cli", "b2bdesk.portal.serve", "b2bdesk.files"),
    *("b2bdesk.ui.screens", "b2bdesk.ui.errors.trouble", "b2bdesk.ui.widgets.grid"),
    "b2bdesk.ui.dialogs.shortcuts",
)


def test_no_file_is_longer_than_the_budget() -> None:
    expect_none(f"{m.place} {m.lines}" for m in everything() if m.lines > FILE_LINES)


def test_most_files_are_short() -> None:
    sizes = sorted(module.lines for module in product() if module.lines > 1)
    assert statistics.median(sizes) <= MEDIAN_LINES
    assert sizes[int(len(sizes) * 0.95)] <= P95_LINES


def test_no_function_is_longer_than_the_budget() -> None:
    long = [
        module.at(node, f"{node.name} {_span(node)}")
        for module in everything()
        for node in functions(module)
        if _span(node) > FUNCTION_LINES
    ]
    expect_none(long)


def _span(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_class_has_too_many_public_methods() -> None:
    crowded = [
        module.at(node, f"{node.name} {len(_public(node))}")
        for module in everything()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and len(_public(node)) > PUBLIC_METHODS
    ]
    expect_none(crowded)


def _public(node: ast.ClassDef) -> set[str]:
    """Names of our own public methods; camelCase ones are Qt's to name and to need."""
    names = {child.name for child in node.body if isinstance(child, Function)}
    return {name for name in names if not name.startswith("_") and name == name.lower()}


def test_no_function_takes_too_many_arguments() -> None:
    greedy = [
        module.at(node, f"{node.name} {_arity(node)}")
        for module in everything()
        for node in functions(module)
        if _arity(node) > ARGUMENTS and not module.place.startswith("tests/")
    ]
    expect_none(greedy)


def _arity(node: Function) -> int:
    arguments = node.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names[1:] if names[:1] in (["self"], ["cls"]) else names)


def test_imports_inside_functions_are_listed_ones() -> None:
    lazy = [
        module.at(statement, f"imports {name}")
        for module in product()
        for statement, name in _inner_imports(module.tree)
        if not name.startswith(LAZY)
    ]
    expect_none(lazy)


def _inner_imports(tree: ast.Module) -> list[tuple[ast.stmt, str]]:
    inside = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, Function)
        for child in ast.walk(node)
        if isinstance(child, ast.Import | ast.ImportFrom)
    }
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree):
        if id(node) in inside and isinstance(node, ast.Import | ast.ImportFrom):
            base = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            found += [(node, f"{base}.{alias.name}".lstrip(".")) for alias in node.names]
    return found


def test_every_module_says_why_it_exists() -> None:
    silent = [
        module.place
        for module in everything()
        if not (ast.get_docstring(module.tree) or "").strip()
        and not (module.place.startswith("tests/") and module.text == "")
    ]
    expect_none(silent)


def test_module_docstrings_are_short() -> None:
    long = [
        module.place
        for module in everything()
        if (ast.get_docstring(module.tree) or "").count("\n") >= DOCSTRING_LINES
    ]
    expect_none(long)


def test_no_module_has_a_name_that_means_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    vague = [
        module.place
        for module in everything()
        if nothing.intersection(module.place.removesuffix(".py").split("/"))
    ]
    expect_none(vague)


def test_no_class_has_a_name_that_means_everything() -> None:
    everything_names = {"Library", "Database", "Controller"}
    grand = [
        module.at(node, node.name)
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name in everything_names
    ]
    expect_none(grand)


def test_the_walk_sees_imports() -> None:
    """The other tests stand on these walks; they must not be blind."""
    seen = {name.split(".")[0] for module in product() for _, name in imported(module)}
    assert "b2bdesk" in seen
