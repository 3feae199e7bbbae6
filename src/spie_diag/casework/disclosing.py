"""One decision on what leaves: the printed pages and the data that travel in them read nothing but this.

The rules are those of domain §4.3, told beside each of them. Where the table is silent, less leaves:

- the frame of the interview and the domains that a territory added go to the person only;
- a text that speaks of the whole (synthesis, reason of the orientation, strengths, a goal of no domain) goes freely to
  whoever gets the conclusions in detail, as long as nothing was set aside; otherwise it is ticked like the rest;
- identity in synthesis is her name and her phone number, as rule 1 says it for employers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from spie_diag.casework.profiles import CONCLUSIONS, NEVER_ON_PAPER, OTHER_PEOPLE, Extent, Profile, extent
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sharing import (
    fields_of,
    may_be_told,
    named_in_texts,
    only_fields,
    path_of,
    read_by,
    read_by_situation,
    strictest,
    without_answers,
)
from spie_diag.casework.sheet import Sheet
from spie_diag.followup.deadlines import Deadline
from spie_diag.followup.goals import Goal
from spie_diag.forms.definition import (
    BlockCode,
    BlockKind,
    Nature,
    Question,
    QuestionCode,
    SituationCode,
    Value,
    Visibility,
)
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan, plan
from spie_diag.interview.answers import Status
from spie_diag.interview.course import HER_ORDER
from spie_diag.interview.people import Pair

SYNTHESIS = "SYN-07"
REASON = "ORI-06"
STRENGTHS = "SYN-01"
WHOLE_TEXTS = (SYNTHESIS, REASON, STRENGTHS)
"""Texts that speak of the whole, by their code in the method."""
HER_REMARKS = QuestionCode("ATT-09")

_SLOTS_AND_ADAPTATIONS = frozenset(QuestionCode(code) for code in ("DIS-03", "FAM-04", "SAN-07"))
"""What a functional extent lets out besides goals. Source: domain §4.3, level F."""
_NAME_AND_PHONE: Mapping[QuestionCode, frozenset[str]] = {
    QuestionCode("IDE-01"): frozenset(),
    QuestionCode("IDE-02"): frozenset(),
    QuestionCode("IDE-06"): frozenset({"tel"}),
}
_SKILLS = ("COM-01", "COM-02", "COM-04", "COM-05", "COM-06")
_EMPLOYER: Mapping[QuestionCode, frozenset[str]] = {
    **_NAME_AND_PHONE,
    **dict.fromkeys(
        (QuestionCode(code) for code in (*_SKILLS, "DIS-01", "DIS-03", "DIS-04", "DIS-05", "PRO-01")),
        frozenset(),
    ),
    QuestionCode("COM-03"): frozenset({"intitule", "date_fin"}),
    QuestionCode("PRO-02"): frozenset({"metier", "appellation", "contrat", "temps"}),
}
"""Name, phone, project, skills, certificates and slots, with the fields of each. Source: domain §4.3, rule 1."""
_EMPLOYER_TICKED = frozenset(QuestionCode(code) for code in ("SAN-07", "STA-06", "FOR-02"))
"""Adaptations, RQTH, and the diplomas that serve the post, if she ticks them. Source: domain §4.3, rule 1."""
_EMPLOYER_STRENGTHS = frozenset(BlockCode(code) for code in ("PAR", "COM", "DIS"))
_FINANCING = QuestionCode("RES-09")
"""For whoever trains her. Source: domain §4.3, rule 2."""
_HEALTH = BlockCode("SAN")
"""All of its situations are restricted. Source: domain §4.3, rule 0."""
_IDENTITY = BlockCode("IDE")
_VOICE = BlockCode("ATT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What leaves of one interview, for one recipient or for the pair and the person."""

    selection: Selection | None
    """None for the diagnosis itself."""
    extents: Mapping[BlockCode, Extent]
    """Of every block, and of ``CONCLUSIONS``; ``NOTHING`` for what is closed or taken out."""
    answers: Mapping[QuestionCode, frozenset[str]]
    """The questions whose answers leave, given or not, and the paths of their fields that do."""
    situations: frozenset[SituationCode]
    """Those confirmed that leave."""
    texts: frozenset[str]
    """Codes of the texts on the whole that leave: ``WHOLE_TEXTS``, and ``goal/…`` for a goal of no domain."""
    tickable: frozenset[str] = field(default=frozenset())
    """Codes of what leaves only if she ticks it, and may."""

    @classmethod
    def whole(cls, sheet: Sheet) -> "Disclosure":
        """The diagnosis itself, which the pair and the person keep: nothing restricted, nothing ticked."""
        form = sheet.state.form
        told = {code: one for code, one in form.questions.items() if may_be_told(sheet, code)}
        return cls(
            selection=None,
            extents={
                **{block.code: _closed_or(sheet, block.code, Extent.DETAIL) for block in form.blocks},
                CONCLUSIONS: Extent.DETAIL,
            },
            answers={
                code: frozenset(fields_of(one, lambda _, child: child.visibility is Visibility.SHAREABLE))
                for code, one in told.items()
                if one.visibility is Visibility.SHAREABLE
            },
            situations=frozenset(code for code in _confirmed(sheet) if _stands_on(sheet, code) is Visibility.SHAREABLE),
            texts=frozenset({*WHOLE_TEXTS, *map(free_goal, sheet.goals)}),
        )

    @classmethod
    def of(cls, sheet: Sheet, selection: Selection) -> "Disclosure":
        """What leaves for a recipient: what its profile lets out, what she ticked, without what she took out."""
        return _Deciding(sheet, selection).disclosure()

    @property
    def is_for_her(self) -> bool:
        return self.selection is not None and self.selection.profile is Profile.PERSON

    def extent(self, block: BlockCode) -> Extent:
        return self.extents.get(block, Extent.NOTHING)

    def shows_level(self, block: BlockCode) -> bool:
        """Whether the agreed level of a domain leaves, its sentence, and that it comes first or not."""
        is_employer = self.selection is not None and self.selection.profile is Profile.EMPLOYER
        return self.extent(block) >= Extent.SYNTHESIS and not is_employer

    def would_show_level(self, block: BlockCode) -> bool:
        """The same, were there anything to show: a domain that the person closed reads as one not spoken of."""
        chosen = self.selection
        if chosen is None:
            return True
        at_most = extent(chosen.profile, block, chosen.speciality)
        return at_most >= Extent.SYNTHESIS and block not in chosen.removed and chosen.profile is not Profile.EMPLOYER

    def shows_voices(self, block: BlockCode) -> bool:
        """Whether what each voice held leaves, once there is a conclusion."""
        return self.extent(block) is Extent.DETAIL

    @property
    def shows_plan(self) -> bool:
        """Whether the orientation proposed, who follows and the next meeting leave."""
        profile = self.selection.profile if self.selection else None
        return self.extents[CONCLUSIONS] >= Extent.SYNTHESIS and profile is not Profile.SPECIALISED

    @property
    def shows_reasons(self) -> bool:
        """Whether what each voice wished, the weekly hours and the dates of the decision leave."""
        return self.extents[CONCLUSIONS] is Extent.DETAIL

    def goal(self, goal: Goal) -> Extent:
        """How much of a goal leaves; ``FUNCTIONAL``: in the words of the form only."""
        if goal.block is None:
            return Extent.DETAIL if free_goal(goal) in self.texts else Extent.NOTHING
        return min(self.extent(goal.block), Extent.DETAIL if self.extents[CONCLUSIONS] else Extent.NOTHING)

    def pair(self, sheet: Sheet) -> Pair:
        """The specialists named: to an employer the one for employment, since a social worker's name tells of the rest.

        Source: domain §4.3, rule 1.
        """
        is_employer = self.selection is not None and self.selection.profile is Profile.EMPLOYER
        return replace(sheet.pair, social=None) if is_employer and sheet.pair.employment else sheet.pair

    def shows_deadline(self, sheet: Sheet, deadline: Deadline) -> bool:
        """A date tells the answers that it rests on; why the interview was held is no secret for who reads it.

        One that rests on no answer is reckoned from the decision: it goes to whoever reads when that was taken.
        """
        rests_on = deadline.rests_on
        if deadline.is_of_this_file and self.selection is not None and not self.is_for_her:
            return False
        if self.selection is not None and self.shows_reasons:
            block_of = sheet.state.form.block_of
            rests_on = tuple(code for code in rests_on if block_of[code].kind is not BlockKind.FRAME)
        return (self.shows_reasons or bool(rests_on)) and all(code in self.answers for code in rests_on)

    def value(self, sheet: Sheet, code: QuestionCode) -> Value:
        """What is told of an answer; None where it is not asked, says nothing, or stays.

        Only what counts: a field that is not asked any more, or a choice that is offered no more, is told to nobody.
        """
        asked = sheet.state.questions.get(code)
        if asked is None or asked.answer is None or asked.answer.status is not Status.ANSWERED:
            return None
        return self.fields(sheet, code) if asked.relevant and code in self.answers else None

    def fields(self, sheet: Sheet, code: QuestionCode) -> Value:
        """What is told of the value of a question that leaves, whatever its status."""
        value = only_fields(sheet.state.form.questions[code], sheet.state.value(code), self.answers[code])
        return self._named_domains(value) if code == HER_ORDER and self.selection is not None else value

    def wording(self, sheet: Sheet, code: QuestionCode) -> tuple[Question, tuple[Question, ...]]:
        """A question as the recipient may read it, and as it reads in each row.

        Where one of its texts names an answer that stays, « … » stands for every answer that they name.
        """
        asked = sheet.state.questions[code]
        if all(_is_in(self.answers, one) for one in named_in_texts(sheet, code)):
            return asked.question, asked.rows
        return without_answers(sheet.state.form.questions[code]), ()

    def _named_domains(self, value: Value) -> Value:
        """Without the domains of which this recipient hears nothing."""
        named = value if isinstance(value, list) else []
        return (
            None
            if not named
            else [code for code in named if self.extents.get(BlockCode(str(code))) is not Extent.NOTHING]
        )


