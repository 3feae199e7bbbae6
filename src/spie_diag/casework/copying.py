"""Texts to be pasted into the programs of partners: the short synthesis, and codes, one block per program.

Source: domain §1.6 (typing again), §3.1 (SYN-06), §9.2, §9.3.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spie_diag.casework.aggregated_dossier import dossier_of
from spie_diag.casework.correspondences import FranceTravail, PartnerSystem
from spie_diag.casework.orientation_criteria import criteria_of, waiting
from spie_diag.casework.partner_facts import Facts
from spie_diag.casework.profiles import Profile
from spie_diag.diagnosis.conclusions import SHORT_LIMIT
from spie_diag.diagnosis.criteria import LABELS
from spie_diag.forms.definition import Value
from spie_diag.french import counted, listed, spaced
from spie_diag.interview.careful_words import QUESTION, concerns

_POWER_TO_ACT = {"confiance": "Confiance", "accompagnement": "Accompagnement", "resultatAnalyse": "Analyse partagée"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One text to copy, and what to know before it is pasted."""

    title: str
    text: str = field(repr=False)
    profile: Profile
    """Who reads it, once it is pasted."""
    limit: int | None = None
    """The characters that the other program takes; None where no limit is known."""
    warnings: tuple[str, ...] = field(default=(), repr=False)

    @property
    def count(self) -> int:
        """The characters of the text."""
        return len(self.text)


def synthesis_copy(facts: Facts, profile: Profile) -> Copy:
    """The short synthesis, with its counter and what its words deserve."""
    text = facts.short.strip()
    return Copy(
        title=spaced(f"Synthèse courte ({SHORT_LIMIT} caractères au plus)"),
        text=text,
        profile=profile,
        limit=SHORT_LIMIT,
        warnings=tuple(spaced(one) for one in _warnings(text, facts)),
    )


def _warnings(text: str, facts: Facts) -> Iterator[str]:
    if facts.keeps_short:
        yield "Un sujet a été mis de côté : relisez la synthèse avec la personne, et cochez-la si elle peut partir."
    elif not text:
        yield "Rien à copier : cette synthèse n’est pas écrite, ou ce destinataire ne la reçoit pas."
    if len(text) > SHORT_LIMIT:
        yield f"Ce texte dépasse de {counted(len(text) - SHORT_LIMIT, 'caractère')} : la fin serait perdue."
    if touched := concerns(text):
        yield f"À relire : {listed([one.value for one in touched])}. {QUESTION}"


def criteria_copy(facts: Facts, table: FranceTravail, profile: Profile) -> Copy:
    """The orientation criteria, one per line, with those that have no value told apart."""
    found = criteria_of(facts, table)
    lines = [f"{LABELS.get(name, 'Origine de la demande')} : {_said(value)}" for name, value in found.items()]
    missing = [f"{label[0].lower()}{label[1:]}" for name, label in LABELS.items() if name not in found]
    situations = [facts.form.situations[code].label for code in waiting(facts, table)]
    notes = [
        *(
            [f"À confirmer ou à écarter d’abord : {' ; '.join(f'« {one} »' for one in situations)}."]
            if situations
            else []
        ),
        *([f"Sans valeur pour ce destinataire : {listed(missing)}."] if missing else []),
    ]
    return Copy(
        title="Critères d’orientation",
        text=spaced("\n".join(lines)),
        profile=profile,
        warnings=tuple(spaced(one) for one in notes),
    )


def _said(value: Value) -> str:
    return {True: "oui", False: "non"}[value] if isinstance(value, bool) else str(value)


def dossier_copy(facts: Facts, table: FranceTravail, profile: Profile) -> Copy:
    """Constraints, situations, objectives and needs, by code."""
    return Copy(
        title="Contraintes et besoins",
        text=spaced("\n".join(_lines(dossier_of(facts, table)))),
        profile=profile,
    )


def system_copy(facts: Facts, system: PartnerSystem) -> Copy | None:
    """The codes of another program, list by list; None where its table matches nothing."""
    found = [(one.name, _codes(facts, one.matches)) for one in system.lists]
    lines = [f"{name} : {', '.join(codes)}" for name, codes in found if codes]
    if not lines:
        return None
    return Copy(title=f"{system.name} : codes à saisir", text=spaced("\n".join(lines)), profile=system.profile)


def _codes(facts: Facts, matches: Mapping[str, str]) -> list[str]:
    """Each code once, in the order of the table."""
    return [*dict.fromkeys(code for fact, code in matches.items() if facts.says(fact))]


def _lines(dossier: Value) -> Iterator[str]:
    """The dossier in words and codes: one line per constraint, situation, need and objective."""
    digital = _held(dossier, "autonomieNumerique")
    for one in (*_listed(_held(dossier, "thematiqueContrainte"), "contraintes"), *_one(digital, "contrainte")):
        yield _line(one)
        yield from (f"– {_line(held)}" for held in (*_listed(one, "situations"), *_listed(one, "objectifs")))
    for diagnostic in _listed(dossier, "besoinsParDiagnostic"):
        for theme in _listed(diagnostic, "thematiquesBesoins"):
            yield from (_line(need) for need in _listed(theme, "besoins"))
    yield from (_line(need) for need in _one(digital, "besoin"))
    told = _held(dossier, "pouvoirAgir")
    yield from (f"{label} : {words}" for name, label in _POWER_TO_ACT.items() if (words := _held(told, name)))


def _line(one: Mapping[str, Value]) -> str:
    code = f"{one['code']} " if "code" in one else ""
    told = [str(one["valeur"])] if "valeur" in one else []
    told += [f"impact {one['impact']}"] if "impact" in one else []
    told += ["prioritaire"] if one.get("estPrioritaire") is True else []
    return f"{code}{one['libelle']}{' : ' if told else ''}{', '.join(told)}"


def _held(holder: Value, name: str) -> Value:
    return holder.get(name) if isinstance(holder, dict) else None


def _listed(holder: Value, name: str) -> Iterable[dict[str, Value]]:
    held = _held(holder, name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _one(holder: Value, name: str) -> Iterable[dict[str, Value]]:
    held = _held(holder, name)
    return [held] if isinstance(held, dict) else []
