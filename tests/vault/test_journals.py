import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry, EntryId, Record, merge
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId
from spie_diag.vault import rows, slots
from spie_diag.vault.auditing import AlarmKind
from spie_diag.vault.entries import SealedEntry, dumped, loaded, loaded_mapping, new_id
from spie_diag.vault.errors import SigningKeyLockedError
from spie_diag.vault.journals import Line
from spie_diag.vault.opening import Vault
from spie_diag.vault.pen import columns
from tests.vault.shelf import (
    CASE,
    CLARA,
    CLARA_SAYS,
    IDRIS,
    IDRIS_SAYS,
    INTERVIEW,
    Shelf,
    cheap,
    morning,
    sealed_entries,
)

texts = st.text(st.characters(codec=None), max_size=30)
values: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(values)
def test_whatever_was_said_is_kept_to_the_letter(value: Value) -> None:
    assert loaded(dumped(value)) == value


def test_an_entry_comes_back_as_it_was_written(vault: Vault) -> None:
    said = "سميرة dit « ça va » 🚲\x00\ud83d\n" + "long " * 50_000
    written = vault.journals.write(CASE, INTERVIEW, CLARA.id, "note/9", {"text": said})

    assert vault.journals.of(CASE)[-1] == written
    assert written.author == CLARA.id
    assert written.written_at.date() == date(2026, 11, 24)


def test_of_another_case_there_is_nothing(vault: Vault) -> None:
    assert vault.journals.of(CaseId(UUID(int=77))) == ()


def test_one_interview_is_read_without_the_others(vault: Vault) -> None:
    case, one, other = CaseId(UUID(int=11)), InterviewId(UUID(int=22)), InterviewId(UUID(int=23))
    kept = [vault.journals.write(case, where, CLARA.id, "note/1", "ici") for where in (one, other, None, one)]
    assert vault.journals.of(case, one) == (kept[0], kept[3])
    assert vault.journals.of(case, other) == (kept[1],)
    assert vault.journals.of(case) == tuple(kept)


def test_entries_of_one_tick_come_in_the_order_of_their_ids(vault: Vault) -> None:
    case = CaseId(UUID(int=12))
    said = vault.journals.write(case, INTERVIEW, CLARA.id, "note/1", "ici")
    for number in (3, 1, 2):
        vault.journals.add([replace(said, id=EntryId(UUID(int=number)))])
    assert [entry.id for entry in vault.journals.of(case)] == [*(UUID(int=number) for number in (1, 2, 3)), said.id]


def test_nobody_writes_for_a_colleague_who_is_not_there(vault: Vault) -> None:
    with pytest.raises(SigningKeyLockedError):
        vault.journals.write(CASE, INTERVIEW, IDRIS.id, "answer/LOG-01", "oui")
    both = [
        Line(case=CASE, interview=INTERVIEW, author=author.id, subject="answer/LOG-01", value="oui")
        for author in (CLARA, IDRIS)
    ]
    with pytest.raises(SigningKeyLockedError):
        vault.journals.write_all(both)
    assert len(vault.journals.of(CASE)) == 4, "all or none"

    vault.unlock(IDRIS.id, IDRIS_SAYS)
    written = vault.journals.write_all(both)
    assert vault.journals.of(CASE)[4:] == written
    assert vault.journals.audit() == ()


def test_writing_an_answer_forgets_its_draft_and_no_other(vault: Vault) -> None:
    vault.drafts.keep(CASE, "answer/LOG-01", CLARA.id, "ou")
    vault.drafts.keep(CASE, "answer/LOG-01", IDRIS.id, "no")
    vault.drafts.keep(CASE, "answer/LOG-02", CLARA.id, "pe")

    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")

    assert set(vault.drafts.of(CASE, CLARA.id)) == {"note/1", "answer/LOG-02"}
    assert vault.drafts.of(CASE)["answer/LOG-01"].author == IDRIS.id


def test_an_answer_is_on_the_disk_before_the_call_returns(vault: Vault, shelf: Shelf) -> None:
    log = shelf.database.with_name(f"{shelf.database.name}-wal")
    before = log.stat().st_size if log.exists() else 0

    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")

    assert log.stat().st_size > before


