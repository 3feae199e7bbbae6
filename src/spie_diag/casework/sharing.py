"""What one answer tells of others: the fields it is made of, and the answers that expressions and texts read."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import Question, QuestionCode, QuestionType, SituationCode, Value, Visibility
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan, plan
from spie_diag.forms.rules import Rule
from spie_diag.forms.syntax import pieces
from spie_diag.forms.vocabulary import SILENT

_HOLDING = (QuestionType.GROUP, QuestionType.REPEAT)


def may_be_told(sheet: Sheet, code: QuestionCode) -> bool:
    """Whether the person lets an answer be used at all: neither it nor its domain was set aside."""
    block = sheet.state.form.block_of[code]
    return code not in sheet.course.withheld and not sheet.course.is_closed(block.code)


def fields_of(question: Question, lets_go: Callable[[str, Question], bool], *, above: str = "") -> Iterator[str]:
    """The paths of the fields of a group or a table that leave with it, as ``contrat/fin``.

    What is reckoned or read from the computer never does. ``lets_go`` is asked of each field, by path; a field does not
    leave without the one that holds it.
    """
    for child in question.children:
        path = f"{above}{child.name}"
        if child.type not in SILENT and lets_go(path, child):
            yield path
            yield from fields_of(child, lets_go, above=f"{path}/")


def only_fields(question: Question, value: Value, paths: Collection[str], *, above: str = "") -> Value:
    """A value without the fields that stay, in every row; what the question does not know stays too."""
    if question.type not in _HOLDING:
        return value
    if isinstance(value, list):
        return [_kept(question, row, paths, above) for row in value if isinstance(row, dict)]
    return _kept(question, value, paths, above) if isinstance(value, dict) else None


def _kept(question: Question, fields: dict[str, Value], paths: Collection[str], above: str) -> Value:
    children = {child.name: child for child in question.children}
    leaving = {name: value for name, value in fields.items() if name in children and f"{above}{name}" in paths}
    return {name: only_fields(children[name], value, paths, above=f"{above}{name}/") for name, value in leaving.items()}


def path_of(field: Field) -> str:
    """The path of a field in the coded question that holds it; empty for that question."""
    return field.path.removeprefix(field.coded.path).removeprefix("/")


def read_by(made: Plan, rules: Iterable[Rule]) -> frozenset[Field]:
    """Every field that expressions read, also through what is calculated."""
    waiting = [read.field for rule in rules for read in rule.reads]
    seen: set[Field] = set()
    while waiting:
        field = waiting.pop()
        if field in seen:
            continue
        seen.add(field)
        if field.coded.question.code is None or field.question.calculation:
            waiting.extend(producer for producer in made.reads[field] if not producer.is_block)
    return frozenset(seen)


def read_by_situation(sheet: Sheet, code: SituationCode) -> frozenset[Field]:
    """What suggests a situation; nothing for one that only a human ticks."""
    made = plan(sheet.state.form)
    rule = made.suggested.get(code)
    return read_by(made, [rule]) if rule else frozenset()


_ORDER = (Visibility.SHAREABLE, Visibility.RESTRICTED, Visibility.INTERNAL)


def strictest(fields: Iterable[Field]) -> Visibility:
    """The most restrictive visibility among fields and the questions that hold them. Source: domain §4.3, rule 0."""
    seen = (one.question.visibility for field in fields for one in (field, field.coded))
    return max(seen, key=_ORDER.index, default=Visibility.SHAREABLE)


def named_in_texts(sheet: Sheet, code: QuestionCode) -> frozenset[Field]:
    """The fields whose answers the texts of a question, of its choices and of its fields name."""
    made = plan(sheet.state.form)
    field = next(one for one in made.fields if one.question.code == code)
    named = (rule for one in (field, *field.below()) for _, _, rules in made.templates.naming(one) for rule in rules)
    return read_by(made, named)


def without_answers(question: Question) -> Question:
    """A question as its author wrote it, « … » standing for every answer that its texts name."""
    choices = tuple(replace(one, label="…".join(pieces(one.label)[::2])) for one in question.choices)
    children = tuple(without_answers(child) for child in question.children)
    return replace(question, label="…".join(pieces(question.label)[::2]), choices=choices, children=children)
