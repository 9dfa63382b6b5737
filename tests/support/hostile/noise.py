"""Hostile noise: texts without end, cut and flipped files, random bytes behind true magic."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from tests.support.hostile.parts import NS, ods, plain_rows, workbook


def texts(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    yield "text-long-line.csv", b"a;" * 4_000_000
    yield "text-one-field.csv", b'"' + b"x" * 8_000_000
    yield "text-quotes.csv", b'"' * 1_000_001 + b";5\n"
    yield "text-rows.csv", b"A-1;5\n" * 250_000
    yield "text-blank.csv", b"\n" * 3_000_000
    yield "text-zeros.csv", bytes(500_000)
    yield "text-utf16-cut.csv", "Артикул;Кол-во\nA;5\n".encode("utf-16")[:-1]
    yield "text-utf16-bare.csv", "Артикул;Кол-во\nA-1;5\n".encode("utf-16-le")
    yield "text-bom-only.csv", b"\xef\xbb\xbf"
    yield "text-spaces.csv", b" \t \n" * 1000
    yield "text-sep.csv", b"sep=\n1\n"
    yield "text-controls.csv", bytes(range(1, 32)) * 2000
    yield "text-surrogates.csv", "a\ud800;5\n".encode("utf-8", errors="surrogatepass") * 50
    yield "text-empty.csv", b""
    yield "text-formula.csv", b"=cmd|'/c calc'!A0;5\n+1+1;2\n@SUM(A1);3\n"
    yield "text-big.csv", b"A-1;5;name\n" * 2_100_000
    for n in range(12):
        yield (
            f"text-random-{n}.csv",
            bytes(rng.choices(b";,\t|\"'\n\r 0123456789abc\xd0\xbf\xff\x98", k=20_000)),
        )


def damaged(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    good = workbook(plain_rows(200), extra={"xl/styles.xml": f'<styleSheet xmlns="{NS}"/>'})
    sheet = ods(
        "<table:table-row><table:table-cell><text:p>"
        "A-1</text:p></table:table-cell></table:table-row>" * 50
    )
    for n in range(25):
        yield f"cut-{n}.xlsx", good[: rng.randrange(30, len(good))]
        yield f"cut-{n}.ods", sheet[: rng.randrange(30, len(sheet))]
    for n in range(40):
        flipped = bytearray(good)
        for _change in range(rng.choice((1, 3, 20))):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        yield f"flip-{n}.xlsx", bytes(flipped)
    for n in range(15):
        flipped = bytearray(sheet)
        for _change in range(3):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        yield f"flip-{n}.ods", bytes(flipped)


def noise(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    magics = (
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08",
        b"MOXCEL",
        b"{\\rtf1",
        b"MZ\x90",
        b"\x7fELF",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"SQLite format 3\x00",
        b"\x09\x08\x10\x00\x00\x06\x05\x00",
        b"\x09\x04\x06\x00\x00\x00\x10\x00",
    )
    for number, magic in enumerate(magics):
        yield f"noise-{number}.xls", magic + rng.randbytes(4096)
        yield f"noise-short-{number}.xls", magic
    for n in range(20):
        ole = bytearray(_ole_header() + rng.randbytes(6000))
        yield f"noise-ole-{n}.xls", bytes(ole)
        biff = struct.pack("<HHHHHHH", 0x0809, 16, 0x0600, 0x0010, 1, 1, 1) + rng.randbytes(3000)
        yield f"noise-biff-{n}.xls", biff


def _ole_header() -> bytes:
    header = bytearray(512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIII", header, 44, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE)
    return bytes(header)
