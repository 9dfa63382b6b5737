"""The popovers of the header: legal entity, cart, notifications, person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.texts.formats import clock, date
from b2bdesk.ui.frame.context import CartItem, EntityItem, HeaderModel
from b2bdesk.ui.frame.toasts import Told
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import Line, PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList

ENTITY_WIDTH, CART_WIDTH, BELL_WIDTH, PERSON_WIDTH = 452, 380, 420, 240
DETAILS = "details"
NEW_CART, ALL_CARTS = "new", "all"
_SEARCH_FROM = 3


class EntityPopover(Popover):
    """Search, entities with free credit and Ctrl+n, details.

    Signals:
        entity_chosen: key.
        act: DETAILS.
    """

    entity_chosen = Signal(str)
    act = Signal(str)

    def __init__(self, window: QWidget, model: HeaderModel) -> None:
        super().__init__(window, width=ENTITY_WIDTH)
        self._all = model.entities
        current = model.entity.key if model.entity is not None else ""
        self._list = RowList(two_line=True)
        self._list.setAccessibleName(tr("Legal entities"))
        self._list.fill_height(8)
        if len(self._all) > _SEARCH_FROM:
            search = SearchField(tr("Name or INN"), name=tr("Name or INN"))
            search.edited.connect(self._narrow)
            search.entered.connect(self._list.choose_current)
            self.add(search)
        head = QHBoxLayout()
        head.setContentsMargins(6, 4, 66, 0)
        head.addWidget(PlainLabel(tr("Legal entity"), 12, look.MEDIUM, tone="text2"), 1)
        head.addWidget(PlainLabel(tr("Free credit"), 12, look.MEDIUM, tone="text2"))
        self.layout_box().addLayout(head)
        self.add(self._list)
        self.add(Line())
        more = RowList(row_height=32)
        more.setAccessibleName(tr("More"))
        more.set_items([ListItem(DETAILS, tr("Details and contracts"), icon="building")])
        self.add(more)
        self._list.set_items(entity_items(self._all), current)
        self._list.chosen.connect(self.close_now)
        self._list.chosen.connect(self.entity_chosen)
        more.chosen.connect(self.close_now)
        more.chosen.connect(self.act)

    def _narrow(self, words: str) -> None:
        folded = words.casefold().strip()
        shown = [e for e in self._all if folded in e.name.casefold() or folded in e.inn]
        self._list.set_items(entity_items(shown))
        self._list.select_first()


def entity_items(entities: Sequence[EntityItem]) -> list[ListItem]:
    """Rows of the switcher."""
    items = []
    for number, entity in enumerate(entities, 1):
        inn = tr("INN {inn}").format(inn=entity.inn) if entity.inn else ""
        items.append(
            ListItem(
                entity.key,
                entity.name,
                " · ".join(part for part in (inn, entity.note) if part),
                right=entity.credit or "—",
                right_tone=entity.credit_tone if entity.credit else "text3",
                avatar=(entity.letters, entity.colour),
                keycap=f"Ctrl+{number}" if number < 10 else "",
            )
        )
    return items


class CartPopover(Popover):
    """The carts of the entity, a new one, all of them.

    Signals:
        cart_chosen: key.
        act: NEW_CART or ALL_CARTS.
    """

    cart_chosen = Signal(str)
    act = Signal(str)

    def __init__(self, window: QWidget, carts: Sequence[CartItem], current: str) -> None:
        super().__init__(window, width=CART_WIDTH)
        picker = RowList(two_line=True)
        picker.setAccessibleName(tr("Carts"))
        picker.fill_height(8)
        picker.set_items(
            [
                ListItem(c.key, c.name, c.note, right=c.total, icon="shopping-cart")
                for c in carts
            ],
            current,
        )  # fmt: skip
        self.add(picker)
        self.add(Line())
        more = RowList(row_height=32)
        more.setAccessibleName(tr("More"))
        more.set_items(
            [
                ListItem(NEW_CART, tr("New cart"), icon="plus", keycap="Ctrl+Shift+N"),
                ListItem(ALL_CARTS, tr("All carts"), icon="list"),
            ]
        )
        self.add(more)
        picker.chosen.connect(self.close_now)
        picker.chosen.connect(self.cart_chosen)
        more.chosen.connect(self.close_now)
        more.chosen.connect(self.act)


class BellPopover(Popover):
    """The history of messages, the newest first; an action can still be taken.

    Args:
        window: the window.
        history: what was told.
        today: is this moment today (then the hour is shown, else the date).
    """

    def __init__(
        self, window: QWidget, history: Sequence[Told], today: Callable[[Told], bool]
    ) -> None:
        super().__init__(window, width=BELL_WIDTH)
        self._told = list(history)
        self.add(PlainLabel(tr("Notifications"), 14, look.SEMIBOLD))
        if not self._told:
            self.add(PlainLabel(tr("Nothing yet"), 13, tone="text2"))
            return
        rows = RowList(two_line=True, lines=True)
        rows.setAccessibleName(tr("Notifications"))
        rows.fill_height(9)
        items = []
        for number, told in enumerate(self._told):
            when = clock(told.at) if today(told) else date(told.at.date())
            bad = told.spec.tone == "bad"
            items.append(
                ListItem(
                    str(number),
                    told.spec.text,
                    " · ".join(part for part in (when, told.spec.note) if part),
                    icon="alert-circle" if bad else "info-circle",
                    icon_tone="bad" if bad else "text2",
                    action=told.spec.action if bad or told.spec.run is not None else "",
                )
            )
        rows.set_items(items)
        rows.action.connect(self._on_action)
        self.add(rows)

    def _on_action(self, key: str) -> None:
        run = self._told[int(key)].spec.run
        self.close_now()
        if run is not None:
            run()


class PersonPopover(Popover):
    """Who is signed in and what they can do.

    Signals:
        act: key of the action.
    """

    act = Signal(str)

    def __init__(
        self, window: QWidget, person: str, actions: Sequence[tuple[str, str, str]]
    ) -> None:
        """Args: actions as (key, words, icon)."""
        super().__init__(window, width=PERSON_WIDTH)
        name = PlainLabel(person, 13, look.SEMIBOLD)
        self.layout_box().addWidget(name)
        self.add(Line())
        rows = RowList(row_height=32)
        rows.setAccessibleName(person)
        rows.set_items([ListItem(key, words, icon=icon) for key, words, icon in actions])
        rows.chosen.connect(self.close_now)
        rows.chosen.connect(self.act)
        self.add(rows)