class Backwards:
    """A clock that somebody puts back by a year between two answers."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def test_a_clock_put_back_between_two_answers_keeps_their_order(shelf: Shelf) -> None:
    clock = Backwards()
    vault = shelf.opened(clock)
    first = vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "avant")
    assert not vault.clock_went_back

    clock.at -= timedelta(days=365)
    second = vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "après", (first.id,))

    assert vault.clock_went_back
    assert vault.journals.of(CASE)[-2:] == (first, second)
    assert Record(vault.journals.of(CASE)).value("answer/LOG-01") == "après"
    vault.lock()

    later = shelf.opened(clock)
    assert later.clock_went_back, "told again at the next opening, while it is still so"
    third = later.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "encore", (second.id,))
    assert later.journals.of(CASE)[-1] == third
    later.lock()


def test_the_head_of_the_chain_is_the_hash_of_the_last_entry(vault: Vault) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    last = vault._parts.database.read(sealed_entries)[-1]

    assert vault.journals.chain_head() == last.hash.hex()


def test_a_short_answer_cannot_be_guessed_from_its_commitment(vault: Vault) -> None:
    for _ in range(2):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    kept = vault._parts.database.read(sealed_entries)[-2:]

    assert kept[0].commitment != kept[1].commitment
    salts = [loaded_mapping(sealed.payload or b"")["salt"] for sealed in kept]
    assert all(len(bytes.fromhex(str(salt))) == 16 for salt in salts)
    assert len(set(salts)) == 2


# What a thief who holds the key of the vault may try.

Tampering = Callable[[sa.Connection, list[SealedEntry], Vault], None]


def _set(connection: sa.Connection, sealed: SealedEntry, **changed: object) -> None:
    connection.execute(rows.entry.update().where(rows.entry.c.id == sealed.id).values(**changed))


def _edited(sealed: SealedEntry) -> bytes:
    return dumped({**loaded_mapping(sealed.payload or b""), "value": "autre chose"})


def _edits_an_answer(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], payload=_edited(kept[1]))


def _edits_and_commits_again(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    payload = _edited(kept[1])
    _set(connection, kept[1], payload=payload, commitment=hashlib.sha256(payload).digest())


def _signs_in_her_place(connection: sa.Connection, kept: list[SealedEntry], thief: Vault) -> None:
    payload = _edited(kept[1])
    forged = replace(kept[1], payload=payload, commitment=hashlib.sha256(payload).digest())
    signature = thief._parts.keyring.of(IDRIS.id).signing.sign(forged.header())
    _set(connection, kept[1], **columns(replace(forged, signature=signature)))


def _claims_her_answer(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], author=IDRIS.id.bytes)


def _invents_an_author(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], author=bytes(16))


def _moves_in_time(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], tick=kept[1].tick + 5)


def _moves_to_another_person(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], case_id=bytes(16))


def _empties_an_answer(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], payload=None)


def _deletes_in_the_middle(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    connection.execute(rows.entry.delete().where(rows.entry.c.id == kept[1].id))


def _deletes_the_first(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    connection.execute(rows.entry.delete().where(rows.entry.c.id == kept[0].id))


def _deletes_the_last(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    connection.execute(rows.entry.delete().where(rows.entry.c.id == kept[-1].id))


def _swaps_two_answers(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[1], payload=kept[3].payload)
    _set(connection, kept[3], payload=kept[1].payload)


def _renumbers(connection: sa.Connection, kept: list[SealedEntry], _: Vault) -> None:
    _set(connection, kept[2], number=9)


@pytest.mark.parametrize(
    ("tampering", "kinds"),
    [
        (_edits_an_answer, {AlarmKind.CHANGED}),
        (_edits_and_commits_again, {AlarmKind.NOT_SIGNED_BY_AUTHOR, AlarmKind.BROKEN_CHAIN}),
        (_signs_in_her_place, {AlarmKind.NOT_SIGNED_BY_AUTHOR, AlarmKind.BROKEN_CHAIN}),
        (_claims_her_answer, {AlarmKind.NOT_SIGNED_BY_AUTHOR, AlarmKind.BROKEN_CHAIN}),
        (_invents_an_author, {AlarmKind.UNKNOWN_AUTHOR, AlarmKind.BROKEN_CHAIN}),
        (_moves_in_time, {AlarmKind.NOT_SIGNED_BY_AUTHOR, AlarmKind.BROKEN_CHAIN}),
        (_moves_to_another_person, {AlarmKind.NOT_SIGNED_BY_AUTHOR, AlarmKind.BROKEN_CHAIN}),
        (_empties_an_answer, {AlarmKind.CHANGED}),
        (_deletes_in_the_middle, {AlarmKind.BROKEN_CHAIN}),
        (_deletes_the_first, {AlarmKind.BROKEN_CHAIN}),
        (_deletes_the_last, {AlarmKind.CUT_SHORT}),
        (_swaps_two_answers, {AlarmKind.CHANGED}),
        (_renumbers, {AlarmKind.NOT_SIGNED_BY_AUTHOR, AlarmKind.BROKEN_CHAIN}),
    ],
)
def test_tampering_by_a_colleague_who_holds_the_key_is_found(
    shelf: Shelf, tampering: Tampering, kinds: set[AlarmKind]
) -> None:
    thief = shelf.opened(by=IDRIS)

    def task(connection: sa.Connection) -> None:
        for event in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER entry_no_{event}")
        tampering(connection, sealed_entries(connection), thief)

    thief._parts.database.write(task)
    found = {alarm.kind for alarm in thief.journals.audit()}
    thief.lock()

    assert found == kinds
    later = shelf.opened()
    assert {alarm.kind for alarm in later.journals.audit()} == kinds, "and still at the next opening"
    later.lock()


def test_an_alarm_names_nobody_and_says_nothing(shelf: Shelf) -> None:
    vault = shelf.opened()

    def task(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        _edits_an_answer(connection, sealed_entries(connection), vault)

    vault._parts.database.write(task)
    (alarm,) = vault.journals.audit(CASE)

    assert alarm.number == 2
    assert "modifiée" in alarm.sentence
    assert "autre" not in repr(alarm)
    assert vault.journals.audit(CaseId(UUID(int=77))) == (), "another case is as it was"
    vault.lock()


# What must hold for any story.

stories = st.lists(
    st.tuples(st.sampled_from(["answer/LOG-01", "answer/LOG-02"]), st.booleans(), st.sets(st.integers(0, 11))),
    max_size=12,
)
parts = st.sets(st.integers(0, 11))


@pytest.fixture(scope="module")
def two_vaults(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Vault, Vault]]:
    """The same vault on two computers, both specialists unlocked on each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_stretch", cheap)
        patch.setattr("spie_diag.vault.ballast.SIZE", 1)
        opened = []
        for name in ("here", "there"):
            vault = Shelf(shutil.copytree(made_once, tmp_path_factory.mktemp(name) / "coffre")).opened()
            vault.unlock(IDRIS.id, IDRIS_SAYS)
            opened.append(vault)
        yield opened[0], opened[1]
        for vault in opened:
            vault.lock()


