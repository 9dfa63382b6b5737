"""What was searched for is marked in the article, whatever separators were typed."""

from __future__ import annotations

import pytest

from b2bdesk.ui.itemmodels.found_marks import article_marks


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
