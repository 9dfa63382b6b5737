"""Pictures of demo goods: every family has a drawing of its own, the same for the same item."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from b2bdesk.portal.demo.catalogue import FAMILIES
from b2bdesk.portal.demo.pictures import SHAPES, picture


def drawn(leaf: str, brand: str = "Крепмаш", size: int = 128) -> bytes:
    return picture({"brand": brand, "group_path": ["Каталог", leaf]}, size)


def test_every_family_has_a_drawing() -> None:
    assert {family.shape for family in FAMILIES} <= SHAPES.keys()


def test_every_drawing_is_another_one() -> None:
    leaves = {family.shape: family.path[-1] for family in FAMILIES}
    assert len({drawn(leaf) for leaf in leaves.values()}) == len(leaves)


@pytest.mark.parametrize("size", [128, 800])
def test_a_picture_has_the_size_asked_for_and_a_transparent_back(size: int) -> None:
    with Image.open(io.BytesIO(drawn("Болты с полной резьбой", size=size))) as image:
        assert (image.format, image.size, image.mode) == ("PNG", (size, size), "RGBA")
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)
        assert image.getchannel("A").getextrema() == (0, 255)


def test_a_picture_is_the_same_each_time_and_tinted_by_brand() -> None:
    leaf = "Отвёртки"
    assert drawn(leaf) == drawn(leaf)
    assert len({drawn(leaf, brand) for brand in ("Ковач", "Крепмаш", "Люмен", "НордЛайт")}) > 1


def test_a_group_nobody_drew_is_a_box() -> None:
    assert drawn("Прочее") == picture({"brand": "Крепмаш"}, 128)


@pytest.mark.parametrize("size", [0, 15, 1025])
def test_sizes_out_of_bounds_are_refused(size: int) -> None:
    with pytest.raises(ValueError):
        drawn("Прочее", size=size)
