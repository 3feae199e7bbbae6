"""What conditions say, as facts: joined, turned round, and told in French sentences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, TypeAlias


class Verb(Enum):
    IS = auto()
    IS_NOT = auto()
    HAS = auto()
    HAS_ALL = auto()
    LACKS = auto()
    OTHER = auto()
    ANSWERED = auto()
    BLANK = auto()
    HAS_ROWS = auto()
    HAS_NO_ROW = auto()
    COMPARES = auto()
    """``values`` is the predicate, then its opposite."""


_OPPOSITES: Final = {
    Verb.IS: Verb.IS_NOT,
    Verb.IS_NOT: Verb.IS,
    Verb.HAS: Verb.LACKS,
    Verb.LACKS: Verb.HAS,
    Verb.ANSWERED: Verb.BLANK,
    Verb.BLANK: Verb.ANSWERED,
    Verb.HAS_ROWS: Verb.HAS_NO_ROW,
    Verb.HAS_NO_ROW: Verb.HAS_ROWS,
}


@dataclass(frozen=True, slots=True)
class Fact:
    subject: str
    verb: Verb
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Several conditions: all of them, or any of them."""

    every: bool
    parts: tuple["Condition", ...]


Condition: TypeAlias = Fact | Join


class Certain(Enum):
    """What no answer changes."""

    ALWAYS = auto()
    NEVER = auto()

    @classmethod
    def of(cls, holds: bool) -> "Certain":
        return cls.ALWAYS if holds else cls.NEVER


Reading: TypeAlias = Condition | Certain
"""What the reader of an expression finds."""


class Untold(Exception):  # noqa: N818  # never leaves the conditions
    """This part of the expression has no simple words."""


def opposite_reading(found: Reading) -> Reading:
    """What holds when ``found`` does not.

    Raises:
        Untold: it has no simple words.
    """
    return Certain.of(found is Certain.NEVER) if isinstance(found, Certain) else opposite(found)


def joined(every: bool, found: Sequence[Reading | None]) -> Reading:
    """All of what was found, or any of it; None stands for a part that has no simple words.

    Raises:
        Untold: such a part matters.
    """
    if Certain.of(not every) in found:
        return Certain.of(not every)
    flat: list[Condition] = []
    for one in found:
        if one is None:
            raise Untold
        if not isinstance(one, Certain):
            flat += one.parts if isinstance(one, Join) and one.every == every else (one,)
    merged = merged_facts(every, flat)
    if not merged:
        return Certain.of(every)
    return merged[0] if len(merged) == 1 else Join(every, tuple(merged))


def opposite(condition: Condition) -> Condition:
    """The same for what answers decide."""
    if isinstance(condition, Join):
        every = not condition.every
        merged = merged_facts(every, [opposite(part) for part in condition.parts])
        return merged[0] if len(merged) == 1 else Join(every, tuple(merged))
    if condition.verb is Verb.COMPARES:
        return replace(condition, values=condition.values[::-1])
    if condition.verb not in _OPPOSITES:
        raise Untold
    return replace(condition, verb=_OPPOSITES[condition.verb])


def merged_facts(every: bool, parts: Iterable[Condition]) -> list[Condition]:
    """What is said of one subject in one go, where it can be: « est A, B ou C »."""
    merged: list[Condition] = []
    for part in parts:
        for place, before in enumerate(merged):
            one = _together(every, before, part)
            if one is not None:
                merged[place] = one
                break
        else:
            merged.append(part)
    return merged


def _together(every: bool, one: Condition, other: Condition) -> Condition | None:
    if one == other:
        return one
    if isinstance(one, Join) or isinstance(other, Join) or one.subject != other.subject:
        return None
    both = tuple(dict.fromkeys((*one.values, *other.values)))
    verbs = {one.verb, other.verb}
    if not every:
        return replace(one, values=both) if verbs in ({Verb.IS}, {Verb.HAS}) else None
    if verbs in ({Verb.IS_NOT}, {Verb.LACKS}):
        return replace(one, values=both)
    if verbs <= {Verb.HAS, Verb.HAS_ALL} and Verb.HAS_ALL not in verbs and max(len(one.values), len(other.values)) == 1:
        return replace(one, verb=Verb.HAS_ALL, values=both)
    if verbs <= {Verb.ANSWERED, Verb.IS_NOT, Verb.LACKS, Verb.OTHER}:
        return replace(one, verb=Verb.OTHER, values=both)
    if Verb.ANSWERED in verbs and verbs & {Verb.IS, Verb.HAS, Verb.HAS_ALL}:
        return one if other.verb is Verb.ANSWERED else other
    return None


_PREDICATES: Final[dict[Verb, Callable[[str], str]]] = {
    Verb.IS: lambda said: f"est {said}",
    Verb.IS_NOT: lambda said: f"n’est pas {said}",
    Verb.HAS: lambda said: f"comprend {said}",
    Verb.HAS_ALL: lambda said: f"comprend {said}",
    Verb.LACKS: lambda said: f"ne comprend pas {said}",
    Verb.OTHER: lambda said: f"a une réponse autre que {said}",
    Verb.ANSWERED: lambda _said: "a une réponse",
    Verb.BLANK: lambda _said: "n’a pas de réponse",
    Verb.HAS_ROWS: lambda _said: "a au moins une ligne",
    Verb.HAS_NO_ROW: lambda _said: "n’a aucune ligne",
}
_ENDS: Final = {Verb.IS_NOT: "ni", Verb.LACKS: "ni", Verb.HAS_ALL: "et"}


def sentence(condition: Condition) -> str:
    """The condition in words, after « si ».

    Raises:
        Untold: it would be read in two ways.
    """
    if isinstance(condition, Fact):
        return _clause(condition)
    outer = ", et si " if condition.every else ", ou si "
    parts = condition.parts if condition.every else _of_same_values(condition.parts)
    return outer.join(_inner(part) for part in parts)


def _of_same_values(parts: Iterable[Condition]) -> list[Condition]:
    """« A est non, ou si B est non » becomes « A ou B est non »."""
    found: dict[object, list[Condition]] = {}
    for place, part in enumerate(parts):
        joins = isinstance(part, Fact) and part.verb in (Verb.IS, Verb.HAS)
        found.setdefault((part.verb, part.values) if isinstance(part, Fact) and joins else place, []).append(part)
    return [_one_subject(group) for group in found.values()]


def _one_subject(group: Sequence[Condition]) -> Condition:
    first = group[0]
    subjects = [part.subject for part in group if isinstance(part, Fact)]
    return replace(first, subject=_series(subjects, "ou")) if isinstance(first, Fact) else first


def _inner(condition: Condition) -> str:
    """Conditions inside others, bound by « que »; deeper ones would be read in two ways."""
    if isinstance(condition, Fact):
        return _clause(condition)
    if any(isinstance(part, Join) for part in condition.parts):
        raise Untold
    word = "et que" if condition.every else "ou que"
    return f" {word} ".join(_clause(part) for part in condition.parts if isinstance(part, Fact))


def _clause(fact: Fact) -> str:
    if fact.verb is Verb.COMPARES:
        return f"{fact.subject} {fact.values[0]}"
    return f"{fact.subject} {_PREDICATES[fact.verb](_series(fact.values, _ENDS.get(fact.verb, 'ou')))}"


def _series(values: Sequence[str], word: str) -> str:
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {word} {values[-1]}"
