"""Breaking text into lines: nothing lost, nothing wider than its cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.files.pdf.blocks import bound, short_name
from b2bdesk.files.pdf.typeset import bold, face, regular

WORDS = st.text(st.sampled_from("абвгДЁ xyZ019-/.,№×\xa0"), max_size=200)


@given(WORDS, st.floats(30, 200))
def test_lines_fit_and_keep_every_character(text: str, room: float) -> None:
    lines = regular().wrap(text, 8.5, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(regular().width(line, 8.5) <= room for line in lines)


def test_a_long_article_breaks_after_its_signs() -> None:
    assert regular().wrap("ABCDEFGH-1234567890/KLMNOP", 8.5, 62) == [
        "ABCDEFGH-",
        "1234567890/",
        "KLMNOP",
    ]


def test_digits_of_every_face_are_of_one_width() -> None:
    for name in ("PTSans-Regular", "PTSans-Bold", "PTSansNarrow-Regular", "PTSansNarrow-Bold"):
        assert len({face(name).width(digit, 10) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Труба ⌀20", "Труба Ø20"),
        ("5\u2009°C\u200b", "5\xa0°C"),
        ("a\u202eb\x07c", "abc"),
        ("и\u0306", "й"),
        ("ﬁle 中", "file ?" if not regular().width("ﬁ", 1) else "ﬁle ?"),
        ("1 234,50 ₽ № “х”", "1 234,50 ₽ № “х”"),
    ],
)
def test_text_is_made_printable(text: str, clean: str) -> None:
    assert regular().clean(text) == clean


def test_bold_is_wider_than_regular() -> None:
    assert bold().width("Итого", 9) > regular().width("Итого", 9)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Петров Пётр Петрович", "Петров\xa0П.\xa0П."),
        ("Римский-Корсаков  Николай Андреевич", "Римский-Корсаков\xa0Н.\xa0А."),
        ("Петров П. П.", "Петров П. П."),
        ("Acme Ltd", "Acme Ltd"),
    ],
)
def test_names_are_shortened_only_when_they_are_full(name: str, short: str) -> None:
    assert short_name(name) == short


def test_short_words_stay_with_what_follows() -> None:
    assert bound("117997, г. Москва, ул. Вавилова, д. 19") == (
        "117997, г.\xa0Москва, ул.\xa0Вавилова, д.\xa019"
    )
