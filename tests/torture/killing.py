"""Killed at random moments, again and again: the vault is whole each time, with every acknowledged answer in it."""

import random
import statistics
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from spie_diag.casework import alarms, opening
from spie_diag.casework.casebook import Casebook
from spie_diag.vault.backing_up import backups_in, check_files
from spie_diag.vault.checking import Outcome
from tests.torture.life import QUESTION, Place, answered, live, settled
from tests.vault.dying import killed_meanwhile

_OPENING_S, _ANSWERING_S = 0.2, 0.08
"""How long a life may last from its beginning, or from the last answer that is waited for."""
_MOST_WAITED_FOR = 7
_LIVES_PER_VAULT = 100
"""A vault that has seen so many is left for a new one: verifying all of it takes longer each time."""


@dataclass
class Score:
    """What a torture saw; printed as one line."""

    kills: int = 0
    answers: int = 0
    """Acknowledged ones, all found again."""
    unsaid: int = 0
    """Answers on the disk whose acknowledgement the kill prevented."""
    early: int = 0
    """Kills before the first answer of a life: while it opened."""
    reopened_s: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        middle, longest = statistics.median(self.reopened_s), max(self.reopened_s)
        return (
            f"{self.kills} kills ({self.early} while opening), {self.answers} acknowledged answers, 0 lost, "
            f"{self.unsaid} written and not yet said; reopened in {1000 * middle:.0f} ms (longest {1000 * longest:.0f})"
        )


def torture(folder: Path, kills: int, seed: int, whole_check_every: int = 10) -> Score:
    """Kill so many lives; raises ``AssertionError`` at the first thing that does not hold."""
    chance, score = random.Random(seed), Score()
    while score.kills < kills:
        place = settled(folder / f"{score.kills}")
        acknowledged = 0
        for _ in range(min(_LIVES_PER_VAULT, kills - score.kills)):
            life = partial(live, place, random.Random(chance.random()))
            waited_for = chance.randrange(_MOST_WAITED_FOR + 1)
            last = killed_meanwhile(life, chance, _ANSWERING_S if waited_for else _OPENING_S, waited_for)
            assert last >= acknowledged + waited_for or not waited_for, "it ended by itself"
            score.kills += 1
            score.early += last == 0
            is_last = score.kills == kills
            acknowledged = _verify(
                place, max(acknowledged, last), score, is_last or not score.kills % whole_check_every
            )
        score.answers += acknowledged
    return score


def _verify(place: Place, acknowledged: int, score: Score, whole: bool) -> int:
    """How many answers there are."""
    started = time.perf_counter()
    book = place.opened()
    score.reopened_s.append(time.perf_counter() - started)
    try:
        kept = answered(book, place.interview)
        assert kept == [str(number) for number in range(1, len(kept) + 1)], "in order, without a hole"
        assert acknowledged <= len(kept) <= acknowledged + 1, "the last one may be on the disk before it was said"
        score.unsaid += len(kept) - acknowledged
        draft = book.vault.drafts.of(book.desk(place.interview).person.case).get(f"answer/{QUESTION}")
        assert draft is None or int(draft.text) <= len(kept) + 1, "what was being typed, or a colleague's from before"
        assert alarms.alarms_of(book) == ()
        if whole:
            _verify_whole(place, book)
    finally:
        opening.lock(book)
    return len(kept)


def _verify_whole(place: Place, book: Casebook) -> None:
    """Pages, tables, signatures, lists as a rebuild draws them; and every backup that looks whole is."""
    *_, findings = book.vault.checking.whole()
    assert [finding.told for finding in findings if finding.outcome is Outcome.FAILS] == []
    for backup in backups_in(place.backups, book.vault.id):
        check_files(backup)
