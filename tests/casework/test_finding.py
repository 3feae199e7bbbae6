"""Finding a person by what one remembers, and words in what was written of her."""

import json
import time
from dataclasses import replace
from datetime import date
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spie_diag.casework import finding, interviewing, receiving
from spie_diag.casework.receiving import NewPerson
from spie_diag.diagnosis.assessment import Level
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage, SweepAnswer
from spie_diag.interview.journal import EntryId
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import FieldOfWork, Voice
from spie_diag.vault.deeds import Deed
from spie_diag.vault.searching import folded
from tests.casework.conftest import SECRETS, Office

LOG = BlockCode("LOG")


def words_found(office: Office, text: str) -> list[str]:
    return [one.excerpt for one in finding.in_notes(office.book, office.person.case, text)]


def test_words_are_found_in_answers_and_notes_with_where_they_stand(office: Office) -> None:
    office.book.write(
        office.interview, "note/n1", {"block": "LOG", "kind": "mots", "text": "L’hiver à Œuilly, sans chauffage"}
    )
    interviewing.answer(office.book, office.interview, QuestionCode("STA-11"), Answer(value="Mme Ézéchiel, au CCAS"))

    (noted,) = finding.in_notes(office.book, office.person.case, "OEUIL chauff")
    assert (noted.stage, noted.block, noted.interview) == (Stage.EXPLORATION, LOG, office.interview)
    assert (noted.chapter, noted.label) == ("Logement", "Note\u00a0: Ses mots")
    assert noted.excerpt == "L’hiver à Œuilly, sans chauffage"
    assert "Œuilly" not in repr(noted)
    (answered,) = finding.in_notes(office.book, office.person.case, "ezech")
    assert "référent" in answered.label
    assert answered.stage is Stage.PREPARATION
    assert words_found(office, "") == words_found(office, " !? ") == words_found(office, "introuvable") == []


def test_only_what_stands_today_is_found(office: Office) -> None:
    for text in ("première version zébrée", "seconde version"):
        office.book.write(office.interview, "note/n2", {"block": "LOG", "kind": "mots", "text": text})
    assert words_found(office, "zébr") == []
    assert words_found(office, "seconde") == ["seconde version"]
    office.book.write(office.interview, "note/n2", None)
    assert words_found(office, "seconde") == []


def test_a_view_of_the_colleague_is_not_looked_into_before_it_is_uncovered(office: Office) -> None:
    for voice in ("social", "emploi"):
        level: Value = {"level": Level.COMPLICATES.value, "strength": False, "reason": f"quetzal {voice}"}
        office.book.write(office.interview, f"view/LOG/{voice}", level)

    assert [one.split()[-1] for one in words_found(office, "quetz")] == [office.book.writing.voice.value]
    office.book.write(office.interview, "revealed/LOG", True)
    assert len(words_found(office, "quetz")) == 2


def test_a_long_text_is_shown_around_what_was_found(office: Office) -> None:
    text = " ".join(["avant"] * 40 + ["Perroquet"] + ["après"] * 40)
    office.book.write(office.interview, "note/n3", {"block": "LOG", "kind": "mots", "text": text})
    (excerpt,) = words_found(office, "perro")
    assert excerpt.startswith("… avant")
    assert excerpt.endswith("après …")
    assert "Perroquet" in excerpt
    assert len(excerpt.split()) < 25


def test_what_was_found_opens_where_it_stands(office: Office) -> None:
    office.book.write(office.interview, "note/n4", {"block": "MOB", "kind": "mots", "text": "une mobylette"})
    (found,) = finding.in_notes(office.book, office.person.case, "mobyl")
    finding.go_to_found(office.book, found)
    sheet = receiving.resume(office.book, office.interview)
    assert (sheet.place.stage, sheet.place.block) == (Stage.EXPLORATION, "MOB")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.text(max_size=6))
