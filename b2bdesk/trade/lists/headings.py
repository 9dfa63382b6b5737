"""The words people put over columns, and what they mean by them.

Order matters: «Кол-во в упаковке» is a pack before it is a quantity, «Сумма заказа» a sum before it
is an order. `role_of` is asked once per heading text by `lists.layout`; roles that no import uses
(`stock`, `pack`, `number` …) exist so that such columns are not taken for something else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

MAX_HEADING = 90

ARTICLE, NAME, QUANTITY, UNIT = "article", "name", "quantity", "unit"
BARCODE, PRICE, COMMENT, ADDRESS = "barcode", "price", "comment", "address"
OWN_CODE, SUM, STOCK, PACK = "own_code", "sum", "stock", "pack"
NUMBER, BRAND, GROUP, TOTAL = "number", "brand", "group", "total"
VAT, OTHER = "vat", "other"


class Heading(NamedTuple):
    """What a heading says: its role and how surely (1 weak … 10 sure)."""

    role: str
    strength: int


def _rules(*rows: tuple[str, int, str]) -> tuple[tuple[Heading, re.Pattern[str]], ...]:
    return tuple((Heading(role, strength), re.compile(text)) for role, strength, text in rows)


_RULES = _rules(
    (QUANTITY, 9, r"^кол\w*,? ?\(?(объем|масса нетто)\b"),
    (OTHER, 5, r"\bпо полю\b|^названия строк$|^row labels$|^(sum|count) of "),  # pivot tables
    (OTHER, 5, r"^(итого )?(приход|расход|оборот)\b|(нач|кон)\w*\.? ?ост\w*.* сумм|price ?break"),
    (STOCK, 9, r"\bкон(ечн\w*|\.)? ?ост\b|кон\w*\.? остат|остат\w* на конец|\bдоступно$|свободн"),
    (STOCK, 6, r"\bнач(альн\w*|\.)? ?ост\b|нач\w*\.? остат|остат\w* на начало|^ожида"),
    (STOCK, 5, r"^склад$"),
    (NAME, 9, r"^номенклатура, "),
    (
        OTHER,
        5,
        r"^к(ол)?\w*[-. ]*(во)?[-. ]*(сим|ядер|порт|камер|фаз|полюс|жил|секц|скорост|гиб|отвер)",
    ),
    (QUANTITY, 10, r"^рек\w*\.? заказ"),
    (GROUP, 5, r"^(номенклатурн|товарн|ценов|ассортиментн)\w* групп\w*$"),
    (ARTICLE, 8, r"^номенклатура[., /]+код$"),
    (
        PRICE,
        9,
        r"^(сметная |общая )?(цен[аы]|стоимость|расценк\w*)\b.*\b(на|за) (1 )?(единиц|ед\b)",
    ),
    (NAME, 8, r"^(товары? )?наименование,? характеристик"),
    (
        OTHER,
        5,
        (
            r"тн ?вэд|код вида|окпд|окп\b|оквэд|код (страны|валюты|стр\b)|гтд|декларац|сертификат"
            r"|^(вес|масса|объ?ем,? ?(м3|м³|л|куб)|габарит|размер|цвет|длина|ширина|высота|толщина)"
            r"|\b(брутто|нетто)\b|weight|volume|colou?r\b|^size|фото|картинк|изображ|image|photo"
            r"|^(дата|срок)|\bdate\b|^страна|country|ссылка|\burl\b|\blink\b|гарант|^телефон"
            r"|^статус|идентификатор|\bgu?uid\b|сантиметр"
            r"|^к(ол)?\w*[-. ]*(во)?[-. ]*(стр|лист|знак|комн|чел|дней|мес|этаж|том|точек|мест\b)"
            r"|^год\b|^автор|^издател|кол\.? ?уч|№ док|^подпись|^лист(ов)?$|^стадия|^(дата|номер"
            r"|№) (заказ|счет|документ|накладн)"
        ),
    ),
    (
        NUMBER,
        9,
        (
            r"^(№|n|nn|no|#|№ ?№|п ?/ ?п|пп|№ ?п\.? ?[/\\.]? ?п\.?|n ?п ?/ ?п|номер(?: п ?/ ?п)?"
            r"|поз\.?"
            r"|№ (строки|позиции|п п)|(line|row)( no\.?| #| number)?|порядк\w+ номер"
            r"|номер по поряд\w+|№ по поряд\w+)$"
        ),
    ),
    (
        NAME,
        9,
        r"^(полное |краткое )?наименован\w* (?!ед\w*\.? ?изм)(?!.*(матер|товар|изд)\w* код$)",
    ),
    (QUANTITY, 10, r"^кол\w*.*\bвсего"),
    (QUANTITY, 4, r"^кол\w*.*(на ед|коэфф)"),
    (OWN_CODE, 8, r"^(наш\w*|внутр\w*|собств\w*|мо[йи]|свой)\b.{0,12}(код|артикул|номер|№)"),
    (OWN_CODE, 8, r"(код|артикул|номер).{0,12}(покупател|клиент|заказчик|внутр\w*|наш\b|1с\b)"),
    (OWN_CODE, 8, r"^(my|own|our|customer|buyer'?s?|client) ?(code|item|sku|part|no|number)"),
    (
        PACK,
        8,
        (
            r"(кол|шт|штук|норм|единиц|ед)\w*[.\- ]{0,3}\w{0,3}\.? ?(в|/|на) ?(1 )?"
            r"(одно[мй] |транс\w*\.? |инд\w*\.? )?"
            r"(уп|кор|пач|ящ|блок|пал|подд|мест|меш|рул|бухт)|кратн|мин\w*\.? ?(заказ|парт|кол"
            r"|отгр|опт)"
            r"|^(в )?(транс\w*\.? |инд\w*\.? )?упак|^в (уп|кор|ящ)|^(уп|кор)(\.|оба?к?|$)|фасовк"
            r"|мест,? ?(шт|кол)|коробк|^норма|\bpack\b|package|packing|moq|box qty|multiple|per box"
            r"|min\w* ?(order|qty)|(qty|pcs|units?) ?(/|per|in) ?(ctn|box|carton|case|inner|master)"
            r"|^(inner|master|carton)\b"
        ),
    ),
    (
        STOCK,
        8,
        (
            r"остат|залишк|налич|наявн|на складе|^склад|свободн|доступн|в резерве|^резерв|в пути"
            r"|ожида"
            r"|\bstock\b(?!code| ?code| ?no)|available|availability|on hand"
        ),
    ),
    (VAT, 8, r"^(ставка |% ?|в т\.? ?ч\.? |сумма )?(ндс|vat)\b|^налог|ставка ндс|ндс ?,? ?%"),
    (
        UNIT,
        9,
        r"^ед\.?$|^е\.? ?/? ?и\.?$|^ед\.? ?(изм|из|\.|,)|ед\.? ?изм|единиц\w* изм|^единиц[аы]$",
    ),
    (
        UNIT,
        9,
        r"^одиниц|^од(\.|$)|^ед-ца|^б?еи$|^meins$|^base unit"
        r"|^изм(\.|ер\w*)?$|^(unit|uom|u ?/ ?m|u\.m\.?|units?)( of measure\w*)?$|^баз\w* ед",
    ),
    (
        PRICE,
        9,
        (
            r"цен[аы]|^ц\. ?|стоим\w* .{0,10}опт|ціна|\bprice\b|^прайс$|(стоимость"
            r"|сумма).{0,14} (за |на )?(1 )?(ед|шт"
            r"|единиц|1\b)"
            r"|руб\w*\.? ?(/|за) ?(шт|ед|м|кг)|^тариф|unit cost|^(мелк\w* |круп\w* )?опт(ов\w*)?\b"
            r"|^розни[цч]|\bрозница$|^(usd|eur)\b|(?<!exchange )\brates?$"
            r"|^рр?ц$|^[мр]и?рц$|^риц$|^rrp$|^cost$|^закупка$|^расценк"
        ),
    ),
    (
        SUM,
        8,
        (
            r"^(общая )?сумм|^сума\b|^(общая |сметная |полная )?стоимость|\bamount\b|line total"
            r"|total (price|sum)"
            r"|^(итого|всего),? ?.{0,6}(руб|₽|сумм|стоим|с ндс|без ндс)|^на сумму|^sum$"
            r"|(заказ|кол)\w* .{0,3}сумма|\bсумм?а\b"
        ),
    ),
    (
        BARCODE,
        9,
        r"штри|^ш[ /.\-]?к[од]?\w*$|\bisbn\b|\bean\b|ean ?-?(8|13)|bar ?code|gtin|\bupc\b|баркод",
    ),
    (ARTICLE, 10, r"артикул|^арт\b\.?|\bsku\b|art(icle)?\.? ?(no|number|#|№)"),
    (
        ARTICLE,
        9,
        (
            r"катал\w*\.? ?(номер|№|код)|по каталогу|кат\.? ?(№|номер)|парт\w*.?номер|part ?(no"
            r"|num|#|№)"
            r"|^p ?/ ?n$|идентификационн\w* (номер|код)"
            r"|(manufacturer|mfr|supplier|vendor)'?s? part|номенклатурн\w* (номер|код|№)"
            r"|единичн\w* расцен|model ?(no\b|number|code|#|№)|^oem\b"
            r"|ном\.? ?(№|номер)|код по кат|^mpn$"
            r"|vendor code"
        ),
    ),
    (
        ARTICLE,
        8,
        (
            r"\bкод\w* .{0,4}?(товар|номенкл|позиц|прод|издел|произ|матер|пост|обор|ресурс)"
            r"|stock ?code"
            r"|(product|item|vendor|supplier|material|goods|catalog\w*) ?(code|no\b|number|id\b|#"
            r"|№)"
            r"|(id|ид) (товара|номенклатуры)|ваш\w* (код|артикул)|номер (товара|детали|артикула)"
        ),
    ),
    (
        ARTICLE,
        7,
        r"^(код|code|ref|article|art|reference|item code)\.?( ?no\.?| ?#)?$|номенкл\w* код",
    ),
    (ARTICLE, 3, r"^(id|ид)$"),
    (ARTICLE, 5, r"обозначение|^шифр|^обоснование|^код\b(?! ?окей)"),
    (OTHER, 4, r"заказчик|номер заказа|№ заказа|дата заказа|заказ покупателя|контрагент|поставщик"),
    (
        QUANTITY,
        10,
        (
            r"^замовл|^(ваш |мой |наш |к )?заказ(\b|ать|ыва\w+)(?!\w* ?(№|номер))"
            r"|заказ\w* ?,? ?(кол|шт|ед"
            r"|уп)"
            r"|кол\w*[\- .]*\w*( для)? (к |в )?заказ|order(ed)? ?(qty|quantity)|^(your |my )?order$"
            r"|к заказу|(qty|quantity) ?(to )?order"
        ),
    ),
    (QUANTITY, 7, r"заказано"),
    (
        QUANTITY,
        9,
        (
            r"^кол(ич|[\-. ]|$)|^к-во|^колво|количеств|кількіст|\bкол-?во\b|\bqty\b|quantit|^q-?ty"
            r"|^pcs\b"
            r"|^число$"
            r"|^необх\w* кол|^штук$|^сколько\b(?! (позиц|строк|наимен))|^к-?сть|^menge$"
        ),
    ),
    (
        QUANTITY,
        8,
        r"^(потребн|заявк|нужно|надо|требует|необходимо|купить|(к )?закуп|к отгрузке)",
    ),
    (QUANTITY, 5, r"^об[ъь]?ем( работ| закупки| поставки)?$|^шт(\.|ук)?$|^требуем"),
    (TOTAL, 5, r"^(всего|итого|итог|всього|разом|total|загальна)(,? ?шт\.?| кол\w*)?$"),
    (OTHER, 3, r"скидк|discount|наценк|^%$"),
    (
        PRICE,
        6,
        r"^[€$₽£]|[€$₽£]$|\b(eur|usd|rub|руб|грн|uah|тг|kzt|byn)\b\.?$|\b(ddp|srp|exw|fob|msrp)\b|^миц$"
        r"|^дилер",
    ),
    (
        BRAND,
        6,
        r"бренд|^марка$|производител|изготовит|торгов\w* марка|\bbrand\b|manufacturer|^завод",
    ),
    (COMMENT, 8, r"примеч|коммент|comment|\bnotes?\b|remark|пояснен|заметк|доп\w*\.? инф"),
    (NAME, 9, r"наименован|назван|^назва\b|^найменув|номенклатур|^товары?\b|\bназв\b|^наим\.?"),
    (
        NAME,
        8,
        r"описан|^продук|издели[ея]|description|^(item |product |goods )?name$|^product$|^goods"
        r"|^виды? работ|^что (нужно|заказ|купить|требует)",
    ),
    (NAME, 6, r"^материал|^работы|^услуг|ассортимент|^предмет|^позици[яи]$|^title$|^item$|^товар"),
    (NAME, 3, r"характеристик|^модель|^тип\b|spec"),
    (GROUP, 5, r"груп[пи]|група|категор|^раздел|categor|^section|^серия|коллекц|^вид\b"),
    (
        ADDRESS,
        6,
        (
            r"^адрес|точк[аи]( доставки)?$|грузополуч|^куда|\baddress\b|deliver\w* (to|address"
            r"|point)"
            r"|^(магазин|объект|филиал|получатель|подразделение)( доставки)?$"
        ),
    ),
)
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f_]+")
_HYPHENATED = re.compile(r"(?<=[а-яё]{2})-\s+(?=[а-яё]{2})")
_BROKEN = re.compile(r"(?<=[а-я]{2})-(?=[а-я]{2})")
_CAMEL = re.compile(r"(?<=[a-zа-я]{2})(?=[A-ZА-Я])")
_DASHES = str.maketrans(
    {"‐": "-", "‑": "-", "–": "-", "—": "-", "ё": "е", "\u00ad": None, "*": " "}
)
_RETAIL = re.compile(r"розн|рр?ц\b|мрц|retail|rrp|\bмин|стар")
_NET = re.compile(r"без ндс")


def plain_heading(text: str) -> str:
    """A heading for comparison: lower case, ё→е, one space, no closing punctuation."""
    parted = _CAMEL.sub(" ", text) if not text.isupper() else text
    plain = _HYPHENATED.sub("", parted.lower().translate(_DASHES))
    return _SPACES.sub(" ", plain).strip(" :;,\"'«»()[]")


@lru_cache(4096)
def role_of(text: str) -> Heading | None:
    """What a heading text means.

    Args:
        text: a heading as it stands, or two levels of one joined with a space.

    Returns:
        Its role with a strength, or None for a text that is no heading we know.
    """
    plain = plain_heading(text)
    if not plain or len(plain) > MAX_HEADING:
        return None
    found = _first_rule(plain)
    if found is None and "-" in plain:
        found = _first_rule(_BROKEN.sub("", plain))  # «Коли-чество», broken without a space
    return found


def _first_rule(plain: str) -> Heading | None:
    for heading, pattern in _RULES:
        if pattern.search(plain):
            return _graded(heading, plain)
    return None


def _graded(heading: Heading, plain: str) -> Heading:
    """Several price columns: what the buyer pays comes before the recommended retail price."""
    if heading.role == PRICE:
        if _RETAIL.search(plain):
            return Heading(PRICE, 5)
        if _NET.search(plain):
            return Heading(PRICE, 8)
    return heading
