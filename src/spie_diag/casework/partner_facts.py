"""What of one interview goes into the data of one partner: exports read these facts, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.disclosing import SYNTHESIS, Disclosure
from spie_diag.casework.profiles import Extent, Profile, extent
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.followup.goals import Goal
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, Situation, SituationCode, Value
from spie_diag.interview.answers import Status
from spie_diag.interview.journal import Record
from spie_diag.interview.people import InterviewId, Person, Specialist

DOES_NOT_KNOW = "~NSP"
"""How a table of correspondences writes that the person does not know."""
_NAMES, _BIRTH, _IDENTIFIERS = QuestionCode("IDE-02"), QuestionCode("IDE-03"), QuestionCode("IDE-13")
_STAMPED = ("answer", "situation", "conclusion", "goal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the data are about."""

    number: str
    """The number of her file, as people read it."""
    family_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    known_as: str = field(default="", repr=False)
    """Her identifier at France Travail; empty where she did not let it go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """Who wrote something last, and when."""

    by: Specialist
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One interview as one recipient may know it."""

    form: Form
    identity: Identity
    version: int
    held_on: date
    pair: tuple[Specialist, ...] = field(repr=False)
    answers: Mapping[QuestionCode, Value] = field(repr=False)
    unsure: frozenset[QuestionCode] = field(default=frozenset(), repr=False)
    """Questions to which she does not know the answer."""
    situations: frozenset[SituationCode] = field(repr=False)
    """Confirmed by a human."""
    undecided: frozenset[SituationCode] = field(default=frozenset(), repr=False)
    """Suggested, neither confirmed nor dismissed: they would leave if they were confirmed."""
    rated: frozenset[BlockCode]
    """The domains whose common reading the recipient gets, whether there is one or not."""
    conclusions: Mapping[BlockCode, Conclusion] = field(repr=False)
    """Of these domains, where there is one."""
    priorities: frozenset[BlockCode] = field(repr=False)
    goals: tuple[Goal, ...] = field(repr=False)
    short: str = field(default="", repr=False)
    """The short synthesis; empty where it stays."""
    keeps_short: bool = False
    """There is one, it speaks of the whole, something was set aside, and she did not tick it."""
    authored: Mapping[str, Authored] = field(default_factory=dict, repr=False)
    """By subject of the journal."""

    @property
    def confirmed(self) -> Iterator[Situation]:
        """The situations, in the order of the form."""
        return (one for code, one in self.form.situations.items() if code in self.situations)

    def level(self, block: BlockCode) -> Level | None:
        """The common level of a domain; None where there is none, or where it stays."""
        concluded = self.conclusions.get(block)
        return concluded.level if concluded and block in self.rated else None

    def text(self, code: str) -> str:
        value = self.answers.get(QuestionCode(code))
        return value if isinstance(value, str) else ""

    def latest(self, *subjects: str) -> Authored | None:
        """Who wrote last of what is written under some subjects."""
        found = [one for subject in subjects if (one := self.authored.get(subject))]
        return max(found, key=lambda one: one.at) if found else None

    def says(self, fact: str) -> bool:
        """Whether a fact of a table of correspondences holds: a situation, an answer or a level."""
        if ":" in fact and "=" not in fact:
            block, number = fact.rsplit(":", 1)
            return self.level(BlockCode(block)) == Level(int(number))
        if "=" not in fact:
            return fact in self.situations
        code, wanted = fact.split("=", 1)
        if wanted == DOES_NOT_KNOW:
            return code in self.unsure
        value = self.answers.get(QuestionCode(code), "")
        return wanted in value if isinstance(value, list) else wanted == str(value)


def facts_of(casebook: Casebook, interview: InterviewId, selection: Selection) -> Facts:
    """What a recipient may know of an interview: the decision that its printed extract follows, and no other."""
    return facts_in(draw(casebook, interview), selection, _authored(casebook, casebook.desk(interview).record))


