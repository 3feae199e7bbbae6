"""The register: who did what when, latest first, and never what makes a file look worked on."""

from datetime import UTC, datetime, timedelta

from spie_diag.clock import SteppingClock
from spie_diag.vault.opening import Vault
from spie_diag.vault.register import VAULT_ITSELF, Deed
from tests.vault.shelf import CASE, CLARA, IDRIS, INTERVIEW, Shelf, another, somebody


def test_deeds_are_told_latest_first_and_page_by_page(vault: Vault) -> None:
    for number in range(7):
        vault.register.note(Deed.EXPORTED, CLARA.id, CASE, {"format": "pdf", "version": number})
    vault.register.note(Deed.BACKUP, CLARA.id, facts={"entries": 12})

    first = vault.register.lines(3)
    assert [(line.deed, line.case) for line in first[:2]] == [(Deed.BACKUP, VAULT_ITSELF), (Deed.EXPORTED, CASE)]
    assert first[0].facts["entries"] == 12
    assert first[0].author == CLARA.id
    rest = vault.register.lines(100, before=first[-1].tick)
    assert [line.facts["version"] for line in (*first[1:], *rest)] == [6, 5, 4, 3, 2, 1, 0]
    assert len(vault.register.lines(100, case=CASE)) == 7


def test_the_register_is_signed_and_drawn_again_from_the_journal(shelf: Shelf) -> None:
    vault = shelf.opened(by=IDRIS)
    vault.register.note(Deed.CHECKED, IDRIS.id, facts={"entries": 4})
    vault.register.note(Deed.OPENED, IDRIS.id, CASE)
    before = vault.register.lines(10)
    vault.cases.rebuild()

    assert vault.register.lines(10) == before
    assert vault.journals.audit() == ()
    vault.lock()


def test_reading_a_file_is_not_working_on_it(shelf: Shelf) -> None:
    vault = shelf.opened(SteppingClock(datetime(2026, 12, 1, tzinfo=UTC), timedelta(minutes=1)))
    other = another("D-2026-0002", "Zola")
    vault.cases.add(other)
    vault.register.note(Deed.OPENED, CLARA.id, CASE)
    assert vault.cases.all() == (other, somebody())

    vault.cases.rebuild()
    assert vault.cases.all() == (other, somebody()), "nor once the lists are drawn again"
    vault.cases.correct(somebody())
    vault.register.note(Deed.OPENED, CLARA.id, other.case)
    assert vault.cases.all() == (somebody(), other)
    vault.lock()


def test_a_deed_takes_no_draft_away(vault: Vault) -> None:
    vault.drafts.keep(CASE, "note/1", CLARA.id, "elle dit que")
    vault.register.note(Deed.OPENED, CLARA.id, CASE)

    assert vault.drafts.of(CASE)["note/1"].text == "elle dit que"
    assert vault.journals.of(CASE)[-1].interview is None
    assert INTERVIEW not in {entry.interview for entry in vault.journals.of(VAULT_ITSELF)}


def test_a_file_in_the_archive_leaves_lists_and_search_and_comes_back(vault: Vault) -> None:
    other = another("D-2026-0002", "Zola")
    vault.journals.write(other.case, None, CLARA.id, "archived", {"since": "2026-11-24T09:00:00+00:00"})
    vault.cases.add(other)  # whatever comes first
    vault.journals.write(CASE, None, CLARA.id, "opposed", {"since": "2026-11-24T09:00:00+00:00"})

    for _ in range(2):
        assert vault.cases.all() == (somebody(),)
        assert vault.cases.find("zola") == ()
        assert [one.person for one in vault.cases.archived()] == [other]
        assert vault.cases.get(other.case) == other
        assert vault.cases.standing(other.case).archived_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
        assert vault.cases.standing(CASE).archived_at is None
        assert vault.cases.standing(CASE).opposed_at is not None
        vault.cases.rebuild()

    vault.journals.write(other.case, None, CLARA.id, "archived", None)
    assert vault.cases.find("zola") == (other,)
    assert vault.cases.archived() == ()