@settings(max_examples=25, deadline=None)
@given(st.uuids(version=4), stories, parts, parts)
def test_a_story_dealt_out_over_two_vaults_is_the_same_once_brought_together(
    two_vaults: tuple[Vault, Vault],
    case_id: UUID,
    story: list[tuple[str, bool, set[int]]],
    some: set[int],
    others: set[int],
) -> None:
    here, there = two_vaults
    case = CaseId(case_id)
    entries: list[Entry] = []
    for place, (subject, hers, seen) in enumerate(story):
        replaced = tuple(entries[old].id for old in seen if old < place and entries[old].subject == subject)
        entries.append(_entry(case, subject, place, CLARA.id if hers else IDRIS.id, replaced))

    here.journals.add(entry for place, entry in enumerate(entries) if place in some)
    there.journals.add(entry for place, entry in enumerate(entries) if place in others)
    mine, yours = here.journals.of(case), there.journals.of(case)
    here.journals.add(yours)
    there.journals.add(mine)
    assert here.journals.add(yours) == (), "adding twice is adding once"

    assert here.journals.of(case) == there.journals.of(case) == tuple(merge(mine, yours)), "nothing lost, nothing new"
    assert _heads(Record(here.journals.of(case))) == _unreplaced(merge(mine, yours))


def _entry(case: CaseId, subject: str, place: int, author: SpecialistId, replaced: tuple[EntryId, ...]) -> Entry:
    at = datetime(2026, 11, 24, 10, place, tzinfo=UTC)
    return Entry(
        id=EntryId(new_id(at)),
        case=case,
        interview=INTERVIEW,
        author=author,
        written_at=at,
        tick=int(at.timestamp() * 1000) << 16,
        subject=subject,
        value=place,
        replaces=replaced,
    )


def _heads(record: Record) -> Mapping[str, set[EntryId]]:
    return {subject: {head.id for head in record.heads(subject)} for subject in ("answer/LOG-01", "answer/LOG-02")}


def _unreplaced(entries: list[Entry]) -> Mapping[str, set[EntryId]]:
    """The heads, worked out another way."""
    replaced = {old for entry in entries for old in entry.replaces}
    return {
        subject: {entry.id for entry in entries if entry.subject == subject and entry.id not in replaced}
        for subject in ("answer/LOG-01", "answer/LOG-02")
    }


def test_both_vaults_of_the_property_still_hold(two_vaults: tuple[Vault, Vault]) -> None:
    for vault in two_vaults:
        assert vault.journals.audit() == ()
        listed = vault.cases.interviews(CASE), vault.cases.all()
        vault.cases.rebuild()
        assert (vault.cases.interviews(CASE), vault.cases.all()) == listed


def test_a_later_session_of_the_same_day_goes_on_with_the_same_chain(shelf: Shelf) -> None:
    for number in range(3):
        vault = shelf.opened(morning())
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", number)
        vault.lock()

    vault = shelf.opened(says=CLARA_SAYS)
    kept = vault._parts.database.read(sealed_entries)
    assert [sealed.number for sealed in kept if sealed.chain == vault._parts.pen.link.chain] == [1, 2, 3]
    assert len({sealed.chain for sealed in kept}) == 2, "this folder is a copy of the first one"
    vault.lock()


def test_an_audit_in_steps_finds_what_the_whole_one_finds(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def task(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
        _deletes_in_the_middle(connection, sealed_entries(connection), vault)

    vault._parts.database.write(task)
    whole = vault.journals.audit()
    monkeypatch.setattr("spie_diag.vault.journals._STEP_ENTRIES", 1)
    steps = list(vault.journals.audit_in_steps())

    assert whole
    assert steps[-1] == whole
    assert len(steps) > 2, "somebody may write in between"
