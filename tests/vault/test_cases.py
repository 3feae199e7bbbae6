import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as st

from spie_diag.interview.journal import EntryId
from spie_diag.interview.people import CaseId, InterviewId
from spie_diag.vault import rows
from spie_diag.vault.errors import NumberTakenError, UnknownCaseError
from spie_diag.vault.opening import Vault
from spie_diag.vault.persons import person_value
from spie_diag.vault.searching import folded
from tests.vault.shelf import CASE, CLARA, IDRIS, INTERVIEW, Shelf, another, morning, somebody


def test_a_person_is_found_however_her_name_is_typed(vault: Vault) -> None:
    eloise = another("D-2026-0002", "Œuvrard-Lœtz", "Éloïse")
    fatima = another("D-2026-0003", "بن علي", "Fatima")
    noel = another("D-2026-0004", "O’Neill", "Noël 🎄")
    for person in (eloise, fatima, noel):
        vault.cases.add(person)

    for typed in ("elo", "ÉLOÏSE", "oeuvrard", "œuv", "loetz", "lœtz elo", "0002", "D-2026-0002", "d 2026 0002"):
        assert vault.cases.find(typed) == (eloise,), typed
    assert vault.cases.find("بن") == (fatima,)
    assert vault.cases.find("o’ne") == vault.cases.find("o'ne") == (noel,)
    assert vault.cases.find("benali nant") == (somebody(),)
    assert vault.cases.find("ouvrard") == ()
    assert vault.cases.find("🎄") == (), "nothing that can be looked for"
    assert len(vault.cases.find("")) == len(vault.cases.find("  ")) == 4


@given(st.text(max_size=40))
@example("ᴬ")
@example("㎒Ω℡")
def test_folding_twice_is_folding_once_and_leaves_words_and_spaces(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert all(letter.isalnum() or letter == " " for letter in once)


def test_whatever_is_typed_in_the_search_field_is_only_looked_for(vault: Vault) -> None:
    for typed in ('"', "*", "benali*", 'benali" OR "x', "NEAR(", "AND OR NOT", "folded:benali", "%", "--", "\x00"):
        vault.cases.find(typed)
    assert vault.cases.find('"benali') == (somebody(),)


def test_a_phone_number_is_found_with_or_without_its_spaces(vault: Vault) -> None:
    vault.cases.correct(somebody(phone="06 39 98 12 34"))

    assert vault.cases.find("0639981234")
    assert not vault.cases.find("07")


def test_numbers_follow_each_other_within_a_year_and_are_never_given_twice(vault: Vault) -> None:
    assert vault.cases.next_number(2026) == "D-2026-0002"
    assert vault.cases.next_number(2026) == "D-2026-0002", "it is taken only when a person takes it"
    vault.cases.add(another("D-2026-0002", "Un"))
    assert vault.cases.next_number(2026) == "D-2026-0003"
    assert vault.cases.next_number(2027) == "D-2027-0001"

    with pytest.raises(NumberTakenError, match="D-2026-0002"):
        vault.cases.add(another("D-2026-0002", "Deux"))
    vault.cases.rebuild()
    assert vault.cases.next_number(2026) == "D-2026-0003"


def test_the_last_written_person_comes_first_to_the_minute(shelf: Shelf) -> None:
    clock = morning()
    vault = shelf.opened(clock)
    other = another("D-2026-0002", "Zola")
    clock.at += timedelta(minutes=1)
    vault.cases.add(other)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    assert vault.cases.all() == (other, somebody()), "within a minute, who came last to the vault"
    assert (
        vault.cases.last_written(CASE, clock.at)
        == vault.cases.last_written(other.case, clock.at)
        == datetime(2026, 11, 24, 9, 1, tzinfo=UTC)
    )

    clock.at += timedelta(minutes=1)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "non")

    assert vault.cases.all() == (somebody(), other)
    vault.lock()


def test_the_last_written_person_comes_first_also_once_a_clock_a_year_ahead_is_put_right(shelf: Shelf) -> None:
    clock = morning()
    clock.at += timedelta(days=365)
    vault = shelf.opened(clock)
    people = [another(f"D-2026-{number:04d}", "Zola") for number in (2, 3, 4)]
    for person in people:
        vault.cases.add(person)
    clock.at -= timedelta(days=365)
    for person in (people[1], people[2], people[0], somebody()):
        clock.at += timedelta(minutes=5)
        vault.cases.correct(person)

    assert vault.cases.all() == (somebody(), people[0], people[2], people[1])
    vault.lock()


def test_when_a_file_was_last_written_is_never_in_the_future_where_a_clock_tells_better(shelf: Shelf) -> None:
    clock = morning()
    vault = shelf.opened(clock)
    made_at, ahead = clock.at, clock.at + timedelta(days=365)
    clock.at = ahead
    only_then = another("D-2026-0002", "Zola")
    vault.cases.add(only_then)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    clock.at = made_at + timedelta(days=2)

    assert vault.cases.last_written(CASE, clock.at) < made_at + timedelta(minutes=1)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "non")
    assert clock.at - vault.cases.last_written(CASE, clock.at) < timedelta(minutes=1)
    assert vault.cases.last_written(only_then.case, clock.at) >= ahead - timedelta(minutes=1), "nothing else tells"
    waiting = {kept.person.case: kept.last_written_at for kept in vault.cases.untouched_since(made_at, clock.at)}
    assert waiting[CASE] == vault.cases.last_written(CASE, clock.at)
    vault.lock()


