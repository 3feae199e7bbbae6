"""Which field answers which question."""

from collections.abc import Callable, Mapping, Sequence

from spie_diag.desktop.interview.questions.choosing import (
    ChoiceEditor,
    PickEditor,
    RangeEditor,
    RankEditor,
    is_long,
    places_of,
)
from spie_diag.desktop.interview.questions.dating import DateEditor, HourEditor, IntervalEditor, MonthEditor
from spie_diag.desktop.interview.questions.editor import Editor
from spie_diag.desktop.interview.questions.grids import TableEditor, WeekEditor
from spie_diag.desktop.interview.questions.rows import FieldsEditor, RowsEditor
from spie_diag.desktop.interview.questions.telling import AcknowledgeEditor, ToldEditor
from spie_diag.desktop.interview.questions.writing import ListEditor, NumberEditor, SpecialistEditor, TextEditor
from spie_diag.desktop.theme import Tone
from spie_diag.forms.definition import Lead, Question, QuestionType
from spie_diag.forms.fitting import scale_of
from spie_diag.forms.vocabulary import SILENT

_ELSEWHERE = "Cette question ({type}) se remplit dans une autre application."


def editor_for(question: Question, specialists: Sequence[str] = ()) -> Editor:
    """The field of a whole question; one that is never shown has none.

    Raises:
        LookupError: the question is never shown.
    """
    spoken = question.label
    if question.type is QuestionType.GROUP:
        return _group(question, spoken)
    if question.type is QuestionType.REPEAT:
        return RowsEditor(question, spoken, part_editors)
    if question.type is QuestionType.SELECT_ONE:
        if is_long(question):
            return PickEditor(question.choices, spoken)
        return ChoiceEditor(question, spoken, several=False, tone=_tone(question))
    if question.type is QuestionType.SELECT_MULTIPLE:
        if "ordered" in question.appearance:
            return RankEditor(question, spoken)
        return ChoiceEditor(question, spoken, several=True, tone=_tone(question))
    if "specialist" in question.appearance:
        return SpecialistEditor(spoken, specialists)
    return _simple(question, spoken)


def part_editors(questions: Sequence[Question], spoken: str) -> Mapping[str, Editor]:
    """The fields of the parts of a question: drop-down lists instead of long rows of chips."""
    return {part.name: _part(part, f"{part.label}. {spoken}") for part in questions if part.type not in SILENT}


def _part(question: Question, spoken: str) -> Editor:
    if question.type is QuestionType.SELECT_ONE:
        return PickEditor(question.choices, spoken)
    if question.type is QuestionType.SELECT_MULTIPLE:
        return ChoiceEditor(question, spoken, several=True)
    return _simple(question, spoken)


def _simple(question: Question, spoken: str) -> Editor:
    if question.type is QuestionType.TEXT:
        return _text(question, spoken)
    return _MAKERS[question.type](question, spoken)


def _text(question: Question, spoken: str) -> Editor:
    if "interval" in question.appearance:
        return IntervalEditor(spoken)
    if "list" in question.appearance:
        return ListEditor(spoken)
    return TextEditor(spoken, several_lines="multiline" in question.appearance)


def _group(question: Question, spoken: str) -> Editor:
    if "week" in question.appearance:
        return WeekEditor(question.children, spoken)
    if "table-list" in question.appearance:
        return TableEditor(question.children, spoken)
    return FieldsEditor(question.children, part_editors(question.children, spoken))


def _date(question: Question, spoken: str) -> Editor:
    return MonthEditor(spoken) if "month-year" in question.appearance else DateEditor(spoken)


def _range(question: Question, spoken: str) -> Editor:
    """Chips for a short scale, figures for a long one."""
    if places_of(question):
        return RangeEditor(question, spoken)
    return NumberEditor(spoken, decimal=not scale_of(question).is_whole)


_MAKERS: Mapping[QuestionType, Callable[[Question, str], Editor]] = {
    QuestionType.INTEGER: lambda _question, spoken: NumberEditor(spoken),
    QuestionType.DECIMAL: lambda _question, spoken: NumberEditor(spoken, decimal=True),
    QuestionType.RANGE: lambda question, spoken: _range(question, spoken),
    QuestionType.RANK: RankEditor,
    QuestionType.NOTE: lambda _question, _spoken: ToldEditor(),
    QuestionType.ACKNOWLEDGE: lambda _question, spoken: AcknowledgeEditor(spoken),
    QuestionType.FOREIGN: lambda question, _spoken: ToldEditor(_ELSEWHERE.format(type=question.foreign)),
    QuestionType.DATE: _date,
    QuestionType.TIME: lambda _question, spoken: HourEditor(spoken),
    QuestionType.DATETIME: lambda _question, spoken: IntervalEditor(spoken, ends=False),
}


def _tone(question: Question) -> Tone:
    """What the person says of herself is drawn in her colour."""
    return (
        Tone.PERSON
        if question.lead is Lead.PERSON and question.code and question.code.startswith("ATT")
        else Tone.PRIMARY
    )
