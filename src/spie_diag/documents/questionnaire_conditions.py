"""Conditions in plain French: « Si LOG-01 est « À l’hôtel » : », from the tree of an expression."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from spie_diag.documents.questionnaire_facts import (
    Condition,
    Fact,
    Join,
    Untold,
    Verb,
    merged_facts,
    opposite,
    sentence,
)
from spie_diag.documents.questionnaire_words import Known, Wording
from spie_diag.forms.definition import Block, QuestionType
from spie_diag.forms.grammar import parse
from spie_diag.forms.syntax import (
    Binary,
    Call,
    Expression,
    Filtered,
    Negated,
    Number,
    Path,
    Reference,
    Text,
    UnreadableExpressionError,
)
from spie_diag.french import listed, short_date

UNTOLD: Final = "Selon les réponses précédentes :"
"""Said above a question whose condition has no simple words."""

_MOST_NAMED: Final = 3
_DEEPEST_CALCULATION: Final = 4


_SWAPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_NEGATED: Final = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "!=", "!=": "="}
_OF_NUMBERS: Final = {
    "<": "vaut moins de {}",
    ">": "vaut plus de {}",
    "<=": "vaut au plus {}",
    ">=": "vaut au moins {}",
    "=": "vaut {}",
    "!=": "ne vaut pas {}",
}
_OF_DAYS: Final = {
    "<": "est avant {}",
    ">": "est après {}",
    "<=": "est {} ou avant",
    ">=": "est {} ou après",
    "=": "est {}",
    "!=": "n’est pas {}",
}
_ARITHMETIC: Final = {"+": "plus", "-": "moins", "*": "fois", "div": "divisé par"}
_DAYS: Final = (QuestionType.DATE, QuestionType.DATETIME, QuestionType.TIME)
_AT_LEAST_ONE: Final = {(">", 0.0), (">=", 1.0), ("!=", 0.0)}
_NONE: Final = {("=", 0.0), ("<", 1.0), ("<=", 0.0)}


@dataclass(frozen=True, slots=True)
class _Term:
    """What is compared: its words, and how it compares."""

    words: str
    known: Known | None = None
    is_day: bool = False
    is_count: bool = False


def told(expression: str, wording: Wording, here: Block | None = None) -> str:
    """The condition as one sentence ending with a colon; empty where there is none, or where it always holds."""
    if not expression.strip():
        return ""
    try:
        tree = parse(expression)
    except UnreadableExpressionError:
        return UNTOLD
    try:
        condition = _Reader(wording, here).condition(tree)
        return f"Si {sentence(condition)} :" if condition else ""
    except Untold:
        return _named_only(tree, wording, here)


def _named_only(tree: Expression, wording: Wording, here: Block | None) -> str:
    found = [wording.find(one.names) for one in _references(tree)]
    names = list(dict.fromkeys(wording.named(one, here) for one in found if one and one.mark))
    if not names or len(names) > _MOST_NAMED or len(found) != sum(bool(one and one.mark) for one in found):
        return UNTOLD
    return f"Selon {'la réponse' if len(names) == 1 else 'les réponses'} à {listed(names)} :"


@dataclass(frozen=True, slots=True)
class _Reader:
    wording: Wording
    here: Block | None
    depth: int = 0
    """How many calculations were opened to come here."""

    def condition(self, tree: Expression) -> Condition | None:
        """None for what always holds."""
        match tree:
            case Binary("and" | "or" as word, left, right):
                return self._joined(word == "and", (left, right))
            case Binary("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, left, right):
                return self._compared(operator, left, right)
            case Call("not", (inside,)):
                found = self.condition(inside)
                if found is None:
                    raise Untold
                return opposite(found)
            case Call("true", ()):
                return None
            case Call("selected", (of, Text(name))):
                return self._selected(self._known(of), name)
            case Call("answered", (of,)):
                return Fact(self._named(self._known(of)), Verb.ANSWERED)
            case Call("boolean" | "boolean-from-string" | "once", (of,)):
                return self.condition(of)
        raise Untold

    def _joined(self, every: bool, parts: Sequence[Expression]) -> Condition | None:
        flat: list[Condition] = []
        for part in parts:
            found = self.condition(part)
            if found is None:
                if every:
                    continue
                return None
            flat += found.parts if isinstance(found, Join) and found.every == every else (found,)
        merged = merged_facts(every, flat)
        if not merged:
            return None
        return merged[0] if len(merged) == 1 else Join(every, tuple(merged))

    def _compared(self, operator: str, left: Expression, right: Expression) -> Condition | None:
        if isinstance(left, Number | Text) or (_is_today(left) and not _is_today(right)):
            left, right, operator = right, left, _SWAPPED[operator]
        match left, right:
            case Call("string-length", (of,)), Number(value):
                return Fact(self._named(self._known(of)), _presence(operator, value))
            case Call("selected", (of, Text(name))), Call("true", ()) if operator == "=":
                return self._selected(self._known(of), name)
            case Number() | Text(), _:
                raise Untold
            case _, Text(value) if operator in ("=", "!="):
                return self._equal(operator, left, value)
        term = self.term(left)
        if isinstance(right, Number) and term.known is not None and term.known.question.choices:
            return self._equal(operator, left, str(right))
        if isinstance(right, Number) and term.is_count and {(operator, right.value)} & (_AT_LEAST_ONE | _NONE):
            some = _presence(operator, right.value) is Verb.ANSWERED
            return Fact(term.words, Verb.HAS_ROWS if some else Verb.HAS_NO_ROW)
        if term.is_count:
            term = replace(term, words=f"le nombre de lignes de {term.words}")
        other = self.term(right).words
        forms = _OF_DAYS if term.is_day else _OF_NUMBERS
        return Fact(term.words, Verb.COMPARES, (forms[operator].format(other), forms[_NEGATED[operator]].format(other)))

    def _equal(self, operator: str, left: Expression, value: str) -> Condition | None:
        known = self._known(left)
        if known.question.type is QuestionType.CALCULATE:
            found = self._outcome(known, value)
            return found if operator == "=" or found is None else opposite(found)
        subject = self._named(known)
        if not value:
            return Fact(subject, Verb.BLANK if operator == "=" else Verb.ANSWERED)
        multiple = known.question.type is QuestionType.SELECT_MULTIPLE
        verb = (Verb.HAS if multiple else Verb.IS) if operator == "=" else (Verb.LACKS if multiple else Verb.IS_NOT)
        return Fact(subject, verb, (self._chosen(known, value),))

    def _outcome(self, known: Known, value: str) -> Condition | None:
        """When a calculation gives ``value``: only for those that choose between two texts, or say true."""
        match self._opened(known):
            case Call("if", (condition, Text(then), Text(otherwise))) if value in (then, otherwise):
                found = self._deeper().condition(condition)
                return found if value == then or found is None else opposite(found)
            case tree if value == "true":
                return self._deeper().condition(tree)
        raise Untold

    def _opened(self, known: Known) -> Expression:
        if self.depth >= _DEEPEST_CALCULATION:
            raise Untold
        try:
            return parse(known.question.calculation)
        except UnreadableExpressionError as error:
            raise Untold from error

    def _deeper(self) -> "_Reader":
        return replace(self, depth=self.depth + 1)

    def _selected(self, known: Known, name: str) -> Fact:
        multiple = known.question.type is not QuestionType.SELECT_ONE
        return Fact(self._named(known), Verb.HAS if multiple else Verb.IS, (self._chosen(known, name),))

    def _chosen(self, known: Known, name: str) -> str:
        if known.question.type in _DAYS:
            return _day_in_words(name)
        choice = next((one for one in known.question.choices if one.name == name), None)
        return f"« {self.wording.choice(choice) if choice else self.wording.words(name)} »"

    def _known(self, tree: Expression) -> Known:
        names = _names(tree)
        known = self.wording.find(names) if names else None
        if known is None:
            raise Untold
        return known

    def _named(self, known: Known) -> str:
        if not known.mark:
            raise Untold  # nothing on paper bears this name
        return self.wording.named(known, self.here)

    def term(self, tree: Expression) -> _Term:
        match tree:
            case Number(value):
                return _Term(f"{value:g}".replace(".", ","))
            case Text(value):
                return _Term(_day_in_words(value), is_day=True)
            case Negated(Number(value)):
                return _Term(f"−{value:g}".replace(".", ","))
            case Call("today" | "now", ()):
                return _Term("aujourd’hui", is_day=True)
            case Call("count", (of,)):
                return _Term(self._named(self._known(of)), is_count=True)
            case Call("count-selected", (of,)):
                return _Term(f"le nombre de réponses cochées à {self._named(self._known(of))}")
            case Call("difference-in-years" | "difference-in-months" as name, (since, Call("today", ()))):
                unit = "d’années" if name.endswith("years") else "de mois"
                return _Term(f"le nombre {unit} depuis {self._named(self._known(since))}")
            case Call("if", (Call("answered", (of,)), then, Text(""))):
                known = self._known(of)
                found = self.term(then)
                return found if known.mark else _untold()
            case Call("number" | "int" | "date" | "once" | "coalesce", (of, *_)):
                return self.term(of)
            case Binary("+" | "-" | "*" | "div" as operator, left, right):
                if isinstance(left, Binary) or isinstance(right, Binary):
                    raise Untold
                return _Term(f"{self.term(left).words} {_ARITHMETIC[operator]} {self.term(right).words}")
        known = self._known(tree)
        if known.question.type is QuestionType.CALCULATE:
            return self._deeper().term(self._opened(known))
        return _Term(self._named(known), known, is_day=known.question.type in _DAYS)


def _untold() -> _Term:
    raise Untold


def _names(tree: Expression) -> tuple[str, ...]:
    """The names of a plain reference, ``${a/b}`` or ``../b``; none for anything else."""
    match tree:
        case Reference(names):
            return names
        case Path(None, steps) if not any(step.predicates for step in steps):
            return (steps[-1].name,) if steps[-1].name not in (".", "..") else ()
    return ()


def _references(tree: Expression) -> Iterator[Reference]:
    match tree:
        case Reference():
            yield tree
        case Call(_, arguments):
            for argument in arguments:
                yield from _references(argument)
        case Binary(_, left, right):
            yield from _references(left)
            yield from _references(right)
        case Negated(of):
            yield from _references(of)
        case Filtered(base, predicates):
            for part in (base, *predicates):
                yield from _references(part)
        case Path(start, steps):
            for one in ((start,) if start else ()) + tuple(inside for step in steps for inside in step.predicates):
                yield from _references(one)


def _is_today(tree: Expression) -> bool:
    return isinstance(tree, Call) and tree.name in ("today", "now")


def _presence(operator: str, value: float) -> Verb:
    if (operator, value) in _AT_LEAST_ONE:
        return Verb.ANSWERED
    if (operator, value) in _NONE:
        return Verb.BLANK
    raise Untold


def _day_in_words(text: str) -> str:
    try:
        return f"le {short_date(date.fromisoformat(text))}"
    except ValueError:
        raise Untold from None
