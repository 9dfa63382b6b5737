"""Carts and their checks as documents of `--json` and as tables."""

from collections.abc import Sequence
from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.console import pairs, table
from b2bdesk.domain.cautions import CAUTIONS
from b2bdesk.texts import errors, formats, tr, trc
from b2bdesk.texts.reasons import cart_mark
from b2bdesk.texts.statuses import status_text
from b2bdesk.usecases.rows.carts import (
    CartRow,
    CartSheet,
    CheckProblem,
    CheckResult,
    LineChange,
    LineRow,
    Totals,
)

OK = "ok"


def cart_document(row: CartRow) -> dict[str, Any]:
    """A cart in a list."""
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "active": row.active,
        "entity": row.entity_name,
        "contract": row.contract_number,
        "lines": row.lines,
        "gross": figures.money(row.gross_minor, row.currency),
        "currency": row.currency,
        "changed": figures.instant(row.changed_at),
        "note": row.note,
        "locked": row.frozen,
        "template": row.template,
    }


def sheet_document(sheet: CartSheet) -> dict[str, Any]:
    """An opened cart."""
    currency = sheet.cart.currency
    return {
        **cart_document(sheet.cart),
        "lines": [line_document(line, currency) for line in sheet.lines],
        "totals": totals_document(sheet.totals),
    }


def line_document(line: LineRow, currency: str) -> dict[str, Any]:
    """A line of a cart; price is per base unit, quantity in the line's unit."""
    return {
        "id": line.line_id,
        "item_id": line.item_id or None,
        "article": line.article or line.typed,
        "name": line.name,
        "quantity": figures.quantity(line.quantity_e3),
        "unit": line.unit,
        "base_quantity": figures.quantity(line.base_e3),
        "price": figures.price(line.price_e5, currency),
        "vat_rate": line.vat_code,
        "sum": figures.money(line.gross_minor, currency),
        "stock": figures.quantity(line.stock_e3),
        "state": line.states[0].code if line.states else OK,
        "reasons": [cart_mark(state.code, state.params) for state in line.states],
        "comment": line.comment,
    }


def totals_document(totals: Totals) -> dict[str, Any]:
    """Sums of a cart; weight in kilograms, volume in cubic metres."""
    return {
        "lines": totals.lines,
        "net": figures.money(totals.net_minor, totals.currency),
        "vat": figures.money(totals.vat_minor, totals.currency),
        "gross": figures.money(totals.gross_minor, totals.currency),
        "currency": totals.currency,
        "weight": figures.quantity(totals.weight_g),
        "volume": figures.cubic_metres(totals.volume_cm3),
    }


def warnings_document(lines: Sequence[LineRow]) -> list[dict[str, Any]]:
    """What is unusual about lines; it stops nothing."""
    return [
        {
            "line": line.line_id,
            "article": line.article,
            "code": state.code,
            "message": cart_mark(state.code, state.params),
        }
        for line in lines
        for state in line.states
        if state.code in CAUTIONS
    ]


def warnings_text(lines: Sequence[LineRow]) -> list[str]:
    """A sentence for each warning."""
    return [f"{each['article']}: {each['message']}" for each in warnings_document(lines)]


def check_document(result: CheckResult) -> dict[str, Any]:
    """What a check found."""
    currency = result.totals.currency
    return {
        "can_send": result.can_send,
        "asked_portal": result.asked_portal,
        "totals": totals_document(result.totals),
        "changed": [_change_document(each, currency) for each in result.changed],
        "problems": [
            {
                "code": each.code,
                "blocking": each.blocking,
                "lines": list(each.line_ids),
                "message": problem_text(each),
            }
            for each in result.problems
        ],
    }


def carts_text(rows: tuple[CartRow, ...]) -> str:
    """A table of carts."""
    if not rows:
        return tr("There are no carts.")
    headings = (
        "",
        trc("cli", "Cart"),
        trc("cli", "Lines"),
        trc("cli", "Sum"),
        trc("cli", "Buying as"),
        trc("cli", "State"),
        trc("cli", "Note") if any(row.note for row in rows) else "",
    )
    return table(
        headings,
        [
            (
                "*" if row.active else "",
                row.name,
                formats.number(row.lines),
                formats.money(row.gross_minor, row.currency),
                row.entity_name,
                _state(row),
                row.note,
            )
            for row in rows
        ],
        right="23",
    )


def _state(row: CartRow) -> str:
    """What a cart is: its state, and whether it is locked or a template."""
    states = {
        "draft": trc("cli", "draft"),
        "sealed": trc("cli", "on its way"),
        "deleted": trc("cli", "deleted"),
    }
    words = [states.get(row.state, row.state)]
    if row.template:
        words.append(trc("cli", "template"))
    if row.frozen:
        words.append(trc("cli", "locked"))
    return ", ".join(words)


