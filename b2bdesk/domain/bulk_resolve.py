"""From the texts of a row to one item, several, or none.

The resolver has already looked every text up; here a row's texts are tried strictest first, own
codes win over everything, article and barcode must agree, and what is only a resemblance becomes a
proposal. Pure; used by `domain.bulk`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from b2bdesk.domain.bulk_keys import PROPOSED_SOURCES, Key
from b2bdesk.domain.bulk_rows import ItemState, Match, Reason
from b2bdesk.trade.fold import fold_article, fold_name

_SURE_TOKEN = 6
_CASELESS = 2


class Resolution(NamedTuple):
    """What the codes of a row lead to.

    `items` are distinct ids: one = found (or proposed when `sure` is False), several = ambiguous.
    """

    items: tuple[str, ...] = ()
    kind: str = ""
    sure: bool = True
    okei: str = ""
    reasons: tuple[Reason, ...] = ()


NOTHING = Resolution()


def resolve_row(keys: Sequence[Key], resolved: Mapping[str, Sequence[Match]]) -> Resolution:
    """Choose among the hits of a row's texts."""
    if len(keys) == 1 and keys[0].source == "article":
        matches = resolved.get(keys[0].text, ())
        if len(matches) == 1:
            return Resolution((matches[0].item_id,), matches[0].kind, True, matches[0].okei)
        if not matches:
            return NOTHING
    found: Resolution | None = None
    many: dict[str, None] = {}
    for key in keys:
        hits = _strictest(resolved.get(key.text, ()), key.source)
        if not hits:
            continue
        ids = tuple(dict.fromkeys(match.item_id for match in hits))
        if key.source == "one_of_many":
            many.update(dict.fromkeys(ids))
        elif found is None:
            found = _resolution(key, hits, ids)
        else:
            found = _agreed(found, key, ids)
    if found is None and many:
        reasons = (Reason("several_codes"),) if len(many) > 1 else ()
        return Resolution(tuple(many), "article", True, "", reasons)
    return found or NOTHING


def by_name(found: Resolution, name: str, facts: Mapping[str, ItemState]) -> Resolution:
    """Let a name that is exactly that of one of several hits decide between them.

    Goods with one article and different names are real (a lamp in two lumen classes); the whole
    name must be the same after folding, or stand at the beginning of the text of the list.
    """
    folded = fold_name(name)
    if not folded:
        return found
    same = []
    for item_id in found.items:
        item = facts.get(item_id)
        mine = fold_name(item.name) if item is not None else ""
        if mine and (mine == folded or folded.startswith(mine + " ")):
            same.append((len(mine), item_id))
    best = max(same, default=(0, ""))[0]
    longest = [item_id for length, item_id in same if length == best]
    if len(longest) != 1:
        return found
    return found._replace(items=(longest[0],), reasons=(*found.reasons, Reason("name_decided")))


def _strictest(matches: Sequence[Match], source: str) -> list[Match]:
    """Hits of the strictest level; the buyer's own table wins over all others."""
    if source == "own_code":
        return [match for match in matches if match.kind == "own_code"]
    own = [match for match in matches if match.kind == "own_code"]
    if own:
        return own
    if not matches:
        return []
    level = min(match.level for match in matches)
    return [match for match in matches if match.level == level]


def _resolution(key: Key, hits: Sequence[Match], ids: tuple[str, ...]) -> Resolution:
    sure = key.source not in PROPOSED_SOURCES or _sure_token(key, hits)
    reasons = (Reason("article_in_name"),) if key.source in ("in_name", "token") else ()
    if key.source in ("date", "scientific"):
        reasons = (Reason(f"{key.source}_article", {"article": key.text}),)
    return Resolution(ids, hits[0].kind, sure, hits[0].okei if len(ids) == 1 else "", reasons)


def _sure_token(key: Key, hits: Sequence[Match]) -> bool:
    """A bare word of a name is the article only when it is long, unlike a size, and exact."""
    folded = fold_article(key.text)
    mixed = not folded.isdigit() and any(map(str.isdigit, folded))
    long_enough = len(folded) >= _SURE_TOKEN and (mixed or len(folded) >= 8)
    return key.source == "token" and long_enough and hits[0].level <= _CASELESS


def _agreed(found: Resolution, key: Key, ids: tuple[str, ...]) -> Resolution:
    """Put a further key beside what was found: it may narrow or contradict."""
    both = tuple(item for item in found.items if item in ids)
    if len(found.items) > 1 and len(both) == 1:
        return found._replace(items=both)
    if key.source == "barcode" and found.kind != "own_code" and not both:
        items = tuple(dict.fromkeys((*found.items, *ids)))
        return found._replace(items=items, reasons=(*found.reasons, Reason("codes_differ")))
    if not found.sure and both:
        return found._replace(sure=len(both) == 1 and key.source not in PROPOSED_SOURCES)
    return found
