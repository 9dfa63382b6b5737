"""What the page says of a contract and its firm: sections of names and values, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.texts import formats, mark, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.ui.theme.tokens import ENTITY_COLOURS
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.account import (
    BankRow,
    ContractRow,
    CreditRow,
    EntityRow,
    MethodRow,
    PartyRow,
)

_DAYS = (
    mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"),
)  # fmt: skip
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows; rows without a value are left out."""

    title: str
    rows: Pairs


def contract_items(entities: Sequence[EntityRow], active: str) -> list[ListItem]:
    """One row per contract, grouped by firm; the one in use is marked."""
    items = []
    for row in entities:
        colour = ENTITY_COLOURS[row.colour % len(ENTITY_COLOURS)]
        items.append(ListItem(f"firm:{row.id}", row.name, group=True))
        items += [
            ListItem(
                contract.id,
                contract_title(contract),
                contract_note(contract),
                avatar=(letter(row.name), colour),
                badge=tr("in use") if contract.id == active else "",
                badge_tone="ok",
            )
            for contract in row.contracts
        ]
    return items


def letter(name: str) -> str:
    """The letter of a firm: of its own name, not of its form of ownership."""
    own = name.partition("«")[2] or name.partition(" ")[2] or name
    return own[:1].upper()


def contract_title(contract: ContractRow) -> str:
    """«Договор № 15 от 12.01.2026»."""
    words = tr("Contract No. {number}").format(number=contract.number)
    if contract.date is not None:
        words += " " + tr("of {date}").format(date=formats.date(contract.date))
    return words


def contract_note(contract: ContractRow) -> str:
    """Currency and terms in a few words."""
    return " · ".join(part for part in (sign(contract.currency), deferral(contract)) if part)


def deferral(contract: ContractRow) -> str:
    """How long one may pay later."""
    if not contract.deferral_days:
        return contract.payment_terms
    days = contract.deferral_days
    return trn("{n} day to pay", "{n} days to pay", days).format(n=days)


def sections(entity: EntityRow, contract: ContractRow, credit: CreditRow | None) -> list[Section]:
    """Everything of a contract and its firm, in the order one asks for it."""
    found = [
        Section(tr("Contract"), _contract(contract)),
        Section(tr("Money"), _money(contract, credit)),
        Section(tr("Shipping"), _shipping(contract)),
        Section(tr("Delivery addresses"), _addresses(entity)),
        Section(tr("Requisites"), party_rows(entity.party)),
    ]
    for consignee in entity.consignees:
        title = tr("Consignee: {name}").format(name=consignee.name)
        found.append(Section(title, party_rows(consignee)))
    return [section for section in found if any(value for _, value in section.rows)]


def _contract(contract: ContractRow) -> Pairs:
    kinds = {"sale": tr("sale"), "consignment": tr("consignment")}
    return [
        (tr("Kind"), kinds.get(contract.kind, contract.kind)),
        (tr("Currency"), contract.currency),
        (tr("Price types"), ", ".join(each.name for each in contract.price_types)),
        (tr("Prices"), tr("with VAT") if contract.vat_included else tr("without VAT")),
        (tr("Payment"), contract.payment_terms),
        (tr("Deferral"), "" if contract.payment_terms else deferral(contract)),
        (tr("Ways to pay"), _methods(contract.payment_methods)),
    ]


def _money(contract: ContractRow, credit: CreditRow | None) -> Pairs:
    def money(minor: int | None) -> str:
        return "" if minor is None else formats.money(minor, contract.currency)

    rows = [(tr("Minimum order"), money(contract.minimum_sum_minor))]
    if credit is not None:
        rows += [
            (tr("Credit limit"), money(credit.limit_minor)),
            (tr("Debt"), money(credit.debt_minor)),
            (tr("Overdue"), money(credit.overdue_minor)),
            (tr("Free credit"), money(credit.free_minor)),
        ]
    return rows


def _shipping(contract: ContractRow) -> Pairs:
    calendar = contract.calendar
    closed = [tr(_weekday(day)) for day in calendar.closed_weekdays if 1 <= day <= 7]
    dates = [formats.date(day) for day in calendar.closed_dates]
    return [
        (tr("Ways"), _methods(contract.delivery_methods)),
        (tr("Orders of the day until"), calendar.cut_off),
        (tr("No shipping on"), ", ".join([*closed, *dates[:6]])),
    ]


def _weekday(day: int) -> str:
    return _DAYS[day - 1]


def _methods(methods: Sequence[MethodRow]) -> str:
    return "; ".join(method.name for method in methods)


def _addresses(entity: EntityRow) -> Pairs:
    ordered = sorted(entity.addresses, key=lambda each: not each.default)
    return [
        (
            each.name or tr("Address"),
            each.text + (f" ({tr('by default')})" if each.default else ""),
        )
        for each in ordered
    ]


def party_rows(party: PartyRow) -> Pairs:
    """Requisites as documents print them."""
    return [
        (tr("Full name"), party.full_name or party.name),
        (tr("INN / KPP"), " / ".join(part for part in (party.inn, party.kpp) if part)),
        (tr("OGRN"), party.ogrn),
        (tr("OKPO"), party.okpo),
        (tr("Address"), party.address),
        (tr("Director"), party.director),
        (tr("Accountant"), party.accountant),
        (tr("Phone"), party.phone),
        (tr("E-mail"), party.email),
        *(_bank(party.bank) if party.bank else []),
    ]


def _bank(bank: BankRow) -> Pairs:
    return [
        (tr("Bank"), bank.name),
        (tr("BIK"), bank.bik),
        (tr("Account"), bank.account),
        (tr("Correspondent account"), bank.corr_account),
    ]


def plain(found: Sequence[Section]) -> str:
    """The sections as text, for the clipboard."""
    lines = []
    for section in found:
        lines.append(section.title)
        lines += [f"{name}: {value}" for name, value in section.rows if value]
        lines.append("")
    return "\n".join(lines).strip()