def sheet_text(sheet: CartSheet) -> str:
    """What a cart is, its lines and its sums."""
    lines = sheet.lines
    shown = lines_table(lines, sheet.cart.currency) if lines else tr("The cart is empty.")
    return "\n".join([_head(sheet.cart), "", shown, "", totals_text(sheet.totals)])


def lines_table(lines: Sequence[LineRow], currency: str) -> str:
    """Lines of a cart for people, with their numbers in it."""
    headings = (
        "№",
        trc("cli", "Article"),
        trc("cli", "Name"),
        trc("cli", "Quantity"),
        trc("cli", "Unit"),
        trc("cli", "Price"),
        trc("cli", "Sum"),
        trc("cli", "Remarks"),
    )
    rows = [
        (
            formats.number(line.position),
            line.article or line.typed,
            line.name,
            formats.quantity(line.quantity_e3),
            line.unit,
            formats.price(line.price_e5) if line.price_e5 is not None else "—",
            formats.money(line.gross_minor, currency),
            "; ".join(
                [cart_mark(state.code, state.params) for state in line.states]
                + ([f"{trc('cli', 'comment')}: {line.comment}"] if line.comment else [])
            ),
        )
        for line in lines
    ]
    return table(headings, rows, right="0356")


def _head(row: CartRow) -> str:
    facts = [
        (trc("cli", "Cart"), row.name),
        (trc("cli", "Buying as"), row.entity_name),
        (trc("cli", "Contract"), row.contract_number),
        (trc("cli", "State"), _state(row)),
    ]
    if row.note:
        facts.append((trc("cli", "Note"), row.note))
    return pairs(facts)


def totals_text(totals: Totals) -> str:
    """Sums of a cart for people."""
    rows = [
        (trc("cli", "Lines"), formats.number(totals.lines)),
        (trc("cli", "Without VAT"), formats.money(totals.net_minor, totals.currency)),
        (trc("cli", "VAT"), formats.money(totals.vat_minor, totals.currency)),
        (trc("cli", "Total"), formats.money(totals.gross_minor, totals.currency)),
    ]
    if totals.weight_g:
        rows.append((tr("Weight, kg"), formats.quantity(totals.weight_g)))
    return pairs(rows)


def check_text(result: CheckResult) -> str:
    """What a check found, for people."""
    currency = result.totals.currency
    lines = [totals_text(result.totals), ""]
    for change in result.changed:
        name = change.line.article or change.line.typed
        lines.append(f"{name}: {change_text(change, currency)}")
    lines += [problem_text(each) for each in result.problems]
    if not result.asked_portal:
        lines.append(tr("Checked against the data on this computer; the portal was not asked."))
    lines.append(tr("The order can be sent.") if result.can_send else tr("It cannot be sent yet."))
    return "\n".join(lines)


def change_text(change: LineChange, currency: str) -> str:
    """How a line differs from what was seen when it was added."""
    price = change.price_portal_e5
    now = change.price_cached_e5 if price is None else price
    stock = change.stock_portal_e3 if change.stock_portal_e3 is not None else change.stock_cached_e3
    params: dict[str, Any] = {
        "old_e5": change.price_at_add_e5,
        "new_e5": now,
        "stock_e3": stock,
        "wanted_e3": change.line.base_e3,
        "typed": change.line.typed or change.line.article,
        "currency": currency,
    }
    if change.code in ("price_up", "price_kept", "price_later") and change.price_at_add_e5 == now:
        params["old_e5"] = change.price_cached_e5
    return cart_mark(change.code, params)


def problem_text(problem: CheckProblem) -> str:
    """One sentence about a rule that a cart breaks."""
    if problem.code in _OF_LINES:
        status = _STATUS.get(problem.code, problem.code)
        text = status_text("cart line", status)
        if text == status:
            text = cart_mark(problem.code, {})
        return tr("{text}: lines {n}").format(text=text, n=len(problem.line_ids))
    return errors.describe(problem.code, problem.params).one_line()


def _change_document(change: LineChange, currency: str) -> dict[str, Any]:
    return {
        "line": change.line.line_id,
        "article": change.line.article or change.line.typed,
        "code": change.code,
        "message": change_text(change, currency),
        "price_at_add": figures.price(change.price_at_add_e5, currency),
        "price_here": figures.price(change.price_cached_e5, currency),
        "price_portal": figures.price(change.price_portal_e5, currency),
        "stock_here": figures.quantity(change.stock_cached_e3),
        "stock_portal": figures.quantity(change.stock_portal_e3),
        "difference": figures.money(change.difference_minor, currency),
    }


_STATUS = {"none_left": "out_of_stock"}
_OF_LINES = frozenset(
    {
        "below_minimum",
        "discontinued",
        "foreign_unit",
        "no_price",
        "no_quantity",
        "none_left",
        "not_found",
        "off_multiple",
        "out_of_assortment",
        "price_asked",
        "short",
    }
)
