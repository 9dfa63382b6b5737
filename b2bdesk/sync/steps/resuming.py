"""Going on where an earlier run stopped: proven pages of a whole scope are not fetched twice.

A whole scope that breaks off on its way into a build is parked with the cursor after its last
proven page; the next whole pull takes it up and asks from there. A portal that does not know the
cursor any more, or answers with everything, starts the scope anew.
"""

import logging
from contextlib import suppress

from b2bdesk.sync.plan import Pull
from b2bdesk.sync.ports import Cancel, Cancelled, Chance, FeedSource
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.steps.pull import Pulled, Reached, Sink, pull
from b2bdesk.sync.steps.write import ScopeSink
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.ports.cache import Parked

log = logging.getLogger(__name__)


def pull_on(
    source: FeedSource, wanted: Pull, sinks: tuple[ScopeSink, Sink], cancel: Cancel, chance: Chance
) -> Pulled:
    """Pull a scope, a whole one from where it stopped; when it breaks off, keep what came.

    Args:
        source: feeds.
        wanted: the scope and its cursor.
        sinks: the one that writes and the one that is given the pages.
        cancel: switched on to stop.
        chance: for pauses.

    Raises:
        Gone, Environment, Cancelled: as `pull`.
    """
    parked = sinks[0].resume(wanted.scope) if wanted.full else None
    if parked is not None:
        try:
            return _pull(source, wanted, sinks, (cancel, chance), _from(parked))
        except Gone as error:
            log.info("%s begins anew: %s", wanted.scope, error.reason)
    return _pull(source, wanted, sinks, (cancel, chance), Reached(wanted.cursor))


def _pull(
    source: FeedSource,
    wanted: Pull,
    sinks: tuple[ScopeSink, Sink],
    more: tuple[Cancel, Chance],
    reached: Reached,
) -> Pulled:
    writes, shown = sinks
    try:
        return pull(source, wanted, shown, *more, reached)
    except (Environment, Cancelled):
        if reached.head is not None and reached.sealed and reached.cursor and reached.rows:
            with suppress(Environment):  # a full disk: the trouble itself is told
                writes.park(Parked(reached.head, reached.cursor, reached.rows))
        raise


def _from(parked: Parked) -> Reached:
    return Reached(parked.cursor, parked.head, parked.rows, furthest=parked.rows, kept=parked.rows)
