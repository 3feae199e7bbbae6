"""The interviews of one person, oldest first, and the documents signed in each."""

from dataclasses import dataclass
from datetime import date

from spie_diag.casework.casebook import Casebook, day_of, hands_under, pair_of, version_number
from spie_diag.casework.sheet import place_of
from spie_diag.interview.course import Stage
from spie_diag.interview.people import CaseId, InterviewId, Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInterview:
    """One interview as the list of persons shows it."""

    interview: InterviewId
    held_on: date
    stage: Stage
    pair: Pair
    version: int
    signatures: int

    @property
    def is_signed(self) -> bool:
        return self.signatures > 0 and self.signatures == len(self.pair.members)


def interviews_of(casebook: Casebook, case: CaseId) -> tuple[PastInterview, ...]:
    """Every interview of the person, oldest first."""
    return tuple(_seen(casebook, one.id) for one in casebook.vault.cases.interviews(case))


def _seen(casebook: Casebook, interview: InterviewId) -> PastInterview:
    record = casebook.desk(interview).record
    pair = pair_of(casebook, record)
    return PastInterview(
        interview=interview,
        held_on=day_of(record),
        stage=place_of(casebook, interview).stage,
        pair=pair,
        version=version_number(record),
        signatures=hands_under(record, pair),
    )
