"""Repeats whose number of rows reads these very rows: without a first row, nobody can answer what adds one."""

from collections.abc import Iterator
from math import fmod, isnan, nan

from spie_diag.forms.inspecting import Inspection, Written
from spie_diag.forms.plan import Misstep
from spie_diag.forms.syntax import COMPARED, Binary, Call, Expression, Negated, Number, Text
from spie_diag.forms.values import number_of

_ZERO = ("count", "count-non-empty", "sum")
"""What gives zero where there is no row; whatever else reads rows is blank."""
_BY_HAND = "laissez ajouter les lignes à la main : retirez « repeat_count »."


def own_count_missteps(inspection: Inspection) -> Iterator[Misstep]:
    """Every number of rows that depends on what its own rows hold or on how many they are."""
    plan = inspection.plan
    for field in plan.fields:
        written = inspection.sound(field, "repeat_count") if field in plan.late else None
        rule = plan.rules[field.index].repeat_count
        if written is None or rule is None:
            continue
        inside = [read.field for read in rule.reads if field in read.field.way and read.field is not field]
        named = f"« {inside[0].path} », dans le tableau lui-même" if inside else f"« {field.path} », ses propres lignes"
        yield _told(written, named, rows=_without_rows(inspection, written.tree, written))


def _told(written: Written, named: str, *, rows: float | None) -> Misstep:
    if rows is not None and not rows >= 1:
        sentence = f"Le nombre de lignes lit {named} : faute d’une première ligne, il n’y en aura jamais."
        advice = f"Posez avant le tableau la question qui compte les lignes, ou {_BY_HAND}"
        return written.misstep(written.tree.at, sentence, advice)
    sentence = f"Le nombre de lignes lit {named} : chaque réponse en ajoute une au plus, et n’en retire aucune"
    if rows is None:
        sentence += " ; sans première ligne, personne ne peut répondre à ses questions"
    sentence += "."
    advice = f"Vérifiez qu’il y a {'' if rows is not None else 'une première ligne et '}une fin, ou {_BY_HAND}"
    return written.misstep(written.tree.at, sentence, advice, grave=False)


def _without_rows(inspection: Inspection, tree: Expression, near: Written) -> float | None:
    """What an expression gives while the repeat has no row, a blank as NaN; None where it depends on more."""

    def of(part: Expression) -> float | None:
        return _without_rows(inspection, part, near)

    match tree:
        case Number(value):
            return value
        case Text(text):
            return number_of(text)
        case Negated(inner):
            value_of_inner = of(inner)
            return None if value_of_inner is None else -value_of_inner
        case Binary(operator, left, right):
            return _combined(operator, of(left), of(right))
        case Call(name="if", arguments=(condition, yes, no)):
            holds = of(condition)
            return None if holds is None else of(yes if holds else no)
        case Call(name="coalesce", arguments=(first, second)):
            found = of(first)
            return of(second) if found is not None and isnan(found) else found
        case Call(name="number", arguments=(inner,)):
            return of(inner)
        case Call(name=name, arguments=(inner, *_)) if name in _ZERO and _is_own(inspection, inner, near):
            return 0.0
    return nan if _is_own(inspection, tree, near) else None


def _is_own(inspection: Inspection, tree: Expression, near: Written) -> bool:
    """Whether an expression is the repeat or a field of its rows."""
    field = inspection.field_of(tree, near.field)
    return field is not None and near.field is not None and near.field in field.way


def _combined(operator: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if operator in COMPARED:
        # A blank is a text: only numbers are compared here with certainty.
        return None if isnan(left) or isnan(right) else float(COMPARED[operator](left, right))
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "div" if right:
            return left / right
        case "mod" if right:
            return fmod(left, right)
    return None