def test_an_answer_changes_only_the_pages_of_the_journal(vault: Vault) -> None:
    """Each page changed is encrypted and written twice: what an answer costs."""

    def lists(connection: sa.Connection) -> object:
        tables = (rows.case_file, rows.interview, rows.outline, rows.standing, rows.case_word)
        return [connection.execute(sa.select(table)).all() for table in tables]

    before = vault._parts.database.read(lists)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")

    assert vault._parts.database.read(lists) == before


def test_a_corrected_person_replaces_what_was_said_and_keeps_it_in_the_journal(shelf: Shelf) -> None:
    vault = shelf.opened(by=IDRIS)
    corrected = somebody(family_name="Ben Ali")
    vault.cases.correct(corrected)

    first, second = (entry for entry in vault.journals.of(CASE) if entry.subject == "person")
    assert second.replaces == (first.id,)
    assert second.author == IDRIS.id, "whoever opened the vault"
    assert vault.cases.get(CASE) == corrected
    assert vault.cases.find("benali") == ()
    assert vault.cases.find("ben ali") == (corrected,)
    vault.lock()


def test_an_older_version_of_a_person_that_arrives_later_changes_nothing(vault: Vault) -> None:
    corrected = somebody(family_name="Ben Ali")
    vault.cases.correct(corrected)
    first = vault.journals.of(CASE)[0]
    older = replace(first, id=EntryId(UUID(int=5)), tick=first.tick + 1, value=person_value(somebody(commune="Rezé")))

    vault.journals.add([older])

    assert vault.cases.get(CASE) == corrected
    assert vault.cases.find("reze") == ()
    vault.cases.rebuild()
    assert vault.cases.get(CASE) == corrected


def test_a_person_without_birth_date_is_a_person(vault: Vault) -> None:
    unknown = another("D-2026-0002", "", "")
    vault.cases.add(unknown)

    assert vault.cases.get(unknown.case) == unknown
    assert vault.cases.get(CASE).born_on == date(1991, 3, 8)


def test_interviews_of_a_person_come_in_the_order_in_which_they_began(vault: Vault) -> None:
    later, merged = InterviewId(UUID(int=19)), InterviewId(UUID(int=21))
    vault.journals.write(CASE, later, CLARA.id, "session", {})
    first = vault.journals.of(CASE)[0]
    vault.journals.add([replace(first, id=EntryId(UUID(int=5)), interview=merged, subject="session", value={})])
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")

    assert [one.id for one in vault.cases.interviews(CASE)] == [merged, INTERVIEW, later]
    assert vault.cases.received_in(later) == somebody()
    vault.journals.add([replace(first, id=EntryId(UUID(int=6)), tick=1, interview=later, subject="session", value={})])
    assert [one.id for one in vault.cases.interviews(CASE)] == [later, merged, INTERVIEW], "an earlier entry came in"


def test_a_person_or_an_interview_that_is_not_there(vault: Vault) -> None:
    with pytest.raises(UnknownCaseError):
        vault.cases.get(CaseId(UUID(int=77)))
    with pytest.raises(UnknownCaseError):
        vault.cases.received_in(InterviewId(UUID(int=77)))
    assert vault.cases.interviews(CaseId(UUID(int=77))) == ()


def test_lists_drawn_again_are_the_same(vault: Vault) -> None:
    vault.cases.add(another("D-2026-0002", "Zola", "Émile"))
    before = vault.cases.all(), vault.cases.interviews(CASE), vault.cases.find("emi")

    vault.cases.rebuild()

    assert (vault.cases.all(), vault.cases.interviews(CASE), vault.cases.find("emi")) == before


def test_no_name_reaches_the_log_a_file_or_a_message(
    vault: Vault, shelf: Shelf, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Xénophontine"
    person = another("D-2026-0002", secret, secret)
    vault.cases.add(person)
    vault.cases.find(secret)
    entry = vault.journals.write(person.case, INTERVIEW, CLARA.id, "note/1", {"text": secret})
    vault.drafts.keep(person.case, "note/2", CLARA.id, secret)
    document = vault.signed_documents.add(person.case, INTERVIEW, 1, "00", secret.encode(), "social")
    vault.places.remember("last", secret)
    with pytest.raises(NumberTakenError) as refusal:
        vault.cases.add(another("D-2026-0002", secret))
    with pytest.raises(Exception, match="UNIQUE") as fault:
        vault._parts.pen._insert([entry])

    shown = [repr(thing) for thing in (vault, person, entry, document, vault.drafts.of(person.case), vault._parts.pen)]
    said = [str(refusal.value), repr(refusal.value.facts), str(fault.value), repr(fault.value)]
    assert secret not in "".join([*shown, *said, caplog.text, *capfd.readouterr()])

    vault._parts.database.checkpoint()
    for path in shelf.folder.iterdir():
        content = path.read_bytes()
        assert secret not in path.name
        for form in (secret, folded(secret), "Benali", "benali", "Samira", "elle dit que"):
            assert form.encode() not in content, path.name
            assert form.encode("utf-16-le") not in content, path.name
