"""What an interview looks like at one moment: which questions are asked, what they hold, what they suggest.

Everything is derived from a form and the answers given; nothing here is stored, and no answer is ever dropped. An
answer keeps two readings: the one *given*, for ever, and the one in *effect*, which is none while the question is not
relevant, while its status says that there is no value, and for choices no longer offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from spie_diag.forms.definition import (
    BlockCode,
    Choice,
    Form,
    Question,
    QuestionCode,
    QuestionType,
    SituationCode,
    Value,
)
from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Context, Field, Node
from spie_diag.forms.plan import is_calculated, plan
from spie_diag.forms.rules import Rule
from spie_diag.forms.tellings import is_required, misgivings, proposal, told_choices
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.filling import filled_in, filled_in_rows, rows_told


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """One field of a group, or of one row of a table, at that moment."""

    name: str
    relevant: bool
    required: bool
    choices: tuple[Choice, ...] = field(repr=False)
    """Those offered now, in the order to show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """One coded question at that moment. A missing required answer or a violation never blocks anything."""

    question: Question = field(repr=False)
    """Its texts, and those of its choices and fields, hold the answers that they name."""
    rows: tuple[Question, ...] = field(default=(), repr=False)
    """For a repeat whose texts name answers: the same question as it reads in each row given, from the first."""
    answer: Answer | None
    """As given, whether it counts at this moment or not."""
    relevant: bool
    required: bool
    choices: tuple[Choice, ...] = field(repr=False)
    """Those offered now, as they read."""
    violation: str = field(default="", repr=False)
    """Why the answer does not fit, in one French sentence; empty where it does."""
    proposed: Value = field(default=None, repr=False)
    """The default, to show while there is no answer; it counts only once somebody gives it as an answer."""
    fields: tuple[FieldState, ...] = field(default=(), repr=False)
    """Those of a group; for a table, those of a row where nothing is answered yet. None where all are always asked."""
    row_fields: tuple[tuple[FieldState, ...], ...] = field(default=(), repr=False)
    """The same in each row of a table given, from the first."""

    @property
    def is_answered(self) -> bool:
        """Something was noted, be it « ne sait pas »."""
        return self.answer is not None

    @property
    def set_aside(self) -> bool:
        """Answered, and not asked any more: kept, and left out of everything."""
        return self.answer is not None and not self.relevant


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The values in effect of one question."""

    value: Value = field(repr=False)
    fields: Mapping[str, Value] = field(repr=False)
    """Of a group, field by field."""


class State:
    """An immutable view of one interview on one day.

    ``questions`` holds every coded question; ``calculated`` the value of every calculation by name, None where it is
    blank; ``suggested`` the situations whose condition holds, in the order of the form.
    """

    __slots__ = ("_held", "_offered", "_plan", "calculated", "form", "questions", "suggested", "today")

    def __init__(
        self, live: Live, questions: Mapping[QuestionCode, QuestionState], held: Mapping[QuestionCode, _Held]
    ) -> None:
        made, singles = live.plan, live.scene.singles
        self.form: Form = made.form
        self.today: date = live.scene.today
        self.questions = questions
        self._plan, self._held = made, held
        self._offered = frozenset(
            block.code for block in made.form.blocks if singles[made.block_field(block.code).index].relevant
        )
        self.calculated: Mapping[str, Value] = MappingProxyType(
            {
                one.name: singles[one.index].value
                for one in made.fields
                if one.question.type is QuestionType.CALCULATE and one.holder is None
            }
        )
        everywhere = Context(live.scene, live.scene.root, live.scene.root)
        self.suggested: tuple[SituationCode, ...] = tuple(
            code for code, condition in made.suggested.items() if condition.truth(everywhere)
        )

    def visible(self, block: BlockCode) -> tuple[QuestionState, ...]:
        """The questions to ask in a block, in the order of the form; none if the block is not offered."""
        questions = (self.questions[asked.code] for asked in self.form.by_code[block].questions if asked.code)
        return tuple(state for state in questions if state.relevant)

    def is_offered(self, block: BlockCode) -> bool:
        """Whether the block's condition holds, or somebody opened it by hand."""
        return block in self._offered

    def value(self, code: QuestionCode, field: str | None = None) -> Value:
        """The value in effect of a question, or of one field of a group; None where there is none."""
        held = self._held[code]
        return held.value if field is None else held.fields[field]

    def because(self, code: SituationCode) -> tuple[QuestionCode, ...]:
        """The questions that a situation is suggested from, in the order of the form, also through calculations."""
        condition = self._plan.suggested.get(code)
        return self._plan.sources(condition) if condition else ()


