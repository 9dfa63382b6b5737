"""Everything a person reads: translations, texts of codes, formats of numbers, money and dates.

One door for UI, command line, PDF and portal (`tr`, `trn`, `trc`; `mark` in tables); stdlib only,
beside `trade`.
The core raises and returns codes, and only here they become sentences.
"""

from b2bdesk.texts.door import available, language, mark, set_language, speaking, tr, trc, trn

__all__ = ["available", "language", "mark", "set_language", "speaking", "tr", "trc", "trn"]
