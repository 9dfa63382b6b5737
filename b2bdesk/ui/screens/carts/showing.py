"""What a checked cart says on the screen: its heading, its differences, the primary button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.screens.carts.checking import Checked
from b2bdesk.ui.screens.carts.conditions import blocked_words
from b2bdesk.ui.screens.carts.form import CheckoutForm
from b2bdesk.ui.screens.carts.view import CartsView
from b2bdesk.ui.screens.outbox_words import outbox_words
from b2bdesk.usecases.rows.carts import CartRow
from b2bdesk.usecases.rows.orders import OutboxRow


def show_changes(view: CartsView, checked: Checked, name: str) -> None:
    """The heading with the time of the check, and the table of differences."""
    result = checked.result
    time = formats.clock(result.checked_at.astimezone())
    if result.asked_portal:
        words = tr("“{name}” · checked with the portal at {time}")
    else:
        words = tr("“{name}” · checked without the portal at {time}")
    view.header.set_facts(words.format(name=name, time=time))
    moved = [each for each in result.changed if each.code != "not_found"]
    count = len(moved)
    of = trn("{m} of {n} line", "{m} of {n} lines", result.totals.lines)
    note = of.format(m=formats.number(count), n=formats.number(result.totals.lines))
    calm = tr("Nothing has changed: prices and stock are as they were when lines were added")
    view.show_changes(moved, note, calm=calm if result.totals.lines else "")


def settle(form: CheckoutForm, context: ScreenContext, way: str, checked: Checked) -> None:
    """Go where a problem of the whole order is settled; `fit` = choose what the contract allows."""
    if way == "fit":
        form.fit({each.place for each in checked.lines}, checked.now)
    else:
        context.navigate(way)


def point_at_stop(view: CartsView, code: str) -> bool:
    """Put the keys on the condition that stopped the sending; False when the check has none."""
    stops = [item.key for item in view.conditions.items() if item.key.endswith(f":{code}")]
    if stops:
        view.conditions.set_current(stops[0])
        view.conditions.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return bool(stops)


def show_checkout(view: CartsView, cart: CartRow, fresh: bool) -> None:
    """The page of a draft, with its note; `fresh` = it was not checked yet."""
    view.header.set_title(tr("Checkout"))
    view.note.set_text(cart.note)
    view.note.setVisible(bool(cart.note))
    view.show_page("checkout")
    if fresh:
        view.header.set_facts(tr("“{name}”").format(name=cart.name))


def show_waiting(view: CartsView, cart: CartRow, queue: Sequence[OutboxRow], offline: bool) -> None:
    """The page of a cart whose order waits in the queue; `offline` = for the connection."""
    view.header.set_title(cart.name)
    view.header.set_facts(tr("is on its way to the supplier"))
    told = next((row for row in queue if row.id == cart.command_id), None)
    rest = tr("It goes by itself; it can be withdrawn until sending begins")
    if told is not None and told.state == "held":
        rest = tr("It goes once you have signed in; until then it can be withdrawn")
    words = outbox_words(told) if told is not None else ""
    if offline:
        words = tr("there is no connection: the order goes when it is back")
    note = f"{words[:1].upper()}{words[1:]}. {rest}" if words else rest
    view.waiting.set_words(tr("The order waits in the queue"), note)
    view.form.banner.clear()
    view.show_page("waiting")


def show_template(form: CheckoutForm) -> None:
    """A template is not sent: the primary button makes a cart of it."""
    form.send.setText(tr("New cart from it"))
    form.send.set_enabled(True)
    form.banner.tell("info", tr("This is a template"), tr("the button makes a cart of it"))


def refresh_button(form: CheckoutForm, checked: Checked | None, orders: int, stop: str) -> None:
    """The primary button and the banner above it.

    Args:
        form: holds both.
        checked: the last check.
        orders: how many orders the chosen way makes.
        stop: what stops the chosen way, in words; empty = nothing.
    """
    send = tr("Send order")
    if orders > 1:
        send = trn("Send {n} order", "Send {n} orders", orders).format(n=formats.number(orders))
    form.send.setText(send)
    if checked is None:
        form.send.set_enabled(True)
        form.banner.clear()
        return
    if checked.waits:
        form.send.setText(tr("Put into the queue"))
    stop = stop if orders > 1 else blocked_words(checked.result)
    form.send.set_enabled(not stop, stop)
    if stop:
        form.banner.tell("bad", stop, tr("settle this first: the order cannot go yet"))
    elif checked.result.changed:
        count = len(checked.result.changed)
        words = trn("{n} change to look at", "{n} changes to look at", count).format(n=count)
        form.banner.tell("warn", words, tr("sent as it stands on the screen"), icon="clock")
    elif any(not each.line_ids for each in checked.result.problems):
        form.banner.tell("warn", tr("It can be sent"), tr("see the conditions: it may be refused"))
    else:
        form.banner.tell("ok", tr("Ready to send"))