class Filling:
    """The form of one interview, kept filled in: another state costs what the answers that changed touch.

    ``seed`` names the interview, which ``random()``, ``uuid()`` and choices in random order are drawn for.
    """

    def __init__(self, form: Form, seed: str = "") -> None:
        self._plan = plan(form)
        self._seed = seed or form.name
        self._coded = {one.question.code: one for one in self._plan.fields if one.question.code}
        self._live: Live | None = None
        self._answers: dict[QuestionCode, Answer] = {}
        self._questions: dict[QuestionCode, QuestionState] = {}
        self._held: dict[QuestionCode, _Held] = {}

    def state(
        self, answers: Mapping[QuestionCode, Answer], today: date, opened: frozenset[BlockCode] = frozenset()
    ) -> State:
        """The same arguments always give the same state, whatever was asked for before.

        ``opened``: blocks that somebody opened by hand, whatever their condition.
        """
        live = self._live
        if live is None or (live.scene.today, live.opened) != (today, opened) or self._starts_anew(live):
            given = {one.index: _value(answers.get(code)) for code, one in self._coded.items()}
            values = {index: value for index, value in given.items() if value is not None}
            self._live = live = Live(self._plan, today=today, opened=opened, seed=self._seed, values=values)
            touched = set(self._coded)
        else:
            touched = self._followed(live, answers)
        self._answers = dict(answers)
        for code in (code for code in self._coded if code in touched):
            node = live.scene.singles[self._coded[code].index]
            self._questions[code] = _question_state(live, node, answers.get(code))
            self._held[code] = _held(node)
        return State(live, MappingProxyType(dict(self._questions)), dict(self._held))

    def _followed(self, live: Live, answers: Mapping[QuestionCode, Answer]) -> set[QuestionCode]:
        """Give the answers that changed; which questions read differently since."""
        touched = set(self._never_told)
        for code, one in self._coded.items():
            before, now = self._answers.get(code), answers.get(code)
            if before == now:
                continue
            touched.add(code)
            if _value(before) != _value(now):
                change = live.give(live.scene.singles[one.index], _value(now))
                coded = (node.field.coded.question.code for node in change.nodes if node.field is not None)
                touched.update(code for code in coded if code)
        return touched

    def _starts_anew(self, live: Live) -> bool:
        """Whether a part of the form depends on the order in which answers came, so that each state starts anew.

        Looked at each time: ``decides`` may come with the first row of a table.
        """
        return live.decides or self._form_remembers

    @cached_property
    def _form_remembers(self) -> bool:
        rules = (rule for rules in self._plan.rules for rule in rules)
        return bool(self._plan.late) or any(map(_says_once, rules))

    @cached_property
    def _never_told(self) -> frozenset[QuestionCode]:
        """Questions that show something which no change tells of.

        A computed proposal, an order drawn by an answer, the row of a table that nobody has begun.
        """
        return frozenset(
            code
            for code, one in self._coded.items()
            if any(
                is_calculated(part.question.default) or part.question.parameters.get("seed", "").startswith("${")
                for part in (one, *one.below())
            )
            or (one.is_repeat and self._is_row_decided(one))
        )

    def _is_row_decided(self, repeat: Field) -> bool:
        """Whether answers decide what a row asks, or how it reads."""
        rules = (self._plan.rules[part.index] for part in repeat.below())
        asked = any(one.relevant or one.required or one.choice_filter for one in rules)
        return asked or not self._plan.templates.is_plain(repeat)


def evaluate(
    form: Form,
    answers: Mapping[QuestionCode, Answer],
    today: date,
    opened: frozenset[BlockCode] = frozenset(),
    seed: str = "",
) -> State:
    """The state of an interview; the same arguments always give the same state."""
    return Filling(form, seed).state(answers, today, opened)


def _value(answer: Answer | None) -> Value:
    return answer.value if answer is not None and answer.status is Status.ANSWERED else None


def _says_once(rule: Rule) -> bool:
    return "once" in rule.source


def _held(node: Node) -> _Held:
    inside = {} if node.field is not None and node.field.is_repeat else node.children
    return _Held(value=_effective(node), fields={name: _effective(child) for name, child in inside.items()})


def _effective(node: Node) -> Value:
    if not node.is_answered:
        return None
    if node.field is not None and node.field.is_repeat:
        return [_fields(row) for row in node.rows]
    return _fields(node) if node.children else node.value


def _fields(node: Node) -> dict[str, Value]:
    return {name: child.value for name, child in node.children.items() if child.is_answered}


def _question_state(live: Live, node: Node, answer: Answer | None) -> QuestionState:
    one = node.field
    assert one is not None, "a coded question has a field"
    question = filled_in(live, node)
    depends = any(_depends(live, child) for child in one.children.values())
    if live.rules(node).choice_filter is not None:
        choices = told_choices(live, node, node.choices, ("", *live.plan.form.languages))
    else:
        choices = question.choices
    return QuestionState(
        question=question,
        rows=filled_in_rows(live, node),
        answer=answer,
        relevant=node.relevant,
        required=node.relevant and is_required(live, node),
        choices=choices,
        violation=misgivings(live, node) if node.is_answered else "",
        proposed=proposal(live, node) if node.relevant and answer is None else None,
        fields=_fields_of(live, live.spare_row(node) if one.is_repeat else node) if depends else (),
        row_fields=tuple(_fields_of(live, row) for row in rows_told(node)) if depends and one.is_repeat else (),
    )


def _depends(live: Live, one: Field) -> bool:
    """Whether answers decide what is asked of a field."""
    rules = live.plan.rules[one.index]
    return any(rule is not None for rule in (rules.relevant, rules.required, rules.choice_filter))


def _fields_of(live: Live, holder: Node) -> tuple[FieldState, ...]:
    languages = ("", *live.plan.form.languages)
    return tuple(
        FieldState(
            name=name,
            relevant=child.relevant,
            required=child.relevant and is_required(live, child),
            choices=told_choices(live, child, child.choices, languages),
        )
        for name, child in holder.children.items()
    )
