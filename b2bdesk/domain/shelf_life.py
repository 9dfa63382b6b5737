"""Until when goods may be used: when that is so soon that a buyer should be told."""

from datetime import date

SHORT_DAYS = 60
"""So many days before their day goods count as short-dated."""


def short_dated(use_by: date | None, today: date) -> bool:
    """Say whether the day is near or over; unknown is not short-dated."""
    return use_by is not None and (use_by - today).days <= SHORT_DAYS
