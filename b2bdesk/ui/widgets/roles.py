"""Roles of painted widgets for screen readers: a bare widget would be told as «client», nothing.

A widget names what it is in `accessible_role` and calls `told_as` once; its words are its
accessible name, as everywhere.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLE = "accessible_role"


def told_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Let screen readers take a widget for what it is."""
    setattr(widget, _ROLE, role)
    _install()


@cache
def _install() -> None:
    QAccessible.installFactory(_made)


def _made(_name: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(thing, _ROLE, None)
    if isinstance(thing, QWidget) and isinstance(role, QAccessible.Role):
        return QAccessibleWidget(thing, role)
    return None
