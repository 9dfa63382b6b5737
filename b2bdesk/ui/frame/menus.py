"""The menus behind «☰» and Alt: the same commands as everywhere, in eight groups."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from b2bdesk.texts import tr, trc
from b2bdesk.ui.frame.commands import (
    CART,
    DOCUMENTS,
    EDIT,
    FILE,
    HELP,
    MENUS,
    ORDER,
    SERVICE,
    VIEW,
    CommandRegistry,
)  # fmt: skip
from b2bdesk.ui.theme import icons, look


def menu_title(menu: str) -> str:
    """Words of a menu."""
    return {
        FILE: tr("File"),
        EDIT: tr("Edit"),
        CART: tr("Cart"),
        ORDER: trc("menu", "Order"),
        DOCUMENTS: tr("Documents"),
        VIEW: tr("View"),
        SERVICE: tr("Tools"),
        HELP: tr("Help"),
    }[menu]


def fill(target: QMenu | QMenuBar, commands: CommandRegistry) -> None:
    """Put all menus with their commands into a menu or a menu bar."""
    target.clear()
    for name in MENUS:
        entries = commands.in_menu(name)
        if not entries:
            continue
        menu = target.addMenu(menu_title(name))
        dress(menu)
        for command in entries:
            action = commands.action(command.id)
            if action is not None:
                if command.icon:
                    action.setIcon(icons.icon(command.icon, look.color("text2")))
                menu.addAction(action)


def dress(menu: QWidget) -> None:
    """Colours and spacing of a menu; set when it is made, menus are short-lived."""
    tokens = {n: look.color(n).name() for n in ("raised", "line", "text", "hover", "sel", "text3")}
    menu.setStyleSheet(
        "QMenu {{ background: {raised}; border: 1px solid {line}; padding: 5px; color: {text}; }}"
        "QMenu::item {{ padding: 6px 24px 6px 10px; border-radius: 5px; }}"
        "QMenu::item:selected {{ background: {sel}; color: {text}; }}"
        "QMenu::item:disabled {{ color: {text3}; }}"
        "QMenu::icon {{ padding-left: 8px; }}"
        "QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}".format(**tokens)
    )
