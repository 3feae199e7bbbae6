from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.clock import SteppingClock
from spie_diag.vault.ticking import HybridClock, minute_of, tick_of

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
jumps = st.lists(st.integers(-400 * 86_400, 900 * 86_400).map(lambda seconds: timedelta(seconds=seconds)), max_size=30)


class JumpingClock:
    def __init__(self, jumps: list[timedelta]) -> None:
        self._moments = [START]
        for jump in jumps:
            self._moments.append(self._moments[-1] + jump)

    def now(self) -> datetime:
        return self._moments.pop(0) if len(self._moments) > 1 else self._moments[0]


@given(jumps, st.lists(st.integers(0, 1 << 62), max_size=5))
def test_ticks_always_grow_whatever_the_clock_does(jumps: list[timedelta], elsewhere: list[int]) -> None:
    clock = HybridClock(JumpingClock(jumps))
    ticks = []
    for number in range(len(jumps) + 3):
        if number < len(elsewhere):
            clock.seen(elsewhere[number])
        ticks.append(clock.moment().tick)

    assert ticks == sorted(set(ticks))
    assert all(tick < 1 << 63 for tick in ticks), "they fit in a column of SQLite"


def test_a_tick_is_the_time_on_the_wall_while_the_clock_goes_forward() -> None:
    moment = HybridClock(SteppingClock(START)).moment()

    assert moment.tick >> 16 == int(moment.at.timestamp() * 1000)


def test_a_clock_put_back_is_told_and_order_is_kept() -> None:
    clock = HybridClock(JumpingClock([timedelta(0), timedelta(days=-400)]))
    first = clock.moment()
    assert not clock.went_back

    second = clock.moment()

    assert clock.went_back
    assert second.tick > first.tick
    assert second.at < first.at, "the date that people read is the one the computer gave"


def test_behind_a_clock_that_was_a_year_ahead_minutes_still_pass_and_are_caught_up_with() -> None:
    ahead = START + timedelta(days=365)
    wrong, put_right = HybridClock(SteppingClock(ahead)).moment(), SteppingClock(START, timedelta(minutes=2))
    clock = HybridClock(put_right, wrong.tick)

    ticks = [clock.moment().tick for _ in range(30)]

    assert [minute_of(tick) - minute_of(wrong.tick) for tick in ticks] == list(range(1, 31)), "lists keep their order"
    put_right.at = ahead + timedelta(hours=2)
    assert clock.moment().tick >> 16 == int((ahead + timedelta(hours=2)).timestamp() * 1000)


@given(jumps)
def test_a_moment_is_never_further_ahead_than_a_minute_for_each_that_was_given(jumps: list[timedelta]) -> None:
    clock, wall, reached = HybridClock(JumpingClock(jumps)), START, START
    for jump in jumps:
        wall += jump
        reached = max(reached + timedelta(minutes=1), wall)
        assert clock.moment().tick >> 16 <= tick_of(reached) >> 16


def test_a_clock_corrected_by_a_second_is_not_told() -> None:
    clock = HybridClock(JumpingClock([timedelta(0), timedelta(seconds=-1)]))
    clock.moment()
    clock.moment()

    assert not clock.went_back


def test_a_computer_that_lives_in_another_year_does_not_carry_this_one_along() -> None:
    clock = HybridClock(SteppingClock(START))

    clock.seen(int((START + timedelta(days=800)).timestamp() * 1000) << 16)

    assert clock.moment().tick >> 16 < int((START + timedelta(days=1)).timestamp() * 1000)
