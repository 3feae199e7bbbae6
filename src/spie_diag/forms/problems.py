"""What is wrong in a form file, as its author is told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spie_diag.forms.definition import Choice, Place
from spie_diag.french import listed, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where, in which question, what, and what to do about it."""

    place: Place | None
    key: str = ""
    """The key or the column it is written under, as ``relevant``; empty where it is the whole row."""
    question: str = ""
    """The code or the name of the question, situation or block; empty where it is the file itself."""
    sentence: str
    excerpt: str = ""
    """The part of an expression that is meant, exactly as its author wrote it."""
    advice: str = ""
    grave: bool = True
    """False for what works but is probably not meant: a form with only such problems opens."""

    def __str__(self) -> str:
        where = " : ".join(part for part in (str(self.place or ""), self.question) if part)
        said = spaced(f"{where} : {self.sentence} {self.advice}".strip().removeprefix(": "))
        return f"{said} [{self.excerpt}]" if self.excerpt else said


class Located(Protocol):
    """A question, a block or a situation: it knows its line, and the line of each of its keys."""

    @property
    def place(self) -> Place | None: ...

    @property
    def lines(self) -> Mapping[str, int]: ...


def place_of(owner: Located, key: str, further: int = 0) -> Place | None:
    """Where a key of its owner is written, some lines further; the owner itself where the key has no place."""
    if owner.place is None:
        return None
    if owner.place.sheet:
        # A cell is one row of its sheet, however many lines it holds.
        return Place(owner.place.file, owner.lines.get(key, owner.place.line), owner.place.sheet, key)
    return Place(owner.place.file, owner.lines.get(key, owner.place.line) + further)


def place_of_choice(question: Located, choice: Choice, key: str) -> Place | None:
    """Where a choice says something; where its question names its choices, if its own place is not known."""
    place = choice.place
    if place is None:
        return place_of(question, "choices")
    return Place(place.file, place.line, place.sheet, key) if place.sheet else place


def around(source: str, at: int) -> str:
    """The neighbourhood of a character, whole if it is short, with an ellipsis where it is cut."""
    start, end = max(0, at - 30), at + 40
    if len(source) <= 80:
        start, end = 0, len(source)
    near = " ".join(source[start:end].split())
    return f"{'…' if start else ''}{near}{'…' if end < len(source) else ''}"


def names_apart(files: Iterable[Path]) -> Mapping[Path, str]:
    """What to call each file: its name, with as many of its folders as tell it from others of the same name."""
    apart = dict.fromkeys(files, 1)
    while True:
        names = {file: "/".join(file.parts[-depth:]) for file, depth in apart.items()}
        borne = Counter(names.values())
        longer = {file for file, name in names.items() if borne[name] > 1 and apart[file] < len(file.parts)}
        if not longer:
            return names
        apart |= {file: apart[file] + 1 for file in longer}


def lines_of(places: Iterable[Place]) -> str:
    """« lignes 3, 5 à 8 et 12 »."""
    numbers = sorted({place.line for place in places})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]} à {run[-1]}"] if len(run) > 2 else map(str, run)
    return f"{'lignes' if len(numbers) > 1 else 'ligne'} {listed(parts)}"
