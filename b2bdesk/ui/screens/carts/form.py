"""The checkout form at the right: how, where and when, credit, totals, the one primary button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.domain.order import Combination as Allowed
from b2bdesk.domain.order import ShippingDays, allowed_payments
from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.bars import Share, Shares
from b2bdesk.ui.widgets.button import BIG, PRIMARY, Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.date_field import DateField
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.foot_bars import FootBar
from b2bdesk.ui.widgets.labels import Line, Panel, PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.ui.widgets.screen_parts import FactRow, SideHeading
from b2bdesk.ui.widgets.scroll import GUTTER, ScrollArea
from b2bdesk.ui.widgets.select import Select
from b2bdesk.usecases.checkout import default_checkout, fitting, shipping_days
from b2bdesk.usecases.rows.account import ContractRow, CreditRow, EntityRow, MethodRow
from b2bdesk.usecases.rows.carts import Checkout, Totals

WIDTH = 300


class CheckoutForm(Panel):
    """What is decided besides the lines.

    Signals:
        sent: the primary button.
        edited: something that the portal's answer depends on changed.
        bound: id of another contract for this cart.
    """

    sent = Signal()
    edited = Signal()
    bound = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "l", parent)
        self.setFixedWidth(WIDTH)
        self._contract: ContractRow | None = None
        self.contract = Select(tr("Contract"), icon="file-text")
        self.delivery = Select(tr("Delivery"), icon="truck")
        self.address = Select(tr("Delivery address"), icon="map-pin")
        self.payment = Select(tr("Payment"), icon="credit-card")
        self.consignee = Select(tr("Consignee"), icon="building")
        self.partial = CheckBox(tr("Ship in parts"), checked=True)
        self.day = DateField(tr("Shipping date"))
        self.number = Field(tr("Your request No."))
        self.comment = Field(tr("Comment"), placeholder=tr("For the driver or the manager"))
        self._credit_title = SideHeading(tr("Credit limit"))
        self._credit = Shares(tr("Credit limit"))
        self._debt, self._order = FactRow(tr("Debt")), FactRow(tr("This order"))
        self._left = FactRow(tr("Left after it"))
        self._net, self._vat = FactRow(tr("Without VAT")), FactRow(tr("VAT"))
        self._total = PlainLabel("", 22, look.SEMIBOLD)
        self.banner = Banner()
        self.send = Button(tr("Send order"), PRIMARY, icon="send", key="Ctrl+Enter", height=BIG)
        self.send.clicked.connect(self.sent)
        self.contract.chosen.connect(self.bound)
        self.delivery.chosen.connect(self._on_method)
        self.address.chosen.connect(self._on_method)
        self.payment.chosen.connect(self._on_choice)
        self.consignee.chosen.connect(self._on_choice)
        self.day.date_changed.connect(self._on_choice)
        self._lay_out()

    def _lay_out(self) -> None:
        form = Panel("sunken")
        column = QVBoxLayout(form)
        column.setContentsMargins(16, 12, 16 - GUTTER, 12)
        column.setSpacing(12)
        column.addWidget(self.contract)
        for widget in (self.delivery, self.address, self.consignee, self.payment):
            column.addWidget(widget)
        pair = QHBoxLayout()
        pair.setSpacing(10)
        pair.addWidget(self.day, 5)
        pair.addWidget(self.number, 4)
        column.addLayout(pair)
        column.addWidget(self.comment)
        column.addWidget(self.partial)
        column.addWidget(Line())
        credit = QVBoxLayout()
        credit.setSpacing(2)
        for row in (self._credit_title, self._credit, self._debt, self._order, self._left):
            credit.addWidget(row)
        self._credit_box = QWidget()
        credit.setContentsMargins(0, 0, 0, 0)
        self._credit_box.setLayout(credit)
        column.addWidget(self._credit_box)
        column.addStretch(1)
        bar = FootBar("sunken", "t")
        foot = QVBoxLayout(bar)
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(6)
        foot.addWidget(self._net)
        foot.addWidget(self._vat)
        line = QHBoxLayout()
        line.addWidget(PlainLabel(tr("Total"), 13, look.SEMIBOLD))
        line.addStretch(1)
        line.addWidget(self._total)
        foot.addLayout(line)
        foot.addWidget(self.banner)
        foot.addWidget(self.send)
        note = PlainLabel(
            tr("Without a connection the order waits in the queue and goes by itself."), 12,
            tone="text2", wrap=True,
        )  # fmt: skip
        foot.addWidget(note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollArea(form, "sunken"), 1)
        whole.addWidget(bar)

    def show_terms(self, entity: EntityRow, contract: ContractRow, now: dt.datetime) -> None:
        """Offer what the contract allows, beginning with what is usual."""
        again = self._contract is not None and self._contract.id == contract.id
        self._contract = contract
        self.contract.set_current(contract.id)
        usual = default_checkout(entity, contract)
        chosen = self.checkout() if again else usual
        self.delivery.set_options(
            [(each.id, each.name) for each in contract.delivery_methods],
            chosen.delivery_method or usual.delivery_method,
        )
        self.delivery.setVisible(bool(contract.delivery_methods))
        self.address.set_options(
            [(each.id, each.name or each.text) for each in entity.addresses],
            chosen.address_id or usual.address_id,
        )
        self.address.setVisible(bool(entity.addresses))
        self._offer_consignees(entity, chosen.consignee_inn)
        self._offer_payments(chosen.payment_method or usual.payment_method)
        self._delivery_cost(contract)
        days = shipping_days(contract)
        first = days.first(now)
        self.day.set_rule(partial(day_words, days, contract, now))
        if first is not None and not again:
            self.day.set_date(first)

    def offer_contracts(self, entities: Sequence[EntityRow]) -> None:
        """Offer every contract of every firm; those of other firms say whose they are."""
        present = self._contract
        options = []
        for entity in entities:
            for contract in entity.contracts:
                words = contract_words(contract)
                same = present is not None and entity.id == present.entity_id
                options.append((contract.id, words if same else f"{words} · {entity.name}"))
        self.contract.set_options(options, present.id if present is not None else "")

    def show_totals(self, totals: Totals) -> None:
        """Net, VAT and gross."""
        words = trn("{n} line, without VAT", "{n} lines, without VAT", totals.lines)
        self._net.set(
            formats.amount(totals.net_minor, totals.currency),
            title=words.format(n=formats.number(totals.lines)),
        )
        self._vat.set(formats.amount(totals.vat_minor, totals.currency))
        self._total.set_text(formats.money(totals.gross_minor, totals.currency))

    def show_credit(self, credit: CreditRow | None, gross_minor: int) -> None:
        """The limit as a bar: debt, this order, what will be left."""
        known = credit is not None and credit.limit_minor is not None
        self._credit_box.setVisible(known)
        if credit is None or credit.limit_minor is None:
            return
        debt = credit.debt_minor or 0
        left = credit.limit_minor - debt - gross_minor
        self._credit_title.set(
            tr("Credit limit"), formats.money(credit.limit_minor, credit.currency)
        )
        over = "bad" if left < 0 else "accent"
        parts = ((debt, "text3", tr("Debt")), (gross_minor, over, tr("This order")),
                 (max(0, left), "track", tr("Left after it")))  # fmt: skip
        self._credit.set_parts(
            [
                Share(size // 100, tone, f"{words} {formats.money(size, credit.currency)}")
                for size, tone, words in parts
            ]
        )
        self._debt.set(formats.amount(debt, credit.currency))
        self._order.set(formats.amount(gross_minor, credit.currency))
        self._left.set(formats.amount(left, credit.currency), "bad" if left < 0 else "text")

    def checkout(self) -> Checkout:
        """What was decided."""
        return Checkout(
            address_id=self.address.current(),
            delivery_method=self.delivery.current(),
            payment_method=self.payment.current(),
            ship_date=self.day.day(),
            po_number=self.number.text().strip(),
            comment=self.comment.text().strip(),
            partial_delivery=self.partial.isChecked(),
            consignee_inn=self.consignee.current(),
        )

    def fit(self, places: Collection[str], now: dt.datetime) -> None:
        """Choose the nearest conditions and day the contract allows; the address stays.

        Args:
            places: warehouses the lines name.
            now: in the supplier's zone.
        """
        contract = self._contract
        if contract is None:
            return
        chosen = fitting(contract, self.checkout(), frozenset(places))
        self.delivery.set_current(chosen.delivery_method)
        self._offer_payments(chosen.payment_method)
        days, day = shipping_days(contract), self.day.day()
        if day is not None and days.why_not(day, now):
            self.day.set_date(days.on_or_after(max(day, now.date()), now))
        self.edited.emit()

    def forget(self) -> None:
        """Begin anew for another cart: number and comment belong to one order."""
        self.number.set_text("")
        self.comment.set_text("")
        self.partial.setChecked(True)

    def _on_method(self, _key: str) -> None:
        self._offer_payments(self.payment.current())
        self.edited.emit()

    def _on_choice(self, _chosen: object) -> None:
        self.edited.emit()

    def _offer_consignees(self, entity: EntityRow, chosen: str) -> None:
        """Who receives: the firm itself, or one of its consignees."""
        own = ListItem("", tr("{name} itself").format(name=entity.name))
        others = [ListItem(each.inn, each.name, each.address) for each in entity.consignees]
        self.consignee.set_options([own, *others], chosen)
        self.consignee.setVisible(bool(others))

    def _delivery_cost(self, contract: ContractRow) -> None:
        """Methods with their prices; those the contract does not allow say so when chosen."""
        items = [ListItem(each.id, each.name, method_words(each, contract.currency))
                 for each in contract.delivery_methods]  # fmt: skip
        self.delivery.set_options(items, self.delivery.current())

    def _offer_payments(self, wanted: str) -> None:
        contract = self._contract
        if contract is None:
            return
        allowed = allowed_payments(
            [
                Allowed(each.delivery_method, frozenset(each.address_ids),
                        frozenset(each.payment_methods))
                for each in contract.combinations
            ],
            [each.id for each in contract.payment_methods],
            self.delivery.current(),
            self.address.current(),
        )  # fmt: skip
        names = {each.id: each.name for each in contract.payment_methods}
        first = wanted if wanted in allowed else next(iter(allowed), "")
        self.payment.set_options([(each, names[each]) for each in allowed], first)
        self.payment.setVisible(bool(allowed))


def day_words(days: ShippingDays, contract: ContractRow, now: dt.datetime, day: dt.date) -> str:
    """Why nothing ships on a day, in words; empty when it does."""
    why = days.why_not(day, now)
    if why == "closed_weekday":
        return tr("the supplier has a day off")
    if why == "closed_date":
        return tr("the supplier is closed on this day")
    if why == "day_past":
        return tr("this day has passed")
    if why == "too_early" and days.late(now):
        words = tr("too late: orders after {time} count as of the next day")
        return words.format(time=contract.calendar.cut_off)
    return tr("too early: the goods have to be picked first") if why else ""


def method_words(method: MethodRow, currency: str) -> str:
    """«1 900,00 ₽, от 100 000,00 ₽ бесплатно»."""
    words = tr("free")
    if method.cost_minor:
        words = formats.money(method.cost_minor, currency)
        if method.free_from_minor is not None:
            least = formats.money(method.free_from_minor, currency)
            words = tr("{cost}, free from {sum}").format(cost=words, sum=least)
    if method.minimum_minor:
        least = formats.money(method.minimum_minor, currency)
        words = tr("{cost}, orders from {sum}").format(cost=words, sum=least)
    return words


def contract_words(contract: ContractRow) -> str:
    """«№ 15 от 12.01.2026, 14 дней»."""
    words = tr("No. {number}").format(number=contract.number)
    if contract.date is not None:
        words = tr("No. {number} of {date}").format(
            number=contract.number, date=formats.date(contract.date)
        )
    if contract.deferral_days:
        days = trn("{n} day", "{n} days", contract.deferral_days).format(n=contract.deferral_days)
        words = f"{words}, {days}"
    return words
