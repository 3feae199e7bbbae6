"""What the name of a language tells: its code, its script, the way it runs, what French calls it.

Authors name languages after ``::`` as they like: ``Kurdî (ku)``, ``ku-Arab``, ``en_GB``, ``PT``, ``English``. Whoever
needs to know more than the name asks here, so that paper, screens and files hold one opinion.
"""

import re
from typing import Final

_CODE: Final = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"
_CODED: Final = re.compile(rf"(?P<name>.*?)\s*\(\s*(?P<code>{_CODE})\s*\)\s*", re.DOTALL)
_BARE_CODE: Final = re.compile(_CODE)
_SHORTER: Final = {
    "ara": "ar", "deu": "de", "ger": "de", "eng": "en", "spa": "es", "fas": "fa", "per": "fa", "fra": "fr",
    "fre": "fr", "ita": "it", "kur": "ku", "nld": "nl", "dut": "nl", "pol": "pl", "por": "pt", "ron": "ro",
    "rum": "ro", "rus": "ru", "som": "so", "sqi": "sq", "alb": "sq", "tur": "tr", "ukr": "uk", "urd": "ur",
}  # fmt: skip
"""Codes of three letters that have one of two. Source: ISO 639; RFC 5646 asks for the shorter."""
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
_BY_NAME: Final = {french: code for code, french in _IN_FRENCH.items()} | {
    "arabic": "ar", "العربية": "ar", "german": "de", "deutsch": "de", "english": "en", "spanish": "es",
    "español": "es", "french": "fr", "francais": "fr", "italian": "it", "italiano": "it", "portuguese": "pt",
    "português": "pt", "russian": "ru", "русский": "ru", "turkish": "tr", "türkçe": "tr", "ukrainian": "uk",
    "українська": "uk",
}  # fmt: skip
"""Names that authors write without a code, in small letters."""
_LEFTWARD_SCRIPTS: Final = frozenset({"Arab", "Aran", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"})
_LEFTWARD: Final = frozenset({
    "acm", "aeb", "ajp", "apc", "ar", "arc", "arq", "ars", "ary", "arz", "azb", "bal", "ckb", "dv", "fa", "glk", "he",
    "iw", "khw", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "sdh", "syr", "ug", "ur", "yi",
})  # fmt: skip
"""Those usually written from right to left, where their code names no script. Source: CLDR, character order."""


def tag_of(language: str) -> str:
    """The whole code, as a screen reader expects it: ``ku-Arab``, ``en-GB``; empty where its author wrote none.

    Source: RFC 5646, section 2.1.1, for the capitals.
    """
    first, *rest = _parts(language)
    return "-".join([first, *map(_spelt, rest)])


def code_of(language: str) -> str:
    """The language alone, in small letters: ``ku`` of ``Kurdî (ku-Arab)``; empty for a name that is not known here."""
    return _parts(language)[0]


def is_french(language: str) -> bool:
    """Whether its texts are set as those of French: also where the language is not named, or not known here."""
    return code_of(language) in ("", "fr")


def is_leftward(language: str) -> bool:
    """Whether a language is written from right to left, as its code tells."""
    code, *rest = _parts(language)
    script = next((_spelt(part) for part in rest if len(part) == 4), "")
    return script in _LEFTWARD_SCRIPTS if script else code in _LEFTWARD


def in_french(language: str) -> str:
    """« arabe »; empty for a language that has no French name here."""
    return _IN_FRENCH.get(code_of(language), "")


def own_name(language: str) -> str:
    """The name without its code: ``Kurdî`` of ``Kurdî (ku)``; empty where there is a code alone."""
    coded = _CODED.fullmatch(language)
    if coded:
        return coded["name"].strip()
    return "" if _BARE_CODE.fullmatch(language.strip()) else language.strip()


def spoken_as(asked: str, languages: tuple[str, ...]) -> str | None:
    """Which of these languages somebody means by its name, its whole code or its language; None where none is meant.

    A language alone (``ku``) means the one that has it, whatever its script, unless there are several.
    """
    wanted = asked.strip().casefold()
    named = [one for one in languages if one.casefold() == wanted]
    tagged = [one for one in languages if tag_of(asked) and tag_of(one) == tag_of(asked)]
    coded = [one for one in languages if tag_of(asked) and code_of(one) == tag_of(asked)]
    if named or tagged:
        return (named or tagged)[0]
    return coded[0] if len(coded) == 1 else None


def _parts(language: str) -> list[str]:
    """The parts of its code, in small letters; one empty part where there is none."""
    coded = _CODED.fullmatch(language)
    plain = coded["code"] if coded else language.strip()
    if not coded and not _BARE_CODE.fullmatch(plain):
        return [_BY_NAME.get(plain.casefold(), "")]
    first, *rest = plain.lower().replace("_", "-").split("-")
    return [_SHORTER.get(first, first), *rest]


def _spelt(part: str) -> str:
    return part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) == 2 else part
