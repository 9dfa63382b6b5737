"""Reading a printed file back, as a person or a scanner would."""

import pypdfium2 as pdfium
import zxingcpp


def texts(data: bytes) -> list[str]:
    """Return the text of each sheet with plain spaces."""
    with pdfium.PdfDocument(data) as pdf:
        return [
            page.get_textpage().get_text_bounded().replace("\xa0", " ").replace("\r\n", "\n")
            for page in pdf
        ]


def codes(data: bytes, sheet: int = 0) -> list[str]:
    """Return what the QR codes of a sheet say when it is printed at 300 dpi."""
    with pdfium.PdfDocument(data) as pdf:
        image = pdf[sheet].render(scale=300 / 72).to_pil().convert("L")
    return [found.text for found in zxingcpp.read_barcodes(image)]


def outside(data: bytes, margin: float) -> list[str]:
    """Return the characters that stand nearer to the edge of the paper than `margin` points."""
    found = []
    with pdfium.PdfDocument(data) as pdf:
        for page in pdf:
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if right > left and (
                    left < margin
                    or bottom < margin
                    or right > width - margin
                    or top > height - margin
                ):
                    found.append(text.get_text_range(index, 1))
    return found
