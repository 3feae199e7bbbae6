"""An alarm is put away by each for herself, once it was in front of her; what is new or other comes again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from spie_diag.casework import alarms
from spie_diag.casework.alarms import Alert, AlertKind
from spie_diag.casework.registering import register
from spie_diag.vault import rows
from spie_diag.vault.auditing import Alarm, AlarmKind
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import SigningKeyLockedError
from spie_diag.vault.journals import Journals
from spie_diag.vault.ticking import tick_of
from tests.casework.conftest import SECRETS, Office

CHAIN = "ab" * 16
Finding = Callable[..., None]


def changed(number: int) -> Alarm:
    return Alarm(kind=AlarmKind.CHANGED, chain=CHAIN, number=number)


def lost(office: Office, days_ago: int = 0) -> Alarm:
    repaired = tick_of(office.book.clock.now() - timedelta(days=days_ago))
    return Alarm(kind=AlarmKind.LOST, chain="", number=0, lost=2, tick=repaired)


@pytest.fixture
def finding(office: Office, monkeypatch: pytest.MonkeyPatch) -> Finding:
    """Have the audit find these alarms."""

    def find(*found: Alarm) -> None:
        monkeypatch.setattr(Journals, "audit_in_steps", lambda _journals: iter([found]))
        alarms.alarms_of(office.book)

    return find


def new(office: Office) -> tuple[Alert, ...]:
    return tuple(one.alert for one in alarms.standing(office.book) if one.is_new)


def test_what_was_seen_is_put_away_for_whoever_saw_it_and_for_nobody_else(office: Office, finding: Finding) -> None:
    book = office.book
    finding(changed(901))
    assert [one.kind for one in new(office)] == [AlertKind.CHANGED]
    alarms.acknowledge(book, new(office))
    assert new(office) == ()

    book.writer = office.employment
    assert [one.kind for one in new(office)] == [AlertKind.CHANGED], "he has not seen it yet"
    (standing,) = alarms.standing(book)
    assert [one.name for one in standing.sightings] == ["Nadia Témoin"]
    alarms.acknowledge(book, new(office))
    (standing,) = alarms.standing(book)
    assert [one.name for one in standing.sightings] == ["Nadia Témoin", "Hugo Spécimen"]
    assert standing.sightings[0].at <= standing.sightings[1].at


def test_one_more_of_the_same_is_told_anew(office: Office, finding: Finding) -> None:
    finding(changed(911), changed(912))
    alarms.acknowledge(office.book, new(office))
    finding(changed(911))
    assert new(office) == ()
    finding(changed(911), changed(912), changed(913))
    (again,) = new(office)
    assert again.sentence == changed(913).sentence
    alarms.acknowledge(office.book, [again])
    assert new(office) == ()


def test_nothing_is_put_away_before_it_was_shown(office: Office, finding: Finding) -> None:
    finding(changed(921))
    shown = new(office)
    finding(changed(921), changed(922))
    alarms.acknowledge(office.book, shown)
    assert len(new(office)) == 1, "what came since was not in front of her"
    finding()
    alarms.acknowledge(office.book, [Alert(kind=AlertKind.CHANGED, sentence="", marks=frozenset({"to come"}))])
    assert register(office.book, 1)[0].deed is not Deed.ALARM_SEEN


def test_nobody_signs_that_somebody_else_saw_it(office: Office, finding: Finding) -> None:
    book = office.book
    finding(changed(931))
    alarms.acknowledge(book, new(office))
    table = rows.register_line

    def claim(connection: sa.Connection) -> None:
        query = sa.update(table).where(table.c.deed == Deed.ALARM_SEEN.value)
        connection.execute(query.values(author=office.employment.bytes))

    book.vault._parts.database.write(claim)
    book.writer = office.employment
    assert len(new(office)) == 1, "the list may be written in by whoever holds the key, the entry may not"
    book.vault.leave(office.employment)
    with pytest.raises(SigningKeyLockedError):
        alarms.acknowledge(book, new(office))
    book.vault.unlock(office.employment, SECRETS[book.writing.field_of_work])
    book.vault.cases.rebuild()


@pytest.mark.parametrize("days", [0, 31, 400])
def test_what_a_repair_lost_is_said_to_each_until_she_saw_it(office: Office, finding: Finding, days: int) -> None:
    finding(lost(office, days))
    (told,) = new(office)
    assert "2\u00a0entrées" in told.sentence
    assert told.advice == "", "it may well be an honest loss"
    alarms.acknowledge(office.book, [told])
    assert not new(office)
    assert not told.kind.stays_in_sight


def test_the_register_says_which_kind_of_alarm_was_seen_and_by_whom(office: Office, finding: Finding) -> None:
    finding(changed(941))
    alarms.acknowledge(office.book, new(office))
    (line,) = register(office.book, 1)
    assert (line.what, line.detail, line.who, line.about) == (
        "Alerte vue", "entrée modifiée après signature", "Nadia Témoin", ""
    )  # fmt: skip


def test_a_journal_that_holds_nowhere_does_not_fill_the_register(office: Office, finding: Finding) -> None:
    finding(*map(changed, range(5_000)))
    alarms.acknowledge(office.book, new(office))
    (line,) = office.book.vault.register.lines(1)
    assert len(str(line.facts)) < 200
    assert new(office) == ()
    finding(*map(changed, range(1, 5_000)))
    assert len(new(office)) == 1


def test_every_kind_of_alarm_has_its_words_in_the_register() -> None:
    assert set(alarms.SHORTLY) == {kind.value for kind in AlertKind}
    assert {kind.name for kind in AlarmKind} <= {kind.name for kind in AlertKind}
