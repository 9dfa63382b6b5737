"""Opening a profile as the program does: one owner, everything closed again, damage survived."""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.bootstrap import newest_backup, open_services, restore_backup
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import Environment


def test_a_profile_has_one_owner_and_is_given_back(tmp_path: Path) -> None:
    services = open_services(tmp_path)
    with pytest.raises(Environment, match="profile_in_use"):
        open_services(tmp_path)
    other = open_services(tmp_path, "other")
    other.close()
    services.close()
    again = open_services(tmp_path)
    assert again.notices == ()
    again.close()


def test_a_damaged_store_is_replaced_by_the_newest_good_copy(tmp_path: Path) -> None:
    services = open_services(tmp_path)
    services.settings.set("x", "kept")
    assert services.keeping.now() is not None
    services.settings.set("x", "lost")
    services.close()
    store = services.profile.home / "desk.db"
    store.write_bytes(b"damage" * 2_000)
    services = open_services(tmp_path)
    (notice,) = services.notices
    assert services.settings.get("x") == "kept"
    assert notice.code == "store_restored"
    aside = services.profile.home / str(notice.params["file"])
    assert aside.read_bytes().startswith(b"damage")
    assert aside.name in describe(notice.code, notice.params).sentence
    services.close()
    services = open_services(tmp_path)
    assert services.notices == ()
    services.close()


def test_without_a_copy_the_damage_is_told(tmp_path: Path) -> None:
    services = open_services(tmp_path)
    services.close()
    store = services.profile.home / "desk.db"
    store.write_bytes(b"damage" * 2_000)
    with pytest.raises(Environment, match="store_damaged") as told:
        open_services(tmp_path)
    assert told.value.params["what"] == "no_copy"
    assert newest_backup(tmp_path) is None
    assert store.read_bytes().startswith(b"damage")


def test_a_copy_can_be_put_back_by_hand(tmp_path: Path) -> None:
    services = open_services(tmp_path)
    services.settings.set("x", 1)
    services.keeping.now()
    services.settings.set("x", 2)
    copy = newest_backup(tmp_path)
    assert copy is not None
    with pytest.raises(Environment, match="profile_in_use"):
        restore_backup(copy, tmp_path)
    services.close()
    restore_backup(copy, tmp_path)
    services = open_services(tmp_path)
    assert services.settings.get("x") == 1
    services.close()


@pytest.mark.parametrize("empty", [False, True])
def test_a_store_that_is_gone_comes_out_of_its_backups(tmp_path: Path, empty: bool) -> None:
    services = open_services(tmp_path)
    services.settings.set("x", "kept")
    services.keeping.now()
    services.close()
    (services.profile.home / "desk.db").unlink()
    if empty:
        (services.profile.home / "desk.db").touch()
    services = open_services(tmp_path)
    (notice,) = services.notices
    assert (notice.code, services.settings.get("x")) == ("store_found_again", "kept")
    services.close()


def test_what_a_short_sitting_changed_is_copied_once_an_hour(tmp_path: Path) -> None:
    def sit(value: str = "") -> list[Path]:
        services = open_services(tmp_path)
        if value:
            services.settings.set("x", value)
        services.close()
        return sorted((services.profile.home / "backups").iterdir())

    sit("first")
    (copy,) = sit("second")
    copy.rename(copy.with_name("desk-20261101T090000000000Z-hourly-000001.db"))
    assert len(sit()) == 1, "nothing was changed"
    assert len(sit("third")) == 2
