"""The orientation criteria of France Travail, derived from the answers and the common levels.

A domain without a common level gives no value, never « AUCUNE »; what the form does not ask stays empty. A form cannot
tell, and so nobody finds here: ``baeeh``, schooling in a special school, the wish to be accompanied as a person with a
recognised handicap, the self-rated autonomy of the search.

Source: domain §2 (line « Critère » of each domain) and §9.2.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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
_DECLARED = {"brsa": ("STA-03", _INCOME_SUPPORT), "boe": ("STA-06", ("valide",)), "esat": ("STA-08", ("esat",))}

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "contrainte_logement": "Contrainte de logement",
        "contrainte_sante": "Contrainte de santé",
        "contrainte_familiale": "Contrainte familiale",
        "contrainte_financiere": "Contrainte financière",
        "contrainte_administrative_juridique": "Contrainte administrative ou juridique",
        "contrainte_francais_calcul": "Contrainte en français ou en calcul",
        "contrainte_numerique": "Contrainte numérique",
        "contrainte_mobilite": "Contrainte de mobilité",
        "situation_professionnelle": "Situation professionnelle",
        "type_emploi": "Type d’emploi",
        "niveau_etude": "Niveau d’études",
        "projet_pro": "Projet professionnel",
        "capacite_a_travailler": "Se déclare en capacité de travailler",
        "brsa": "Allocataire du RSA",
        "boe": "Bénéficiaire de l’obligation d’emploi",
        "esat": "Salarié·e d’un ESAT",
        "msa_demarches_professionnelles": "Démarches professionnelles",
    }
)
"""Every criterion that can be derived, by France Travail’s own name, with its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the criteria are read from: a whole interview, or only what the person lets go of it."""

    values: Mapping[QuestionCode, Value] = field(repr=False)
    situations: frozenset[SituationCode] = field(repr=False)
    levels: Mapping[BlockCode, Level] = field(repr=False)
    """The common levels; a domain without one is not in it."""
    undecided: frozenset[SituationCode] = field(default=frozenset(), repr=False)
    """Suggested, and neither confirmed nor dismissed: a criterion that hangs on one of them has no value yet."""
    strong_from: Level = Level.PREVENTS
    """The lowest level that counts as a strong impact; those below count as a weak one. A convention of the method."""

    def any(self, *codes: str) -> bool:
        return not self.situations.isdisjoint(codes)

    def text(self, code: str) -> str:
        value = self.values.get(QuestionCode(code))
        return value if isinstance(value, str) else ""

    def declares(self, code: str, words: Collection[str]) -> bool | None:
        """Whether she declares a status; None where she said nothing."""
        said = self.text(code)
        return said in words if said else None


def criteria(known: Known) -> Mapping[str, str | bool]:
    """The criteria that have a value, by France Travail’s own names."""
    found: dict[str, str | bool | None] = {name: rule.value(known) for name, rule in _CONSTRAINTS.items()}
    found |= {
        "situation_professionnelle": _EMPLOYMENT.get(known.text("PAR-01")),
        "type_emploi": _KINDS_OF_WORK.get(known.text("PAR-05")),
        "niveau_etude": known.text("FOR-01") or None,
        "projet_pro": known.text("PRO-01") or None,
        "capacite_a_travailler": _ABLE.get(known.text("DIS-06")),
        **{name: known.declares(code, words) for name, (code, words) in _DECLARED.items()},
        "msa_demarches_professionnelles": _SEARCHES.get(known.text("REC-01")),
    }
    return {name: value for name, value in found.items() if value is not None}


def unsettled(known: Known) -> frozenset[SituationCode]:
    """The situations that a human must confirm or dismiss before the criteria that hang on them have a value."""
    return frozenset(code for rule in _CONSTRAINTS.values() for code in rule.awaited(known))


def ft_criteria(
    state: State,
    agreed: Mapping[BlockCode, Level | None],
    said: Mapping[SituationCode, bool] | None = None,
) -> Mapping[str, str | bool | None]:
    """Every criterion of a whole interview, as cases tell them: None where there is no value.

    ``agreed`` holds the common levels, ``said`` what a human confirmed or dismissed; a status that nobody declares
    reads as no.

    Source: domain §9.2, where these criteria are booleans; case V2, where a declined answer reads as no.
    """
    known = Known(
        values={code: state.value(code) for code in state.questions},
        situations=holding(state, said or {}),
        levels={block: level for block, level in agreed.items() if level is not None},
    )
    found = criteria(known)
    return {name: found.get(name, False if name in _DECLARED else None) for name in LABELS}


@dataclass(frozen=True, slots=True)
class _Sign:
    """What makes a constraint take a value whatever its level."""

    value: str
    situations: tuple[str, ...] = ()
    question: str = ""
    answers: tuple[str, ...] = ()

    def holds(self, known: Known) -> bool:
        return known.any(*self.situations) or (bool(self.question) and known.text(self.question) in self.answers)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one constraint is read, where its domain has a common level: the first sign that holds, else the level."""

    block: str
    signs: tuple[_Sign, ...] = ()
    weak: str = "IMPACT_FAIBLE"
    strong: str = "IMPACT_FORT"

    def value(self, known: Known) -> str | None:
        level = known.levels.get(BlockCode(self.block))
        if level is None or self.awaited(known):
            return None
        for sign in self.signs:
            if sign.holds(known):
                return sign.value
        if level is Level.FINE:
            return "AUCUNE"
        return self.strong if level >= known.strong_from else self.weak

    def awaited(self, known: Known) -> tuple[SituationCode, ...]:
        """What a human has not decided yet and would change the value; what a sign before it settles is not."""
        if BlockCode(self.block) not in known.levels:
            return ()
        for sign in self.signs:
            if sign.holds(known):
                return ()
            if waiting := known.undecided.intersection(sign.situations):
                return tuple(sorted(waiting))
        return ()


