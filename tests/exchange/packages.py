"""A small diagnosis as a partner’s program may write it, to be changed by each test."""

import json
from copy import deepcopy

from spie_diag.forms.definition import Value

__all__ = ["package", "written"]

_PACKAGE: dict[str, Value] = {
    "schema": "spie-diag/diagnostic/1",
    "number": "D-2026-0001",
    "version": 1,
    "held_on": "2026-11-24",
    "joint": True,
    "form": {"name": "diagnostic-commun", "version": "1.0"},
    "person": {
        "called": "Camille",
        "family_name": "EXEMPLE",
        "first_names": "Camille",
        "born_on": "1991-03-14",
        "commune": "Magny-en-Vexin",
    },
    "specialists": [
        {"name": "Léa Modèle", "role": "assistante sociale", "structure": "CCAS Modèle", "field": "social"},
        {"name": "Omar Spécimen", "role": "conseiller", "structure": "Agence Modèle", "field": "emploi"},
    ],
    "answers": {
        "LOG-01": {"status": "REP", "value": "tiers", "label": "Où vivez-vous en ce moment ?"},
        "MOB-02": {"status": "NSP", "value": None, "label": "Avez-vous le permis ?"},
        "ZZZ-99": {"status": "REP", "value": ["a", {"b": 1}], "label": "Une question d’une version à venir"},
    },
    "domains": [{"code": "LOG", "label": "Logement", "agreed": 2, "strength": False, "priority": True, "text": "Dit."}],
}


def package(**changes: Value) -> dict[str, Value]:
    """The package with other fields."""
    return {**deepcopy(_PACKAGE), **changes}


def written(content: Value) -> bytes:
    """Canonical JSON, as we write it."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
