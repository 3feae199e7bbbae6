"""Names and codes: borne once, of the right form, told apart by more than capitals."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from spie_diag.forms.definition import Block, Choice, Form, Place, Question, QuestionType
from spie_diag.forms.local_codes import (
    BLOCK,
    PREFIX,
    CodeShape,
    is_local,
    is_local_name,
    objective_shape,
    question_shape,
    situation_shape,
)
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan
from spie_diag.forms.problems import Problem, place_of
from spie_diag.french import listed

_FORBIDDEN = ("meta", "instanceID", "instanceName")
"""Names that other programs keep for themselves."""
_OPERATORS = ("and", "or", "div", "mod")
_SHOWN = 6


def names_and_codes(plan: Plan) -> Iterator[Problem]:
    """Every name and code that is borne twice, or cannot be one."""
    form = plan.form
    yield from _codes_borne_twice(form)
    siblings: dict[Field | None, list[Field]] = {}
    for field in plan.fields:
        if not field.is_block:
            siblings.setdefault(field.holder, []).append(field)
            yield from _name(field)
    for fields in siblings.values():
        yield from _siblings(fields)
    yield from _blocks_named_alike(plan)
    for block in form.blocks:
        yield from _block(block)
    yield from _choices(plan)


def _codes_borne_twice(form: Form) -> Iterator[Problem]:
    bearers: dict[str, Place | None] = {}
    for code, place in _coded(form):
        if code in bearers:
            yield _twice("Le code", code, place, bearers[code])
        elif code:
            bearers[code] = place


def _coded(form: Form) -> Iterator[tuple[str, Place | None]]:
    for block in form.blocks:
        yield block.code, block.place
        for question in block.questions:
            yield question.code or "", place_of(question, "code")
        for situation in block.situations:
            yield situation.code, place_of(situation, "code")
        for objective in block.objectives:
            yield objective.code, objective.place


def _twice(what: str, text: str, place: Place | None, first: Place | None) -> Problem:
    where = f" (déjà {_seen_from(place, first)})" if first else ""
    sentence = f"{what} « {text} » sert deux fois{where}."
    return Problem(place=place, key="name", question=text, sentence=sentence, advice="Changez l’un des deux.")


def _seen_from(place: Place | None, first: Place) -> str:
    """Where the first one stands, its file named as far as the reader needs it."""
    if place is None or place.file.name != first.file.name:
        return str(first)
    told = str(first).removeprefix(f"{first.file.name}, ")
    return told if place.file == first.file else f"{first.file.parent.name}/{first.file.name}, {told}"


def _siblings(fields: Iterable[Field]) -> Iterator[Problem]:
    """Names borne twice among fields that one group holds, or that differ by capitals only."""
    seen: dict[str, Field] = {}
    for field in fields:
        first = seen.setdefault(field.name.lower(), field)
        if first is field or not field.name:
            continue
        place = place_of(field.question, "name")
        if first.name == field.name:
            inside = f"Dans « {field.holder.name} », le nom" if field.holder else "Le nom"
            yield _twice(inside, field.name, place, first.question.place)
        else:
            sentence = f"« {field.name} » et « {first.name} » ne diffèrent que par les majuscules."
            yield Problem(
                place=place, key="name", question=field.title, sentence=sentence, advice="Changez l’un des deux."
            )


def _blocks_named_alike(plan: Plan) -> Iterator[Problem]:
    """Blocks that bear the name of another block or of a calculation of the form: only one of the two would live."""
    seen: dict[str, Field] = {}
    for top in plan.tops:
        first = seen.setdefault(top.name, top)
        if first is top or not (first.is_block or top.is_block):
            continue
        owners = [one.block if one.is_block and one.block is not None else one.question for one in (top, first)]
        whose = "Le nom de bloc" if first.is_block and top.is_block else "Le nom"
        yield _twice(whose, top.name, place_of(owners[0], "name"), owners[1].place)


def _name(field: Field) -> Iterator[Problem]:
    name = field.name
    if name in _FORBIDDEN:
        sentence = f"« {name} » est un nom que d’autres programmes se réservent."
        yield Problem(
            place=place_of(field.question, "name"),
            key="name",
            question=field.title,
            sentence=sentence,
            advice="Choisissez un autre nom.",
        )
    elif name in _OPERATORS:
        sentence = f"« {name} » est un mot des expressions."
        advice = "Choisissez un autre nom."
        place = place_of(field.question, "name")
        yield Problem(place=place, key="name", question=field.title, sentence=sentence, advice=advice)


# --- blocks --------------------------------------------------------------------------------------------------------


def _block(block: Block) -> Iterator[Problem]:
    def problem(key: str, sentence: str, advice: str) -> Problem:
        return Problem(place=place_of(block, key), key=key, question=block.code, sentence=sentence, advice=advice)

    if block.code and not BLOCK.fits(block.code):
        yield problem("block", f"Le code de bloc « {block.code} » n’a pas trois capitales.", "Écrivez par exemple LOG.")
    if block.anchors and len(block.anchors) != 4:
        advice = "Une par niveau, de 0 (ça va) à 3 (empêche)."
        yield problem("anchors", f"Il faut quatre ancres, et il y en a {len(block.anchors)}.", advice)
    if block.manual and block.relevant:
        yield problem("manual", "Un bloc ouvert à la main n’a pas de condition.", "Retirez « manual » ou « relevant ».")
    yield from _without_code(block)
    for code, place, shape in _shapes(block):
        if code and not shape.fits(code):
            sentence = f"Le code « {code} » n’a pas la forme attendue."
            advice = f"Écrivez par exemple {shape.example_near(code)}."
            yield Problem(place=place, key="code", question=code, sentence=sentence, advice=advice)


def _without_code(block: Block) -> Iterator[Problem]:
    """Questions that lack their code; each is offered one behind the last: a code once given is never given again."""
    common = str(block.code)
    last = {start: _last_number(block, start) for start in (common, f"{PREFIX}{common}")}
    for question in block.questions:
        if question.code is None and question.type is not QuestionType.CALCULATE:
            start = f"{PREFIX}{common}" if is_local_name(question.name) and not is_local(block.code) else common
            last[start] += 1
            sentence = f"La question « {question.name} » n’a pas de code."
            advice = f"Ajoutez « code: {start}-{last[start]:02d} »."
            yield Problem(place=question.place, key="code", question=question.name, sentence=sentence, advice=advice)


def _last_number(block: Block, start: str) -> int:
    numbers = (re.match(rf"{re.escape(start)}-([0-9]{{2}})", question.code or "") for question in block.questions)
    return max((int(found[1]) for found in numbers if found), default=0)


def _shapes(block: Block) -> Iterator[tuple[str, Place | None, CodeShape]]:
    for question in block.questions:
        yield question.code or "", place_of(question, "code"), question_shape(block.code)
    for situation in block.situations:
        yield situation.code, place_of(situation, "code"), situation_shape(block.code)
    for objective in block.objectives:
        yield objective.code, objective.place, objective_shape(block.code)


# --- choices -------------------------------------------------------------------------------------------------------


def _choices(plan: Plan) -> Iterator[Problem]:
    """Choices of one list that differ by capitals only, each list told once; readers tell those of the same name."""
    told: set[int] = set()
    for field in plan.fields:
        choices = field.question.choices
        if choices and id(choices) not in told:
            told.add(id(choices))
            yield from _of_list(field.question, choices)


def _of_list(question: Question, choices: tuple[Choice, ...]) -> Iterator[Problem]:
    names = dict.fromkeys(choice.name for choice in choices)
    alike = Counter(name.lower() for name in names)
    near = [name for name in names if alike[name.lower()] > 1]
    if near:
        more = [f"{len(near) - _SHOWN} autres"] if len(near) > _SHOWN else []
        shown = listed([*(f"« {name} »" for name in near[:_SHOWN]), *more])
        yield Problem(
            place=place_of(question, "choices"),
            key="choices",
            question=question.name,
            sentence=f"Les choix {shown} ne diffèrent que par les majuscules.",
            advice="Changez leurs noms.",
            grave=False,
        )
