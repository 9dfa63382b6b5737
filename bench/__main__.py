"""`dev.py bench`: measures the product's own paths beside their limits and prints one table.

    python3 dev.py bench [--size 150000] [--only search] [--json bench.json]

A number without its limit from the same run says little on a shared machine; ratios travel.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench import (
    cart_group,
    list_group,
    paper_group,
    portal_group,
    radar_group,
    search_group,
    sync_group,
    typing_group,
    window_group,
)
from bench.measure import Row, table
from bench.stage import staged

GROUPS = {
    "sync": sync_group,
    "search": search_group,
    "typing": typing_group,
    "cart": cart_group,
    "import": list_group,
    "pdf": paper_group,
    "grid": window_group,
    "radar": radar_group,
    "portal": portal_group,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the groups; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--size", type=int, default=12_000, help="articles in the catalogue")
    parser.add_argument("--only", choices=sorted(GROUPS), help="one group")
    parser.add_argument("--portal", type=Path, help="folder that keeps the demo portal of a size")
    parser.add_argument("--json", type=Path, help="file for the rows as JSON")
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory(prefix="b2bdesk-bench-") as folder,
        staged(Path(folder), chosen.size, chosen.portal) as stage,
    ):
        for name, group in GROUPS.items():
            if chosen.only in (None, name):
                print(f"{name} …", file=sys.stderr)
                rows.extend(group.rows(stage))
    print(table(rows))
    if chosen.json:
        text = json.dumps([row.as_dict() for row in rows], indent=1)
        chosen.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(row.ok is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
