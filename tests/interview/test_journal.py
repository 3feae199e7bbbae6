"""The journal: nothing is lost, nothing is rewritten, and the order of arrival does not matter."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.interview.journal import Entry, EntryId, Record, merge
from tests.interview.journals import CASE, CLARA, IDRIS, INTERVIEW, NINE, Pen

SUBJECTS = ("answer/LOG-01", "view/LOG/social", "note/1")


def entry(number: int, tick: int, subject: str, replaces: tuple[EntryId, ...]) -> Entry:
    return Entry(
        id=EntryId(UUID(int=number)),
        case=CASE,
        interview=INTERVIEW,
        author=CLARA if number % 2 else IDRIS,
        written_at=NINE + timedelta(minutes=tick),
        tick=tick,
        subject=subject,
        value=number,
        replaces=replaces,
    )


@st.composite
def stories(draw: st.DrawFn) -> list[Entry]:
    """Entries by two authors, each replacing some earlier ones of its subject."""
    told: list[Entry] = []
    for number in range(1, draw(st.integers(1, 25)) + 1):
        subject = draw(st.sampled_from(SUBJECTS))
        before = [one.id for one in told if one.subject == subject]
        seen = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        told.append(entry(number, draw(st.integers(1, 30)), subject, tuple(seen)))
    return told


parts = st.sets(st.integers(0, 24))


@given(stories(), parts, parts)
def test_bringing_two_copies_together(story: list[Entry], a: set[int], b: set[int]) -> None:
    mine = [one for place, one in enumerate(story) if place in a]
    yours = [one for place, one in enumerate(story) if place in b]
    ours = merge(mine, yours)

    assert {one.id for one in ours} == {one.id for one in (*mine, *yours)}, "nothing is lost, nothing invented"
    assert ours == merge(yours, mine), "whoever imports, the result is the same"
    assert ours == merge(ours, mine), "importing twice changes nothing"


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(story: list[Entry], chance: object) -> None:
    assert hasattr(chance, "shuffle")
    shuffled = list(story)
    chance.shuffle(shuffled)
    straight, crooked = Record(story), Record()
    for one in (*shuffled, *story):
        crooked.add(one)

    assert list(straight) == list(crooked) == sorted(story, key=lambda one: (one.tick, one.id.int))
    assert straight.subjects == crooked.subjects == {one.subject for one in story}
    assert len(straight) == len(crooked) == len(story)
    for subject in SUBJECTS:
        assert straight.heads(subject) == crooked.heads(subject)
        assert straight.value(subject) == crooked.value(subject)
        assert straight.latest(subject) == crooked.latest(subject) == (straight.heads(subject) or (None,))[-1]
        assert straight.history(subject) == crooked.history(subject)


@given(stories())
def test_what_nobody_replaced_is_a_head(story: list[Entry]) -> None:
    record, replaced = Record(story), {old for one in story for old in one.replaces}
    for subject in SUBJECTS:
        assert {one.id for one in record.heads(subject)} == {
            one.id for one in story if one.subject == subject and one.id not in replaced
        }


def test_two_people_writing_apart_is_a_conflict_to_show() -> None:
    first = entry(1, 1, "answer/LOG-01", ())
    hers, his = entry(2, 2, "answer/LOG-01", (first.id,)), entry(3, 3, "answer/LOG-01", (first.id,))
    record = Record([his, first, hers])

    assert record.heads("answer/LOG-01") == (hers, his)
    assert record.value("answer/LOG-01") == 3
    settled = entry(4, 4, "answer/LOG-01", (hers.id, his.id))
    record.add(settled)
    assert record.heads("answer/LOG-01") == (settled,)


def test_an_answer_taken_back_leaves_its_history() -> None:
    pen = Pen()
    pen.write("answer/LOG-01", {"status": "REP", "value": "hotel", "source": "declare"})
    pen.write("answer/LOG-01", None)

    assert pen.record.value("answer/LOG-01") is None
    assert len(pen.record.history("answer/LOG-01")) == 2


def test_entries_under_a_prefix_come_in_the_order_written() -> None:
    pen = Pen()
    for subject in ("note/b", "note/a", "notes", "note/b"):
        pen.write(subject, subject)

    assert list(pen.record.under("note")) == ["a", "b"]


def test_the_clock_may_move_back_without_changing_the_order() -> None:
    before = entry(1, 1, "note/1", ())
    after = replace(entry(2, 2, "note/1", (before.id,)), written_at=NINE - timedelta(days=1))

    assert list(Record([after, before])) == [before, after]


def test_an_entry_does_not_show_what_was_said() -> None:
    assert "secret" not in repr(Pen().write("answer/ATT-01", "secret"))
