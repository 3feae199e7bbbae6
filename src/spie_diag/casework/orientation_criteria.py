"""The orientation criteria of one interview, as far as one recipient may know them, in France Travail’s codes.

``resources/schemas/france-travail-criteres-1.schema.json`` describes the file. Source: domain §9.2.
"""

from spie_diag.casework.aggregated_dossier import heading
from spie_diag.casework.correspondences import FranceTravail
from spie_diag.casework.partner_facts import Facts
from spie_diag.diagnosis.criteria import Known, criteria, unsettled
from spie_diag.forms.definition import SituationCode, Value

SCHEMA = "spie-diag/france-travail-criteres/1"


def criteria_file(facts: Facts, table: FranceTravail) -> dict[str, Value]:
    """The whole file, as JSON; a criterion without a value is not there."""
    return {"schema": SCHEMA, **heading(facts), "criteres_orientation": criteria_of(facts, table)}


def criteria_of(facts: Facts, table: FranceTravail) -> dict[str, Value]:
    """The criteria that have a value, under France Travail’s names, in the codes of the table."""
    origin = next((code for fact, code in table.origine.items() if facts.says(fact)), None)
    found: dict[str, Value] = {"origine": origin} if origin else {}
    for name, value in criteria(_known(facts, table)).items():
        found[name] = value if isinstance(value, bool) else table.valeurs_des_criteres.get(f"{name}={value}", value)
    return found


def waiting(facts: Facts, table: FranceTravail) -> tuple[SituationCode, ...]:
    """The situations that somebody must confirm or dismiss before every criterion has its value."""
    return tuple(sorted(unsettled(_known(facts, table))))


def _known(facts: Facts, table: FranceTravail) -> Known:
    levels = {code: level for code in facts.conclusions if (level := facts.level(code)) is not None}
    return Known(
        values=facts.answers,
        situations=facts.situations,
        levels=levels,
        undecided=facts.undecided,
        strong_from=table.impact_fort_a_partir_de,
    )
