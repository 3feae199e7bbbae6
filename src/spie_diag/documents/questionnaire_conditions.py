"""Conditions in plain French: « Si LOG-01 est « À l’hôtel » : », from the tree of an expression."""

import operator as operators
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from spie_diag.documents.questionnaire_facts import (
    Certain,
    Fact,
    Reading,
    Untold,
    Verb,
    joined,
    opposite_reading,
    sentence,
)
from spie_diag.documents.questionnaire_words import Known, Wording, is_on_paper
from spie_diag.forms.definition import Block, Question, QuestionType
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
_DEEPEST: Final = 4

_HOLDERS: Final = (QuestionType.GROUP, QuestionType.REPEAT)
_COMPARED: Final = {
    "=": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    ">": operators.gt,
    "<=": operators.le,
    ">=": operators.ge,
}
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
_OF_A_BLANK: Final = (Verb.IS_NOT, Verb.LACKS, Verb.BLANK, Verb.HAS_NO_ROW)
"""What holds of a question that nobody is asked."""


@dataclass(frozen=True, slots=True)
class _Term:
    """What is compared: its words, and how it compares."""

    words: str
    known: Known | None = None
    is_day: bool = False
    counted: Known | None = None
    """The rows whose number it is."""


def told(expression: str, wording: Wording, here: Block | None = None) -> str:
    """The condition as one sentence ending with a colon; empty where there is none, or where it always holds.

    Whether it never holds is for ``is_never`` to tell: what is never asked has no sentence.
    """
    if not expression.strip():
        return ""
    try:
        tree = parse(expression)
    except UnreadableExpressionError:
        return UNTOLD
    try:
        found = _Reader(wording, here).condition(tree)
        return "" if isinstance(found, Certain) else f"Si {sentence(found)} :"
    except Untold:
        return _named_only(tree, wording, here)


def is_asked(question: Question, wording: Wording) -> bool:
    """Whether the pages have a place for it: shown to people, and asked in some interview or other."""
    if not is_on_paper(question) or is_never(question.relevant, wording):
        return False
    return question.type not in _HOLDERS or any(is_asked(child, wording) for child in question.children)


def is_never(expression: str, wording: Wording) -> bool:
    """Whether no answer makes the condition hold, as far as simple words can tell."""
    return _never(expression, _Reader(wording, None))


def _never(expression: str, reader: "_Reader") -> bool:
    if not expression.strip():
        return False
    with suppress(UnreadableExpressionError, Untold):
        return reader.condition(parse(expression)) is Certain.NEVER
    return False


def _named_only(tree: Expression, wording: Wording, here: Block | None) -> str:
    reader = _Reader(wording, here)
    found = [wording.find(one.names) for one in _references(tree)]
    found = [one for one in found if one is None or not reader.is_unasked(one)]
    names = list(dict.fromkeys(wording.named(one, here) for one in found if one and one.mark))
    if not names or len(names) > _MOST_NAMED or len(found) != sum(bool(one and one.mark) for one in found):
        return UNTOLD
    return f"Selon {'la réponse' if len(names) == 1 else 'les réponses'} à {listed(names)} :"


