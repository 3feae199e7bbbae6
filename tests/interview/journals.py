"""A pen that writes journal entries like the vault does, and the common form, read once."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.forms.reading import read_form
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Course, course
from spie_diag.interview.journal import Entry, EntryId, Record
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId
from spie_diag.interview.state import State, evaluate
from spie_diag.paths import shipped

CLARA = SpecialistId(UUID(int=1))
IDRIS = SpecialistId(UUID(int=2))
CASE = CaseId(UUID(int=3))
INTERVIEW = InterviewId(UUID(int=4))
TODAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@cache
def common_form() -> Form:
    return read_form(shipped("forms", "diagnostic-commun.yaml"))


def state_with(answers: Mapping[str, Value | Answer] | None = None, today: date = TODAY) -> State:
    """The common form with some answers, given by code."""
    given = {
        QuestionCode(code): said if isinstance(said, Answer) else Answer(value=said)
        for code, said in (answers or {}).items()
    }
    return evaluate(common_form(), given, today)


@dataclass
class Pen:
    """Writes entries one after the other; each replaces what the record shows."""

    record: Record = field(default_factory=Record)
    tick: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def write(self, subject: str, value: Value, author: SpecialistId = CLARA) -> Entry:
        self.tick += 1
        entry = Entry(
            id=EntryId(UUID(int=self.chance.getrandbits(128))),
            case=CASE,
            interview=INTERVIEW,
            author=author,
            written_at=NINE + timedelta(minutes=self.tick),
            tick=self.tick,
            subject=subject,
            value=value,
            replaces=tuple(head.id for head in self.record.heads(subject)),
        )
        self.record.add(entry)
        return entry

    def course(self, answers: Mapping[str, Value | Answer] | None = None) -> Course:
        return course(common_form(), state_with(answers), self.record)
