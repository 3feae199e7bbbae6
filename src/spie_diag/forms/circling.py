"""Questions that depend on themselves, through however many others: each circle told once, at its shortest."""

from collections.abc import Iterator, Mapping

from spie_diag.forms.guessing import Guesses, guessed_reads
from spie_diag.forms.nodes import Field
from spie_diag.forms.ordering import circles, in_order
from spie_diag.forms.plan import Plan
from spie_diag.forms.problems import Problem, place_of

_KEYS = {
    "relevant": "la condition",
    "calculation": "le calcul",
    "choice_filter": "le filtre des choix",
    "repeat_count": "le nombre de lignes",
    "trigger": "le déclencheur",
}


def circle_problems(plan: Plan) -> Iterator[Problem]:
    """Every circle, at the row that closes it: the one that reads a question asked after it."""
    guessed = guessed_reads(plan)
    reads = {one: (*known, *guessed.get(one, {})) for one, known in plan.reads.items()}
    for circle in circles(_unsettled(plan, reads), reads):
        start = next((place for place, one in enumerate(circle) if _next(circle, place).index > one.index), 0)
        yield _told(plan, (*circle[start:], *circle[:start]), guessed)


def _next(circle: tuple[Field, ...], place: int) -> Field:
    return circle[(place + 1) % len(circle)]


def _unsettled(plan: Plan, reads: Mapping[Field, tuple[Field, ...]]) -> list[Field]:
    """The fields that the order of settling could not place behind all that they read."""
    order = in_order(plan.fields, reads)
    rank = {one: place for place, one in enumerate(order)}
    return [one for one in order if any(rank[read] >= rank[one] for read in reads[one])]


def _told(plan: Plan, circle: tuple[Field, ...], guessed: Guesses) -> Problem:
    first, second = circle[0], circle[1 % len(circle)]
    key = guessed.get(first, {}).get(second) or _key_between(plan, first, second)
    owner = first.block if first.is_block and first.block is not None else first.question
    return Problem(
        place=place_of(owner, key),
        key=key,
        question=first.title,
        sentence=_sentence(circle, key),
        excerpt=getattr(owner, key, "") if key in ("relevant", "calculation", "choice_filter", "repeat_count") else "",
        advice="Retirez l’une de ces dépendances.",
    )


def _sentence(circle: tuple[Field, ...], key: str) -> str:
    first = circle[0]
    if len(circle) == 1:
        return f"{_named(first)} dépend de sa propre réponse : {_KEYS.get(key, key)} la lit."
    held = circle[1]
    if len(circle) == 2 and held in first.below():
        what = "Le bloc" if first.is_block else "Le groupe"
        return f"{what} {_quoted(first)} n’apparaît que selon « {held.path} »{_line(held)}, qu’il contient."
    chain = ", qui dépend ".join(f"{_of(one)}{_line(one)}" for one in (*circle[1:], first))
    return f"{_named(first)} dépend {chain} : cela tourne en rond."


def _key_between(plan: Plan, reader: Field, producer: Field) -> str:
    """The key whose expression reads the producer."""
    for rule in plan.rules[reader.index].settling:
        if any(read.field is producer for read in rule.reads):
            return rule.key
    return "trigger" if producer in plan.triggers_of(reader) else "name"


def _named(field: Field) -> str:
    """At the start of a sentence."""
    return f"Le bloc {field.title}" if field.is_block else f"« {field.path} »"


def _of(field: Field) -> str:
    return f"du bloc {field.title}" if field.is_block else f"de « {field.path} »"


def _quoted(field: Field) -> str:
    return field.title if field.is_block else f"« {field.path} »"


def _line(field: Field) -> str:
    place = field.block.place if field.is_block and field.block is not None else field.question.place
    return f" (ligne {place.line})" if place is not None else ""
