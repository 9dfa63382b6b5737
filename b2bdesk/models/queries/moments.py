"""Dates and instants as a portal sent them: what does not read is absent, never an exception.

Rows come from any portal (threat T17); one odd date must not hide a whole list.
"""

import datetime as dt


def day(text: object) -> dt.date | None:
    """Return an ISO date or the date of an instant; None when there is none."""
    if not isinstance(text, str):
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def instant(text: object) -> dt.datetime | None:
    """Return an aware instant; None when there is none. Without a zone it is taken for UTC."""
    if not isinstance(text, str):
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