def test_a_note_is_found_exactly_when_each_word_is_part_of_one_of_hers(office: Office, text: str, asked: str) -> None:
    office.book.write(office.interview, "note/any", {"block": "LOG", "kind": "mots", "text": f"{text} repère"})
    hers = folded(f"{text} repère").split()
    fits = all(
        any(word in one if len(word) > 2 else one.startswith(word) for one in hers) for word in folded(asked).split()
    )
    found = [one for one in finding.in_notes(office.book, office.person.case, f"{asked} repère") if one.block == LOG]
    assert bool(found) is fits


def test_three_thousand_entries_are_looked_through_while_somebody_types(office: Office) -> None:
    desk = office.book.desk(office.interview)
    some = list(desk.record)[-1]
    for number in range(3_000):  # in memory alone: signing so many is not what is measured
        value: Value = {"block": "LOG", "kind": "mots", "text": f"ligne {number} dite un jour de pluie"}
        desk.record.add(
            replace(some, id=EntryId(uuid4()), tick=some.tick + number, subject=f"note/{number}", value=value)
        )
    words_found(office, "jour")
    start = time.process_time()
    for end in range(1, 6):
        words_found(office, "2999 pluie"[: end * 2])
    each_ms = (time.process_time() - start) / 5 * 1000
    print(f"{each_ms:.1f} ms a key")
    assert each_ms < 100, "20 ms on a quiet machine"
    office.book.close_desks()


def test_a_person_is_found_by_who_receives_and_who_follows_her(office: Office) -> None:
    case = office.person.case
    assert case in {row.person.case for row in receiving.persons(office.book, "maison insertion")}
    assert case not in {row.person.case for row in receiving.persons(office.book, "zanzibar")}
    interviewing.answer(office.book, office.interview, QuestionCode("STA-11"), Answer(value="Association Zanzibar"))
    assert case in {row.person.case for row in receiving.persons(office.book, "zanzi")}
    office.book.write(office.interview, "orientation", {"organisation": "ML", "referent": "Wolfgang"})
    assert case in {row.person.case for row in receiving.persons(office.book, "mission locale wolfg")}
    interviewing.answer(office.book, office.interview, QuestionCode("STA-11"), None)
    assert case not in {row.person.case for row in receiving.persons(office.book, "zanzi")}


def test_a_line_of_the_list_says_what_the_journal_says(office: Office) -> None:
    office.book.write(office.interview, "flag/LOG/resume", True)
    office.book.write(office.interview, "next_meeting", {"on": "2026-12-01", "place": "", "with": ""})
    row = next(row for row in receiving.persons(office.book) if row.person.case == office.person.case)
    assert (row.to_resume, row.next_meeting, row.version, row.signatures) == (1, "2026-12-01", 1, 0)
    assert row.pair is not None
    assert row.pair.is_joint


def test_persons_born_on_the_same_day_are_shown_side_by_side(office: Office) -> None:
    born_on = date(1979, 2, 27)
    twin = receiving.add_person(office.book, NewPerson(called="Wassila", born_on=born_on))
    assert receiving.look_alikes(office.book, NewPerson(called="Autre", born_on=born_on)) == (twin,)


def test_looking_into_her_notes_is_told_like_reading_her_file(office: Office) -> None:
    office.book.told_open.clear()
    before = len(office.book.vault.register.lines(50, case=office.person.case))

    finding.in_notes(office.book, office.person.case, "")
    assert len(office.book.vault.register.lines(50, case=office.person.case)) == before, "nothing was read"
    for text in ("log", "loge"):
        finding.in_notes(office.book, office.person.case, text)

    lines = office.book.vault.register.lines(50, case=office.person.case)
    assert len(lines) == before + 1
    assert lines[0].deed is Deed.OPENED


