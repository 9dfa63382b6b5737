"""`find`: searches the local catalogue, with this buyer's prices and stock."""

from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, language, tr, trc, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.unit import short
from b2bdesk.usecases.rows.offers import Found, OfferRow, Query, Suggestion
from b2bdesk.usecases.saved_searches import SavedSearches

DEFAULT_LIMIT = 20
EVERYTHING = "*"
LEAVES_OUT = ("-", "\u2212")
"""The second is what `parser.parse` makes of a hyphen that would be taken for an option."""


def register(commands: Commands) -> None:
    """Add the command."""
    find = commands.add(
        "find",
        tr("Search the catalogue: words, articles, barcodes"),
        _find,
        examples=(
            "find болт м8 --in-stock", "find 85123A --json", "find болт м8 --save болты",
            "find --saved болты", "find кабель склад:Химки акция:да 'сечение>=2,5'",
            "find болт м8 -оцинкованный -бренд:Норд",
        ),
    )  # fmt: skip
    find.add_argument(
        "text",
        nargs="*",
        metavar=trc("cli", "TEXT"),
        help=tr("words; * for everything; -word leaves out"),
    )
    find.add_argument(
        "--saved", metavar=trc("cli", "NAME"), help=tr("run the search saved under a name")
    )
    find.add_argument(
        "--save", metavar=trc("cli", "NAME"), help=tr("save the search under a name as well")
    )
    find.add_argument("--in-stock", action="store_true", help=tr("only what is in stock"))
    find.add_argument(
        "--limit",
        type=int,
        default=DEFAULT_LIMIT,
        metavar="N",
        help=tr("at most so many items ({n} when not given)").format(n=DEFAULT_LIMIT),
    )


def _find(call: Call) -> Result:
    call.need_catalogue()
    context = call.services.account.context()
    if context is None:
        raise Expected("no_contract")
    limit = max(0, call.options.limit)
    text = _words(call)
    query = Query(text="" if text == EVERYTHING else text, in_stock=call.options.in_stock)
    found = call.services.search.find(query)
    if found.error:
        words = tr("The condition “{words}” does not read").format(words=found.error)
        if found.choices:
            names = ", ".join(name for name, _ in found.choices)
            told = tr("“{words}” is the name of nothing. There is: {names}")
            words = told.format(words=found.error, names=names)
        raise Expected("bad_arguments", text=words)
    offers = call.services.search.offers(found.ns[:limit])
    instead = call.services.search.instead(query, found)
    currency = context.contract.currency
    document = {
        "total": found.total,
        "corrected": found.corrected or None,
        "left_out": list(found.left_out),
        "suggestions": [{"text": each.words, "total": each.total} for each in instead],
        "items": [_document(offer, currency) for offer in offers],
    }
    return Result(document, _text(found, instead, offers, currency))


def _words(call: Call) -> str:
    """Return the text that is looked for: typed, or kept under a name and what is typed more.

    Raises:
        Expected: `bad_arguments` when there is neither, `search_not_saved`.
    """
    texts = call.options.text
    typed = " ".join(map(_requoted, texts)) if len(texts) > 1 else " ".join(texts)
    kept = call.options.saved
    text = f"{_saved(call).find(kept).text} {typed}".strip() if kept is not None else typed
    if not text:
        raise Expected("bad_arguments", text=tr("What is to be found?"))
    if call.options.save is not None:
        _saved(call).keep(call.options.save, text)
    return text


def _requoted(typed: str) -> str:
    """Give a phrase that is left out the quotes back that the shell took."""
    minus, words = typed[:1], typed[1:]
    alone = minus in LEAVES_OUT and " " in words and '"' not in words and ":" not in words
    return f'{minus}"{words}"' if alone else typed


def _saved(call: Call) -> SavedSearches:
    return SavedSearches(call.services.settings)


def _document(offer: OfferRow, currency: str) -> dict[str, Any]:
    return {
        "id": offer.id,
        "article": offer.article,
        "name": offer.name,
        "brand": offer.brand,
        "price": figures.price(offer.price_e5, currency),
        "currency": currency,
        "unit": short(offer.okei, language()),
        "stock": figures.quantity(offer.stock_e3),
        "stock_at_least": offer.at_least,
        "use_by": offer.use_by.isoformat() if offer.use_by else None,
        "minimum": figures.quantity(offer.minimum_e3),
        "multiple": figures.quantity(offer.multiple_e3),
        "status": offer.status,
        "replaced_by": offer.replaced_by or None,
    }


def _text(found: Found, instead: list[Suggestion], offers: list[OfferRow], currency: str) -> str:
    lines = []
    if found.left_out:
        left_out = ", ".join(found.left_out)
        lines.append(tr("Nothing has all the words; shown without: {words}").format(words=left_out))
    elif found.corrected:
        lines.append(tr("Searched for: {text}").format(text=found.corrected))
    if instead:
        meant = ", ".join(each.words for each in instead)
        lines.append(tr("Did you mean: {text}?").format(text=meant))
    headings = (
        trc("cli", "Article"),
        trc("cli", "Name"),
        tr("Price, {currency}").format(currency=currency),
        trc("cli", "Stock"),
        trc("cli", "Unit"),
        trc("cli", "Multiple"),
    )
    rows = [
        (
            offer.article,
            offer.name,
            formats.price(offer.price_e5) if offer.price_e5 is not None else "—",
            _stock(offer),
            short(offer.okei, language()),
            formats.quantity(offer.multiple_e3) if offer.multiple_e3 else "",
        )
        for offer in offers
    ]
    if rows:
        lines.append(table(headings, rows, right="235"))
    shown = trn("{n} item found", "{n} items found", found.total).format(
        n=formats.number(found.total)
    )
    lines.append(shown)
    return "\n".join(lines)


def _stock(offer: OfferRow) -> str:
    if offer.stock_e3 is None:
        return "—"
    return (">" if offer.at_least else "") + formats.quantity(offer.stock_e3)