def facts_in(sheet: Sheet, selection: Selection, authored: Mapping[str, Authored] | None = None) -> Facts:
    """The same of a sheet; ``authored``: who wrote what, by subject of the journal."""
    leaves = Disclosure.of(sheet, selection)
    asked = {code: one for code, one in sheet.state.questions.items() if code in leaves.answers and one.relevant}
    values = {code: leaves.value(sheet, code) for code in asked}
    unnamed = set(sheet.pair.members) - set(leaves.pair(sheet).members)
    unsure = (code for code, one in asked.items() if one.answer and one.answer.status is Status.DOES_NOT_KNOW)
    return Facts(
        form=sheet.state.form,
        identity=_identity(sheet.person, leaves, values),
        version=sheet.version,
        held_on=sheet.today,
        pair=leaves.pair(sheet).members,
        answers={code: value for code, value in values.items() if value is not None},
        unsure=frozenset(unsure),
        situations=leaves.situations,
        undecided=_undecided(sheet, selection) - leaves.situations,
        rated=frozenset(block.code for block in sheet.state.form.blocks if _is_rated(selection, block.code)),
        conclusions={code: one for code, one in sheet.conclusions.items() if leaves.shows_level(code)},
        priorities=frozenset(code for code in sheet.priorities if leaves.shows_level(code)),
        goals=tuple(goal for one in sheet.goals if (goal := _goal(sheet.state.form, one, leaves.goal(one)))),
        short=sheet.syntheses.short if SYNTHESIS in leaves.texts else "",
        keeps_short=SYNTHESIS in leaves.tickable - leaves.texts and bool(sheet.syntheses.short),
        authored={subject: one for subject, one in (authored or {}).items() if one.by not in unnamed},
    )


def _is_rated(selection: Selection, block: BlockCode) -> bool:
    """By the profile and by what she took out, not by what she closed: that must read like what was not spoken of."""
    kept = extent(selection.profile, block, selection.speciality)
    return kept >= Extent.SYNTHESIS and block not in selection.removed and selection.profile is not Profile.EMPLOYER


def _undecided(sheet: Sheet, selection: Selection) -> frozenset[SituationCode]:
    """What nobody decided, and would leave if somebody confirmed it."""
    waiting = {code: True for code in sheet.state.suggested if code not in sheet.confirmed}
    if not waiting:
        return frozenset()
    supposed = replace(sheet, confirmed={**sheet.confirmed, **waiting})
    return Disclosure.of(supposed, selection).situations & waiting.keys()


def _identity(person: Person, leaves: Disclosure, values: Mapping[QuestionCode, Value]) -> Identity:
    """Who she is, as far as her identity leaves; an identifier goes to whom it belongs, and to her."""
    known = values.get(_IDENTIFIERS)
    theirs = leaves.selection is not None and leaves.selection.profile in (Profile.FRANCE_TRAVAIL, Profile.PERSON)
    named = _NAMES in leaves.answers
    return Identity(
        number=person.number,
        family_name=person.family_name if named else "",
        first_names=(person.first_names or person.called) if named else "",
        born_on=person.born_on if _BIRTH in leaves.answers else None,
        known_as=str(known.get("ft") or "") if theirs and isinstance(known, dict) else "",
    )


def _goal(form: Form, goal: Goal, kept: Extent) -> Goal | None:
    """A goal as far as it leaves; a functional extent lets out the words of the form, and nobody else’s."""
    if kept >= Extent.SYNTHESIS:
        return goal
    known = form.objectives.get(goal.code) if goal.code else None
    return replace(goal, label=known.label) if kept and known else None


def _authored(casebook: Casebook, record: Record) -> Mapping[str, Authored]:
    return {
        entry.subject: Authored(by=by, at=entry.written_at)
        for kind in _STAMPED
        for entry in record.under(kind).values()
        if (by := casebook.specialists.get(entry.author))
    }
