"""What an interview looks like at one moment: which questions are asked, what they hold, what they suggest.

Everything is derived from a form and the answers given; nothing here is stored, and no answer is ever dropped. An
answer keeps two readings: the one *given*, for ever, and the one in *effect*, which is none while the question is not
relevant, while its status says that there is no value, and for choices no longer offered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isinf, isnan
from types import MappingProxyType

from spie_diag.forms.codes import NumberCode, TextCode, TruthCode
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
from spie_diag.forms.expressions import Program
from spie_diag.forms.fitting import misfit
from spie_diag.forms.nodes import Context, Field, Node, Scene
from spie_diag.forms.plan import Plan, Rules, plan
from spie_diag.forms.values import answer_text, number_of
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """One coded question at that moment. A missing required answer or a violation never blocks anything."""

    question: Question
    answer: Answer | None
    """As given, whether it counts at this moment or not."""
    relevant: bool
    required: bool
    choices: tuple[Choice, ...]
    """Those offered now."""
    violation: str = ""
    """Why the answer does not fit, in one French sentence; empty where it does."""
    proposed: Value = field(default=None, repr=False)
    """The default, to show while there is no answer; it counts only once somebody gives it as an answer."""

    @property
    def is_answered(self) -> bool:
        """Something was noted, be it « ne sait pas »."""
        return self.answer is not None

    @property
    def set_aside(self) -> bool:
        """Answered, and not asked any more: kept, and left out of everything."""
        return self.answer is not None and not self.relevant


class State:
    """An immutable view of one interview on one day.

    ``questions`` holds every coded question; ``calculated`` the value of every calculation by name, None where it is
    blank; ``suggested`` the situations whose condition holds, in the order of the form.
    """

    __slots__ = ("_nodes", "_offered", "_plan", "calculated", "form", "questions", "suggested", "today")

    def __init__(self, settled: "_Settling", answers: Mapping[QuestionCode, Answer]) -> None:
        made = settled.plan
        self.form: Form = made.form
        self.today: date = settled.scene.today
        self._plan = made
        self._offered = frozenset(settled.offered)
        self._nodes = {one.question.code: settled.scene.singles[one.index] for one in made.fields if one.question.code}
        self.questions: Mapping[QuestionCode, QuestionState] = MappingProxyType(
            {code: settled.question_state(node, answers.get(code)) for code, node in self._nodes.items()}
        )
        self.calculated: Mapping[str, Value] = MappingProxyType(
            {
                one.name: settled.scene.singles[one.index].value
                for one in made.fields
                if one.question.type is QuestionType.CALCULATE and one.parent is None
            }
        )
        everywhere = Context(settled.scene, settled.scene.root, settled.scene.root)
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
        node = self._nodes[code]
        return _effective(node if field is None else node.children[field])

    def because(self, code: SituationCode) -> tuple[QuestionCode, ...]:
        """The questions that a situation is suggested from, in the order of the form, also through calculations."""
        condition = self._plan.suggested.get(code)
        return self._plan.sources(condition) if condition else ()


def evaluate(
    form: Form, answers: Mapping[QuestionCode, Answer], today: date, opened: frozenset[BlockCode] = frozenset()
) -> State:
    """The state of an interview; the same arguments always give the same state.

    ``opened``: blocks that somebody opened by hand, whatever their condition.
    """
    settled = _Settling(plan(form), answers, today, opened)
    for unit in settled.plan.order:
        if isinstance(unit, Field):
            settled.settle(unit)
        else:
            settled.offer(unit)
    return State(settled, answers)


def _effective(node: Node) -> Value:
    if not node.is_answered:
        return None
    if node.field is not None and node.field.is_repeat:
        return [_fields(row) for row in node.rows]
    return _fields(node) if node.children else node.value


def _fields(node: Node) -> dict[str, Value]:
    return {name: child.value for name, child in node.children.items() if child.is_answered}


class _Settling:
    """One evaluation under way: each unit settles once, after all that it reads."""

    def __init__(
        self, made: Plan, answers: Mapping[QuestionCode, Answer], today: date, opened: frozenset[BlockCode]
    ) -> None:
        self.plan = made
        self.offered: set[BlockCode] = set()
        self._opened = opened
        self._answers = answers
        root = Node(None, None)
        self.scene = Scene(today, root, [])
        self._manual = frozenset(block.code for block in made.form.blocks if block.manual)
        for one in made.fields:
            self.scene.singles.append(self._placed(one))

    def _placed(self, one: Field) -> Node:
        """The node of a field that exists once; fields of repeated rows are placed with their rows."""
        if one.parent is None:
            node = Node(one, self.scene.root)
            self.scene.root.children[one.name] = node
            answer = self._answers.get(one.question.code) if one.question.code else None
            if answer is not None and answer.status is Status.ANSWERED:
                node.given = answer.value
            return node
        holder = self.scene.singles[one.parent.index]
        node = Node(one, holder)
        if not one.parent.is_repeat:
            holder.children[one.name] = node
            node.given = holder.given.get(one.name) if isinstance(holder.given, dict) else None
        return node

    def offer(self, block: BlockCode) -> None:
        condition = self.plan.offered.get(block)
        holds = block not in self._manual and (condition is None or condition.truth(self._from(self.scene.root)))
        if holds or block in self._opened:
            self.offered.add(block)

    def settle(self, one: Field) -> None:
        rules = self.plan.rules[one.index]
        for node in self._instances(one):
            context = self._from(node)
            node.relevant = self._is_held(node) and (rules.relevant is None or rules.relevant.truth(context))
            if node.relevant:
                _fill(node, rules, context)

    def _instances(self, one: Field) -> Iterator[Node]:
        if one.repeat is None:
            yield self.scene.singles[one.index]
        else:
            yield from (row.children[one.name] for row in self.scene.singles[one.repeat.index].rows)

    def _is_held(self, node: Node) -> bool:
        """Whether what holds a question is itself asked: its block, its group, its row."""
        if node.parent is not self.scene.root:
            return node.parent is not None and node.parent.relevant
        block = node.field.block if node.field else None
        return block is None or block.code in self.offered

    def _from(self, node: Node) -> Context:
        return Context(self.scene, node, node)

    def question_state(self, node: Node, answer: Answer | None) -> QuestionState:
        one = node.field
        assert one is not None
        rules, context = self.plan.rules[one.index], self._from(node)
        required = node.relevant and rules.required is not None and rules.required.truth(context)
        proposes = node.relevant and answer is None and rules.default is not None
        return QuestionState(
            question=one.question,
            answer=answer,
            relevant=node.relevant,
            required=required,
            choices=node.choices or ((one.question.choices) if rules.choice_filter is None else ()),
            violation=self._violation(node) if node.is_answered else "",
            proposed=_proposal(one.question, rules.default, context) if proposes else None,
        )

    def _violation(self, node: Node) -> str:
        """The first fault of an answer: its own, then those of its fields, row after row."""
        one = node.field
        assert one is not None
        if one.is_repeat:
            in_rows = (
                spaced(f"Ligne {row.position} : {sentence}")
                for row in node.rows
                for child in row.children.values()
                if (sentence := self._violation(child))
            )
            return self._own_violation(node, one) or next(in_rows, "")
        children = (sentence for child in node.children.values() if (sentence := self._violation(child)))
        return self._own_violation(node, one) or next(children, "")

    def _own_violation(self, node: Node, one: Field) -> str:
        if not node.is_answered:
            return ""
        question = one.question
        if sentence := misfit(question, node.given):
            return spaced(f"{question.label} : {sentence}") if one.parent else sentence
        constraint = self.plan.rules[one.index].constraint
        blank = not node.rows if one.is_repeat else not node.text
        if constraint is None or blank or constraint.truth(self._from(node)):
            return ""
        return question.constraint_message or spaced(f"Cette réponse ne convient pas à « {question.label} ».")


def _fill(node: Node, rules: Rules, context: Context) -> None:
    """Give a relevant node its value in effect."""
    one = node.field
    assert one is not None
    if rules.calculation is not None:
        node.given = _result(one.question, rules.calculation, context)
    if one.question.choices:
        _fill_choices(node, one.question, rules.choice_filter, context)
    else:
        node.value = node.given
        node.is_answered = node.given is not None
    node.own_text = answer_text(one.question, node.value)
    if one.is_repeat and isinstance(node.given, list):
        node.rows = [_row(node, one, given, place) for place, given in enumerate(node.given, 1)]


def _fill_choices(node: Node, question: Question, choice_filter: Program | None, context: Context) -> None:
    node.choices = question.choices
    if choice_filter is not None:
        node.choices = tuple(choice for choice in question.choices if choice_filter.truth(_for(choice, context)))
    names = [choice.name for choice in node.choices]
    given = node.given
    if question.type is QuestionType.SELECT_MULTIPLE and given is not None:
        chosen = given if isinstance(given, list) else [given]
        if "ordered" in question.appearance:
            kept: list[Value] = [name for name in chosen if name in names]
        else:
            kept = [name for name in names if name in chosen]
        node.value = kept if kept or not chosen else None
    elif given in names or given == "":
        node.value = given
    node.is_answered = node.value is not None


def _for(choice: Choice, context: Context) -> Context:
    columns = {**choice.extra, "name": choice.name, "label": choice.label}
    return Context(context.scene, context.origin, context.here, choice=columns)


def _row(repeat: Node, one: Field, given: Value, place: int) -> Node:
    """One row of a repeat; its parent is what holds the repeat, as in a form's data."""
    row = Node(one, repeat.parent, given=given, is_answered=True, relevant=True, position=place)
    values = given if isinstance(given, dict) else {}
    for name, child in one.children.items():
        row.children[name] = Node(child, row, given=values.get(name))
    return row


def _result(question: Question, calculation: Program, context: Context) -> Value:
    """The result of a calculation, as a value of its question: a whole number is an ``int``, a blank is None."""
    code = calculation.code
    if question.choices:
        text = calculation.text(context)
        return [*text.split()] if question.type is QuestionType.SELECT_MULTIPLE else text or None
    if isinstance(code, TruthCode):
        return code.run(context)
    if not isinstance(code, NumberCode) and not (isinstance(code, TextCode) and code.numeric):
        # A number that is none, met on one branch of an if(): blank once stored, as in other engines.
        return None if (text := calculation.text(context)) in ("", "NaN") else text
    number = code.number()(context)
    if isnan(number) or isinf(number):
        return None
    return int(number) if number == int(number) else number


def _proposal(question: Question, default: Program | None, context: Context) -> Value:
    text = default.text(context) if default else ""
    if not text:
        return None
    if question.type is QuestionType.SELECT_MULTIPLE:
        return [*text.split()]
    if question.type in (QuestionType.INTEGER, QuestionType.RANGE, QuestionType.DECIMAL):
        number = number_of(text)
        return None if isnan(number) else int(number) if number == int(number) else number
    return text
