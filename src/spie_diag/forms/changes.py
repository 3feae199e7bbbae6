"""What changed from one form to the next, as told: sentences in groups, and whether answers can still be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from spie_diag.forms.definition import Value
from spie_diag.french import counted, spaced


class Kind(Enum):
    """The value is the title of the group."""

    REMOVED = "Retiré"
    ADDED = "Ajouté"
    HIDDEN = "Masqué : ne se pose plus, les réponses restent"
    SHOWN = "De nouveau posé"
    REWORDED = "Reformulé"
    CHOICES = "Réponses proposées"
    CONDITIONS = "Conditions, calculs et contrôles"
    SHAPE = "Forme des réponses et codes"
    PROTECTION = "Partage des réponses"
    MOVED = "Déplacé"
    TRANSLATIONS = "Langues"
    OTHER = "Autres réglages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is not as before."""

    kind: Kind
    of: str
    """The code or path of the question, or the code of the block, situation or objective; empty for the form."""
    sentence: str
    before: str = ""
    after: str = ""
    loses: bool = False
    """Answers given to the old form cannot all be read with the new one."""

    def as_json(self) -> Value:
        return {
            "kind": self.kind.name.lower(),
            "of": self.of,
            "sentence": self.sentence,
            "before": self.before,
            "after": self.after,
            "loses": self.loses,
        }


def told_change(
    kind: Kind, of: str, sentence: str, before: str = "", after: str = "", *, loses: bool = False
) -> Change:
    return Change(kind=kind, of=of, sentence=spaced(sentence), before=before, after=after, loses=loses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    old: str
    """Title and version."""
    new: str
    changes: tuple[Change, ...]
    """Group by group, in the order of the forms."""

    @property
    def losses(self) -> tuple[str, ...]:
        return tuple(change.sentence for change in self.changes if change.loses)

    @property
    def headline(self) -> str:
        """Whether what was answered with the old form can be read with the new one."""
        if not self.changes:
            return spaced("Rien n’a changé.")
        if not self.losses:
            return spaced("Rien de ce qui a été répondu ne se perd.")
        lost = counted(len(self.losses), "changement rend illisibles", "changements rendent illisibles")
        return spaced(f"{lost} des réponses déjà données, si elles sont relues avec la nouvelle version.")

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind is kind)

    def lines(self) -> Iterator[str]:
        """The report as read: one headline, the two forms, then one group of sentences per kind of change."""
        yield self.headline
        yield spaced(f"{self.old} → {self.new}")
        for kind in Kind:
            if group := self.of(kind):
                yield ""
                yield spaced(f"{kind.value} ({len(group)})")
                yield from (f"{'!' if change.loses else '–'} {change.sentence}" for change in group)

    def as_json(self) -> Value:
        """For programs: ``{old, new, readable, losses, changes: [{kind, of, sentence, before, after, loses}]}``.

        ``kind`` is the name of a ``Kind`` in small letters; expressions and texts are as their authors wrote them.
        """
        return {
            "old": self.old,
            "new": self.new,
            "readable": not self.losses,
            "losses": list(self.losses),
            "changes": [change.as_json() for change in self.changes],
        }
