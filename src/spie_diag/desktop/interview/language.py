"""The language in which the questions are shown to the person, beside the French of the specialists."""

from dataclasses import dataclass, replace
from typing import Final

from spie_diag.desktop.directions import RIGHT_TO_LEFT_MARK, begins_leftward, begun_at_right, has_leftward, isolated
from spie_diag.forms.definition import Block, Choice, Form, Question
from spie_diag.forms.languages import in_french, is_french, is_leftward, own_name
from spie_diag.french import spaced

_BETWEEN_PROMPTS: Final = "   ·   "


@dataclass(frozen=True, slots=True)
class Words:
    """One text of the form, as it is shown now."""

    shown: str
    own: str = ""
    """The form's own words, to stand small under it; empty where nobody asked for them or where ``shown`` is them."""
    is_translated: bool = False
    leftward: bool = False
    """Laid out from right to left."""

    @property
    def under(self) -> str:
        """The form’s own words as a text that begins at the side where ``shown`` does."""
        return begun_at_right(self.own) if self.leftward else self.own

    @property
    def both(self) -> str:
        """Both, one under the other, for a place that has one text only."""
        return f"{self.shown}\n{isolated(self.own)}" if self.own else self.shown

    @property
    def in_a_row(self) -> str:
        """Both, one after the other, for the lines of a list."""
        return f"{self.shown} · {isolated(self.own)}" if self.own else self.shown


@dataclass(frozen=True, slots=True)
class Language:
    """Chooses, of each text of a form, the words to show; without a translation, the form's own."""

    name: str = ""
    """As the form writes it; empty for its own language."""
    own: str = ""
    """The form's own language."""
    own_words_too: bool = False

    @classmethod
    def of_form(cls, form: Form, name: str = "", *, own_words_too: bool = False) -> "Language":
        """One of the languages of a form; its own where it has no such language."""
        return cls(name if name in form.languages else "", form.language, own_words_too)

    @property
    def is_own(self) -> bool:
        return not self.name

    @property
    def is_plain(self) -> bool:
        """The form’s own French: what fields show when they are made."""
        return self.is_own and is_french(self.own)

    def question(self, question: Question, key: str = "label") -> Words:
        return self._words(question.said(key), question.texts.get(self.name, {}).get(key, ""))

    def choice(self, choice: Choice) -> Words:
        return self._words(choice.label, choice.texts.get(self.name, ""))

    def block(self, block: Block, key: str = "label") -> Words:
        return self._words(block.said(key), block.texts.get(self.name, {}).get(key, ""))

    def prompts(self, block: Block) -> Words:
        """What helps the conversation on, in one line; a form keeps the translations one a line."""
        translated = block.texts.get(self.name, {}).get("prompts", "").splitlines()
        return self._words(_BETWEEN_PROMPTS.join(block.prompts), _BETWEEN_PROMPTS.join(translated))

    def _words(self, own: str, translation: str) -> Words:
        if self.is_own or not translation.strip():
            return _typeset(own, self.own)
        under = _typeset(own, self.own).shown if self.own_words_too else ""
        return replace(_typeset(translation, self.name), own=under, is_translated=True)


def _typeset(text: str, language: str) -> Words:
    """With the spaces of French in French only, and running as its letters do."""
    words = spaced(text) if is_french(language) else text
    if begins_leftward(words):
        return Words(words, leftward=True)
    if is_leftward(language) and has_leftward(words):
        return Words(RIGHT_TO_LEFT_MARK + words, leftward=True)
    return Words(words)


def named(language: str) -> str:
    """For the specialists: « Arabe · العربية », or as its author named it where we know no French name."""
    name, french = own_name(language), in_french(language)
    if not french or name.casefold() == french:
        return name or french.capitalize() or language
    return " · ".join(part for part in (french.capitalize(), name) if part)


def named_short(language: str) -> str:
    """The same in one word, for a button."""
    return named(language).split(" · ")[0]
