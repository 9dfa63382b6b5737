"""Article numbers of the demo catalogue."""

import random

from b2bdesk.portal.demo.families import Family, Make, Size


class Articles:
    """Writes article numbers as makers do: each brand in its own manner, some with dirt."""

    _PREFIXES = (
        "КМ",
        "АБВ",
        "ЭЛ",
        "FX",
        "ВТ",
        "NR",
        "СК",
        "ТМ",
        "HX",
        "МД",
        "LU",
        "ОФ",
        "KR",
        "УР",
    )

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(f"{seed}:articles")
        self._serial: dict[str, int] = {}
        self._manner: dict[str, int] = {}
        self._last = ""

    def article(self, family: Family, size: Size, make: Make, brand: str) -> str:
        """Return the article of the next item of a brand."""
        manner = self._manner.setdefault(brand, len(self._manner))
        serial = self._serial[brand] = self._serial.get(brand, 0) + 1
        if self._last and self._rng.random() < 0.002:
            # Real catalogues hold 35809A beside 35809a.
            twin, self._last = self._last, ""
            return twin.lower() if twin.upper() == twin else twin.upper()
        prefix = self._PREFIXES[manner % len(self._PREFIXES)]
        line = manner // len(self._PREFIXES)
        style = manner % 5
        if style == 0:
            text = f"{prefix}{line or ''}-{family.code}-{size.code}-{make.code}"
        elif style == 1:
            text = f"{prefix}{line or ''}-{serial:05d}"
        elif style == 2:
            text = f"00{manner:02d}{serial:06d}"
        elif style == 3:
            text = f"{prefix}{line or ''}.{family.code}.{size.code}/{make.code}"
        else:
            text = f"{family.code}{size.code}{make.code}{prefix[0]}{line or ''}".replace(",", "")
        if style in (0, 4):
            self._last = text
        return text
