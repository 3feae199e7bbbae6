"""The lock of a vault, where the disk gives up under it."""

import errno
from pathlib import Path

import pytest

from spie_diag.vault.errors import AlreadyOpenError, StorageFailedError
from spie_diag.vault.holding import NAME, Hold
from tests.vault.shelf import Shelf, morning


def test_a_full_disk_keeps_nobody_out_for_want_of_saying_who_is_in(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr("spie_diag.vault.holding.os.write", full)
        vault = shelf.opened()
    with pytest.raises(AlreadyOpenError, match="déjà ouvert"):
        shelf.opened()
    vault.lock()

    shelf.opened().lock()


def test_a_lock_that_could_not_be_taken_is_not_in_the_way_of_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_handle: int, _size: int) -> None:
        raise OSError(errno.EIO, "the disk is gone")

    hold, now = Hold(tmp_path), morning().now()
    with monkeypatch.context() as patch:
        patch.setattr("spie_diag.vault.holding.os.ftruncate", broken)
        with pytest.raises(StorageFailedError):
            hold.take(now)

    hold.take(now)
    assert (tmp_path / NAME).stat().st_size > 0
    hold.release()
