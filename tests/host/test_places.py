"""Folders of a profile: portable mode, environment, names that are safe everywhere, shares."""

from pathlib import Path

import pytest

from b2bdesk.host.places import find_places, profiles
from b2bdesk.host.shares import refuse_share, share_of
from b2bdesk.trade.errors import Environment, Expected


def test_a_home_keeps_everything_in_one_folder(tmp_path: Path) -> None:
    places = find_places(tmp_path, "Ромашка", {}).ensure()
    for folder in (places.data, places.config, places.cache, places.logs, places.exports):
        assert tmp_path in folder.parents
    assert places.portable
    assert places.data.name == "Ромашка"


def test_the_environment_names_home_and_profile(tmp_path: Path) -> None:
    places = find_places(env={"B2BDESK_HOME": str(tmp_path), "B2BDESK_PROFILE": "two"})
    assert places.data == tmp_path / "profiles" / "two"
    assert find_places(tmp_path / "x", "one", {"B2BDESK_PROFILE": "two"}).profile == "one"


def test_without_a_home_the_platforms_places_are_used() -> None:
    places = find_places(env={})
    assert not places.portable
    assert places.data.name == "default"


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "NUL", "com1.txt", "", " ", "x.", "x" * 41, "a\0b"]
)
def test_names_that_are_no_folder_names_are_refused(name: str) -> None:
    if not name:
        return
    with pytest.raises(Expected, match="profile_name_bad"):
        find_places(Path("x"), name, {})


def test_profiles_are_those_with_a_store(tmp_path: Path) -> None:
    for name in ("b", "a", "empty"):
        find_places(tmp_path, name, {}).ensure()
    for name in ("a", "b"):
        (find_places(tmp_path, name, {}).data / "desk.db").touch()
    assert profiles(tmp_path, {}) == ("a", "b")


def test_a_network_share_is_refused_with_its_kind(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/home /mnt/my\\040share nfs4 rw 0 0\n"
        "x /mnt/local ext4 rw 0 0\nhost: /mnt/fuse fuse.sshfs rw 0 0\n",
        encoding="utf-8",
    )
    assert share_of(Path("/mnt/my share/b2bdesk"), mounts) == "nfs4"
    assert share_of(Path("/mnt/fuse/deep/er"), mounts) == "fuse.sshfs"
    assert share_of(Path("/mnt/local/x"), mounts) == ""
    assert share_of(Path("/home/x"), mounts) == ""
    refuse_share(tmp_path)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Environment, match="folder_not_writable"):
        find_places(tmp_path / "file", "p", {}).ensure()
