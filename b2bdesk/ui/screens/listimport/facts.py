"""What the review says about a list as a whole: how it was read, what will not go in."""

from __future__ import annotations

from b2bdesk.domain.bulk_rows import NO_GOODS
from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.import_rows import chip_counts, chip_words
from b2bdesk.ui.screens.listimport.pages import role_words
from b2bdesk.ui.screens.listimport.targets import carts_by_address
from b2bdesk.usecases.rows.bulk import ListPreview
from b2bdesk.usecases.rows.carts import CartRow

SURE_FROM = 55
_LEFT = ("lost", "amount", "out", "twice", "empty")


def sure(preview: ListPreview) -> bool:
    """Whether the layout needs no question: remembered, or plain enough and it brings lines."""
    return preview.remembered or (preview.confidence >= SURE_FROM and preview.lines > 0)


def facts_of(preview: ListPreview) -> dict[str, str]:
    """Columns, layout, repeats, rounding, other rows."""
    words = role_words()
    columns = [words[role] for role in words if preview.columns.get(role)]
    other = sum(preview.statuses.get(status, 0) for status in NO_GOODS)
    layout = tr("as last time") if preview.remembered else tr("found, {share}")
    return {
        "columns": ", ".join(columns),
        "layout": layout.format(share=formats.percent(preview.confidence)),
        "twice": tr("added up") if preview.options.sum_duplicates else tr("line by line"),
        "round": tr("up to the multiple") if preview.options.round_up else tr("as in the list"),
        "other": trn("{n} skipped", "{n} skipped", other).format(n=other) if other else "",
    }


def left_out(preview: ListPreview, keep: bool = False) -> str:
    """«Не войдут: 22 не найдено, 8 сложено»; `keep`: what was not found waits in the cart."""
    counts, words = dict(chip_counts(preview.statuses)), chip_words()
    if keep and preview.unknown:
        counts.pop("lost", None)
    parts = [
        f"{words[key][0].lower()} {formats.number(counts[key])}" for key in _LEFT if counts.get(key)
    ]
    if keep and preview.unknown:
        waits = trn("{n} line waits in the cart", "{n} lines wait in the cart", preview.unknown)
        kept = waits.format(n=formats.number(preview.unknown))
        if not parts:
            return kept
        rest = tr("Not added as lines of their own: {what}").format(what=", ".join(parts))
        return f"{kept} · {rest}"
    if not parts:
        return tr("every row goes in; one Ctrl+Z takes it back")
    return tr("Not added as lines of their own: {what}").format(what=", ".join(parts))


def target_words(preview: ListPreview, cart: CartRow | None, per_address: bool) -> str:
    """Where the lines go: «в «Ноябрь»» or «в 5 корзин по адресам»."""
    if per_address and preview.addresses:
        count = carts_by_address(preview)
        words = trn("to {n} cart by address", "to {n} carts by address", count)
        return words.format(n=formats.number(count))
    return tr("to “{cart}”").format(cart=cart.name if cart is not None else tr("a new cart"))


def head_words(preview: ListPreview, seconds: float) -> str:
    """«лист «Заказ» · 4 812 строк · прочитано за 0,6 с»."""
    rows = trn("{n} row", "{n} rows", preview.rows_read)
    took = formats.quantity(max(1, round(seconds * 10)) * 100)
    unread = len(preview.unread)
    more = trn("{n} more sheet with goods ({key})", "{n} more sheets with goods ({key})", unread)
    read = [each.name for each in preview.sheets if each.read]
    sheet = tr("sheet “{name}”").format(name=preview.sheet) if preview.sheet else ""
    if len(read) > 1:
        sheet = tr("sheets {names}").format(names=", ".join(read[:4]))
    facts = [
        sheet,
        rows.format(n=formats.number(preview.rows_read)),
        tr("read in {s} s").format(s=took),
        more.format(n=formats.number(unread), key="Ctrl+Shift+B") if unread else "",
    ]
    return " · ".join(each for each in facts if each)
