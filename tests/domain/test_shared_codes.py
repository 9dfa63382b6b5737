"""Whatever two people do to a code, both ends agree in the end and nobody is overruled silently."""

from __future__ import annotations

import pytest

from b2bdesk.domain.shared_codes import MINE, TAKEN_AWAY, THEIRS, Meaning, Shared, gone, met

BOLT, NUT, LAMP = (Meaning("17", item) for item in ("bolt", "nut", "lamp"))
ME, OTHER = "u-me", "u-other"


def said(meaning: Meaning, author: str = OTHER, rev: int = 1) -> Shared:
    return Shared(meaning, "17", author, author, "", rev)


@pytest.mark.parametrize(
    ("mine", "known", "theirs", "stays", "won"),
    [
        # nothing here: the company's word comes
        (None, None, said(BOLT), BOLT, ""),
        # removed here, not sent yet: the same word again does not bring it back, another one does
        (None, said(BOLT), said(BOLT, rev=2), None, ""),
        (None, said(BOLT), said(NUT, rev=2), NUT, THEIRS),
        # both mean the same
        (BOLT, None, said(BOLT), BOLT, ""),
        (BOLT, said(NUT), said(BOLT, rev=2), BOLT, ""),
        # unchanged here: the company's word holds; who wrote it first is told
        (BOLT, said(BOLT, ME), said(NUT, rev=2), NUT, THEIRS),
        (BOLT, said(BOLT, OTHER), said(NUT, rev=2), NUT, ""),
        (BOLT, said(BOLT, ME), said(NUT, ME, rev=2), NUT, ""),
        # changed here and not sent: it goes and wins
        (BOLT, said(NUT), said(LAMP, rev=2), BOLT, MINE),
        (BOLT, None, said(NUT), BOLT, MINE),
    ],
)
def test_a_word_of_the_portal(
    mine: Meaning | None, known: Shared | None, theirs: Shared, stays: Meaning | None, won: str
) -> None:
    settled = met(mine, known, theirs, ME)
    assert settled.mine == stays
    assert (settled.clash.won if settled.clash else "") == won


def test_a_colleagues_spelling_and_unit_come_along() -> None:
    spelled = Meaning("№17", "bolt", "Б-840", "Болт", "778")
    assert met(BOLT, said(BOLT), said(spelled, rev=2), ME).mine == spelled
    # another unit is another meaning
    mine = Meaning("17", "bolt", okei="796")
    settled = met(mine, None, said(spelled), ME)
    assert (settled.mine, settled.clash) == (mine, None)


@pytest.mark.parametrize(
    ("mine", "known", "stays", "won"),
    [
        (BOLT, said(BOLT, ME), None, TAKEN_AWAY),
        (BOLT, said(BOLT, OTHER), None, ""),
        (BOLT, said(NUT, OTHER), BOLT, ""),
        (None, said(BOLT), None, ""),
        (BOLT, None, BOLT, ""),
    ],
)
def test_a_code_the_portal_no_longer_has(
    mine: Meaning | None, known: Shared | None, stays: Meaning | None, won: str
) -> None:
    settled = gone(mine, known, ME)
    assert settled.mine == stays
    assert (settled.clash.won if settled.clash else "") == won
