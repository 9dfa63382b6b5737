"""Columns of the import review: codes are seen whole, names keep their room."""

from __future__ import annotations

from b2bdesk.ui.itemmodels.import_rows import signs


def test_codes_are_seen_whole_and_a_few_long_ones_do_not_crowd_names_out() -> None:
    assert signs([]) == 0
    assert signs(["АБВ-1"] * 40) == 5
    usual = ["КМ-933-08060-88Z"]
    assert signs(["АБВ-1"] * 99 + usual) == len(usual[0]), "usual codes are never cut"
    long = ["ОЧЕНЬ-ДЛИННЫЙ-АРТИКУЛ-1"]
    assert signs(["АБВ-1"] * 99 + long) == 16
    assert signs(["АБВ-1"] * 9 + long) == 20, "in a short list one is many"
    assert signs(long * 50) == 20
