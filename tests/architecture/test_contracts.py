"""What import-linter cannot see of the layers: its own completeness, cycles, and stdlib only.

The contracts themselves stand in .importlinter and run in `check`.
"""

from __future__ import annotations

import configparser
import graphlib
import sys

import grimp
import pytest

from tests.architecture.source import PACKAGE, ROOT, expect_none, imported, product

# Who may know what the contract of that name keeps from everybody else.
KNOWN_BY = {
    "qt": {"app", "ui"},
    "sql": {"models", "portal"},
    "http": {"sync", "portal"},
    "wire": {"sync", "portal"},
    "texts": {"app", "ui", "cli", "files", "portal", "bootstrap"},
}
# They arrive with their own contract lines; `wire` and `texts` know themselves.
_SELF = {"wire": {"wire"}, "texts": {"texts"}}


def _top_level() -> set[str]:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    return folders | files


def _contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


@pytest.mark.parametrize("contract", sorted(KNOWN_BY))
def test_a_contract_leaves_nobody_out(contract: str) -> None:
    listed = _contracts()[f"importlinter:contract:{contract}"]["source_modules"].split()
    bound = {name.removeprefix("b2bdesk.") for name in listed}
    free = KNOWN_BY[contract] | _SELF.get(contract, set())
    assert bound == _top_level() - free, f"contract {contract} in .importlinter"


def test_every_package_has_its_layer() -> None:
    parser = _contracts()
    layers = " ".join(
        parser[f"importlinter:contract:{name}"]["layers"] for name in ("client", "portal")
    )
    placed = {word.strip("()").removeprefix("b2bdesk.") for word in layers.split()}
    assert _top_level() - placed - {"texts"} == set()


def test_no_import_goes_in_a_circle() -> None:
    """An import for a type alone happens only in a type checker's mind."""
    graph = grimp.build_graph("b2bdesk", cache_dir=None, exclude_type_checking_imports=True)
    order: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter()
    for module in graph.modules:
        order.add(module, *graph.find_modules_directly_imported_by(module))
    try:
        order.prepare()
    except graphlib.CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


@pytest.mark.parametrize("package", ["trade", "texts"])
def test_both_ends_share_only_the_standard_library(package: str) -> None:
    foreign = [
        module.at(statement, name)
        for module in product()
        if module.place.startswith(f"b2bdesk/{package}/")
        for statement, name in imported(module)
        if name.split(".")[0] not in (*sys.stdlib_module_names, "b2bdesk")
    ]
    expect_none(foreign)


def test_only_the_entries_compose_services() -> None:
    """Everybody else gets them handed in, and may only name their type."""
    entries = ("b2bdesk/app/", "b2bdesk/cli/__main__.py", "b2bdesk/bootstrap/")
    composing = [
        module.at(statement, name)
        for module in product()
        if not module.place.startswith(entries)
        for statement, name in imported(module)
        if name.startswith("b2bdesk.bootstrap") and name != "b2bdesk.bootstrap.Services"
    ]
    expect_none(composing)
