"""What an interview looks like at one moment: which questions are asked, what they hold, what they suggest.

Everything is derived from a form and the answers given; nothing here is stored, and no answer is ever dropped. An
answer keeps two readings: the one *given*, for ever, and the one in *effect*, which is none while the question is not
relevant, while its status says that there is no value, and for choices no longer offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
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
from spie_diag.forms.nodes import Context, Node
from spie_diag.forms.plan import plan
from spie_diag.forms.tellings import is_required, misgivings, proposal, told_choices
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.filling import filled_in, filled_in_rows


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

    def __init__(self, live: Live, answers: Mapping[QuestionCode, Answer]) -> None:
        made = live.plan
        self.form: Form = made.form
        self.today: date = live.scene.today
        self._plan = made
        singles = live.scene.singles
        self._offered = frozenset(
            block.code for block in made.form.blocks if singles[made.block_field(block.code).index].relevant
        )
        self._nodes = {one.question.code: singles[one.index] for one in made.fields if one.question.code}
        self.questions: Mapping[QuestionCode, QuestionState] = MappingProxyType(
            {code: _question_state(live, node, answers.get(code)) for code, node in self._nodes.items()}
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
    made = plan(form)
    values = {
        one.index: answer.value
        for one in made.fields
        if one.question.code
        and (answer := answers.get(one.question.code)) is not None
        and answer.status is Status.ANSWERED
    }
    return State(Live(made, today=today, opened=opened, seed=form.name, values=values), answers)


def _effective(node: Node) -> Value:
    if not node.is_answered:
        return None
    if node.field is not None and node.field.is_repeat:
        return [_fields(row) for row in node.rows]
    return _fields(node) if node.children else node.value


def _fields(node: Node) -> dict[str, Value]:
    return {name: child.value for name, child in node.children.items() if child.is_answered}


def _question_state(live: Live, node: Node, answer: Answer | None) -> QuestionState:
    assert node.field is not None, "a coded question has a field"
    question = filled_in(live, node)
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
    )
