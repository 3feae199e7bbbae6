"""Words to think twice about in free text: a local list, never sent anywhere, that never blocks anything.

Source: domain §4.5.
"""

import re
import unicodedata
from enum import Enum

QUESTION = (
    "Cette phrase sera lue par la personne, et peut-être par d’autres. "
    "Est-elle utile, factuelle, peut-on la dire par son effet concret\u202f?"
)
"""Shown beside a text that raises a concern."""


class Concern(Enum):
    """What a word touches; the value is how the screen says it."""

    HEALTH = "santé"
    PREGNANCY = "grossesse"
    JUSTICE = "justice"
    ORIGIN = "origine ou religion"
    OPINION = "opinions"
    INTIMACY = "vie intime"
    JUDGEMENT = "jugement"
    SOMEBODY_ELSE = "une autre personne"
    IDENTIFIER = "numéro ou mot de passe"


_WORDS: dict[Concern, str] = {
    Concern.HEALTH: "depress- schizo- bipol- cancer- vih toxico- alcool- addict- psychiatr- hospitalis- traitement- "
    "medicament-",
    Concern.PREGNANCY: "enceinte- grossesse- accouch-",
    Concern.JUSTICE: "prison- emprison- condamn- garde_a_vue casier bracelet spip",
    Concern.ORIGIN: "musulm- juif juifs juive juives catho- temoin_de_jehovah gitan- rom roms d'origine",
    Concern.OPINION: "syndica- syndiqu- parti politique-",
    Concern.INTIMACY: "sexuel- sexual- homosex-",
    Concern.JUDGEMENT: "faineant- de_mauvaise_foi manipul- profite- pas_motive- agressi- menteu-",
    Concern.SOMEBODY_ELSE: "le_mari_de la_femme_de le_mari_d' la_femme_d' son_ex",
}
"""Folded words: a final « - » stands for any ending, « _ » for a space; the others match alone."""

_NUMBERS = (
    r"(?<!\d)(?:\d[ .-]?){12}\d(?!\d)",
    r"(?<!\d)(?:\d[ .-]?){14,15}\d(?!\d)",
    r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}",
    r"mots? de passe ?:",
)
"""Social security (13 or 15 digits), bank card (16), bank account, password."""


def _pattern(words: str) -> str:
    return rf"\b(?:{'|'.join(_word(word) for word in words.split())})"


def _word(word: str) -> str:
    end = "" if word.endswith(("-", "'")) else r"\b"
    return re.escape(word.removesuffix("-").replace("_", " ")) + end


_PATTERNS = {concern: re.compile(_pattern(words)) for concern, words in _WORDS.items()} | {
    Concern.IDENTIFIER: re.compile("|".join(_NUMBERS))
}


def concerns(*texts: str) -> tuple[Concern, ...]:
    """What some words of the texts touch, in the order of the list; nothing for most texts."""
    folded = [_folded(text) for text in texts]
    return tuple(concern for concern in Concern if any(_PATTERNS[concern].search(text) for text in folded))


def _folded(text: str) -> str:
    """Lower case, without accents, with the apostrophe and the spaces of a keyboard."""
    apart = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("’", "'"))
    return re.sub(r"\s+", " ", "".join(sign for sign in apart if not unicodedata.combining(sign)))
