"""Expressions whose parts do not go together: a date compared to a number, a choice in a sum, a text as a condition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spie_diag.forms.definition import Question, QuestionType
from spie_diag.forms.functions import FUNCTIONS, Kind
from spie_diag.forms.inspecting import CONDITIONS, Inspection, Item, Spot, Written, walked
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Misstep
from spie_diag.forms.shapes import Shape, Shapes
from spie_diag.forms.syntax import EQUALITIES, RELATIONS, SIGNS, Binary, Call, Expression, Number, Reference, Text
from spie_diag.forms.values import day_of, number_of

_WORDS = (Shape.WORD, Shape.WORDS)
_NEVER_EQUAL = {Shape.WORD, Shape.NUMBER, Shape.DAY, Shape.TIME}
"""Shapes of which no two have a value in common."""
_TAKE_DAYS = {
    "difference-in-years": (0, 1),
    "difference-in-months": (0, 1),
    "add-date": (0,),
    "format-date": (0,),
    "format-date-time": (0,),
    "decimal-date-time": (0,),
}
"""The arguments that must be days."""
_COUNT_DAYS = ("format-date", "format-date-time", "decimal-date-time")
"""Functions that also read a number, as days since 1970."""
_READ_ANYTHING = ("number", "decimal-date-time", "boolean")
_DATE_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An expression, and the spot from where one of its parts is read."""

    written: Written
    spot: Spot

    def misstep(self, at: int, sentence: str, advice: str = "", *, grave: bool = True) -> Misstep:
        return self.written.misstep(at, sentence, advice, grave=grave)


