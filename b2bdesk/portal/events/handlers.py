"""Handler of `/events`."""

from __future__ import annotations

from b2bdesk.portal.events.hub import hub_of
from b2bdesk.portal.http.call import Call, Handler, Reply
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.events import MEDIA

LONGEST_WAIT = 60


def events(call: Call) -> Reply:
    """What moves, as it moves; with `wait` one answer after the first news or so many seconds."""
    hub = hub_of(call.storage)
    listener = hub.open(call.scope, call.headers.get("last-event-id", ""))
    # a proxy that gathers answers would hold events back
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Reply(media=MEDIA, headers=headers, stream=hub.stream(listener, _wait(call)))


def _wait(call: Call) -> float | None:
    text = call.query.get("wait", "")
    if not text:
        return None
    # a number of thousands of digits is none that Python would read
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= LONGEST_WAIT):
        raise Expected("bad_message", reason=f"wait is 0 to {LONGEST_WAIT}")
    return float(text)


HANDLERS: dict[str, Handler] = {"events": events}
