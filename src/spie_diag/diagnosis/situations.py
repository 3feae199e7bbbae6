"""Which situations count: the answers suggest them, a human confirms or dismisses them."""

from collections.abc import Mapping

from spie_diag.forms.definition import SituationCode
from spie_diag.interview.journal import Record
from spie_diag.interview.state import State

_VERDICTS = {"OUI": True, "NON": False}


def confirmed(record: Record) -> Mapping[SituationCode, bool]:
    """What a human said of each situation: True confirmed, False dismissed; the others are undecided."""
    said = record.under("situation").items()
    return {
        SituationCode(code): _VERDICTS[entry.value]
        for code, entry in said
        if isinstance(entry.value, str) and entry.value in _VERDICTS
    }


def holding(state: State, said: Mapping[SituationCode, bool]) -> frozenset[SituationCode]:
    """The situations suggested and not dismissed, or confirmed by a human."""
    suggested = {code for code in state.suggested if said.get(code, True)}
    return frozenset(suggested) | {code for code, holds in said.items() if holds}
