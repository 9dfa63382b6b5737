"""What one look at the radar brings, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.texts import formats, tr
from b2bdesk.ui.itemmodels import radar_rows as words
from b2bdesk.usecases.ports.tables import Table
from b2bdesk.usecases.rows.radar import ORDER, PURCHASE, Change, RadarFound, RadarQuery, RadarRow
from b2bdesk.usecases.services import Services

_TOP = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brought: changes, the names of the biggest, brands among them."""

    found: RadarFound
    top: tuple[RadarRow, ...]
    brands: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]


def first(services: Services, query: RadarQuery) -> Look | None:
    """Ask for what stands first; on a reader. None: it is not worth it."""
    found = services.radar.first(query)
    return None if found is None or not found.changes else _looked(services, found)


def look(services: Services, query: RadarQuery) -> Look:
    """Ask, and read the names of the biggest; on a reader."""
    return _looked(services, services.radar.look(query))


def _looked(services: Services, found: RadarFound) -> Look:
    biggest = [change for change in found.changes[:_TOP] if change.money_minor]
    groups = services.search.groups()
    return Look(
        found,
        tuple(services.radar.rows(found, biggest)),
        services.radar.brands(found) if found.changes else (),
        tuple((group.id, group.name) for group in groups if not group.parent),
    )


def table_of(
    services: Services, found: RadarFound, changes: Sequence[Change], named: tuple[str, str]
) -> Table:
    """Read all changes as a table with its title and facts; on a reader."""
    return words.table(*named, services.radar.rows(found, changes))


def facts(found: RadarFound) -> str:
    """Since when, and how far back the log goes."""
    if found.query.since == PURCHASE:
        return tr("against the price each was last bought at")
    if found.since is None:
        return ""
    local = found.since.astimezone()
    words_ = tr("since {date}, {time}").format(
        date=formats.date(local.date()), time=formats.clock(local)
    )
    if found.logged_from is not None and found.logged_from > found.since:
        seen = formats.date(found.logged_from.astimezone().date())
        words_ = f"{words_} · " + tr("changes are known since {date}").format(date=seen)
    if not found.whole:
        words_ = f"{words_} · " + tr("looking up the others…")
    return words_


def why_empty(found: RadarFound) -> tuple[str, str]:
    """Why nothing is shown, and what one may do."""
    asked = found.query
    if asked.bought or asked.favourites or asked.group or asked.brand:
        return tr("Nothing of these goods changed"), tr("Loosen the filters.")
    if asked.since == ORDER and found.since is None:
        return tr("There is no order by this contract yet"), ""
    if found.logged_from is None and asked.since != PURCHASE:
        return (
            tr("No change has been seen yet"),
            tr("Changes are written down from the second synchronisation on."),
        )
    return tr("Nothing changed"), facts(found)
