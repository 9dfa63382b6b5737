"""What `contract set` may change of a contract's rules, and how `contract list` tells them.

Ways and combinations are written as the wire has them (docs/portal-api.yaml), one JSON object
each; «none» empties a list.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from b2bdesk.portal.accounts.rows import AddressRow, ContractRow
from b2bdesk.portal.commands.typed_values import bad, day, minor_sum
from b2bdesk.texts import tr
from b2bdesk.trade.money import Money
from b2bdesk.trade.pricing_rules import KINDS, Rate, Rule
from b2bdesk.wire.account import Calendar, Choice, Combination

T = TypeVar("T")
NONE = "none"
_WEEKDAYS = range(1, 8)


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `contract set`."""
    add = parser.add_argument
    sums = tr("Sum, or “none”")
    add("--credit-limit", metavar="SUM", help=sums)
    add("--minimum-sum", metavar="SUM", help=sums)
    add("--payment-terms", metavar="TEXT", help=tr("Terms of payment in words"))
    add(
        "--stop-overdue",
        choices=("yes", "no"),
        help=tr("Whether orders are refused while something is overdue"),
    )
    ways = tr("All ways anew, one JSON object each, or “none”; for example {example}")
    for name, example in (
        (
            "--delivery",
            '{"id": "truck", "name": "Доставка", "kind": "delivery", "cost": "900.00", '
            '"free_from": "50000.00", "minimum": "20000.00"}',
        ),
        ("--payment", '{"id": "bank", "name": "Безналичный расчёт", "kind": "transfer"}'),
    ):
        add(name, action="append", metavar="JSON", help=ways.format(example=example))
    add(
        "--combination",
        action="append",
        metavar="JSON",
        help=tr(
            "What goes together, all anew, or “none” for anything; for example {example}"
        ).format(
            example='{"delivery_method": "truck", "address_ids": [], "payment_methods": ["bank"]}'
        ),
    )
    _add_price_options(parser)
    _add_calendar_options(parser)


def _add_calendar_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--closed-weekdays", metavar="6,7", help=tr("Days of the week without shipping, or “none”"))
    add(
        "--closed-date",
        action="append",
        metavar="YYYY-MM-DD",
        help=tr("A day without shipping, all anew, or “none”"),
    )
    add("--cut-off", metavar="HH:MM", help=tr("Orders later in the day count for the next one"))
    add("--lead-days", type=int, help=tr("Working days between order and shipping"))


def _add_price_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--price-rule",
        action="append",
        metavar="JSON",
        help=tr("Price rules, all anew, or “none”; for example {example}").format(
            example='{"id": "d1", "kind": "percent_off", "on": "all", "value": "3.5"}'
        ),
    )
    add(
        "--rate",
        action="append",
        metavar="JSON",
        help=tr("Rates of currencies, all anew, or “none”; for example {example}").format(
            example='{"from": "RUB", "to": "CNY", "rate": "0.0881"}'
        ),
    )


def with_rules(
    row: ContractRow, options: argparse.Namespace, addresses: Sequence[AddressRow]
) -> ContractRow:
    """Return a contract with the rules that were named.

    Raises:
        Expected: `bad_arguments` for what does not read or names what the contract has not.
    """
    if options.credit_limit is not None:
        row = replace(row, credit_limit=_sum(options.credit_limit, row.currency))
    if options.minimum_sum is not None:
        row = replace(row, minimum_sum=_sum(options.minimum_sum, row.currency))
    if options.payment_terms is not None:
        row = replace(row, payment_terms=options.payment_terms)
    if options.stop_overdue is not None:
        row = replace(row, stop_overdue=options.stop_overdue == "yes")
    if options.delivery is not None:
        row = replace(row, delivery_methods=_ways(options.delivery, row.currency))
    if options.payment is not None:
        row = replace(row, payment_methods=_ways(options.payment, row.currency))
    if options.combination is not None:
        row = replace(row, combinations=_objects(options.combination, Combination))
    row = replace(row, calendar=_calendar(row.calendar, options))
    _check(row, addresses)
    return row


