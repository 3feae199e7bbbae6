"""What the rows of one form share while its files are read: its languages, its lists, its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from spie_diag.forms.definition import Choice
from spie_diag.forms.sheet import Notes, Table

MOST_QUESTIONS = 10_000


@dataclass(slots=True)
class Source:
    """The form file in the reading."""

    notes: Notes
    folder: Path
    is_plain: bool = False
    """A form of any origin, without blocks and codes: names and choices are taken as other programs allow them."""
    accepts_doubles: bool = False
    """Its author says that choices may bear the same name."""
    language: str = ""
    """Of the texts without ``::``."""
    languages: list[str] = field(default_factory=list)
    """The others, in the order in which they are met."""
    are_declared: bool = False
    """The settings list the languages: any other is misspelt."""
    lists: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    files: dict[tuple[str, str, str], tuple[Choice, ...]] = field(default_factory=dict)
    """The CSV files already read, by name and columns."""
    questions: int = 0
    """How many were read, fields included."""

    @property
    def is_too_large(self) -> bool:
        return self.questions > MOST_QUESTIONS

    def own_text(self, table: Table, key: str, *, needed: bool = False) -> str:
        """The text under ``key`` in the form's own language, also written ``key::language``."""
        named = f"{key}::{self.language}"
        if self.language and named in table:
            if key in table:
                table.note(named, f"« {key} » est déjà écrit dans cette langue.", "Gardez l’un des deux.")
            text = table.text(named)
            return text if key not in table else table.text(key)
        return table.text(key, needed=needed)

    def translations(self, table: Table, keys: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
        """The texts under ``key::language``, by language and key."""
        found: dict[str, dict[str, str]] = {}
        for written in table.keys:
            key, mark, language = (part.strip() for part in written.partition("::"))
            if not mark or key not in keys or (language and language == self.language):
                continue
            text = "\n".join(table.texts(written)) if key == "prompts" else table.text(written)
            if self._knows(language, table, written) and text:
                found.setdefault(language, {})[key] = text
        return found

    def _knows(self, language: str, table: Table, written: str) -> bool:
        if language in self.languages:
            return True
        if not language:
            table.note(
                written, f"Il manque une langue après « {written} ».", "Écrivez par exemple label::English (en)."
            )
            return False
        if self.are_declared:
            close = get_close_matches(language, self.languages, n=1, cutoff=0.5)
            advice = (
                f"Vouliez-vous dire « {close[0]} » ?" if close else "Ajoutez-la à « languages », dans « settings »."
            )
            table.note(written, f"La langue « {language} » n’est pas l’une de celles du formulaire.", advice)
            return False
        self.languages.append(language)
        return True
