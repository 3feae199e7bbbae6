"""Dates as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.desktop.interview.questions.days import (
    read_day,
    read_hour,
    read_month,
    write_day,
    write_hour,
    write_month,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_a_day_written_is_read_again(day: date) -> None:
    assert read_day(write_day(day.isoformat())) == day
    assert read_day(f"{day:%d%m%Y}") == day
    assert read_month(write_month(f"{day:%Y-%m}")) == f"{day:%Y-%m}"


@given(st.times())
def test_an_hour_written_is_read_again(hour: time) -> None:
    assert read_hour(write_hour(f"{hour:%H:%M}")) == f"{hour:%H:%M}"


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert read_day(text) is None or isinstance(read_day(text), date)
    read_month(text)
    read_hour(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/12/26", date(2026, 12, 3)),
        ("3.12.1976", date(1976, 12, 3)),
        ("14/03/91", date(1991, 3, 14)),
        ("31/02/2026", None),
    ],
)
def test_short_forms(typed: str, meant: date | None) -> None:
    assert read_day(typed) == meant
