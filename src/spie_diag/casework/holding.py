"""What a person's file holds in words, with who noted it and when: to stand beside what a partner says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spie_diag.casework.casebook import Casebook, Desk
from spie_diag.casework.sheet import block_of_situation, course_of, state_of
from spie_diag.casework.wording import words_of
from spie_diag.diagnosis.conclusions import conclusions
from spie_diag.diagnosis.situations import confirmed
from spie_diag.followup.goals import goals
from spie_diag.forms.definition import QuestionCode
from spie_diag.french import short_date, spaced
from spie_diag.interview.answers import Status
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId

_DECIDED = {True: "Confirmée", False: "Écartée"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing noted here."""

    words: str = field(repr=False)
    source: str = field(default="", repr=False)
    """« Nadia Haddad, le 24/11/2026 »."""


NOTHING = Held(words="")


def answers_held(casebook: Casebook, case: CaseId) -> Mapping[str, Held]:
    """Our own answers, of the latest interview that has one; what the person withheld is not told."""
    found: dict[str, Held] = {}
    for desk in _desks(casebook, case):
        state = state_of(casebook, desk)
        for code, asked in state.questions.items():
            if asked.answer is not None and asked.relevant and asked.answer.status is Status.ANSWERED:
                words = words_of(asked.question, state.value(QuestionCode(code)), asked.rows)
                if words:
                    found[code] = Held(words=words, source=_source(casebook, desk.record.latest(f"answer/{code}")))
    return found


def levels_held(casebook: Casebook, case: CaseId) -> Mapping[str, Held]:
    """The level agreed on each domain, in the latest interview that has one."""
    found: dict[str, Held] = {}
    for desk in _desks(casebook, case):
        closed = course_of(casebook, desk).is_closed
        for code, one in conclusions(desk.record).items():
            if one.level is not None and not closed(code):
                source = _source(casebook, desk.record.latest(f"conclusion/{code}"))
                found[code] = Held(words=one.level.label, source=source)
    return found


def situations_held(casebook: Casebook, case: CaseId) -> Mapping[str, Held]:
    """What a human said of each situation, in the latest interview where one did."""
    found: dict[str, Held] = {}
    for desk in _desks(casebook, case):
        form, closed = casebook.form_of(desk), course_of(casebook, desk).is_closed
        known = {one.code for block in form.blocks for one in block.situations}
        for code, holds in confirmed(desk.record).items():
            if code in known and not closed(block_of_situation(form, code)):
                source = _source(casebook, desk.record.latest(f"situation/{code}"))
                found[code] = Held(words=_DECIDED[holds], source=source)
    return found


def goals_held(casebook: Casebook, case: CaseId) -> Mapping[str, Held]:
    """The objectives of every interview, by their words in small letters."""
    found: dict[str, Held] = {}
    for desk in _desks(casebook, case):
        for one in goals(desk.record):
            source = _source(casebook, desk.record.latest(f"goal/{one.id}"))
            found[folded(one.label)] = Held(words=one.status.label, source=source)
    return found


def folded(label: str) -> str:
    """By which two objectives are the same."""
    return " ".join(label.split()).casefold()


def _desks(casebook: Casebook, case: CaseId) -> Iterator[Desk]:
    return (casebook.desk(row.id) for row in casebook.vault.cases.interviews(case))


def _source(casebook: Casebook, entry: Entry | None) -> str:
    if entry is None:
        return ""
    author = casebook.specialists.get(entry.author)
    return spaced(", ".join(filter(None, (author.name if author else "", f"le {short_date(entry.written_at.date())}"))))
