"""Connections a supplier hands out: read whatever their shape, refused when they name no portal."""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.files.connection_file import Connection, names_connection, read_connection
from b2bdesk.trade.errors import Expected

ADDRESS = "https://b2b.example.ru"


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ('{"portal": "https://b2b.example.ru", "login": "ivanova"}', "ivanova"),
        ('\ufeff{"portal": " https://b2b.example.ru ", "more": [1]}', ""),
        ("https://b2b.example.ru\r\n", ""),
    ],
)
def test_a_file_names_the_portal_and_perhaps_the_login(
    tmp_path: Path, text: str, login: str
) -> None:
    path = tmp_path / "Поставщик.B2BDESK"
    path.write_text(text, encoding="utf-8")
    assert names_connection(str(path))
    assert read_connection(str(path)) == Connection(ADDRESS, login)


def test_a_link_names_the_same() -> None:
    link = "b2bdesk://connect?portal=https%3A%2F%2Fb2b.example.ru&login=%D0%90%D0%BD%D0%BD%D0%B0"
    assert names_connection(link)
    assert read_connection(link) == Connection(ADDRESS, "Анна")


@pytest.mark.parametrize(
    "text",
    [
        "", "{", '{"portal": 5}', '{"login": "x"}', "file:///etc/passwd", "https://",
        "javascript:alert(1)", "https://user:secret@b2b.example.ru", "[" * 60_000, "x" * 70_000,
        '{"portal": "https://b2b.example.ru/' + "a" * 600 + '"}', "https://[::1",
    ],
)  # fmt: skip
def test_what_names_no_portal_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.b2bdesk"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Expected, match="connection_unreadable"):
        read_connection(str(path))


@pytest.mark.parametrize("target", ["b2bdesk://connect", "b2bdesk://", "nowhere.b2bdesk"])
def test_links_and_files_without_an_address_are_refused(target: str) -> None:
    with pytest.raises(Expected, match="connection_unreadable"):
        read_connection(target)
