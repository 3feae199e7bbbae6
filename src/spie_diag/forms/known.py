"""What was worked out of a form when it was checked: with it, opening the form parses nothing and orders nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from spie_diag.forms.syntax import Expression

KnownReader: TypeAlias = tuple[int, int, int]
"""Index of the field that reads; of the repeat in whose shared row, or -1; 1 if it settles, plus 2 if it fires."""


@dataclass(frozen=True, slots=True)
class Known:
    """Indexes are those of the fields of the form's plan."""

    trees: Mapping[str, Expression] = field(repr=False)
    """Of every expression, by its text."""
    rank: Sequence[int] = field(repr=False)
    """By field: its place in the order of settling."""
    readers: Sequence[Sequence[KnownReader]] = field(repr=False)
    """By field: who looks at it."""
    late: Sequence[int] = ()
    """Repeats whose count reads their own rows."""
