"""A buyer types what he knows: half an article, a size, a wrong layout, a typo (PERFORMANCE §3)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from b2bdesk.models.queries import phrases
from b2bdesk.models.queries.stemming import stem
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.rows.offers import Query
from b2bdesk.usecases.search import Search
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, contract, item

GOODS = (
    item(1, "Болт DIN 933 М8×30, кл. 8.8, оцинкованный", "КМ-933-08030-88Z"),
    item(2, "Болт DIN 933 М8×40, кл. 8.8, оцинкованный", "КМ-933-08040-88Z"),
    item(3, "Гайка DIN 934 М8, оцинкованная", "КМ-934-08000-Z"),
    item(4, "Шайба DIN 125 М8", "КМ-125-08000", group="g2"),
    item(5, "Шайба DIN 125 М10, кл. 8", "КМ-125-10000", group="g2"),
    item(6, "Кабель ВВГнг(А)-LS 3×2,5, бухта 100 м", "0047000019", group="g3", brand="Сегмент"),
    item(7, "Выключатель автоматический 1Р 16 А C", "AV-1P16C", group="g3", brand="ЕКФ"),
    item(8, "Розетка двойная, белый", "7000977", group="g3", brand="ЕКФ"),
    item(9, "Отвёртка крестовая PH2×100", "OT-PH2-100"),
    item(10, "Саморез с прессшайбой 4,2×19", "35809A"),
    item(11, "Саморез с прессшайбой 4,2×25", "35809a"),
    item(12, "Снятый с продажи болт", "OLD-1", status="deleted", replaced_by="i7"),
    item(13, 'Кран шаровой латунный 1/2", рычаг', "KR-12", group="g2"),
    item(14, "Кран шаровой латунный ¾, бабочка", "KR-34", group="g2"),
    item(15, "Труба Ø25 мм, ПНД", "TR-25", group="g2", code="00000000933"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client that knows the goods."""
    portal = FakePortal(contracts=[contract("c1", "e1"), contract("c2", "e2", assortment="few")])
    portal.page_rows = 100
    groups = (("g0", ""), ("g1", "g0"), ("g2", "g0"), ("g3", ""))
    rows = ({"id": one, "parent": up, "name": one, "ord": 1} for one, up in groups)
    portal.put("catalog", "all", "group", *rows)
    portal.put("catalog", "all", "item", *GOODS)
    portal.put("catalog", "few", "item", GOODS[2])
    portal.put("catalog", "all", "barcode", {"n": 8, "barcode": "4607123456784", "okei": "796"})
    portal.put(
        "prices", "pt", "price",
        *({"n": n, "min": 0, "price": (13 - n) * 100_000} for n in range(1, 11)),
    )  # fmt: skip
    portal.put("stock", "sv", "place", {"id": "m", "name": "М", "city": "", "ord": 1})
    portal.put("stock", "sv", "stock", {"n": 5, "place": "m", "qty": 5000, "at_least": 0})
    made = Client(tmp_path_factory.mktemp("search"), portal)
    made.sync()
    yield made
    made.close()


def found(client: Client, text: str, **filters: object) -> list[int]:
    return client.search.find(Query(text, **filters)).ns.tolist()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("КМ-933-08030-88Z", [1]),
        ("km933 08030", [1]),
        ("КМ-933", [1, 2]),
        ("0803", [1]),
        ("47000019", [6]),
        ("0047000019", [6]),
        ("4607123456784", [8]),
        ("4607 1234 56784", [8]),
        ("00-00000009", [9]),
        ("болты", [1, 2]),
        ("болт м8х30", [1]),
        ("Болт М8*30", [1]),
        ("болт 8x30", [1]),
        ("болт м8 30", [1]),
        ("болт м 8", [1, 2]),
        ("шайба 8", [5, 4]),
        ("ДИН933", [1, 2]),
        ("отвертка", [9]),
        ("отвёрткой", [9]),
        ("ввг 3х2.5", [6]),
        ("3x2,5", [6]),
        ("автомат 16а", [7]),
        ("автомат 16 а", [7]),
        ("выключатели ЕКФ", [7]),
        ("прессшайб 4.2", [10, 11]),
        ("ключат", [7]),
        ("35809 a", [10, 11]),
        ('кран 1/2"', [13]),
        ("кран ½", [13]),
        ("кран 3/4", [14]),
        ("труба 25", [15]),
        ("труба ф25мм", [15]),
        ("пресс шайба 4,2", [10, 11]),
        ("ввг 2,5мм²", [6]),
        ("болт м8 на 30", [1]),
    ],
)
def test_what_people_type_finds_the_goods(client: Client, text: str, expected: list[int]) -> None:
    assert found(client, text) == expected


