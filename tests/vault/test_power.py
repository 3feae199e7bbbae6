"""What is acknowledged is on the disk, and not only in the memory of the system: a power cut takes none of it.

Killing a process proves nothing here, because its system still writes what it had begun; flushes are counted instead.
"""

from collections.abc import Callable

import pytest

from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, Shelf
from tests.vault.tracing import can_trace, flushes_between_tellings

pytestmark = pytest.mark.skipif(not can_trace(), reason="system calls of Linux")

ANSWERS = 4


def counted(deed: Callable[[Callable[[], None]], None]) -> list[int]:
    counts = flushes_between_tellings(deed)
    if not counts:
        pytest.skip("this system lets nobody be traced")
    return counts


def test_every_answer_is_flushed_before_it_is_acknowledged(shelf: Shelf) -> None:
    def write(acknowledge: Callable[[], None]) -> None:
        vault = shelf.opened()
        acknowledge()
        for number in range(ANSWERS):
            vault.journals.write(CASE, INTERVIEW, CLARA.id, f"answer/POW-0{number}", {"status": "REP", "value": 1})
            acknowledge()
        vault.drafts.keep(CASE, "note/1", CLARA.id, "elle dit que")
        acknowledge()

    _, *flushes = counted(write)

    assert len(flushes) == ANSWERS + 1
    assert min(flushes) >= 1


def test_without_synchronous_the_same_count_is_nothing(shelf: Shelf) -> None:
    def write(acknowledge: Callable[[], None]) -> None:
        vault = shelf.opened()
        raw = vault._parts.database._engine
        assert raw is not None
        with raw.connect() as connection:
            connection.info["begin"] = ""
            connection.connection.cursor().execute("PRAGMA synchronous=OFF")
        acknowledge()
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/POW-09", {"status": "REP", "value": 1})
        acknowledge()

    assert counted(write)[1:] == [0], "else this test would prove nothing"


def test_another_key_is_on_the_disk_before_the_old_file_goes(shelf: Shelf) -> None:
    def rotate(acknowledge: Callable[[], None]) -> None:
        vault = shelf.opened()
        acknowledge()
        vault.rotate(CLARA.id, CLARA_SAYS)
        acknowledge()

    # Marker, new file, next witness and both copies of the key file, each with its folder, and the moves at the end.
    assert counted(rotate)[1] >= 10
