"""The language in which the questions are shown to the person, beside the French of the specialists."""

import re
from dataclasses import dataclass, replace
from typing import Final

from spie_diag.desktop.directions import RIGHT_TO_LEFT_MARK, begins_leftward, begun_at_right, has_leftward, isolated
from spie_diag.forms.definition import Block, Choice, Form, Question
from spie_diag.french import spaced

_CODED = re.compile(r"(?P<name>.*?)\s*\(\s*(?P<code>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\s*\)\s*")
_BARE_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_LEFTWARD_SCRIPTS: Final = frozenset({"arab", "aran", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"})
_LEFTWARD_LANGUAGES: Final = frozenset({
    "acm", "aeb", "ajp", "apc", "ar", "arc", "arq", "ars", "ary", "arz", "azb", "bal", "ckb", "dv", "fa", "glk", "he",
    "iw", "khw", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "sdh", "syr", "ug", "ur", "yi",
})  # fmt: skip
"""Those usually written from right to left, where their code names no script. Source: CLDR, character order."""
_FRENCH: Final = ("", "fr")
_BETWEEN_PROMPTS: Final = "   ·   "
_IN_FRENCH: Final = {
    "am": "amharique", "ar": "arabe", "ary": "arabe marocain", "arq": "arabe algérien", "aeb": "arabe tunisien",
    "ber": "berbère", "bg": "bulgare", "bm": "bambara", "bn": "bengali", "ckb": "sorani", "de": "allemand",
    "dyu": "dioula", "en": "anglais", "es": "espagnol", "fa": "persan", "ff": "peul", "fr": "français",
    "he": "hébreu", "hr": "croate", "ht": "créole haïtien", "hy": "arménien", "it": "italien", "ka": "géorgien",
    "kab": "kabyle", "kmr": "kurmandji", "ku": "kurde", "ln": "lingala", "mg": "malgache", "mk": "macédonien",
    "nl": "néerlandais", "pl": "polonais", "prs": "dari", "ps": "pachto", "pt": "portugais", "rif": "rifain",
    "ro": "roumain", "rom": "romani", "ru": "russe", "shi": "chleuh", "snk": "soninké", "so": "somali",
    "sq": "albanais", "sr": "serbe", "swb": "comorien", "sw": "swahili", "ta": "tamoul", "ti": "tigrigna", "tr": "turc",
    "uk": "ukrainien", "ur": "ourdou", "vi": "vietnamien", "wo": "wolof", "zh": "chinois",
}  # fmt: skip


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
        return self.is_own and code_of(self.own) in _FRENCH

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
    words = spaced(text) if code_of(language) in _FRENCH else text
    if begins_leftward(words):
        return Words(words, leftward=True)
    if is_leftward(language) and has_leftward(words):
        return Words(RIGHT_TO_LEFT_MARK + words, leftward=True)
    return Words(words)


def code_of(language: str) -> str:
    """The language of « Kurdî (ku-Arab) », as ``ku``; empty where its author wrote no code."""
    return _tags(language)[0]


def is_leftward(language: str) -> bool:
    """Whether a language is written from right to left, as its code tells."""
    code, *rest = _tags(language)
    scripts = [tag for tag in rest if len(tag) == 4]
    return scripts[0] in _LEFTWARD_SCRIPTS if scripts else code in _LEFTWARD_LANGUAGES


def named(language: str) -> str:
    """For the specialists: « Arabe · العربية », or as its author named it where we know no French name."""
    coded = _CODED.fullmatch(language)
    name = coded["name"] if coded else "" if _BARE_CODE.fullmatch(language) else language.strip()
    french = _IN_FRENCH.get(code_of(language), "")
    if not french or name.casefold() == french:
        return name or french.capitalize() or language
    return " · ".join(part for part in (french.capitalize(), name) if part)


def named_short(language: str) -> str:
    """The same in one word, for a button."""
    return named(language).split(" · ")[0]


def _tags(language: str) -> list[str]:
    """The parts of its code, in small letters; one empty part where there is none."""
    coded = _CODED.fullmatch(language)
    code = coded["code"] if coded else language if _BARE_CODE.fullmatch(language) else ""
    return code.lower().replace("_", "-").split("-")
