"""Is a folder on a network share? SQLite's WAL does not work there (PROTOCOL R12).

Linux: the file system of the longest mount point above the folder. Windows: the drive type, and
every UNC path. Elsewhere the answer is no. Used before a data folder is opened.
"""

import ctypes
import sys
from pathlib import Path

from b2bdesk.trade.errors import Environment

_MOUNTS = Path("/proc/self/mounts")
_REMOTE = (
    "nfs",
    "cifs",
    "smb",
    "afs",
    "9p",
    "ncpfs",
    "ceph",
    "gluster",
    "lustre",
    "davfs",
    "sshfs",
)
_DRIVE_REMOTE = 4


def refuse_share(folder: Path) -> None:
    """Raise when the folder is on a network share.

    Raises:
        Environment: `folder_network` with the path and what it lies on.
    """
    kind = share_of(folder)
    if kind:
        raise Environment("folder_network", place=str(folder), kind=kind)


def share_of(folder: Path, mounts: Path = _MOUNTS) -> str:
    """Return the kind of network share a folder is on, empty when it is a local disk."""
    if sys.platform == "win32":
        return _windows_share(folder)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    target = folder.absolute()
    best, kind = -1, ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " ").replace("\\011", "\t"))
        if (target == point or point in target.parents) and len(point.parts) > best:
            best, kind = len(point.parts), parts[2]
    plain = kind.removeprefix("fuse.")
    return kind if plain.startswith(_REMOTE) else ""


def _windows_share(folder: Path) -> str:
    anchor = folder.absolute().anchor
    if anchor.startswith("\\\\"):
        return "UNC"
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return "network drive" if kernel.GetDriveTypeW(anchor) == _DRIVE_REMOTE else ""
