"""How long files are kept: the rule proposes, somebody decides, nothing goes by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spie_diag.casework import interviewing, opening, receiving, retention
from spie_diag.casework.errors import RetentionRuleError
from spie_diag.casework.retention import Proposal, Rule
from spie_diag.clock import months_later
from spie_diag.forms.definition import QuestionCode, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import CaseId, FieldOfWork
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import UnknownCaseError, WrongPassphraseError
from tests.casework.conftest import SECRETS, TODAY, Office


def proposal(office: Office, day: date) -> Proposal | None:
    mine = [one for one in retention.due(office.book, day) if one.person.case == office.person.case]
    return mine[0].proposal if mine else None


def test_the_rule_warns_then_proposes_and_counts_from_the_last_contact(office: Office) -> None:
    assert proposal(office, date(2028, 9, 23)) is None
    assert proposal(office, date(2028, 9, 24)) is Proposal.SOON
    assert proposal(office, date(2028, 11, 23)) is Proposal.SOON
    assert proposal(office, date(2028, 11, 24)) is Proposal.ARCHIVE_OR_PURGE
    assert retention.retained_until(office.book, office.person.case) == date(2028, 11, 24)
    assert receiving.persons(office.book), "and nothing has gone"


def test_reading_a_file_is_no_contact(office: Office) -> None:
    before = retention.retained_until(office.book, office.person.case)
    office.clock.at += timedelta(days=40)
    try:
        office.book.told_open.clear()
        receiving.resume(office.book, office.interview)
        assert office.book.vault.register.lines(1)[0].deed is Deed.OPENED
        assert retention.retained_until(office.book, office.person.case) == before

        interviewing.answer(office.book, office.interview, QuestionCode("LOG-01"), Answer(value="tiers"))
        assert retention.retained_until(office.book, office.person.case) > before
    finally:
        office.clock.at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
        opening.lock(office.book)  # its ticks stay ahead: not for the next test


def test_a_clock_that_was_ahead_by_years_delays_nothing_once_it_is_put_right(office: Office) -> None:
    due_on = retention.retained_until(office.book, office.person.case)
    office.clock.at += timedelta(days=12 * 365)
    try:
        interviewing.answer(office.book, office.interview, QuestionCode("LOG-01"), Answer(value="tiers"))
        office.clock.at = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

        assert retention.retained_until(office.book, office.person.case) == due_on, "when that was said nobody knows"
        interviewing.answer(office.book, office.interview, QuestionCode("LOG-01"), Answer(value="autre"))
        assert office.book.vault.clock_went_back
        assert retention.retained_until(office.book, office.person.case) == due_on + timedelta(days=1)
        assert proposal(office, date(2028, 11, 24)) is Proposal.SOON
        assert proposal(office, date(2028, 11, 25)) is Proposal.ARCHIVE_OR_PURGE
    finally:
        office.clock.at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
        opening.lock(office.book)  # its ticks stay ahead: not for the next test


def test_an_archived_file_leaves_list_and_search_until_it_is_brought_back(office: Office) -> None:
    book, case = office.book, office.person.case
    retention.archive(book, [case])

    assert case not in {row.person.case for row in receiving.persons(book)}
    assert case not in {row.person.case for row in receiving.persons(book, "amina")}
    assert (office.person, TODAY) in retention.archived(book)
    assert receiving.resume(book, office.interview).person == office.person, "still readable"
    assert proposal(office, date(2028, 11, 23)) is None
    assert proposal(office, date(2028, 11, 24)) is Proposal.PURGE

    retention.bring_back(book, [case])
    assert case in {row.person.case for row in receiving.persons(book)}
    assert [line.deed for line in book.vault.register.lines(2, case=case)] == [Deed.BROUGHT_BACK, Deed.ARCHIVED]
    assert book.vault.journals.audit(case) == ()


def test_purging_takes_a_passphrase_and_leaves_a_line_that_names_nobody(office: Office) -> None:
    book, case = office.book, office.person.case
    with pytest.raises(WrongPassphraseError):
        retention.purge(book, [case], office.employment, "autre chose")
    assert book.vault.cases.get(case) == office.person

    retention.purge(book, [case], office.employment, SECRETS[FieldOfWork.EMPLOYMENT])

    with pytest.raises(UnknownCaseError):
        book.vault.cases.get(case)
    line = book.vault.register.lines(1)[0]
    assert (line.deed, line.author, line.facts["reason"]) == (Deed.PURGED, office.employment, "retention")
    assert case not in {one.person.case for one in retention.due(book, date(2040, 1, 1))}
    assert book.vault.journals.audit() == ()


def test_a_file_that_is_not_there_is_neither_archived_nor_purged(office: Office) -> None:
    from uuid import UUID

    nobody = CaseId(UUID(int=404))
    with pytest.raises(UnknownCaseError):
        retention.archive(office.book, [office.person.case, nobody])
    with pytest.raises(UnknownCaseError):
        retention.purge(office.book, [office.person.case, nobody], office.social, SECRETS[FieldOfWork.SOCIAL])
    assert office.book.vault.cases.get(office.person.case) == office.person


def test_the_rule_is_settled_for_everybody(office: Office) -> None:
    retention.set_rule(office.book, Rule(months=6, alert_months=5, archive_months=12))
    try:
        assert retention.rule(office.book).months == 6
        assert proposal(office, date(2027, 5, 24)) is Proposal.ARCHIVE_OR_PURGE
    finally:
        retention.set_rule(office.book, Rule())


@pytest.mark.parametrize("months", [(0, 0, 1), (24, 25, 24), (24, 22, 0), (241, 22, 24)])
def test_months_that_do_not_go_together_are_refused(months: tuple[int, int, int]) -> None:
    with pytest.raises(RetentionRuleError, match="durées"):
        Rule(months=months[0], alert_months=months[1], archive_months=months[2])


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 240), st.integers(1, 240))
def test_the_alert_never_comes_behind_the_term(last: date, a: int, b: int) -> None:
    chosen = Rule(months=max(a, b), alert_months=min(a, b))
    assert last < months_later(last, chosen.alert_months) <= months_later(last, chosen.months)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2027, 1, 1), date(2033, 1, 1)), st.integers(1, 60), st.integers(0, 12))
def test_what_is_due_is_what_a_calendar_says(office: Office, day: date, alert: int, more: int) -> None:
    chosen = Rule(months=alert + more, alert_months=alert)
    retention.set_rule(office.book, chosen)
    try:
        due = retention.retained_until(office.book, office.person.case)
        last = office.book.vault.cases.last_written(office.person.case, office.clock.at).date()
        expected = (
            Proposal.ARCHIVE_OR_PURGE if day >= due else Proposal.SOON if day >= months_later(last, alert) else None
        )
        assert proposal(office, day) is expected
    finally:
        retention.set_rule(office.book, Rule())


def test_a_kept_rule_of_a_later_program_is_read_for_what_is_known_of_it(office: Office) -> None:
    def kept(value: dict[str, Value]) -> Rule:
        office.book.vault.places.remember("retention", value)
        return retention.rule(office.book)

    assert kept({"months": 30, "later_version": 3}) == Rule(months=30)
    assert kept({"months": 12}) == Rule(), "an alert after the term makes no sense"
    assert kept({"months": "trente"}) == Rule()
    office.book.vault.places.remember("retention", None)
