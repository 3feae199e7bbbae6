"""Sums that stay empty because one answer is missing: a calculation does not read a blank as zero."""

from collections.abc import Iterator

from spie_diag.forms.definition import QuestionType
from spie_diag.forms.domains import Domains
from spie_diag.forms.inspecting import Inspection, Written, is_answered_by_hand, parts
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Misstep
from spie_diag.forms.satisfying import Fact, can_hold
from spie_diag.forms.syntax import SIGNS, Binary, Call, Expression, Negated, Text
from spie_diag.forms.vocabulary import is_yes
from spie_diag.french import listed

_OVER_ROWS = ("sum", "min", "max")


class Blanks:
    """Finds the questions that leave a calculation empty when nobody answers them."""

    def __init__(self, inspection: Inspection, domains: Domains) -> None:
        self._inspection = inspection
        self._domains = domains

    def found(self) -> Iterator[Misstep]:
        for one in self._inspection.written:
            if one.key != "calculation" or one.field is None or not self._inspection.is_sound(one):
                continue
            missing: dict[Field, Expression] = {}
            yield from self._over_rows(one)
            relevant = self._inspection.sound(one.field, "relevant")
            known = [Fact(relevant.tree, one.field)] if relevant is not None else []
            self._follow(one, one.tree, known, missing)
            if missing:
                yield _told(one, missing)

    def _follow(self, one: Written, tree: Expression, known: list[Fact], missing: dict[Field, Expression]) -> None:
        """Every sum, with what is known where it stands."""
        match tree:
            case Call(name="if", arguments=(condition, yes, no)):
                self._follow(one, yes, [*known, Fact(condition, one.field)], missing)
                self._follow(one, no, [*known, Fact(condition, one.field, denied=True)], missing)
            case Binary(operator=sign, left=left, right=right) if sign in SIGNS:
                for side in (left, right):
                    self._note(one, side, known, missing)
                    self._follow(one, side, known, missing)
            case Binary() | Call(name="coalesce"):
                return
            case Call() | Negated():
                for part in parts(tree):
                    self._follow(one, part, known, missing)

    def _over_rows(self, one: Written) -> Iterator[Misstep]:
        """``sum(${n})`` where a row may leave ``n`` blank: one blank, and the whole sum is."""
        waiting = [one.tree]
        while waiting:
            tree = waiting.pop()
            if isinstance(tree, Call) and tree.name == "coalesce":
                continue
            waiting.extend(reversed(parts(tree)))
            if not isinstance(tree, Call) or tree.name not in _OVER_ROWS:
                continue
            for argument in tree.arguments:
                field = self._inspection.field_of(argument, one.field)
                if field is not None and field.repeats and field.is_leaf and _may_lack(field):
                    yield _told_of_rows(one, tree, argument, field)

    def _note(self, one: Written, side: Expression, known: list[Fact], missing: dict[Field, Expression]) -> None:
        field = self._inspection.field_of(side, one.field)
        if field is None or field in missing or not self._may_stay_blank(field, one.field):
            return
        if can_hold([*known, Fact(Binary("=", side, Text("")), one.field)], self._domains):
            missing[field] = side

    def _may_stay_blank(self, field: Field, near: Field | None) -> bool:
        question = field.question
        by_hand = is_answered_by_hand(question) and question.type is not QuestionType.REPEAT
        return by_hand and not is_yes(question.required) and self._inspection.is_alone(field, near)


def _may_lack(field: Field) -> bool:
    """Whether a row may leave a question blank: it need not be answered, or is not always asked."""
    question = field.question
    if not is_answered_by_hand(question):
        return False
    in_row = field.way[field.way.index(field.repeats[-1]) + 1 :]
    return not is_yes(question.required) or any(one.question.relevant for one in in_row)


def _told_of_rows(one: Written, call: Call, argument: Expression, field: Field) -> Misstep:
    sentence = f"Une seule ligne sans réponse à « {field.path} », et {call.name} reste vide."
    advice = f"Écrivez {argument}[. != ''] pour ne lire que les réponses données."
    return one.misstep(call.at, sentence, advice, grave=False)


def _told(one: Written, missing: dict[Field, Expression]) -> Misstep:
    names = listed([f"« {field.path} »" for field in missing])
    first = next(iter(missing.values()))
    if next(iter(missing)).question.type in (QuestionType.DATE, QuestionType.DATETIME):
        advice = f"Écrivez if({first} != '', …, ''), ou rendez la question obligatoire."
    else:
        advice = f"Écrivez coalesce({first}, 0), ou rendez la question obligatoire."
    return one.misstep(first.at, f"Sans réponse à {names}, le calcul reste vide.", advice, grave=False)
