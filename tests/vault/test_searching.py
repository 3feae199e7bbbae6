"""Whatever one remembers of a person finds her, and the index answers exactly as reading everybody would."""

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spie_diag.interview.people import CaseId, InterviewId, Person
from spie_diag.vault import listing, slots
from spie_diag.vault.indexing import SPECIALIST
from spie_diag.vault.opening import Vault
from spie_diag.vault.searching import Called, asked, fits, folded, in_index, line_of, mark_of
from tests.vault.shelf import CLARA, Shelf, another, cheap

LEILA = Person(
    case=CaseId(UUID(int=77)),
    number="D-2026-0012",
    called="Leïla",
    family_name="Benali-Œuvrard",
    first_names="Leïla Ève",
    born_on=date(1987, 3, 12),
    commune="Saint-Étienne",
    phone="+33 (0)6 39 98 12 34",
)
NOBODY_ELSE = replace(
    LEILA,
    case=CaseId(UUID(int=78)),
    number="D-2025-0112",
    called="Zoé",
    family_name="Quint",
    first_names="Zoé",
    born_on=date(1991, 12, 3),
    commune="Nantes",
    phone="07 00 00 00 00",
)
CCAS = Called("CCAS de la Vallée", mark_of(SPECIALIST, "1"))


def line(person: Person, *marks: str) -> str:
    names = (person.family_name, person.first_names, person.called, person.commune)
    return line_of(names, person.number, person.born_on, person.phone, marks)


@pytest.mark.parametrize(
    "typed",
    [
        "l",
        "le",
        "leila",
        "LEÏLA ben",
        "nali",
        "oeuvr",
        "Œuvrard",
        "etienne ève",
        "12/03/1987",
        "12.3.87",
        "12 mars 1987",
        "12 mar",
        "1987-03-12",
        "12031987",
        "12/03",
        "12/0",
        "12/03/19",
        "mars 1987",
        "03/1987",
        "1987",
        "D-2026-0012",
        "d 2026 0012",
        "2026-12",
        "D-2026-00",
        "D-2026-001",
        "12",
        "0012",
        "06 39 98 12 34",
        "0639981234",
        "+33 6 39 98",
        "+33639981234",
        "0033 6 39",
        "06.39.98",
        "06-39",
        "9812",
        "leila 12/03/1987 ccas",
        "vallee",
    ],
)
def test_she_is_found_and_not_her_neighbour(typed: str) -> None:
    wanted = asked(typed, [CCAS])
    assert wanted is not None
    assert fits(wanted, line(LEILA, CCAS.mark))
    assert typed in {"l", "le", "12/0"} or not fits(wanted, line(NOBODY_ELSE))


@pytest.mark.parametrize(
    "typed",
    ["leilla", "13/03/1987", "12/04", "2026-1", "2025-12", "1", "07", "avril 1987", "ccas", "leila quint", "1988"],
)
def test_what_is_not_hers_does_not_find_her(typed: str) -> None:
    wanted = asked(typed, [CCAS])
    assert wanted is not None
    assert not fits(wanted, line(LEILA))


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]))
def test_each_birth_date_is_found_at_every_key_of_its_typing(born_on: date, written: str) -> None:
    hers = line(replace(LEILA, born_on=born_on))
    typed = born_on.strftime(written)
    whole = asked(typed)
    assert whole is not None
    assert fits(whole, hers)
    other = line(replace(LEILA, born_on=date.fromordinal(born_on.toordinal() + 1), phone=""))
    assert not fits(whole, other)


@given(st.text(max_size=40))
@example("+")
@example("12 ")
@example("²³/١٢")
@example("d-" * 40)
def test_any_line_is_a_question_of_pieces_that_the_index_can_answer(text: str) -> None:
    wanted = asked(text, [CCAS])
    if wanted is None:
        assert not folded(text)
    else:
        fits(wanted, line(LEILA))
        pieces = re.findall('"([^"]*)"', in_index(wanted))
        assert pieces
        assert all(len(piece) == 3 for piece in pieces)


LETTERS = st.text(alphabet="aeéœrsn -'0123456789/", min_size=1, max_size=9)