_LONG = ("IMPACT_FAIBLE_RECHERCHE_EMPLOI", "IMPACT_FORT_RECHERCHE_EMPLOI")
"""The two levels of housing, health and family, as the method writes them; the others are short."""

_CONSTRAINTS: Mapping[str, _Rule] = {
    "contrainte_logement": _Rule(
        "LOG",
        (
            _Sign("SANS_LOGEMENT", ("LOG.S01",), "LOG-01", ("sans",)),
            _Sign("PROCEDURE_EXPULSION", question="LOG-05", answers=_EVICTION),
        ),
        *_LONG,
    ),
    "contrainte_sante": _Rule("SAN", (_Sign("INCAPACITE_RECHERCHE_ACTIVITE_PRO", ("SAN.S04", "SAN.S05")),), *_LONG),
    "contrainte_familiale": _Rule(
        "FAM",
        (_Sign("ENFANT_SANS_SOLUTION_GARDE", ("FAM.S01", "FAM.S07")), _Sign("AIDANT_FAMILIAL", ("FAM.S02",))),
        *_LONG,
    ),
    "contrainte_financiere": _Rule("RES"),
    "contrainte_administrative_juridique": _Rule("DRO"),
    "contrainte_francais_calcul": _Rule("LAN"),
    "contrainte_numerique": _Rule(
        "NUM",
        (
            _Sign("REFUS", ("NUM.S05",)),
            _Sign("NON_ACCES_INTERNET", ("NUM.S01", "NUM.S04")),
            _Sign("NON_MAITRISE", ("NUM.S03", "NUM.S07", "NUM.S09")),
        ),
        "AUCUNE",
        "AUCUNE",
    ),
    "contrainte_mobilite": _Rule(
        "MOB",
        (_Sign("AUCUN_MOYEN_DE_TRANSPORT", ("MOB.S01",)), _Sign("DEPENDANT_TRANSPORT", ("MOB.S02",))),
        "AUTRE",
        "AUTRE",
    ),
}
