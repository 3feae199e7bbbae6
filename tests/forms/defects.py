"""Defects as authors make them, put into a form that had none: one key of one row, changed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from spie_diag.forms.definition import Form, Question, QuestionType
from spie_diag.forms.plan import Plan, plan

_LITERAL = re.compile(r"'([A-Za-zé_]+)'")
_REFERENCE = re.compile(r"\$\{([\w/]+)\}")
_CALL = re.compile(r"(selected|int|round|coalesce|count-selected|string-length|today|if|regex|contains)\(")
_KEYS = ("relevant", "constraint", "calculation", "choice_filter")


@dataclass(frozen=True, slots=True)
class Defect:
    kind: str
    question: Question
    key: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.kind} · {self.question.name}.{self.key} : {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Row:
    """One question that may be spoilt, and what its expression may read."""

    question: Question
    key: str
    source: str
    plan: Plan
    earlier: tuple[Question, ...]
    """Questions asked before it outside repeats, in order."""


def rows_of(form: Form) -> tuple[Row, ...]:
    """Every expression of a form."""
    made = plan(form)
    found: list[Row] = []
    earlier: list[Question] = []
    for field in made.fields:
        if field.is_block:
            continue
        for key in _KEYS:
            source = getattr(field.question, key)
            if source and field.question.place is not None:
                found.append(Row(field.question, key, source, made, tuple(earlier)))
        if not field.repeats and field.holder is None:
            earlier.append(field.question)
    return tuple(found)


def spoilt(form: Form, defects: Mapping[int, Defect]) -> Form:
    """The form with each defect in place, by identity of its question."""

    def one(question: Question) -> Question:
        children = tuple(one(child) for child in question.children)
        kept = replace(question, children=children) if children else question
        defect = defects.get(id(question))
        return kept if defect is None else _with(kept, defect.key, defect.after)

    return Form(
        name=form.name,
        title=form.title,
        version=form.version,
        language=form.language,
        blocks=tuple(replace(block, questions=tuple(map(one, block.questions))) for block in form.blocks),
        survey=tuple(map(one, form.survey)),
        calculations=tuple(map(one, form.calculations)),
        settings=form.settings,
        place=form.place,
    )


def _with(question: Question, key: str, source: str) -> Question:
    match key:
        case "relevant":
            return replace(question, relevant=source)
        case "constraint":
            return replace(question, constraint=source)
        case "calculation":
            return replace(question, calculation=source)
        case _:
            return replace(question, choice_filter=source)


# --- the kinds -----------------------------------------------------------------------------------------------------


def unknown_name(row: Row, chance: Random) -> Iterator[str]:
    """A name misspelt, a name without its braces, a text without its apostrophes."""
    if names := list(_REFERENCE.finditer(row.source)):
        found = chance.choice(names)
        letters = list(found[1])
        letters.insert(chance.randrange(1, len(letters) + 1), chance.choice("xyzk"))
        yield _put(row.source, found.span(1), "".join(letters))
        if row.key != "choice_filter":
            yield _put(row.source, found.span(), found[1])
    if texts := list(_LITERAL.finditer(row.source)):
        found = chance.choice(texts)
        yield _put(row.source, found.span(), found[1])


def missing_quote(row: Row, chance: Random) -> Iterator[str]:
    """One apostrophe forgotten."""
    if texts := list(_LITERAL.finditer(row.source)):
        found = chance.choice(texts)
        yield _put(row.source, (found.start(), found.start() + 1), "")
        yield _put(row.source, (found.end() - 1, found.end()), "")


def arity(row: Row, chance: Random) -> Iterator[str]:
    """An argument too many or too few."""
    if calls := list(_CALL.finditer(row.source)):
        found = chance.choice(calls)
        if found[1] == "today":
            yield _put(row.source, (found.end(), found.end()), "1")
            return
        end = _closing(row.source, found.end())
        inside = row.source[found.end() : end]
        if found[1] not in ("string-length", "round"):
            yield _put(row.source, (found.end(), end), inside.rpartition(",")[0] if "," in inside else "")
        yield _put(row.source, (end, end), ", 1, 2")


def cycle(row: Row, chance: Random) -> Iterator[str]:
    """An earlier question that comes to depend on one that depends on it."""
    readers = [
        field.question.name
        for field in row.plan.fields
        if field.holder is None
        and not field.is_block
        and field.question.name != row.question.name
        and f"${{{row.question.name}}}" in field.question.relevant
    ]
    if readers and row.key == "relevant":
        yield f"({row.source}) and ${{{chance.choice(readers)}}} != ''"
    if row.key in ("relevant", "calculation"):
        yield f"{row.source} or ${{{row.question.name}}} = 'oui'"


def type_(row: Row, chance: Random) -> Iterator[str]:
    """A date compared to a number, a number to a word, a sum of choices."""
    if row.key == "choice_filter":
        return
    joined = " and " if row.key != "calculation" else " + "
    for kind, tests in _MISMATCHES.items():
        if known := [one for one in row.earlier if one.type is kind and _is_wordy(one)]:
            name = chance.choice(known).name
            yield f"({row.source}){joined}({chance.choice(tests).format(name)})"


_MISMATCHES: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.DATE: ("${{{}}} > 5", "${{{}}} = 2026", "${{{}}} < 'hier'"),
    QuestionType.INTEGER: ("${{{}}} = 'beaucoup'", "${{{}}} > 'dix'", "difference-in-years(${{{}}}, today()) > 3"),
    QuestionType.SELECT_ONE: ("${{{}}} + 1 > 2", "${{{}}} > 3", "round(${{{}}}) = 2", "${{{}}} = 7"),
    QuestionType.SELECT_MULTIPLE: ("${{{}}} * 2 > 1", "${{{}}} >= 2", "${{{}}} = 'jamais_vu'"),
}


def unreachable(row: Row, chance: Random) -> Iterator[str]:
    """A condition that no answers can satisfy."""
    if row.key != "relevant":
        return
    for one in chance.sample(row.earlier, len(row.earlier)):
        names = [choice.name for choice in one.choices]
        if one.type is QuestionType.SELECT_ONE and len(names) > 1:
            first, second = chance.sample(names, 2)
            yield f"({row.source}) and ${{{one.name}}} = '{first}' and ${{{one.name}}} = '{second}'"
            break
    for one in chance.sample(row.earlier, len(row.earlier)):
        if one.type is QuestionType.INTEGER:
            low = chance.randrange(2, 30)
            yield f"({row.source}) and ${{{one.name}}} > {low} and ${{{one.name}}} < {low - 1}"
            break
    yield "1 = 2"
    yield f"({row.source}) and not({row.source})"


def _is_wordy(question: Question) -> bool:
    return all(not choice.name.isdigit() for choice in question.choices)


def _put(source: str, span: tuple[int, int], text: str) -> str:
    return source[: span[0]] + text + source[span[1] :]


def _closing(source: str, start: int) -> int:
    depth = 1
    for place in range(start, len(source)):
        depth += {"(": 1, ")": -1}.get(source[place], 0)
        if not depth:
            return place
    return len(source)


KINDS: Mapping[str, Callable[[Row, Random], Iterator[str]]] = {
    "unknown name": unknown_name,
    "missing quote": missing_quote,
    "arity": arity,
    "cycle": cycle,
    "type": type_,
    "unreachable": unreachable,
}