@pytest.fixture(scope="module")
def crowd(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A vault of sixty persons, for all tests that only read."""
    chance = random.Random(3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_stretch", cheap)
        patch.setattr("spie_diag.vault.ballast.SIZE", 64 << 10)
        vault = Shelf(shutil.copytree(made_once, tmp_path_factory.mktemp("foule") / "coffre")).opened()
        for number in range(2, 62):
            name = "".join(chance.choice("aeérsnœ") for _ in range(chance.randint(2, 7)))
            born_on = date(1960 + number, chance.randint(1, 12), chance.randint(1, 28))
            vault.cases.add(
                replace(another(f"D-2026-{number:04d}", name, name[::-1]), born_on=born_on, phone="06 12 34")
            )
        yield vault
        vault.lock()


@pytest.mark.parametrize("rare", [0, 3, 1_000])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=LETTERS)
@example(text="n")
@example(text="12")
def test_the_index_and_the_walk_find_whom_reading_everybody_finds(crowd: Vault, rare: int, text: str) -> None:
    wanted = asked(text)
    everybody = crowd.cases.all()
    expected = [one.case for one in everybody if wanted is None or fits(wanted, line(one))]
    if wanted is None and text.strip():
        expected = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "_most_fetched", lambda _connection, _limit: rare)
        patch.setattr("spie_diag.vault.cases.LOOKED_AT", 5)
        assert [one.case for one in crowd.cases.find(text)] == expected
        assert crowd.cases.count(text) == len(expected)
        first = crowd.cases.page(text, limit=2)
        assert [one.case for one in first.persons] == expected[:2]
        if first.end is not None:
            assert [one.case for one in crowd.cases.page(text, 3, first.end).persons] == expected[2:5]


def test_pages_follow_each_other_until_everybody_was_shown(crowd: Vault) -> None:
    seen: list[CaseId] = []
    page = crowd.cases.page(limit=7)
    seen += [one.case for one in page.persons]
    while page.end is not None:
        page = crowd.cases.page(limit=7, after=page.end)
        seen += [one.case for one in page.persons]
    assert seen == [one.case for one in crowd.cases.all()]
    assert len(seen) == crowd.cases.count() == 61


def test_the_archive_has_its_own_list(vault: Vault) -> None:
    other = another("D-2026-0002", "Zola", "Émile")
    vault.cases.add(other)
    vault.journals.write(other.case, None, CLARA.id, "archived", {"since": "2026-11-24T09:00:00+00:00"})

    assert vault.cases.page("zola").persons == ()
    assert vault.cases.page("zola", archived=True).persons == (other,)
    assert (vault.cases.count("zola"), vault.cases.count("zola", archived=True)) == (0, 1)
    assert (vault.cases.count(), vault.cases.count(archived=True)) == (1, 1)


def test_a_person_is_found_by_who_receives_her_whatever_the_order_in_which_entries_come(vault: Vault) -> None:
    person, interview = another("D-2026-0002", "Zola", "Émile"), InterviewId(uuid4())
    vault.cases.add(person)
    vault.journals.write(person.case, interview, CLARA.id, "session", {"social": str(CLARA.id), "emploi": None})
    called = [Called("Centre du Rivage", mark_of(SPECIALIST, str(CLARA.id)))]

    assert vault.cases.page("rivage zol", called=called).persons == (person,)
    assert vault.cases.page("rivage").persons == (), "nobody is called so"
    vault.cases.rebuild()
    assert vault.cases.page("rivage", called=called).persons == (person,)
    vault.journals.write(person.case, interview, CLARA.id, "session", {"social": None, "emploi": None})
    assert vault.cases.page("rivage", called=called).persons == ()


def test_an_outline_holds_what_a_line_shows_and_nothing_else(vault: Vault) -> None:
    person, interview = another("D-2026-0002", "Zola"), InterviewId(uuid4())
    vault.cases.add(person)
    for subject in ("session", "answer/LOG-01", "flag/LOG/resume", "flag/LOG/open", "note/1", "signed/1/social"):
        vault.journals.write(person.case, interview, CLARA.id, subject, {})
    outline = vault.cases.outlines([person.case])[person.case]

    assert outline.interview.id == interview
    assert [entry.subject for entry in outline.entries] == ["session", "flag/LOG/resume", "signed/1/social"]
