"""Where everything lies on this machine (LIBRARIES §2.2), decided once at start.

Order: `--home` or `B2BDESK_HOME` (portable: everything in one folder), a `portable.txt` beside the
program (its `data` folder), else the platform's own places. A profile is one portal with one
sign-in; its folder holds desk.db, the caches and the vault.
"""

import hashlib
import os
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

from b2bdesk.trade.errors import Environment, Expected

APP = "b2bdesk"
DEFAULT_PROFILE = "default"
_PROFILE = re.compile(r"[\w][\w .-]{0,39}")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one profile; `ensure` makes them."""

    profile: str
    data: Path
    config: Path
    cache: Path
    logs: Path
    exports: Path
    portable: bool

    def ensure(self) -> "Places":
        """Make the folders, private to the user where the system knows that.

        Raises:
            Environment: `folder_not_writable`.
        """
        for folder in (self.data, self.config, self.cache, self.logs):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise Environment("folder_not_writable", place=str(folder)) from error
        return self


def find_places(
    home: Path | None = None,
    profile: str | None = None,
    env: Mapping[str, str] | None = None,
) -> Places:
    """Return the folders of a profile; nothing is made yet.

    Args:
        home: `--home`, wins over everything.
        profile: `--profile`, else `B2BDESK_PROFILE`, else "default".
        env: environment; None = that of the process.

    Raises:
        Expected: `profile_name_bad`.
    """
    given = os.environ if env is None else env
    name = check_profile(profile or given.get("B2BDESK_PROFILE") or DEFAULT_PROFILE)
    root = home or _portable_home(given)
    if root is not None:
        base = root.expanduser().absolute()
        return Places(
            name,
            base / "profiles" / name,
            base / "config",
            base / "cache" / name,
            base / "log",
            base / "exports",
            True,
        )
    dirs = PlatformDirs(APP, appauthor=False)
    return Places(
        name,
        Path(dirs.user_data_dir) / name,
        Path(dirs.user_config_dir),
        Path(dirs.user_cache_dir) / name,
        Path(dirs.user_log_dir),
        Path(dirs.user_documents_dir) / APP,
        False,
    )


def check_profile(name: str) -> str:
    """Return a profile name that is a safe folder name on every system.

    Raises:
        Expected: `profile_name_bad`.
    """
    plain = name.strip()
    stem = plain.split(".")[0].lower()
    if not _PROFILE.fullmatch(plain) or plain[-1] in " ." or stem in _RESERVED:
        raise Expected("profile_name_bad", name=name)
    return plain


def profiles(home: Path | None = None, env: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the names of the profiles that exist, in alphabetical order."""
    parent = find_places(home, DEFAULT_PROFILE, env).data.parent
    if not parent.is_dir():
        return ()
    return tuple(sorted(each.name for each in parent.iterdir() if (each / "desk.db").is_file()))


def computer() -> str:
    """Return a name for this computer that says nothing about it."""
    return hashlib.blake2b(platform.node().encode(), digest_size=8).hexdigest()


def program_folder() -> Path:
    """Return the folder of the program: of the executable when frozen, else the checkout."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).resolve().parents[2]


def _portable_home(env: Mapping[str, str]) -> Path | None:
    if env.get("B2BDESK_HOME"):
        return Path(env["B2BDESK_HOME"])
    folder = program_folder()
    return folder / "data" if (folder / "portable.txt").is_file() else None