def test_a_text_that_is_still_being_typed_is_found_and_told_as_one(office: Office) -> None:
    interviewing.keep_draft(office.book, office.interview, "note/MOB", "une trottinette élec")
    interviewing.keep_draft(office.book, office.interview, "answer/STA-11", "Mme Trottier, au CC")
    drafts = {one.chapter: one for one in finding.in_notes(office.book, office.person.case, "trott")}
    assert len(drafts) == 2
    note = drafts["Mobilité"]
    assert (note.stage, note.block, note.question, note.excerpt) == (
        Stage.EXPLORATION, "MOB", None, "une trottinette élec"
    )  # fmt: skip
    assert all(one.is_draft and not one.colleague and one.interview == office.interview for one in drafts.values())
    assert {one.question for one in drafts.values()} == {None, "STA-11"}
    assert "trottinette" not in repr(note)
    finding.go_to_found(office.book, note)
    assert receiving.resume(office.book, office.interview).place.block == "MOB"

    interviewing.add_note(
        office.book, office.interview, BlockCode("MOB"), NoteKind.VERBATIM, "une trottinette électrique"
    )
    assert [one.is_draft for one in finding.in_notes(office.book, office.person.case, "trottinette")] == [False]


def test_drafts_made_of_several_texts_are_looked_into_and_what_stands_is_told_once(office: Office) -> None:
    book, interview = office.book, office.interview
    goal = Goal(id=GoalId("g1"), label="Passer le code")
    book.write(interview, "goal/g1", goal.as_json())
    draft = replace(goal, label="Passer le code, à Vesoul").as_json()
    for field, text in (
        (f"goal/{goal.id}", json.dumps(draft)),
        ("next_meeting", json.dumps(["mard", "", "mairie de Lure", ""])),
        ("conclusion/LOG/desaccord", "selon elle, l’humid"),
        ("goal/new", "trouver un ordinat"),
        ("synthesis/short", "en somme, la confian"),
        ("version", "une coquille dans le prén"),
    ):
        interviewing.keep_draft(book, interview, field, text)
    (standing,) = finding.in_notes(book, office.person.case, "passer le code")
    assert not standing.is_draft
    labels = {}
    for word in ("vesoul", "lure", "humid", "ordinat", "confian", "coquille"):
        (one,) = finding.in_notes(book, office.person.case, word)
        assert one.is_draft
        labels[word] = (one.chapter, one.label, one.stage)
    assert labels == {
        "vesoul": ("Parcours et plan d’action", "Objectif", Stage.PLAN),
        "lure": ("Parcours et plan d’action", "Prochain rendez-vous", Stage.PLAN),
        "humid": ("Logement", "Conclusion commune", Stage.CROSSED_VIEWS),
        "ordinat": ("Parcours et plan d’action", "Objectif", Stage.PLAN),
        "confian": ("Conclusions", "Synthèse courte", Stage.RESTITUTION),
        "coquille": ("Signatures et versions", "Correction d’un document signé", Stage.SIGNATURES),
    }


def test_the_draft_of_a_colleague_is_found_only_while_she_is_there(office: Office) -> None:
    book, case = office.book, office.person.case
    book.writer = office.employment
    interviewing.keep_draft(book, office.interview, "note/LOG", "le chauffe-eau gro")
    interviewing.keep_draft(book, office.interview, "view/LOG/emploi", "le chauffe-eau mesure tout")
    book.writer = office.social
    (one,) = finding.in_notes(book, case, "chauffe eau")
    assert (one.label, one.colleague) == ("Note", "Hugo Spécimen"), "a view that is not given is hers alone"
    book.vault.leave(office.employment)
    assert finding.in_notes(book, case, "chauffe eau") == ()
    book.vault.unlock(office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
    assert len(finding.in_notes(book, case, "chauffe eau")) == 1


def test_a_draft_about_what_the_person_set_aside_is_not_looked_into(office: Office) -> None:
    interviewing.keep_draft(office.book, office.interview, "note/LOG", "une cave inondée")
    assert len(finding.in_notes(office.book, office.person.case, "inond")) == 1
    interviewing.sweep(office.book, office.interview, LOG, Voice.PERSON, SweepAnswer.DECLINED)
    assert finding.in_notes(office.book, office.person.case, "inond") == ()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60), field=st.sampled_from(["note/LOG", "answer/STA-11", "orientation", "goal/x", "view/?"])
)
def test_any_draft_may_be_looked_through(office: Office, text: str, field: str) -> None:
    interviewing.keep_draft(office.book, office.interview, field, text)
    finding.in_notes(office.book, office.person.case, text or "x")
