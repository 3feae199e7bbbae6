"""The texts that came with the program: what is said at the welcome, what is handed over, whom to call."""

import re
from functools import cache

from spie_diag.french import listed, spaced
from spie_diag.interview.people import Pair
from spie_diag.paths import shipped

_NUMBERS = (
    ("Danger immédiat", "112, ou 114 par SMS"),
    ("Sans toit ce soir", "115"),
    ("Souffrance, idées suicidaires", "3114"),
    ("Écoute et urgence sociale près de chez vous", "mairie ou centre communal d’action sociale (CCAS)"),
)
"""Printed for everybody alike, so that the list says nothing about the person."""


@cache
def text(name: str) -> str:
    """One of the Markdown texts of ``resources/texts``, with the spaces of French.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return spaced(shipped("resources", "texts", f"{name}.md").read_text(encoding="utf-8"))


def section(name: str, title: str) -> str:
    """What stands under ``## title`` in a text; empty where there is no such title."""
    parts = re.split(r"^## (.+)$", text(name), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(title, "").strip()


def rights(pair: Pair) -> tuple[str, ...]:
    """What is kept, for how long, and how to exercise one's rights: one paragraph each, for the printed document."""
    return _paragraphs("droits", pair)


def rights_of_an_extract(pair: Pair, *, for_her: bool) -> tuple[str, ...]:
    """The same on what is made for one recipient, or for the person herself."""
    return _paragraphs("droits-personne" if for_her else "droits-extrait", pair)


def rights_at_the_foot(pair: Pair) -> str:
    """How she exercises her rights, in one short sentence for the foot of a page."""
    return spaced(f"Accès, correction, opposition : auprès de {_structures(pair)}, ou de la CNIL.")


def _paragraphs(name: str, pair: Pair) -> tuple[str, ...]:
    return tuple(
        line.removeprefix("- ").format(structures=_structures(pair))
        for line in text(name).splitlines()
        if line.startswith("- ")
    )


def _structures(pair: Pair) -> str:
    structures = listed(sorted({one.structure for one in pair.members if one.structure}))
    return structures or "la structure qui l’a reçue"


def useful_numbers() -> tuple[tuple[str, str], ...]:
    """Whom to call for what, at the end of the printed document."""
    return _NUMBERS
