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
    """The domain, the question, the day of the interview; of a draft, that it is one."""

    @property
    def spoken(self) -> str:
        return f"{self.excerpt}. {self.where}"


def found_line(found: "Found") -> FoundLine:
    by = f" par {found.colleague}" if found.colleague else ""
    when = f"en cours d’écriture{by}" if found.is_draft else short_date(found.held_on)
    where = " · ".join(filter(None, (found.chapter, found.label, when)))
    return FoundLine(excerpt=found.excerpt, where=where)
