"""What may leave the pair without a tick of the person: answers that their form lets go, field by field."""

from collections.abc import Mapping

from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import Question, QuestionCode, QuestionType, SituationCode, Value, Visibility
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import plan
from spie_diag.interview.answers import Status


def is_shareable(sheet: Sheet, code: QuestionCode) -> bool:
    """Whether an answer may leave the pair without a tick of the person: shareable by its form, and not set aside."""
    asked, block = sheet.state.form.questions[code], sheet.state.form.block_of[code]
    withheld = code in sheet.course.withheld or sheet.course.is_closed(block.code)
    return asked.visibility is Visibility.SHAREABLE and not withheld


def shared_value(sheet: Sheet, code: QuestionCode) -> Value:
    """What others may read of an answer; None where it is not asked, says nothing, or stays in the pair."""
    asked = sheet.state.questions.get(code)
    if asked is None or asked.answer is None or asked.answer.status is not Status.ANSWERED:
        return None
    if not (asked.relevant and is_shareable(sheet, code)):
        return None
    return without_protected_fields(sheet.state.form.questions[code], asked.answer.value)


def is_situation_shareable(sheet: Sheet, code: SituationCode) -> bool:
    """Whether a situation tells others nothing that they may not read: not even from one field of a group."""
    return all(is_shareable(sheet, asked) for asked in sheet.state.because(code)) and all(
        field.question.visibility is Visibility.SHAREABLE for field in _read_by(sheet, code)
    )


def _read_by(sheet: Sheet, code: SituationCode) -> set[Field]:
    """The questions and fields that a situation is suggested from, also through calculations."""
    made = plan(sheet.state.form)
    rule = made.suggested.get(code)
    waiting = [read.field for read in rule.reads] if rule is not None else []
    found: set[Field] = set()
    while waiting:
        field = waiting.pop()
        if field not in found:
            found.add(field)
            if field.coded.question.code is None:
                waiting.extend(producer for producer in made.reads[field] if not producer.is_block)
    return found


def without_protected_fields(question: Question, value: Value) -> Value:
    """A value without the fields that stay in the pair, in every row; fields that the form does not know stay too."""
    if question.type not in (QuestionType.GROUP, QuestionType.REPEAT):
        return value
    let_go = {child.name for child in question.children if child.visibility is Visibility.SHAREABLE}
    if isinstance(value, list):
        return [_only(row, let_go) for row in value if isinstance(row, dict)]
    return _only(value, let_go) if isinstance(value, dict) else None


def _only(fields: Mapping[str, Value], names: set[str]) -> Value:
    return {name: value for name, value in fields.items() if name in names}