def free_goal(goal: Goal) -> str:
    """The code under which the text of a goal of no domain is ticked."""
    return f"goal/{goal.id}"


def _closed_or(sheet: Sheet, block: BlockCode, otherwise: Extent) -> Extent:
    return Extent.NOTHING if sheet.course.is_closed(block) else otherwise


def _confirmed(sheet: Sheet) -> Iterable[SituationCode]:
    return (code for code in sheet.state.form.situations if sheet.confirmed.get(code))


def _stands_on(sheet: Sheet, code: SituationCode) -> Visibility:
    """The most restrictive visibility of what suggests a situation; what was set aside counts as never told."""
    fields = read_by_situation(sheet, code)
    codes = (one.coded.question.code for one in fields)
    if not all(may_be_told(sheet, read) for read in codes if read):
        return Visibility.INTERNAL
    return strictest(fields)


class _Deciding:
    """The rules, applied to one interview and one selection."""

    def __init__(self, sheet: Sheet, selection: Selection) -> None:
        self._sheet = sheet
        self._form = sheet.state.form
        self._selection = selection
        self._profile = selection.profile
        self._for_her = self._profile is Profile.PERSON
        self._tickable: set[str] = set()
        self._extents = {block.code: self._extent(block.code) for block in self._form.blocks}
        self._extents[CONCLUSIONS] = self._extent(CONCLUSIONS)

    def disclosure(self) -> Disclosure:
        answers = self._without_hidden_readings(dict(self._answers()))
        situations = frozenset(code for code in _confirmed(self._sheet) if self._tells(code))
        texts = frozenset(self._texts())
        return Disclosure(
            selection=self._selection,
            extents=self._extents,
            answers=answers,
            situations=situations,
            texts=texts,
            tickable=frozenset(self._tickable),
        )

    def _extent(self, block: BlockCode) -> Extent:
        if block in self._selection.removed:
            return Extent.NOTHING
        return _closed_or(self._sheet, block, extent(self._profile, block, self._selection.speciality))

    def _ticks(self, code: str) -> bool:
        """Whether she lets go what leaves only if she says so; remembered as something that she may tick."""
        self._tickable.add(code)
        return code in self._selection.ticked

    def _may_be_told(self, code: QuestionCode) -> bool:
        removed = self._form.block_of[code].code in self._selection.removed
        return may_be_told(self._sheet, code) and not removed

    def _answers(self) -> Iterable[tuple[QuestionCode, frozenset[str]]]:
        for code, asked in self._form.questions.items():
            if self._may_be_told(code) and (kept := self._answer(code, asked)) is not None:
                yield code, kept

    def _answer(self, code: QuestionCode, asked: Question) -> frozenset[str] | None:
        """The fields of an answer that leave; None where it stays."""
        if asked.visibility is Visibility.INTERNAL or code in NEVER_ON_PAPER:
            return None
        if self._for_her:
            return None if code in OTHER_PEOPLE else _fields(asked, _not_internal)
        known = self._known(code)
        if known is None:
            return None
        if asked.visibility is Visibility.RESTRICTED or (
            self._profile is Profile.EMPLOYER and code in _EMPLOYER_TICKED
        ):
            return _fields(asked, _not_internal) if self._ticks(code) else None
        return _fields(asked, partial(self._field, code, known))

    def _known(self, code: QuestionCode) -> frozenset[str] | None:
        """Whether the profile lets a question out, ticked or not, and which fields at most (empty: all of them)."""
        everything: frozenset[str] = frozenset()
        if self._profile is Profile.EMPLOYER:
            ticked = code in _EMPLOYER_TICKED
            return _EMPLOYER.get(code, everything if ticked else None)
        block = self._form.block_of[code].code
        kept = self._extents[block]
        if kept is Extent.DETAIL or (kept and code in _SLOTS_AND_ADAPTATIONS):
            return everything
        if kept and self._profile is Profile.TRAINING and code == _FINANCING:
            return everything
        if kept is Extent.SYNTHESIS and block == _VOICE:
            return everything if code == HER_REMARKS else None
        return _NAME_AND_PHONE.get(code) if kept is Extent.SYNTHESIS and block == _IDENTITY else None

    def _field(self, code: QuestionCode, known: frozenset[str], path: str, child: Question) -> bool:
        if child.visibility is Visibility.INTERNAL or (known and path not in known):
            return False
        return child.visibility is Visibility.SHAREABLE or self._ticks(f"{code}/{path}")

    def _without_hidden_readings(
        self, answers: dict[QuestionCode, frozenset[str]]
    ) -> Mapping[QuestionCode, frozenset[str]]:
        """Without what is reckoned from anything that stays: its result would tell it."""
        made = plan(self._form)
        reckoned = [one for one in made.fields if one.question.calculation and one.coded.question.code in answers]
        while hidden := [one for one in reckoned if _is_in(answers, one) and not _reads_only(answers, made, one)]:
            for one in hidden:
                code, path = _place(one)
                if path:
                    answers[code] -= {path}
                else:
                    del answers[code]
        return answers

    def _tells(self, code: SituationCode) -> bool:
        block = next(one.code for one in self._form.blocks if code in {held.code for held in one.situations})
        if self._extents[block] < Extent.SYNTHESIS:
            return False
        if self._profile is Profile.EMPLOYER and (
            block not in _EMPLOYER_STRENGTHS or self._form.situations[code].nature is not Nature.STRENGTH
        ):
            return False
        stands_on = _stands_on(self._sheet, code)
        read = (one.coded.question.code for one in read_by_situation(self._sheet, code))
        if stands_on is Visibility.INTERNAL or not all(self._may_be_told(one) for one in read if one):
            return False
        if self._for_her or (stands_on is Visibility.SHAREABLE and block != _HEALTH):
            return True
        return self._ticks(code)

    def _texts(self) -> Iterable[str]:
        codes = (*WHOLE_TEXTS, *(free_goal(goal) for goal in self._sheet.goals if goal.block is None))
        if self._profile in (Profile.EMPLOYER, Profile.SPECIALISED) or not self._extents[CONCLUSIONS]:
            return ()
        set_aside = self._selection.removed or self._sheet.course.withheld
        if self._for_her or (self._extents[CONCLUSIONS] is Extent.DETAIL and not set_aside):
            return codes
        return [code for code in codes if self._ticks(code)]


def _fields(asked: Question, lets_go: Callable[[str, Question], bool]) -> frozenset[str]:
    return frozenset(fields_of(asked, lets_go))


def _not_internal(_path: str, child: Question) -> bool:
    return child.visibility is not Visibility.INTERNAL


def _place(one: Field) -> tuple[QuestionCode, str]:
    """The coded question that holds a field, and the path of the field in it."""
    code = one.coded.question.code
    return (code or QuestionCode(""), path_of(one))


def _is_in(answers: Mapping[QuestionCode, Collection[str]], one: Field) -> bool:
    """Whether a field leaves; what is only calculated does where nothing protects it: what it reads is asked too."""
    code, path = _place(one)
    if not code:
        return one.question.visibility is Visibility.SHAREABLE
    return code in answers and (not path or path in answers[code])


def _reads_only(answers: Mapping[QuestionCode, Collection[str]], made: Plan, one: Field) -> bool:
    """Whether what is reckoned reads nothing that stays."""
    calculation = made.rules[one.index].calculation
    return calculation is None or all(_is_in(answers, read) for read in read_by(made, [calculation]) if read is not one)
