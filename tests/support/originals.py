"""Copies of a home that count as the home itself, not as copies."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from b2bdesk.usecases.whereabouts import PLACE


def copy_home(home: Path, folder: Path) -> Path:
    """Copy a home; the copy does not know where it lay before."""
    shutil.copytree(home, folder)
    for store in folder.rglob("desk.db"):
        with closing(sqlite3.connect(store)) as connection:
            connection.execute("DELETE FROM setting WHERE key = ?", (PLACE,))
            connection.commit()
    return folder
