"""What is half written on a page of nobody's file: put down in the vault by a lock, taken up again after it."""

from collections.abc import Mapping

from spie_diag.casework.casebook import Casebook

_HALF_WRITTEN = "half-written"


def put_down(casebook: Casebook, texts: Mapping[str, str]) -> None:
    """Keep these texts, by field, in the place of those put down before."""
    casebook.vault.places.remember(_HALF_WRITTEN, dict(texts))


def put_down_last(casebook: Casebook) -> Mapping[str, str]:
    """What was put down last, and not taken up since; empty where there is nothing."""
    kept = casebook.vault.places.recall(_HALF_WRITTEN)
    if not isinstance(kept, dict):
        return {}
    return {field: text for field, text in kept.items() if isinstance(text, str)}


def taken_up(casebook: Casebook) -> None:
    """It is shown again where it was written: the vault forgets it."""
    casebook.vault.places.remember(_HALF_WRITTEN, {})