@pytest.mark.parametrize(
    ("text", "corrected", "first"),
    [
        ("jndthnrf", "отвертка", 9),
        ("ифые", "", None),
        ("otvertka", "отвертка", 9),
        ("розетака", "розетка", 8),
        ("автамат", "автомат", 7),
        ("кабиль", "кабель", 6),
    ],
)
def test_what_was_meant_is_found_and_said(
    client: Client, text: str, corrected: str, first: int | None
) -> None:
    made = client.search.find(Query(text))
    assert made.corrected == corrected
    assert (made.ns[0] if made.ns else None) == first


def test_whole_words_and_stock_come_first(client: Client) -> None:
    assert found(client, "шайба") == [5, 4], "what is in stock comes first"
    assert found(client, "шайба м8") == [4]


def test_a_short_number_is_a_standard_before_it_is_a_code_with_zeros(client: Client) -> None:
    assert found(client, "933") == [1, 15, 2], "Enter orders what the number is written on"
    assert found(client, "00000000933") == [15]


def test_nothing_deleted_and_nothing_foreign_is_found(client: Client) -> None:
    assert found(client, "снятый") == []
    assert 12 not in found(client, "")
    client.account.use("e2", "c2")
    try:
        assert found(client, "") == [3]
        assert found(client, "болт") == []
        assert found(client, "км") == [3]
    finally:
        client.account.use("e1", "c1")


def test_a_discontinued_article_leads_to_what_replaces_it(client: Client) -> None:
    made = client.search.find(Query("old-1"))
    assert (made.ns.tolist(), made.replaces) == ([7], "OLD-1")
    assert client.search.find(Query("AV-1P16C")).replaces == ""


def test_what_only_the_filters_hide_is_counted_and_not_guessed(client: Client) -> None:
    made = client.search.find(Query("болт", group="g3"))
    assert (made.total, made.elsewhere) == (0, 2)
    assert client.search.find(Query("такого нет нигде", group="g3")).elsewhere == 0


def test_the_first_rows_are_the_first_of_all(client: Client) -> None:
    for text in ("болт", "шайба", "км", "9", "саморез 4,2"):
        whole = client.search.find(Query(text))
        quick = client.search.find(Query(text, limit=1, quick=True))
        assert quick.ns.tolist() == whole.ns.tolist()[:1]


def test_words_nobody_has_are_left_out_and_that_is_said(client: Client) -> None:
    made = client.search.find(Query("болт розовый м8х40"))
    assert (made.ns.tolist(), made.corrected) == ([2], "болт м8х40")


def test_filters_narrow_and_sorts_order(client: Client) -> None:
    assert found(client, "", group="g0") == [1, 2, 3, 4, 5, 9, 10, 11, 13, 14, 15]
    assert found(client, "", group="g3", brands=("ЕКФ",)) == [7, 8]
    assert found(client, "", in_stock=True) == [5]
    assert found(client, "", price_from_e5=700_000, price_to_e5=900_000) == [4, 5, 6]
    assert found(client, "болт", sort="price") == [2, 1]
    assert found(client, "", sort="price", descending=True)[:3] == [1, 2, 3]
    assert found(client, "", sort="price")[-1] == 15, "without a price comes last"
    assert found(client, "", sort="name")[:2] == [1, 2]
    assert found(client, "шайба", sort="article", descending=True) == [5, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("арт:КМ-933*", [1, 2]),
        ("бренд:екф", [7, 8]),
        ("бренд:ЕКФ розетка", [8]),
        ("остаток>4", [5]),
        ("остаток>5", []),
        ("остаток<1 шайба", [4]),
        ("цена<=3 болт", []),
        ("цена>=11", [1, 2]),
        ("цена:11", [2]),
        ('болт бренд:"метиз"', [1, 2]),
        ("article:km933 price>11", [1]),
    ],
)
def test_conditions_stand_beside_words(client: Client, text: str, expected: list[int]) -> None:
    search = Search(client.search, client.catalogue, client.reader)
    assert search.find(Query(text)).ns.tolist() == expected


@pytest.mark.parametrize(
    ("text", "error"),
    [("болт цена>дорого", "цена>дорого"), ("бренд>5", "бренд>5"), ("арт:", "арт:"),
     ("остаток<-1", "остаток<-1")],
)  # fmt: skip
def test_a_condition_that_does_not_read_is_named(client: Client, text: str, error: str) -> None:
    search = Search(client.search, client.catalogue, client.reader)
    made = search.find(Query(text))
    assert (made.error, made.total) == (error, 0)
    assert search.brands(Query(text)) == ()
    assert search.suggest(text) == []


def test_a_limit_keeps_the_true_total(client: Client) -> None:
    made = client.search.find(Query("", limit=3))
    assert (made.ns.tolist(), made.total, made.counted) == ([1, 2, 3], 14, True)
    assert found(client, "болт", limit=1) == [1]


def test_brands_are_counted_among_what_fits(client: Client) -> None:
    facets = {row.value: row.count for row in client.search.brands(Query("", group="g3"))}
    assert facets == {"ЕКФ": 2, "Сегмент": 1}
    assert client.search.brands(Query("", brands=("ЕКФ",)))[0].value == "Метиз"