class Mismatches:
    """What does not go together in the expressions of one form."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._shapes = Shapes(inspection)

    def found(self) -> Iterator[Misstep]:
        for written in self._inspection.written:
            if written.key in CONDITIONS:
                yield from self._truth(_Seen(written, written.field), written.tree)
            for tree, spot in self._inspection.walked(written.tree, written.field):
                yield from self._of(_Seen(written, spot), tree)

    def _of(self, one: _Seen, tree: Expression) -> Iterator[Misstep]:
        match tree:
            case Binary(operator="and" | "or", left=left, right=right):
                yield from self._truth(one, left, tree)
                yield from self._truth(one, right, tree)
            case Binary(operator=operator) if operator in SIGNS:
                yield from self._sum(one, tree)
            case Binary(operator=operator) if operator in (*RELATIONS, *EQUALITIES):
                yield from self._comparison(one, tree)
            case Call():
                yield from self._call(one, tree)
            case Text(text):
                yield from _literal(one, text, tree.at)
            case Reference() if isinstance(one.spot, Item):
                yield from self._of_every_row(one, one.spot, tree)

    def _shape(self, one: _Seen, tree: Expression) -> Shape:
        return self._shapes.of(tree, one.spot)

    def _truth(self, one: _Seen, tree: Expression, joined: Binary | None = None) -> Iterator[Misstep]:
        """A text or a number where something that holds or not is meant."""
        if isinstance(tree, Text) and tree.value:
            sentence = f"{tree} seul est un texte : la condition est toujours vraie."
            yield one.misstep(tree.at, sentence, _repeated_question(tree, joined))
        elif isinstance(tree, Number) and joined is not None:
            sentence = f"{tree} seul ne change jamais."
            yield one.misstep(tree.at, sentence, _repeated_question(tree, joined))

    def _of_every_row(self, one: _Seen, item: Item, tree: Reference) -> Iterator[Misstep]:
        """``${table}[${field} > 3]``: between braces, the field of any row and not of the one that is examined."""
        field = self._inspection.field_of(tree, item)
        repeat = field.repeat if field is not None else None
        if field is None or repeat is None or item.field is None or repeat not in item.field.way:
            return
        if item.near is None or repeat not in item.near.way:
            sentence = f"Entre crochets, {tree} ne lit pas la ligne examinée, mais toutes."
            yield one.misstep(tree.at, sentence, f"Écrivez {field.name}, sans accolades.", grave=False)

    # --- sums

    def _sum(self, one: _Seen, tree: Binary) -> Iterator[Misstep]:
        shapes = [self._shape(one, side) for side in (tree.left, tree.right)]
        for side, shape in zip((tree.left, tree.right), shapes, strict=True):
            yield from self._number_wanted(one, side, shape)
        if shapes == [Shape.DAY, Shape.DAY] and tree.operator != "-":
            yield one.misstep(tree.at, "Deux dates ne se combinent qu’avec « - ».", "Écrivez ${fin} - ${debut}.")
        elif Shape.DAY in shapes and tree.operator in ("*", "div", "mod"):
            advice = "Soustrayez d’abord deux dates : (today() - ${date}) div 365.25."
            yield one.misstep(tree.at, f"« {tree.operator} » s’applique à une date.", advice, grave=False)

    def _number_wanted(self, one: _Seen, side: Expression, shape: Shape) -> Iterator[Misstep]:
        field = self._inspection.field_of(side, one.spot)
        if shape in _WORDS:
            sentence = f"{side} n’est pas un nombre : le calcul reste toujours vide."
            advice = "Calculez avec if(${question} = 'choix', 1, 0), ou donnez aux choix des noms en chiffres."
            yield one.misstep(side.at, sentence, advice if field else "Retirez les apostrophes d’un nombre.")
        elif shape is Shape.TIME:
            sentence = f"{side} est une heure : elle ne se calcule pas telle quelle."
            yield one.misstep(side.at, sentence, f"Écrivez decimal-time({side}) : la part de la journée.")
        elif shape is Shape.FREE:
            sentence = f"{side} est un texte libre : sans un nombre bien écrit, le calcul reste vide."
            yield one.misstep(side.at, sentence, "Donnez à la question le type integer ou decimal.", grave=False)
        elif shape is Shape.BLANK and field is not None:
            yield one.misstep(side.at, f"{side} est une note : elle n’a jamais de réponse.", "Lisez une question.")

    # --- comparisons

    def _comparison(self, one: _Seen, tree: Binary) -> Iterator[Misstep]:
        left, right = self._shape(one, tree.left), self._shape(one, tree.right)
        shapes = {left, right}
        for side, shape in ((tree.left, left), (tree.right, right)):
            field = self._inspection.field_of(side, one.spot)
            if field is not None and shape is Shape.BLANK:
                yield one.misstep(side.at, f"{side} est une note : elle n’a jamais de réponse.", "Lisez une question.")
                return
            if field is not None and field.question.type is QuestionType.GROUP:
                advice = f"Comparez l’un de ses champs : {_first_child(field)}."
                yield one.misstep(side.at, f"{side} est un groupe : il n’a pas de valeur.", advice, grave=False)
                return
        if Shape.DAY in shapes and Shape.NUMBER in shapes:
            advice = "Écrivez une date comme '2026-11-24', ou comptez : today() - ${date} > 30."
            yield one.misstep(tree.at, "Une date se compare à un nombre.", advice)
        elif tree.operator in RELATIONS:
            yield from self._relation(one, tree)
        else:
            yield from self._equality(one, tree, left, right)

    def _relation(self, one: _Seen, tree: Binary) -> Iterator[Misstep]:
        for side in (tree.left, tree.right):
            shape = self._shape(one, side)
            field = self._inspection.field_of(side, one.spot)
            if shape is Shape.TIME:
                advice = f"Écrivez decimal-time({side}) {tree.operator} 0.5 pour midi."
                yield one.misstep(tree.at, f"{side} est une heure : « {tree.operator} » est toujours faux.", advice)
            elif shape in _WORDS and (field is not None or not self._is_told(one, tree)):
                sentence = f"{side} n’est pas un nombre : « {tree.operator} » est toujours faux."
                yield one.misstep(tree.at, sentence, "Un texte se compare avec = ou !=.")
            elif shape is Shape.FREE:
                sentence = f"{side} est un texte libre : « {tree.operator} » ne compare que des nombres."
                yield one.misstep(side.at, sentence, "Donnez à la question le type integer ou decimal.", grave=False)

    def _is_told(self, one: _Seen, tree: Binary) -> bool:
        """Whether the compiler says it: a number or a date of a question compared to a text."""
        sides = (self._inspection.field_of(side, one.spot) for side in (tree.left, tree.right))
        return any(self._shapes.of_field(side) in (Shape.NUMBER, Shape.DAY) for side in sides if side is not None)

    def _equality(self, one: _Seen, tree: Binary, left: Shape, right: Shape) -> Iterator[Misstep]:
        shapes = {left, right}
        fields = [self._inspection.field_of(side, one.spot) for side in (tree.left, tree.right)]
        for side, other in ((tree.left, tree.right), (tree.right, tree.left)):
            yield from self._unknown_number(one, side, other)
            yield from self._of_several(one, tree, side, other)
        if Shape.TRUTH in shapes and Shape.WORD in shapes:
            advice = "Retirez la comparaison ; pour le contraire, écrivez not(…)."
            yield one.misstep(tree.at, "Vrai ou faux se compare à un texte.", advice)
        elif len(shapes) == 2 and shapes <= _NEVER_EQUAL and not self._is_told(one, tree):
            kinds = f"{left.value} et {right.value}"
            yield one.misstep(tree.at, f"{kinds} ne sont jamais égaux.", "Vérifiez les deux côtés.")
        elif fields[0] and fields[1] and shapes == {Shape.WORD} and _strangers(fields[0].question, fields[1].question):
            sentence = f"{tree.left} et {tree.right} n’ont aucun choix en commun."
            yield one.misstep(tree.at, sentence, "Vérifiez les noms des questions.")

    def _unknown_number(self, one: _Seen, side: Expression, other: Expression) -> Iterator[Misstep]:
        """``${choice} = 3`` where no choice is named 3."""
        field = self._inspection.field_of(side, one.spot)
        if field is None or not isinstance(other, Number) or not field.question.choices:
            return
        names = [choice.name for choice in field.question.choices]
        if other.value not in map(number_of, names):
            sentence = f"Aucun choix de « {field.name} » ne s’appelle « {other} »."
            yield one.misstep(other.at, sentence, f"Choix : {', '.join(names[:12])}.")

    def _of_several(self, one: _Seen, tree: Binary, side: Expression, other: Expression) -> Iterator[Misstep]:
        """``${choices} = 'a'``: only when nothing else is ticked."""
        field = self._inspection.field_of(side, one.spot)
        if field is None or field.question.type is not QuestionType.SELECT_MULTIPLE:
            return
        if not isinstance(other, Text | Number):
            return
        question, named = field.question, other.value if isinstance(other, Text) else str(other)
        if named in question.exclusive or named not in {choice.name for choice in question.choices}:
            return
        if any(isinstance(part, Text) and part.value in question.exclusive for part in walked(one.written.tree)):
            # Its author also asks for « aucun » alone: whole answers are meant.
            return
        sentence = f"{side} {tree.operator} {other} compare toutes les réponses cochées à une seule."
        test = f"selected({side}, '{named}')"
        advice = f"Pour « coché », écrivez {test if tree.operator == '=' else f'not({test})'}."
        yield one.misstep(tree.at, sentence, advice, grave=False)

    # --- functions

    def _call(self, one: _Seen, tree: Call) -> Iterator[Misstep]:
        function = FUNCTIONS.get(tree.name)
        if function is None or not function.takes:
            return
        if function.takes[0] is Kind.BOOLEAN and tree.name != "boolean" and tree.arguments:
            yield from self._truth(one, tree.arguments[0])
        for place, argument in enumerate(tree.arguments):
            kind = function.takes[min(place, len(function.takes) - 1)]
            shape = self._shape(one, argument)
            if place in _TAKE_DAYS.get(tree.name, ()):
                yield from self._day_wanted(one, tree, argument, shape)
            elif kind is Kind.NUMBER and tree.name not in _READ_ANYTHING and shape in (*_WORDS, Shape.TIME):
                advice = "Donnez-lui un nombre, ou une question de type integer ou decimal."
                yield one.misstep(argument.at, f"{tree.name} attend un nombre, pas {shape.value}.", advice)
        yield from self._selection(one, tree)

    def _day_wanted(self, one: _Seen, tree: Call, argument: Expression, shape: Shape) -> Iterator[Misstep]:
        counted = shape is Shape.NUMBER and tree.name in _COUNT_DAYS
        if shape in (Shape.ANY, Shape.DAY, Shape.BLANK, Shape.FREE) or counted:
            return
        if shape is Shape.WORD and isinstance(argument, Text) and _DATE_LIKE.match(argument.value):
            return
        advice = "Donnez-lui une question de type date, today() ou '2026-11-24'."
        yield one.misstep(argument.at, f"{tree.name} attend une date, pas {shape.value}.", advice)

    def _selection(self, one: _Seen, tree: Call) -> Iterator[Misstep]:
        if tree.name not in ("selected", "count-selected", "selected-at") or not tree.arguments:
            return
        shape = self._shape(one, tree.arguments[0])
        if shape in (Shape.NUMBER, Shape.DAY, Shape.TIME, Shape.TRUTH):
            sentence = f"{tree.name} lit des choix, pas {shape.value}."
            yield one.misstep(tree.arguments[0].at, sentence, "Comparez avec =, <, >.", grave=False)


def _literal(one: _Seen, text: str, at: int) -> Iterator[Misstep]:
    if _DATE_LIKE.fullmatch(text) and day_of(text) is None:
        yield one.misstep(at, f"« {text} » n’est pas une date.", "Ce jour n’existe pas au calendrier.")
    elif "${" in text and "jr:choice-name" not in one.written.source:
        advice = f"Retirez les apostrophes : {text.strip()}."
        yield one.misstep(at, f"« {text} » entre apostrophes est un texte, pas une réponse.", advice)


def _repeated_question(tree: Expression, joined: Binary | None) -> str:
    """``${a} = 'x' or 'y'``: what was meant."""
    before = joined.left if joined is not None and joined.right is tree else None
    while isinstance(before, Binary) and before.operator in ("and", "or"):
        before = before.right
    if isinstance(before, Binary) and before.operator in EQUALITIES:
        return f"Répétez la question : {before.left} {before.operator} {tree}."
    return "Comparez une question : ${nom} = 'valeur'."


def _strangers(one: Question, other: Question) -> bool:
    names, others = {choice.name for choice in one.choices}, {choice.name for choice in other.choices}
    return bool(names and others) and not names & others


def _first_child(group: Field) -> str:
    return f"${{{next(iter(group.children.values())).path}}}" if group.children else "${nom}"
