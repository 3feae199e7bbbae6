"""What is looked for holds whatever is written at once, and the list goes on page by page within one minute."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, InterviewId, Person
from spie_diag.vault import listing
from spie_diag.vault.journals import Line
from spie_diag.vault.opening import Vault
from spie_diag.vault.persons import PERSON, person_value
from spie_diag.vault.redrawing import lists_hold
from tests.vault.shelf import CLARA, Shelf

NAMES = ("Benali", "Benamar", "Amaral", "Marbena")


def person(number: int, family_name: str) -> Person:
    return Person(
        case=CaseId(UUID(int=1_000 + number)),
        number=f"D-2027-{number:04d}",
        called="",
        family_name=family_name,
        first_names="Ana",
        born_on=date(1990, 1, 1),
    )


def said(who: Person, *, with_referent: bool) -> list[Line]:
    def line(subject: str, value: Value, interview: InterviewId | None = None) -> Line:
        return Line(case=who.case, interview=interview, author=CLARA.id, subject=subject, value=value)

    interview = InterviewId(UUID(int=who.case.int + 1_000))
    referent = [line("answer/STA-11", {"value": f"Mission {who.family_name}"}, interview)] if with_referent else []
    return [line(PERSON, person_value(who)), *referent]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 6), st.sampled_from(NAMES), st.booleans()), min_size=1, max_size=8),
        min_size=2,
        max_size=5,
    )
)
@example([[(1, "Benali", False), (2, "Benali", True)], [(1, "Benamar", False), (6, "Benamar", False)]])
def test_whoever_is_written_of_with_others_is_found(
    vault: Vault, transactions: list[list[tuple[int, str, bool]]]
) -> None:
    """SQLite lost whoever came behind a person who was indexed twice in one transaction."""
    for transaction in transactions:
        lines = [one for number, name, known in transaction for one in said(person(number, name), with_referent=known)]
        vault.journals.write_all(lines)

    assert lists_hold(vault._parts.database)
    vault.cases.rebuild()
    assert lists_hold(vault._parts.database)
    assert all(vault.cases.find(one.number) == (one,) for one in vault.cases.all())


@pytest.mark.parametrize("few", [0, 100], ids=["walked", "indexed"])
@pytest.mark.parametrize("looked_at", [1, 7, 5_000])
def test_a_list_of_persons_of_one_minute_goes_on_page_by_page(
    shelf: Shelf, few: int, looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = shelf.opened()
    vault.journals.write_all([one for n in range(1, 51) for one in said(person(n, NAMES[n % 4]), with_referent=False)])
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr("spie_diag.vault.cases.LOOKED_AT", looked_at)

    for text in ("", "benali", "ana d-2027", "mar"):
        for limit in (20, 50):
            page = vault.cases.page(text, limit, at_once=False)
            seen = [*page.persons]
            while page.end is not None:
                page = vault.cases.page(text, limit, page.end, at_once=False)
                seen += page.persons
            assert tuple(seen) == vault.cases.find(text), "everybody once, in the order of the list"
    assert vault.cases.count("ana d-2027") == 50
    assert vault.cases.part(13, 20, 51) == vault.cases.all()[13:33]
    vault.lock()