def test_groups_have_counts_with_what_is_below(client: Client) -> None:
    counts = {row.id: row.count for row in client.search.groups()}
    assert counts == {"g0": 11, "g1": 6, "g2": 5, "g3": 3}


@pytest.mark.parametrize(
    "text",
    ['"', "'", "*", "()", "-", "a AND", "NEAR(", "^", ":", "%", "болт OR", "\\", "ё", "x" * 300],
)
def test_odd_signs_never_break_the_search(client: Client, text: str) -> None:
    client.search.find(Query(text))
    client.search.find(Query(text, sort="price", limit=5))
    client.search.suggestions(text, "", 5)


def test_own_codes_are_found(client: Client, tmp_path: Path) -> None:
    client.desk.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO own_code (code_fold, code, item_id, article, name, learned_at)"
            " VALUES (?, 'мой-77', 'i9', '', '', '2026-11-21')",
            (fold_article("мой-77"),),
        )
    )
    assert found(client, "МОЙ 77") == [9]
    hits = client.resolve.resolve(["мой-77"])["мой-77"]
    assert [(hit.kind, hit.offer.n) for hit in hits] == [("own_code", 9)]


def test_codes_of_lists_are_resolved_by_the_strictest_level(client: Client) -> None:
    asked = ["35809A", "35809a", "35809 A", " КМ-934-08000-Z ", "7000977", "07000977",
             "4607123456784", "00-00000003", "нет такого", ""]  # fmt: skip
    hits = client.resolve.resolve(asked)
    told = {
        code: [(hit.kind, hit.level, hit.offer.n) for hit in each] for code, each in hits.items()
    }
    assert told == {
        "35809A": [("article", 0, 10)],
        "35809a": [("article", 0, 11)],
        "35809 A": [("article", 3, 10), ("article", 3, 11)],
        " КМ-934-08000-Z ": [("article", 1, 3)],
        "7000977": [("article", 0, 8)],
        "07000977": [("article", 4, 8)],
        "4607123456784": [("barcode", 5, 8)],
        "00-00000003": [("code", 6, 3)],
    }


def test_what_is_outside_the_assortment_is_resolved_and_says_so(client: Client) -> None:
    client.account.use("e2", "c2")
    try:
        [hit] = client.resolve.resolve(["OT-PH2-100"])["OT-PH2-100"]
        assert not hit.offer.in_assortment
    finally:
        client.account.use("e1", "c1")


def test_names_resemble(client: Client) -> None:
    names = [row.n for row in client.resolve.similar("болты М8x40 оцинк. кл 8.8 DIN933", 3)]
    assert names[0] == 2
    assert client.resolve.similar("", 3) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("АВ-12", True), ("933", True), ("AV 1P16", True), ("болт", False), ("болт м8", False),
     ("М8х30", True), ("кабель 3x2.5", False)],
)  # fmt: skip
def test_codes_are_told_from_words(text: str, code: bool) -> None:
    assert phrases.looks_like_code(text) is code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("КМ-933-08999", ["КМ-933-08", "КМ-933"]),
        ("болт м8х999", ["болт м8"]),
        ("крн шаровой", ["кран шаровой"]),
        ("КМ-933-08999 цена>0", ["КМ-933-08 цена>0"]),
    ],
)
def test_what_may_have_been_meant_is_proposed_and_finds_something(
    client: Client, text: str, expected: list[str]
) -> None:
    search = Search(client.search, client.catalogue, client.reader)
    made = search.instead(Query(text), search.find(Query(text)))
    words = [each.words for each in made]
    assert [each for each in expected if each in words] == expected, words
    assert len(words) == len(set(words)) <= 5
    for each in made:
        plain = search.find(Query(each.words.removesuffix(" цена>0")))
        assert plain.total == each.total > 0
        assert not plain.corrected


def test_nothing_is_proposed_for_what_was_found_or_means_nothing(client: Client) -> None:
    search = Search(client.search, client.catalogue, client.reader)
    for text in ("болт", ",jkn", "щзщзщз", "''?", "", "цена>дорого"):
        assert search.instead(Query(text), search.find(Query(text))) == []


def test_words_are_stemmed_by_several_readers_at_once() -> None:
    """The stemmer keeps the word at hand in itself: one for all threads mixes them up."""
    words = [f"{start}{end}" for start in ("болт", "оцинкованн", "нержавеющ", "выключател")
             for end in ("ый", "ая", "ого", "ыми", "ями", "ах", "ов", "у")]  # fmt: skip
    expected = {word: stem(word) for word in words}

    def again(_turn: int) -> bool:
        return all(stem.__wrapped__(word) == expected[word] for word in words)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(again, range(200)))
    finally:
        sys.setswitchinterval(usual)