def price_terms(options: argparse.Namespace) -> dict[str, Any]:
    """The parts of the price terms that were named: `rules` and `rates` as the wire has them.

    Raises:
        Expected: `bad_arguments` for JSON that does not read and rules nobody would understand.
    """
    told: dict[str, Any] = {}
    if options.price_rule is not None:
        rules = _objects(options.price_rule, dict[str, Any])
        for each in rules:
            if not each.get("id") or Rule.from_dict(each).value is None:
                words = tr("This price rule would not be understood: {rule}. Kinds: {kinds}.")
                rule = msgspec.json.encode(each).decode()
                raise bad(words.format(rule=rule, kinds=", ".join(KINDS)))
        told["rules"] = list(rules)
    if options.rate is not None:
        rates = _objects(options.rate, dict[str, Any])
        for each in rates:
            if not Rate.from_dict(each).rate_e10:
                words = tr("This rate would not be understood: {rule}")
                raise bad(words.format(rule=msgspec.json.encode(each).decode()))
        told["rates"] = list(rates)
    return told


def rules_document(row: ContractRow) -> dict[str, Any]:
    """The rules as `contract list` tells them."""

    def text(minor: int | None) -> str | None:
        return None if minor is None else Money(minor, row.currency).text()

    return {
        "deferral_days": row.deferral_days,
        "payment_terms": row.payment_terms,
        "credit_limit": text(row.credit_limit),
        "minimum_sum": text(row.minimum_sum),
        "stop_overdue": row.stop_overdue,
        "delivery_methods": [msgspec.to_builtins(each) for each in row.delivery_methods],
        "payment_methods": [msgspec.to_builtins(each) for each in row.payment_methods],
        "combinations": [msgspec.to_builtins(each) for each in row.combinations],
        "calendar": msgspec.to_builtins(row.calendar),
    }


def _check(row: ContractRow, addresses: Sequence[AddressRow]) -> None:
    """A combination that names what is not there would never be met."""
    known = {
        "delivery_method": {each.id for each in row.delivery_methods},
        "payment_methods": {each.id for each in row.payment_methods},
        "address_ids": {each.id for each in addresses},
    }
    for each in row.combinations:
        named = {
            "delivery_method": [each.delivery_method],
            "payment_methods": each.payment_methods,
            "address_ids": each.address_ids,
        }
        for field, names in named.items():
            for name in names:
                if name not in known[field]:
                    words = tr("{field}: “{name}” is not there. There are: {known}.")
                    listed = ", ".join(sorted(known[field])) or "–"
                    raise bad(words.format(field=field, name=name, known=listed))


def _ways(texts: Sequence[str], currency: str) -> tuple[Choice, ...]:
    found = _objects(texts, Choice)
    ids = [each.id for each in found]
    if not all(ids) or len(set(ids)) < len(ids):
        raise bad(tr("Every way needs an id of its own."))
    for each in found:
        for text in filter(None, (each.cost, each.free_from, each.minimum)):
            _sum(text, currency)
    return found


def _objects(texts: Sequence[str], kind: type[T]) -> tuple[T, ...]:
    if list(texts) == [NONE]:
        return ()
    try:
        return tuple(msgspec.json.decode(text, type=kind, strict=True) for text in texts)
    except (msgspec.DecodeError, UnicodeError) as error:
        words = tr("This JSON does not read: {reason}")
        raise bad(words.format(reason=error)) from error


def _calendar(known: Calendar, options: argparse.Namespace) -> Calendar:
    if options.closed_weekdays is not None:
        known = msgspec.structs.replace(known, closed_weekdays=_weekdays(options.closed_weekdays))
    if options.closed_date is not None:
        days = [] if options.closed_date == [NONE] else [day(each) for each in options.closed_date]
        known = msgspec.structs.replace(known, closed_dates=days)
    if options.cut_off is not None:
        known = msgspec.structs.replace(known, cut_off=_time(options.cut_off))
    if options.lead_days is not None:
        if options.lead_days < 0:
            raise bad(tr("--lead-days is a whole number from 0 on."))
        known = msgspec.structs.replace(known, lead_days=options.lead_days)
    return known


def _weekdays(text: str) -> tuple[int, ...]:
    if text == NONE:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdigit() and int(part) in _WEEKDAYS for part in parts):
        raise bad(tr("--closed-weekdays takes days such as 6,7; 1 is Monday."))
    return tuple(sorted({int(part) for part in parts}))


def _time(text: str) -> str:
    """A time of the day, "" for none."""
    if text in ("", NONE):
        return ""
    try:
        return dt.time.fromisoformat(text).strftime("%H:%M")
    except ValueError as error:
        raise bad(tr("“{text}” is not a time such as 15:00.").format(text=text)) from error


def _sum(text: str, currency: str) -> int | None:
    return None if text == NONE else minor_sum(text, currency)
