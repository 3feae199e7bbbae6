"""What the list of texts found says of each: pure, so that it can be tested without a window."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spie_diag.french import short_date

if TYPE_CHECKING:
    from spie_diag.casework.finding import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One text found."""

    excerpt: str = field(repr=False)
    where: str
    """The domain, the question, the day of the interview."""

    @property
    def spoken(self) -> str:
        return f"{self.excerpt}. {self.where}"


def found_line(found: "Found") -> FoundLine:
    where = f"{found.chapter} · {found.label} · {short_date(found.held_on)}"
    return FoundLine(excerpt=found.excerpt, where=where)
