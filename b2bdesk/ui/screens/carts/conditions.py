"""The rules of a checked cart as list rows: what stops it, what to know, what is in order."""

from __future__ import annotations

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.ui.itemmodels.order_states import CHIPS, chip_words
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.account import ContractRow, CreditRow
from b2bdesk.usecases.rows.carts import CheckProblem, CheckResult

_CHIP_OF = {code: chip.key for chip in CHIPS for code in chip.codes}


_PRICES = ("price_kept", "price_later")
_FITS = ("combination_not_allowed", "date_not_available")
_ELSEWHERE = {
    "overdue_debt": "documents",
    "below_minimum_sum": "catalog",
    "below_delivery_minimum": "catalog",
}


def way_out(code: str) -> str:
    """Where a problem of the whole order is settled: a screen, `fit` = here, "" = nowhere."""
    return "fit" if code in _FITS else _ELSEWHERE.get(code, "")


def _way_words(code: str) -> str:
    words = {
        "fit": tr("Choose what fits"),
        "documents": tr("To the invoices"),
        "catalog": tr("To the catalogue"),
    }
    return words.get(way_out(code), "")


def chip_of(code: str) -> str:
    """The filter of the order sheet that shows the lines of a problem."""
    return _CHIP_OF.get(code, "")


def condition_items(
    result: CheckResult, contract: ContractRow | None, credit: CreditRow | None
) -> list[ListItem]:
    """Problems, blocking ones first, then the rules that are met; an empty cart meets none."""
    numbered = sorted(enumerate(result.problems), key=lambda pair: not pair[1].blocking)
    items = [_problem(number, each) for number, each in numbered]
    codes = {each.code for each in result.problems}
    if "cart_empty" in codes:
        return items
    currency = result.totals.currency
    if contract is not None and contract.minimum_sum_minor and "below_minimum_sum" not in codes:
        least = formats.money(contract.minimum_sum_minor, currency)
        items.append(_met("minimum", tr("Minimum sum"), tr("{sum}, reached").format(sum=least)))
    if credit is not None and credit.free_minor is not None and "credit_limit" not in codes:
        free = formats.money(credit.free_minor, currency)
        words = tr("{sum} free, enough").format(sum=free)
        items.append(_met("credit", tr("Credit limit"), words))
    if not any(each.line_ids for each in result.problems):
        items.append(_met("lines", tr("Lines"), tr("everything can be sent")))
    return items


def blocked_words(result: CheckResult) -> str:
    """What stops the sending, in a few words; empty when nothing does."""
    for each in result.problems:
        if each.blocking:
            return _title(each)
    return ""


def _problem(number: int, problem: CheckProblem) -> ListItem:
    tone = "bad" if problem.blocking else "warn"
    icon = "circle-x" if problem.blocking else "alert-circle"
    note = tr("settle this first: the order cannot go yet") if problem.blocking else ""
    action = ""
    if problem.code in _PRICES:
        action = tr("Show")
        note = errors.describe(problem.code, problem.params).sentence
    elif problem.line_ids:
        action = tr("Show")
        note = note or tr("the supplier decides")
    else:
        told = errors.describe(problem.code, problem.params)
        action = _way_words(problem.code)
        step = told.next_step if problem.blocking and not action else ""
        note = " ".join(filter(None, (told.sentence, step))) or note
    key = f"{number}:{problem.code}"
    return ListItem(key, _title(problem), note, icon=icon, icon_tone=tone, action=action)


def _title(problem: CheckProblem) -> str:
    if not problem.line_ids or problem.code in _PRICES:
        return errors.describe(problem.code, problem.params).title
    chip = chip_of(problem.code)
    words = chip_words()[chip][0] if chip else problem.code
    count = len(problem.line_ids)
    lines = trn("{n} line", "{n} lines", count).format(n=formats.number(count))
    return f"{words}: {lines}"


def _met(key: str, title: str, note: str) -> ListItem:
    return ListItem(key, title, note, icon="circle-check", icon_tone="ok")
