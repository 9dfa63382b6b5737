"""The same text, written the way a catalogue may have it: labels off, codes and sizes respelt.

Whole texts that are tried when the typed one finds nothing. Nothing here guesses at letters of
words (`queries.typos`); it undoes what keyboards, labels and habits do to codes and sizes.
"""

import json
import re
from collections.abc import Iterator
from itertools import product

from b2bdesk.models.queries.view import View
from b2bdesk.trade.fold import fold_article
from b2bdesk.trade.keyboard import swap_layout, untransliterate

_AROUND = " \t\r\n,;:*\"'`«»“”()[]<>|.!?=№#"
_LABEL = re.compile(
    r"^(?:(?:арт(?:икул)?|код(?:\s+товара)?|номер|шк|штрих-?\s?код|ean(?:-?13|-?8)?|gtin|barcode"
    r"|sku|id|art(?:icle)?|part|p/n|каталожный\s+номер|кат\.?\s?№)(?![^\W_])|№|#)[\s.:№#=-]*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:^|[\s,;]+)(?:[-–—x]\s*)?\d{1,6}\s?(?:шт|штук[аи]?|уп|упак|компл|пар[аы]?|pcs)\.?$",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"^(\S{5,})[\s;]+(?:[-–—x*х]\s?)?\d{1,6}$")
_GLUED = re.compile(
    r"(?<=[а-яё]{2})(?=[А-ЯЁA-Z])|(?<=[а-яё]{3})(?=[a-z]{3})|(?<=[a-z]{3})(?=[а-яё]{3})"
    r"|(?<=[^\W\d_]{3})(?=\d)|(?<=[а-яёА-ЯЁ]{3})(?=[mмMМ]\d)|(?<=\d\d)(?=[а-яё]{4})"
)
_NUMBERS = r"([mмMМ]?\d{1,4}(?:[.,]\d+)?)"
_SIZE = re.compile(
    rf"(?<![\w.,/-]){_NUMBERS}(?:\s*[-/–]\s*\d{{1,4}}(?:[.,]\d+)?){{1,2}}(?![\w/-]|[.,]\d)"
)
_SIZE_SIGN = re.compile(r"\s*[-/–]\s*")
_TWO_NUMBERS = re.compile(r"(?<![\w.,/-])(\d+[.,]\d+)\s+(\d+(?:[.,]\d+)?)(?![\w/-]|[.,]\d)")
_INNER = re.compile(r"(?<=[xх×*])(\d{1,2})(?=[xх×*])", re.IGNORECASE)
_ZERO_PART = re.compile(r"(?<=\d)[.,]0(?=\s*[xх×*])", re.IGNORECASE)
_HAS_LETTERS = re.compile(r"[^\W\d_]{2,}")
_CHUNK = re.compile(r"[^\d\s-]+")
_LETTER_O = str.maketrans("OoОо", "0000")
_MOST_MIXES, _MOST_CHUNKS, _LONGEST_CODE = 64, 5, 30
_KNOWN = (
    "SELECT j.value FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM item WHERE"
    " article_fold >= j.value AND article_fold < j.value || char(1114111))"
    " ORDER BY NOT EXISTS (SELECT 1 FROM item WHERE article_fold = j.value), j.key LIMIT 1"
)


def respelt(view: View, text: str) -> Iterator[str]:
    """Yield a text without labels, with zeros for O, sizes with x, glued words apart."""
    bare = unlabelled(text)
    if bare != text:
        yield bare
    ordered = _ORDERED.match(bare)
    if ordered and any(map(str.isdigit, ordered[1])):
        yield ordered[1]
    yield from _sizes(bare)
    if any(map(str.isdigit, bare)):
        yield " ".join(
            each.translate(_LETTER_O) if any(map(str.isdigit, each)) else each
            for each in bare.split()
        )
        for each in dict.fromkeys((text, bare)):
            mixed = _in_mixed_layouts(view, each)
            if mixed:
                yield mixed
    yield apart(bare)


def apart(text: str) -> str:
    """Return a text with glued words, numbers and scripts apart: «БолтМ8», «бур6х160»."""
    return " ".join(_GLUED.sub(" ", text).split())


def unlabelled(text: str) -> str:
    """Return a text without «арт.», «код», «штрихкод» before a code and without marks around it.

    The amount behind a code («… 10 шт») goes too. A text without digits stays as it is.
    """
    if not any(map(str.isdigit, text)):
        return text
    bare = _LABEL.sub("", text.strip(_AROUND)).strip(_AROUND)
    without = _AMOUNT.sub("", bare).rstrip(_AROUND + "-–—")
    bare = without if any(map(str.isdigit, without)) else bare
    return bare if any(map(str.isdigit, bare)) else text


def _sizes(text: str) -> Iterator[str]:
    """Yield other spellings of sizes: «8-30», «6/110», «4,2 16», «4,0х16», «125х6х22»."""
    if not _HAS_LETTERS.search(text):
        return
    joined = _TWO_NUMBERS.sub(r"\1х\2", _SIZE.sub(_with_x, text))
    if joined != text:
        yield joined
    inner = _INNER.sub(r"\1,0", joined)
    if inner != joined:
        yield inner
    without = _ZERO_PART.sub("", joined)
    if without != joined:
        yield without


def _with_x(size: re.Match[str]) -> str:
    return _SIZE_SIGN.sub("х", size[0])


def _in_mixed_layouts(view: View, text: str) -> str:
    """Return a code some of whose letters were typed in the other layout or script; "" = none.

    «КМ-ЫЬ-42070» for КМ-SM-42070: an article of two scripts, typed without changing the layout.
    """
    chunks = [found for found in _CHUNK.finditer(text) if _is_letters(found[0])]
    if not chunks or len(chunks) > _MOST_CHUNKS or len(text) > _LONGEST_CODE:
        return ""
    choices = [_ways(each[0]) for each in chunks]
    orders = sorted(product(*(range(len(each)) for each in choices)), key=sum)[:_MOST_MIXES]
    made: dict[str, str] = {}
    for order in orders:
        parts = [choice[at] for choice, at in zip(choices, order, strict=True)]
        mixed = _put_in(text, chunks, parts)
        folded = fold_article(mixed)
        if folded:
            made.setdefault(folded, mixed)
    found = view.rows(_KNOWN, (json.dumps(list(made)),))
    return made[found[0][0]] if found else ""


def _is_letters(chunk: str) -> bool:
    return any(map(str.isalpha, chunk + swap_layout(chunk)))


def _ways(chunk: str) -> list[str]:
    spelt = untransliterate(chunk) if chunk.isalpha() else []
    initial = [f"э{each[1:]}" for each in spelt[:1] if each.startswith("е")]
    return list(dict.fromkeys([chunk, swap_layout(chunk), *spelt[:2], *initial]))


def _put_in(text: str, chunks: list[re.Match[str]], parts: list[str]) -> str:
    made, at = [], 0
    for chunk, part in zip(chunks, parts, strict=True):
        made += [text[at : chunk.start()], part]
        at = chunk.end()
    return "".join([*made, text[at:]])
