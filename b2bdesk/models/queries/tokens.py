"""A typed text as tokens: sizes in one piece, inches and numbers named alike, glued words apart.

Pure text work for `queries.phrases`.
"""

import re

from b2bdesk.models.queries.spellings import FRACTIONS

INCH = "дюйм"
_BETWEEN = re.compile(r"(?<=\d)(?:\s*[xх×*]\s*|\s+на\s+)(?=\d)", re.IGNORECASE)
_SIZE_UNIT = re.compile(
    r"(?<=[xх×*]\d)([\d.,]*)\s*"
    r"(?:мм²|мм2|мм\.?\s?кв\.?|кв\.?\s?мм|mm2|мм|mm|см|cm)(?![\w])\.?",
    re.IGNORECASE,
)
_ROUND = re.compile(r"(?<![^\s(])(?:[øØ⌀фФ]|диам\.?)\s*(?=\d)")
_INCHES = re.compile(r"(?<=\d)\s*(?:\"|''|″|”|(?:дюйм|inch)[а-я]*\.?)(?![\w])", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?<![^\s(])(?:№|(?:n|номер|ном\.)\s*№?)\s*(?=\d{1,6}(?:/\d{1,2})?(?![^\s),;]))", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[а-яё]{4})(?=[мМmM]?\d)|(?<=\d[xхXХ]\d\d)(?=[а-яё]{4})")
_AFTER_DECIMAL = re.compile(r"(?<=\d[.,]\d)-(?=\d)")


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text: sizes in one piece, inches and numbers named alike."""
    for plain, fraction in FRACTIONS.items():
        text = text.replace(fraction, f" {plain}")
    text = _NUMBERED.sub("№", _INCHES.sub(_inch, text))
    joined = _BETWEEN.sub("х", _AFTER_DECIMAL.sub(" ", text))
    sized = _SIZE_UNIT.sub(r"\1 ", joined)
    return _GLUED.sub(" ", _ROUND.sub("", sized)).split()


def _inch(sign: re.Match[str]) -> str:
    """Inches after a whole number are told; a fraction says it by itself."""
    return " " if sign.string[: sign.start()][-2:-1] == "/" else f" {INCH}"
