"""The floors of coverage bite where they should."""

from __future__ import annotations

from devtools.coverage_floors import shortfalls


def _report(total: float, **files: float) -> dict[str, object]:
    return {
        "totals": {"percent_covered": total},
        "files": {
            f"b2bdesk/trade/{name}.py": {"summary": {"percent_covered": percent}}
            for name, percent in files.items()
        },
    }


def test_a_package_below_its_floor_is_told() -> None:
    assert shortfalls(_report(79.9), 80, []) == ["the package: 79.9 %, floor 80 %"]


def test_a_file_that_must_be_complete_and_is_not_is_told() -> None:
    low = shortfalls(_report(90, money=99.5, fold=70), 80, ["b2bdesk/trade/money.py"])
    assert [line.split(":")[0] for line in low] == ["b2bdesk/trade/money.py"]


def test_a_folder_binds_all_its_files() -> None:
    low = shortfalls(_report(90, money=100, fold=70), 80, ["b2bdesk/trade/"])
    assert [line.split(":")[0] for line in low] == ["b2bdesk/trade/fold.py"]


def test_enough_is_enough() -> None:
    assert shortfalls(_report(80, money=100), 80, ["b2bdesk/trade/"]) == []
