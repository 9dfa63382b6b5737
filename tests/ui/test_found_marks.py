"""What was searched for is marked in the article, whatever separators were typed."""

from __future__ import annotations

import pytest

from b2bdesk.ui.itemmodels.catalogue_rows import offer_row
from b2bdesk.ui.itemmodels.found_marks import article_marks
from b2bdesk.ui.itemmodels.rows import Cell
from b2bdesk.usecases.rows.offers import OfferRow


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("км-933", "КМ-933"),
        ("km933 08030", "КМ-933-08030"),
        ("08030", "08030"),
        ("3308", "33-08"),
        ("болт 08030", "08030"),
        ("болт", ""),
        ("", ""),
        ("8", ""),
    ],
)
def test_the_piece_is_marked(words: str, marked: str) -> None:
    article = "КМ-933-08030-88Z"
    spans = article_marks(words, article)
    assert "".join(article[start : start + length] for start, length in spans) == marked


def test_the_second_line_of_goods_marks_the_article() -> None:
    offer = OfferRow(
        n=1, id="i", article="КМ-933-08030", name="Болт М8", brand="Крепмаш", group="", okei="796",
        minimum_e3=1000, multiple_e3=1000, vat_code="", price_e5=None, stock_e3=None,
    )  # fmt: skip
    name = offer_row(offer, 0, two_line=True, marked="933 08030").cells["name"]
    assert isinstance(name, Cell)
    [(start, length)] = name.sub_marks
    assert name.sub[start : start + length] == "933-08030"
    plain = offer_row(offer, 0, two_line=False, marked="933 08030").cells["name"]
    assert isinstance(plain, Cell)
    assert plain.sub_marks == ()
