"""The orientation criteria of France Travail, derived from the answers and the common levels.

Source: domain §2 (line « Critère » of each domain) and §9.2. A domain without a common level gives no value, never
« AUCUNE ». What the form does not ask stays empty.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.situations import holding
from spie_diag.forms.definition import BlockCode, QuestionCode, SituationCode, Value
from spie_diag.interview.state import State

_EVICTION = ("assignation", "jugement", "concours")
_INCOME_SUPPORT = ("verse", "ouvert_non_verse", "suspendu", "conjoint")
_EMPLOYMENT = {
    "en_activite": "EN_ACTIVITE",
    "deux_ans": "DEUX_DERNIERES_ANNEES",
    "plus_deux_ans": "PLUS_DEUX_ANS",
    "jamais": "JAMAIS",
}
_KINDS_OF_WORK = {
    "saisonnier": "SAISONNIER",
    "artiste": "ARTISTE_OU_AUTEUR",
    "intermittent": "INTERMITTENT_SPECTACLE",
    "agricole": "EXPLOITANT_AGRICOLE",
    "assmat": "ASSISTANTE_MATERNELLE",
    "createur": "CREATEUR_ENTREPRISE_OU_INDEPENDANT",
    "autre": "AUTRE",
}
_SEARCHES = {"aucune": "AUCUNE_DEMARCHE", "peu": "PEU_DEMARCHES", "plusieurs": "PLUSIEURS_DEMARCHES"}
_ABLE = {"oui": True, "oui_adapte": True, "non": False}


def ft_criteria(
    state: State,
    agreed: Mapping[BlockCode, Level | None],
    said: Mapping[SituationCode, bool] | None = None,
) -> Mapping[str, str | bool | None]:
    """The criteria by France Travail’s own names; None where there is no value.

    ``agreed`` holds the common levels, ``said`` what a human confirmed or dismissed.
    """
    facts = _Facts(state, holding(state, said or {}))
    constraints = {name: _constraint(facts, agreed, block, read) for name, (block, read) in _CONSTRAINTS.items()}
    return {
        **constraints,
        "situation_professionnelle": facts.one_of("PAR-01", _EMPLOYMENT),
        "type_emploi": facts.one_of("PAR-05", _KINDS_OF_WORK),
        "niveau_etude": facts.text("FOR-01"),
        "projet_pro": facts.text("PRO-01"),
        "capacite_a_travailler": _ABLE.get(facts.text("DIS-06") or ""),
        "brsa": facts.declares("STA-03", _INCOME_SUPPORT),
        "boe": facts.declares("STA-06", ("valide",)),
        "esat": facts.declares("STA-08", ("esat",)),
        "msa_demarches_professionnelles": facts.one_of("REC-01", _SEARCHES),
    }


@dataclass(frozen=True, slots=True)
class _Facts:
    state: State
    situations: frozenset[SituationCode]

    def any(self, *codes: str) -> bool:
        return not self.situations.isdisjoint(codes)

    def text(self, code: str) -> str | None:
        value: Value = self.state.value(QuestionCode(code))
        return value if isinstance(value, str) and value else None

    def declares(self, code: str, words: Collection[str]) -> bool:
        """Whether she declares a status; whatever else she said, or did not say, is no declaration.

        Source: domain §9.2, where these criteria are booleans; case V2, where a declined answer reads as no.
        """
        return self.state.value(QuestionCode(code)) in words

    def one_of(self, code: str, words: Mapping[str, str]) -> str | None:
        return words.get(self.text(code) or "")


def _constraint(
    facts: _Facts, agreed: Mapping[BlockCode, Level | None], block: str, read: Callable[[_Facts, Level], str]
) -> str | None:
    level = agreed.get(BlockCode(block))
    return None if level is None else read(facts, level)


def _two_levels(level: Level, suffix: str = "") -> str:
    """Convention of the method: 1 and 2 are a low impact, 3 a high one."""
    if level is Level.FINE:
        return "AUCUNE"
    return f"IMPACT_{'FORT' if level is Level.PREVENTS else 'FAIBLE'}{suffix}"


_JOB_SEARCH = "_RECHERCHE_EMPLOI"
"""Ending of the two levels for housing, health and family, as exchanged with France Travail; the others are short."""


def _housing(facts: _Facts, level: Level) -> str:
    if facts.text("LOG-01") == "sans":
        return "SANS_LOGEMENT"
    if facts.text("LOG-05") in _EVICTION:
        return "PROCEDURE_EXPULSION"
    return _two_levels(level, _JOB_SEARCH)


def _health(facts: _Facts, level: Level) -> str:
    if facts.any("SAN.S04", "SAN.S05"):
        return "INCAPACITE_RECHERCHE_ACTIVITE_PRO"
    return _two_levels(level, _JOB_SEARCH)


def _family(facts: _Facts, level: Level) -> str:
    if facts.any("FAM.S01", "FAM.S07"):
        return "ENFANT_SANS_SOLUTION_GARDE"
    return "AIDANT_FAMILIAL" if facts.any("FAM.S02") else _two_levels(level, _JOB_SEARCH)


def _digital(facts: _Facts, _level: Level) -> str:
    if facts.any("NUM.S05"):
        return "REFUS"
    if facts.any("NUM.S01", "NUM.S04"):
        return "NON_ACCES_INTERNET"
    return "NON_MAITRISE" if facts.any("NUM.S03", "NUM.S07", "NUM.S09") else "AUCUNE"


def _mobility(facts: _Facts, level: Level) -> str:
    if facts.any("MOB.S01"):
        return "AUCUN_MOYEN_DE_TRANSPORT"
    if facts.any("MOB.S02"):
        return "DEPENDANT_TRANSPORT"
    return "AUCUNE" if level is Level.FINE else "AUTRE"


def _plain(_facts: _Facts, level: Level) -> str:
    return _two_levels(level)


_CONSTRAINTS: Mapping[str, tuple[str, Callable[[_Facts, Level], str]]] = {
    "contrainte_logement": ("LOG", _housing),
    "contrainte_sante": ("SAN", _health),
    "contrainte_familiale": ("FAM", _family),
    "contrainte_financiere": ("RES", _plain),
    "contrainte_administrative_juridique": ("DRO", _plain),
    "contrainte_francais_calcul": ("LAN", _plain),
    "contrainte_numerique": ("NUM", _digital),
    "contrainte_mobilite": ("MOB", _mobility),
}
