"""Killed without warning, or on a disk that fills: what was acknowledged is there, and nothing is half there."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from spie_diag.casework import interviewing, opening
from spie_diag.casework.casebook import Casebook
from spie_diag.errors import SpieError
from spie_diag.interview.answers import Answer
from spie_diag.vault.checking import Outcome
from tests.stretching import quick_stretching
from tests.torture.killing import torture
from tests.torture.life import QUESTION, Place, answered, settled

__all__ = ["quick_stretching"]

KILLS = 40
"""A thousand and more: ``python -m tests.torture --kills 1000``."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_again_and_again_the_vault_keeps_every_acknowledged_answer(tmp_path: Path) -> None:
    score = torture(tmp_path, KILLS, seed=20261123)

    assert score.kills == KILLS
    assert score.answers > 2 * KILLS
    assert score.early < KILLS / 2, "most of them while people write"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "petit"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def answer_until_refused(place: Place, book: Casebook) -> tuple[list[str], SpieError]:
    acknowledged: list[str] = []
    for number in range(2000):
        said = f"{number} : " + "elle raconte " * 100
        try:
            interviewing.answer(book, place.interview, QUESTION, Answer(value=said))
        except SpieError as refusal:
            return acknowledged, refusal
        acknowledged.append(said)
    raise AssertionError("the disk never filled up")


def test_on_a_disk_that_fills_every_acknowledged_answer_is_there(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.vault.ballast.SIZE", 200 << 10)
    monkeypatch.setattr("spie_diag.vault.ballast._WORTH_IT", 2)
    place = settled(small_disk)
    book = place.opened()
    film = small_disk / "film.mkv"
    film.write_bytes(bytes(shutil.disk_usage(small_disk).free - (256 << 10)))
    acknowledged, refusal = answer_until_refused(place, book)

    assert str(refusal).startswith("Non enregistré\u00a0: le disque est plein.")
    assert acknowledged, "the reserve let some in"
    assert book.vault.disk_was_full
    opening.lock(book)
    film.unlink()
    book = place.opened()
    assert answered(book, place.interview) == acknowledged
    *_, findings = book.vault.checking.whole()
    assert [finding.told for finding in findings if finding.outcome is Outcome.FAILS] == []
    opening.lock(book)
