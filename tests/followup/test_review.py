"""The next meeting."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.diagnosis.orientation import Pathway
from spie_diag.followup.review import HOUSE_RHYTHM, NextMeeting, next_meeting, suggested_day
from tests.interview.journals import Pen


@given(st.dates(), st.text(), st.text())
def test_a_meeting_goes_to_the_journal_and_back(on: date, place: str, with_whom: str) -> None:
    meeting = NextMeeting(on=on, place=place, with_whom=with_whom)
    assert NextMeeting.from_json(meeting.as_json()) == meeting


def test_a_meeting_taken_back_is_no_meeting() -> None:
    pen = Pen()
    assert next_meeting(pen.record) is None
    pen.write("next_meeting", NextMeeting(on=date(2026, 12, 22)).as_json())
    assert next_meeting(pen.record) == NextMeeting(on=date(2026, 12, 22))
    pen.write("next_meeting", None)
    assert next_meeting(pen.record) is None


def test_the_young_meet_more_often_whatever_the_course() -> None:
    assert {HOUSE_RHYTHM.days(path, 22) for path in Pathway} == {14}
    assert [HOUSE_RHYTHM.days(path, 40) for path in Pathway] == [45, 30, 30]
    assert HOUSE_RHYTHM.days(None, None) == 30


@given(
    st.dates(date(2020, 1, 1), date(2100, 1, 1)),
    st.none() | st.sampled_from(Pathway),
    st.none() | st.integers(16, 70),
)
def test_a_suggested_day_is_a_working_day_within_the_rhythm(today: date, path: Pathway | None, age: int | None) -> None:
    day = suggested_day(today, path, age)
    assert day.weekday() < 5
    assert 0 <= HOUSE_RHYTHM.days(path, age) - (day - today).days <= 2
