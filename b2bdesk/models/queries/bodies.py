"""Reading the JSON bodies of orders and documents field by field.

Bodies come from any portal and keep what this version does not know; a field that is missing or
odd reads as empty or zero instead of hiding the whole order.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from b2bdesk.models.queries.moments import day, instant
from b2bdesk.trade.decimals import strict_decimal, to_scaled


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object with the exponent of its currency."""

    data: Mapping[str, Any]
    places: int = 2

    def text(self, name: str) -> str:
        """Return a text field."""
        value = self.data.get(name)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def scaled(self, name: str, exponent: int) -> int:
        """Return a decimal string as an integer scaled by 10^exponent, 0 when it does not read."""
        try:
            return to_scaled(strict_decimal(self.text(name)), exponent)
        except ValueError:
            return 0

    def minor(self, name: str) -> int:
        """Return a sum in minor units."""
        return self.scaled(name, self.places)

    def date(self, name: str) -> dt.date | None:
        """Return an ISO date."""
        return day(self.data.get(name))

    def instant(self, name: str) -> dt.datetime | None:
        """Return an instant, aware."""
        return instant(self.data.get(name))

    def parts(self, name: str) -> Iterator["Body"]:
        """Yield the objects of a list field."""
        for each in self.data.get(name) or ():
            if isinstance(each, Mapping):
                yield Body(each, self.places)
