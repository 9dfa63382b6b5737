"""Which language to start in: the chosen one, else the system's, Russian when it is unknown.

People of the neighbouring countries read Russian more often than English; everybody else whose
language we know gets English.
"""

from __future__ import annotations

import ctypes
import locale
import os
import sys
from collections.abc import Mapping

RUSSIAN, ENGLISH = "ru", "en"
_READ_RUSSIAN = frozenset("ru be kk ky tg uz tk hy az mn uk tt ba cv sah ce".split())
_UNKNOWN = frozenset(("", "c", "posix"))


def pick_language(tag: str) -> str:
    """Our language for a system tag such as "ru_RU.UTF-8", "en-US" or "C"."""
    code = tag.replace("-", "_").split("_")[0].split(".")[0].strip().lower()
    return RUSSIAN if code in _UNKNOWN or code in _READ_RUSSIAN else ENGLISH


def system_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the system: B2BDESK_LANG, the usual variables, then what Windows says."""
    for name in ("B2BDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        tag = environ.get(name, "").split(":")[0]
        if tag:
            return pick_language(tag)
    return pick_language(_windows_tag())


def _windows_tag() -> str:
    """The tag of the Windows display language; empty elsewhere."""
    if sys.platform == "win32":
        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""
