"""What may leave the pair without a tick of the person: answers that their form lets go, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import Question, QuestionCode, QuestionType, SituationCode, Value, Visibility
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan, plan
from spie_diag.forms.rules import Rule
from spie_diag.forms.syntax import pieces
from spie_diag.forms.vocabulary import SILENT
from spie_diag.interview.answers import Status


def is_shareable(sheet: Sheet, code: QuestionCode) -> bool:
    """Whether an answer may leave the pair without a tick of the person: shareable by its form, and not set aside."""
    asked, block = sheet.state.form.questions[code], sheet.state.form.block_of[code]
    withheld = code in sheet.course.withheld or sheet.course.is_closed(block.code)
    return asked.visibility is Visibility.SHAREABLE and not withheld


def shared_value(sheet: Sheet, code: QuestionCode) -> Value:
    """What others may read of an answer; None where it is not asked, says nothing, or stays in the pair.

    Only what counts: a field that is not asked any more, or a choice that is offered no more, is told to nobody.
    """
    asked = sheet.state.questions.get(code)
    if asked is None or asked.answer is None or asked.answer.status is not Status.ANSWERED:
        return None
    if not (asked.relevant and is_shareable(sheet, code)):
        return None
    return without_protected_fields(sheet.state.form.questions[code], sheet.state.value(code))


def is_situation_shareable(sheet: Sheet, code: SituationCode) -> bool:
    """Whether a situation tells others nothing that they may not read: not even from one field of a group."""
    made = plan(sheet.state.form)
    rule = made.suggested.get(code)
    return rule is None or _tell_only_what_is_shared(sheet, made, [rule])


def shared_wording(sheet: Sheet, code: QuestionCode) -> tuple[Question, tuple[Question, ...]]:
    """A question as others may read it, and as it reads in each row.

    Where one of its texts names an answer that stays in the pair, « … » stands for every answer that they name.
    """
    made, asked = plan(sheet.state.form), sheet.state.questions[code]
    field = next(one for one in made.fields if one.question.code == code)
    named = (rule for one in (field, *field.below()) for _, _, rules in made.templates.naming(one) for rule in rules)
    if _tell_only_what_is_shared(sheet, made, named):
        return asked.question, asked.rows
    return _without_answers(sheet.state.form.questions[code]), ()


def _without_answers(question: Question) -> Question:
    choices = tuple(replace(one, label="…".join(pieces(one.label)[::2])) for one in question.choices)
    children = tuple(_without_answers(child) for child in question.children)
    return replace(question, label="…".join(pieces(question.label)[::2]), choices=choices, children=children)


def _tell_only_what_is_shared(sheet: Sheet, made: Plan, rules: Iterable[Rule]) -> bool:
    """Whether expressions read nothing that stays in the pair, also through calculations."""
    waiting = [read.field for rule in rules for read in rule.reads]
    seen: set[Field] = set()
    while waiting:
        field = waiting.pop()
        if field in seen:
            continue
        seen.add(field)
        code = field.coded.question.code
        if field.question.visibility is not Visibility.SHAREABLE or (code and not is_shareable(sheet, code)):
            return False
        if code is None or field.question.calculation:
            waiting.extend(producer for producer in made.reads[field] if not producer.is_block)
    return True


def without_protected_fields(question: Question, value: Value) -> Value:
    """A value without the fields that stay in the pair, in every row; what is reckoned and what is unknown stay too."""
    if question.type not in (QuestionType.GROUP, QuestionType.REPEAT):
        return value
    asked = (child for child in question.children if child.type not in SILENT)
    let_go = {child.name for child in asked if child.visibility is Visibility.SHAREABLE}
    if isinstance(value, list):
        return [_only(row, let_go) for row in value if isinstance(row, dict)]
    return _only(value, let_go) if isinstance(value, dict) else None


def _only(fields: Mapping[str, Value], names: set[str]) -> Value:
    return {name: value for name, value in fields.items() if name in names}
