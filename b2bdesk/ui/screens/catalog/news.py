"""What the catalogue screen asks besides rows, and the words of its lines. No Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.errors import describe
from b2bdesk.ui.screens.catalog.finding import Finding
from b2bdesk.usecases.catalogue import Catalogue
from b2bdesk.usecases.ports.resolve import ResolvePort
from b2bdesk.usecases.rows.carts import Totals
from b2bdesk.usecases.rows.offers import Found, GroupRow, OfferRow, Query
from b2bdesk.usecases.services import Services

_NAMED = 3
EXAMPLE = "остаток>10 цена<500 склад:Химки"


@dataclass(frozen=True, slots=True)
class Facts:
    """Tree and terms of the contract in use.

    `loaded` says whether its catalogue ever came, `trouble` the code of what keeps it away;
    `total` is None before it was looked at.
    """

    groups: tuple[GroupRow, ...] = ()
    total: int | None = None
    contract: str = ""
    currency: str = "RUB"
    vat_included: bool = True
    prices_at: dt.datetime | None = field(default=None, compare=False)
    stock_at: dt.datetime | None = field(default=None, compare=False)
    loaded: bool = True
    running: bool = False
    trouble: str = ""
    buyer: str = ""


def read_facts(services: Services) -> Facts:
    """Read tree, contract and the age of prices; on a reader."""
    context = services.account.context()
    groups = services.search.groups()
    total = services.search.find(Query(limit=1)).total
    state = services.sync.state()
    ages = (state.freshness.get("prices"), state.freshness.get("stock"))
    if context is None:
        return Facts(groups, total)
    contract = context.contract
    return Facts(
        groups, total, contract.number, contract.currency, contract.vat_included, *ages,
        loaded="catalog" in state.freshness, running=state.running, trouble=state.error,
        buyer=context.entity.name,
    )  # fmt: skip


def one_item(catalogue: Catalogue, item_id: str) -> list[OfferRow]:
    """The row of an item by id, nothing when the cache has it no more."""
    offer = catalogue.by_id(item_id)
    return [offer] if offer is not None else []


def by_code(resolve: ResolvePort, code: str) -> list[OfferRow]:
    """The one item a scanned code leads to."""
    hits = resolve.resolve([code]).get(code, ())
    return [hits[0].offer] if len(hits) == 1 else []


def found_words(found: Found, text: str) -> str:
    """How many, and what was really searched for."""
    if not found.total:
        return ""
    count = formats.number(found.total)
    if found.counted:
        words = trn("{n} item", "{n} items", found.total).format(n=count)
    else:
        words = tr("more than {n}").format(n=count)
    if found.left_out:
        words += " · " + tr("missing: {words}").format(words=", ".join(found.left_out))
    elif found.corrected and found.corrected != text:
        words += " · " + tr("searched for “{words}”").format(words=found.corrected)
    if found.replaces:
        replaced = tr("replaces the discontinued {article}")
        words += " · " + replaced.format(article=found.replaces)
    return words


def wrong_words(found: Found) -> str:
    """What of the query language does not read, with an example; empty when all of it does."""
    if not found.error:
        return ""
    if found.choices:
        names = ", ".join(name for name, _ in found.choices[:_NAMED])
        told = tr("“{words}” is the name of nothing. There is: {names}")
        return told.format(words=found.error, names=names)
    words = tr("The condition “{words}” does not read. Write for example {example}")
    return words.format(words=found.error, example=EXAMPLE)


def no_goods_words(facts: Facts) -> tuple[str, str, str]:
    """Title, note and action of a catalogue without any goods; empty when there are some."""
    if facts.total != 0:
        return "", "", ""
    if facts.loaded:
        title = tr("The catalogue of “{buyer}” is empty").format(buyer=facts.buyer)
        note = tr("The supplier has opened no goods under contract {number}. Ask the manager, or"
                  " choose another legal entity or contract above.")  # fmt: skip
        return title, note.format(number=facts.contract), tr("Synchronise")
    if facts.running:
        note = tr("The goods are here as soon as they can be searched; nothing has to be done.")
        return tr("The catalogue is being loaded"), note, ""
    why = describe(facts.trouble).one_line() if facts.trouble else ""
    note = why or tr("It comes with the first synchronisation.")
    return tr("The catalogue is not here yet"), note, tr("Synchronise")


def empty_words(found: Found, finding: Finding) -> tuple[str, str, str]:
    """Title, note and action of the empty result."""
    text = finding.query.text
    if not text:
        return (
            tr("Nothing fits these filters"),
            tr("Remove one of them"),
            tr("Clear the filters"),
        )
    if found.choices:
        title = tr("“{words}” is the name of nothing").format(words=found.error)
        return title, tr("Choose one of the names there are"), tr("Clear the search")
    if found.error:
        note = tr("Write for example {example}").format(example=EXAMPLE)
        title = tr("The condition “{words}” does not read").format(words=found.error)
        return title, note, tr("Clear the search")
    title = tr("Nothing found for “{words}”").format(words=text)
    if found.elsewhere:
        count = formats.number(found.elsewhere)
        fits = trn("The filters hide {n} item", "The filters hide {n} items", found.elsewhere)
        return title, fits.format(n=count), tr("Search without the filters")
    return title, tr("Check the spelling, or search by a part of the word"), tr("Clear the search")


def cart_words(name: str, totals: Totals) -> tuple[str, str]:
    """The cart in the bar: its name, then lines and sum."""
    lead = tr("In the cart “{name}”").format(name=name)
    lines = trn("{n} line", "{n} lines", totals.lines).format(n=formats.number(totals.lines))
    return lead, f"{lines} · {formats.money(totals.gross_minor, totals.currency)}"