@dataclass(frozen=True, slots=True)
class _Reader:
    wording: Wording
    here: Block | None
    depth: int = 0
    """How many calculations and conditions of other questions were opened to come here."""

    def condition(self, tree: Expression) -> Reading:
        match tree:
            case Binary("and" | "or" as word, left, right):
                return joined(word == "and", [self._tried(left), self._tried(right)])
            case Binary("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, left, right):
                return self._compared(operator, left, right)
            case Call("not", (inside,)):
                return opposite_reading(self.condition(inside))
            case Call("true" | "false" as word, ()):
                return Certain.of(word == "true")
            case Call("selected", (of, Text(name))):
                return self._selected(self._known(of), name)
            case Call("answered", (of,)):
                return self._fact(self._known(of), Verb.ANSWERED)
            case Call("boolean" | "boolean-from-string", (of,)):
                return self.condition(of)
        raise Untold

    def _tried(self, tree: Expression) -> Reading | None:
        """None for what has no simple words: beside what is certain, it may not matter."""
        with suppress(Untold):
            return self.condition(tree)
        return None

    def _compared(self, operator: str, left: Expression, right: Expression) -> Reading:
        if isinstance(left, Number) and isinstance(right, Number):
            return Certain.of(_COMPARED[operator](left.value, right.value))
        if isinstance(left, Number | Text) or (_is_today(left) and not _is_today(right)):
            left, right, operator = right, left, _SWAPPED[operator]
        match left, right:
            case Call("string-length", (of,)), Number(value):
                return self._fact(self._known(of), _presence(operator, value))
            case Call("selected", (of, Text(name))), Call("true", ()) if operator == "=":
                return self._selected(self._known(of), name)
            case Number() | Text(), _:
                raise Untold
            case Call("count", (of,)), _ if self.is_unasked(self._known(of)):
                return self._compared(operator, Number(0.0, left.at), right)
            case _, Text(value) if operator in ("=", "!="):
                return self._equal(operator, left, value)
        return self._weighed(operator, left, right)

    def _weighed(self, operator: str, left: Expression, right: Expression) -> Reading:
        """A number, a day or a count beside another one."""
        if isinstance(left, Reference | Path) and self.is_unasked(self._known(left)):
            return Certain.of(operator == "!=")
        term = self.term(left)
        named = operator in ("=", "!=") and term.known is not None and term.known.question.choices
        if isinstance(right, Number) and named:
            return self._equal(operator, left, str(right))
        if isinstance(right, Number) and term.counted and {(operator, right.value)} & (_AT_LEAST_ONE | _NONE):
            some = _presence(operator, right.value) is Verb.ANSWERED
            return self._fact(term.counted, Verb.HAS_ROWS if some else Verb.HAS_NO_ROW)
        other = self.term(right).words
        forms = _OF_DAYS if term.is_day else _OF_NUMBERS
        return Fact(term.words, Verb.COMPARES, (forms[operator].format(other), forms[_NEGATED[operator]].format(other)))

    def _equal(self, operator: str, left: Expression, value: str) -> Reading:
        known = self._known(left)
        if known.question.type is QuestionType.CALCULATE:
            found = self._outcome(known, value)
            return found if operator == "=" else opposite_reading(found)
        if not value:
            return self._fact(known, Verb.BLANK if operator == "=" else Verb.ANSWERED)
        multiple = known.question.type is QuestionType.SELECT_MULTIPLE
        verb = (Verb.HAS if multiple else Verb.IS) if operator == "=" else (Verb.LACKS if multiple else Verb.IS_NOT)
        return self._fact(known, verb, value)

    def _outcome(self, known: Known, value: str) -> Reading:
        """When a calculation gives ``value``: only for those that choose between two texts, or say true."""
        match self._opened(known):
            case Call("if", (condition, Text(then), Text(otherwise))):
                if then == otherwise or value not in (then, otherwise):
                    return Certain.of(value == then)
                found = self._deeper().condition(condition)
                return found if value == then else opposite_reading(found)
            case tree if value == "true":
                return self._deeper().condition(tree)
        raise Untold

    def _fact(self, known: Known, verb: Verb, value: str = "") -> Reading:
        """What is said of one answer: certain where nobody is asked for it."""
        if self.is_unasked(known):
            return Certain.of(verb in _OF_A_BLANK)
        return Fact(self._named(known), verb, (self._chosen(known, value),) if value else ())

    def is_unasked(self, known: Known) -> bool:
        """Whether a question is asked of nobody, itself or for what holds it."""
        if known.question.type is QuestionType.CALCULATE or self.depth >= _DEEPEST:
            return False
        found, place = self.wording.unasked, (id(known.question), self.depth)
        if place not in found:
            found[place] = any(_never(condition, self._deeper()) for condition in known.conditions)
        return found[place]

    def _opened(self, known: Known) -> Expression:
        if self.depth >= _DEEPEST:
            raise Untold
        try:
            return parse(known.question.calculation)
        except UnreadableExpressionError as error:
            raise Untold from error

    def _deeper(self) -> "_Reader":
        return replace(self, depth=self.depth + 1)

    def _selected(self, known: Known, name: str) -> Reading:
        return self._fact(known, Verb.IS if known.question.type is QuestionType.SELECT_ONE else Verb.HAS, name)

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
        if not known.mark or self.is_unasked(known):
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
                rows = self._known(of)
                return _Term(f"le nombre de lignes de {self._named(rows)}", counted=rows)
            case Call("count-selected", (of,)):
                return _Term(f"le nombre de réponses cochées à {self._named(self._known(of))}")
            case Call("difference-in-years" | "difference-in-months" as name, (since, Call("today", ()))):
                unit = "d’années" if name.endswith("years") else "de mois"
                return _Term(f"le nombre {unit} depuis {self._named(self._known(since))}")
            case Call("if", (Call("answered", (of,)), then, Text(""))):
                known = self._known(of)
                found = self.term(then)
                return found if known.mark else _untold()
            case Call("number" | "date", (of,)):
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
