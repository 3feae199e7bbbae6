"""The questions of a form where they stand, under the names that they bear in a workbook.

Other programs know one name only where ours has paths (``${contrat/fin}``): in a workbook every name that is referred
to is unique, and is an XML name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spie_diag.forms.definition import Block, Form, Question

_RESERVED = ("data", "meta", "instanceID", "instanceName")
_NOT_IN_NAMES = re.compile(r"[^\w.-]", re.ASCII)
_PATH = re.compile(r"\$\{[^}]*/[^}]*\}")


@dataclass(eq=False, slots=True)
class Placed:
    """One question where it stands."""

    question: Question
    holder: "Placed | None" = None
    inner: list["Placed"] = field(default_factory=list)
    name: str = ""
    """In the workbook."""

    def child(self, name: str) -> "Placed | None":
        return next((one for one in self.inner if one.question.name == name), None)

    def everywhere(self) -> Iterator["Placed"]:
        """Itself, and all that it holds."""
        yield self
        for one in self.inner:
            yield from one.everywhere()


@dataclass(eq=False, slots=True)
class PlacedBlock:
    """One block, as the group that it is in a workbook."""

    block: Block
    questions: list[Placed]
    name: str = ""


class Placing:
    """Every question of a form, and which one a name means."""

    def __init__(self, form: Form) -> None:
        self.calculations = [_placed(question) for question in form.calculations]
        self.blocks = [PlacedBlock(block, [_placed(question) for question in block.questions]) for block in form.blocks]
        self.survey = [_placed(question) for question in form.survey]
        self._top = [*self.calculations, *(one for block in self.blocks for one in block.questions), *self.survey]
        self._by_name: dict[str, list[Placed]] = {}
        for one in self.everywhere():
            self._by_name.setdefault(one.question.name, []).append(one)
        _name_all(self, unique=bool(form.blocks) or _refers_by_path(self))

    def everywhere(self) -> Iterator[Placed]:
        for top in self._top:
            yield from top.everywhere()

    @property
    def top(self) -> list[Placed]:
        return self._top

    def find(self, reference: str, near: Placed | None) -> Placed | None:
        """The question that ``${reference}`` means near another: what stands nearest first."""
        first, *rest = reference.split("/")
        found = self._find_one(first.strip(), near)
        for name in rest:
            found = found.child(name.strip()) if found is not None else None
        return found

    def _find_one(self, name: str, near: Placed | None) -> Placed | None:
        holder = near.holder if near is not None else None
        while holder is not None:
            if (found := holder.child(name)) is not None:
                return found
            holder = holder.holder
        named = self._by_name.get(name, [])
        return next((one for one in named if one.holder is None), named[0] if len(named) == 1 else None)


def _placed(question: Question, holder: Placed | None = None) -> Placed:
    placed = Placed(question, holder)
    placed.inner = [_placed(child, placed) for child in question.children]
    return placed


def _refers_by_path(placing: Placing) -> bool:
    return any(_PATH.search(text) for one in placing.everywhere() for text in expressions_of(one.question))


def expressions_of(question: Question) -> Iterable[str]:
    """The texts of a question that may name others."""
    return (
        question.relevant,
        question.required,
        question.constraint,
        question.calculation,
        question.choice_filter,
        question.default,
        question.repeat_count,
        question.label,
        question.hint,
    )


def _name_all(placing: Placing, *, unique: bool) -> None:
    taken = set(_RESERVED) if unique else set()
    inner = [one for one in placing.everywhere() if one.holder is not None]
    for one in (*placing.top, *inner):
        name = _xml_name(one.question.name)
        if unique and name in taken and one.holder is not None:
            name = f"{one.holder.name}_{name}"
        one.name = _fresh(name, taken) if unique else name
    for block in placing.blocks:
        name = _xml_name(block.block.name)
        block.name = _fresh(name if name not in taken else f"bloc_{name}", taken)


def _xml_name(name: str) -> str:
    written = _NOT_IN_NAMES.sub("_", name)
    return written if written[:1].isalpha() or written[:1] == "_" else f"_{written}"


def _fresh(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found)
    return found
