"""Finds the real data that lies beside a checkout and never inside it.

Tests that need it call `shared_data()`; on a machine without the data they are skipped with a
reason that says how to have them run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_CHECKOUT = Path(__file__).resolve().parents[2]


def shared_root() -> Path | None:
    """Return the folder of real data, or None where this machine has none."""
    named = os.environ.get("B2BDESK_SHARED")
    folder = Path(named) if named else _CHECKOUT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def shared_data(*parts: str) -> Path:
    """Return a file or folder of the real data; skip the test where it is absent.

    Args:
        parts: path components below the folder of real data.
    """
    root = shared_root()
    if root is None:
        pytest.skip("no real data: set B2BDESK_SHARED or lay ../shared/data beside the checkout")
    found = root.joinpath(*parts)
    if not found.exists():
        pytest.skip(f"the real data of this machine has no {'/'.join(parts)}")
    return found
