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
    structures = listed(sorted({one.structure for one in pair.members if one.structure}))
    asked = structures or "la structure qui l’a reçue"
    return tuple(
        line.removeprefix("- ").format(structures=asked)
        for line in text("droits").splitlines()
        if line.startswith("- ")
    )


def useful_numbers() -> tuple[tuple[str, str], ...]:
    """Whom to call for what, at the end of the printed document."""
    return _NUMBERS
