"""Which of the three courses fits: a hint with its facts, the opinions, the joint proposal, and who follows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.comparison import STRONG_FROM, Gap
from spie_diag.diagnosis.hours import WeeklyHours
from spie_diag.diagnosis.situations import holding
from spie_diag.forms.definition import BlockCode, BlockKind, QuestionCode, SituationCode, Value
from spie_diag.french import counted, listed, spaced
from spie_diag.interview.journal import Record
from spie_diag.interview.people import Voice
from spie_diag.interview.state import State


class Pathway(Enum):
    """The three courses of the law of 18 December 2023; the value is the code exchanged with France Travail."""

    EMPLOYMENT = "PED"
    BOTH = "PSO"
    SOCIAL = "PSP"

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Pathway.EMPLOYMENT: "Parcours emploi",
    Pathway.BOTH: "Parcours socio-professionnel",
    Pathway.SOCIAL: "Parcours social",
}
RATED_FROM = 6
"""Constraint domains, of eight, that must carry a common level before anything is hinted."""
TWO = 2
_SITUATION = QuestionCode("PAR-01")
_ABLE = QuestionCode("DIS-06")
_AVAILABLE = QuestionCode("DIS-01")
_HEALTH_WHEN = QuestionCode("SAN-03")
_SUPPORT = QuestionCode("POU-07")
_FAR_FROM_WORK = ("plus_deux_ans", "jamais")
_LATER = ("m3_12", "plus_12")
_DOES_NOT_KNOW = "nsp"
_DISAGREEMENT = "desaccord"


class Organisation(Enum):
    """Who may follow the person; exactly one at a time."""

    FRANCE_TRAVAIL = "FT"
    DEPARTMENT = "CD"
    MISSION_LOCALE = "ML"
    CAP_EMPLOI = "CE"
    DELEGATE = "AUTRE"

    @property
    def label(self) -> str:
        return _ORGANISATIONS[self]


_ORGANISATIONS = {
    Organisation.FRANCE_TRAVAIL: "France Travail",
    Organisation.DEPARTMENT: "Département",
    Organisation.MISSION_LOCALE: "Mission locale",
    Organisation.CAP_EMPLOI: "Cap emploi",
    Organisation.DELEGATE: "Autre organisme délégataire",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """What is proposed; the decision belongs to the authority in charge. Source: domain §3.2."""

    opinions: Mapping[Voice, Pathway | None] = field(default_factory=dict)
    """None: the voice was asked and does not know; an absent voice was not asked."""
    proposal: Pathway | None = None
    disagreement: bool = False
    """No common proposal: the disagreement is kept and printed."""
    reason: str = field(default="", repr=False)
    organisation: Organisation | None = None
    referent: str = field(default="", repr=False)
    """A name, or « à désigner »."""
    correspondent: str = field(default="", repr=False)
    """The named contact of the other field."""
    notified_on: date | None = None
    hours: WeeklyHours = field(default_factory=WeeklyHours)

    @property
    def voices_differ(self) -> bool:
        """Two voices name two different courses."""
        return len({path for path in self.opinions.values() if path is not None}) > 1

    @property
    def is_settled(self) -> bool:
        return self.proposal is not None or self.disagreement

    def as_json(self) -> Value:
        return {
            "opinions": {voice.value: path.value if path else _DOES_NOT_KNOW for voice, path in self.opinions.items()},
            "proposal": _DISAGREEMENT if self.disagreement else (self.proposal.value if self.proposal else None),
            "reason": self.reason,
            "organisation": self.organisation.value if self.organisation else None,
            "referent": self.referent,
            "correspondent": self.correspondent,
            "notified_on": self.notified_on.isoformat() if self.notified_on else None,
            "hours": self.hours.as_json(),
        }

    @classmethod
    def from_json(cls, value: Value) -> "Orientation":
        """The orientation kept in a journal entry; an empty one where nothing was written yet."""
        kept = value if isinstance(value, dict) else {}
        opinions, proposal, notified = kept.get("opinions"), kept.get("proposal"), kept.get("notified_on")
        return cls(
            opinions=_opinions(opinions if isinstance(opinions, dict) else {}),
            proposal=Pathway(proposal) if proposal and proposal != _DISAGREEMENT else None,
            disagreement=proposal == _DISAGREEMENT,
            reason=str(kept.get("reason") or ""),
            organisation=Organisation(kept["organisation"]) if kept.get("organisation") else None,
            referent=str(kept.get("referent") or ""),
            correspondent=str(kept.get("correspondent") or ""),
            notified_on=date.fromisoformat(notified) if isinstance(notified, str) else None,
            hours=WeeklyHours.from_json(kept.get("hours")),
        )


def _opinions(kept: Mapping[str, Value]) -> Mapping[Voice, Pathway | None]:
    return {Voice(voice): None if path == _DOES_NOT_KNOW else Pathway(path) for voice, path in kept.items()}


def orientation(record: Record) -> Orientation:
    return Orientation.from_json(record.value("orientation"))


class Rule(Enum):
    """The first one that applies, in this order."""

    NOT_ENOUGH = "R0"
    SOCIAL_FIRST = "R1"
    TOGETHER = "R2"
    EMPLOYMENT = "R3"


_PATHWAYS = {
    Rule.NOT_ENOUGH: None,
    Rule.SOCIAL_FIRST: Pathway.SOCIAL,
    Rule.TOGETHER: Pathway.BOTH,
    Rule.EMPLOYMENT: Pathway.EMPLOYMENT,
}
INTRODUCTION = "Repère, pas décision. Voici les éléments qui l’expliquent."
"""Always shown above a hint."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that makes a rule apply."""

    mark: str
    """As case files write it, with codes and the signs of a keyboard: « 1 domaine à 3 : FAM »."""
    sentence: str
    """As people read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    rule: Rule
    facts: tuple[Fact, ...]

    @property
    def path(self) -> Pathway | None:
        """None: « pas assez d’éléments »."""
        return _PATHWAYS[self.rule]


def hint(
    state: State,
    agreed: Mapping[BlockCode, Level | None],
    found: Iterable[Gap],
    confirmed: Mapping[SituationCode, bool] | None = None,
) -> Hint:
    """The first rule that applies, with every fact that makes it apply: a hint, not a decision.

    Our own transparent rules, not the legal algorithm. Source: domain §3.2.

    ``agreed`` holds the common levels; ``found`` the gaps between voices; ``confirmed`` what a human said of
    suggested situations: a dismissed one does not count.
    """
    reading = _Reading(state, agreed, found, confirmed or {})
    for rule, facts in (
        (Rule.NOT_ENOUGH, reading.missing()),
        (Rule.SOCIAL_FIRST, reading.social_first()),
        (Rule.TOGETHER, reading.together()),
    ):
        if applying := tuple(facts):
            return Hint(rule=rule, facts=applying)
    return Hint(rule=Rule.EMPLOYMENT, facts=())


class _Reading:
    """What the rules look at, read once."""

    def __init__(
        self,
        state: State,
        agreed: Mapping[BlockCode, Level | None],
        found: Iterable[Gap],
        confirmed: Mapping[SituationCode, bool],
    ) -> None:
        self._state = state
        blocks = [block for block in state.form.blocks if block.kind is BlockKind.CONSTRAINT]
        self._labels = {block.code: block.label for block in blocks}
        self._agreed = {code: level for code in self._labels if (level := agreed.get(code)) is not None}
        self._apart = [gap.block for gap in found if gap.between_specialists >= STRONG_FROM]
        self._situations = holding(state, confirmed)

    def missing(self) -> Iterator[Fact]:
        rated, domains = len(self._agreed), len(self._labels)
        if rated < RATED_FROM:
            agree = "" if rated < TWO else "s"
            yield Fact(
                f"{rated} domaines sur {domains} évalués",
                spaced(f"{counted(rated, 'domaine')} sur {domains} évalué{agree} ensemble."),
            )
        for code, sentence in (
            (_SITUATION, "La situation d’emploi d’aujourd’hui n’est pas renseignée."),
            (_ABLE, "La capacité d’occuper un emploi, dite par la personne, n’est pas renseignée."),
        ):
            if self._state.value(code) in (None, ""):
                yield Fact(f"{code} non renseigné", spaced(sentence))
        unsettled = [code for code in self._labels if code in self._apart and code not in self._agreed]
        if unsettled:
            yield Fact(
                f"écart S/P ≥ 2 sans accord : {', '.join(unsettled)}",
                spaced(f"Les deux spécialistes voient différemment, sans accord : {self._named(unsettled)}."),
            )

    def social_first(self) -> Iterator[Fact]:
        value = self._state.value
        later = value(_HEALTH_WHEN) in _LATER
        for code, counts in (("SAN.S05", True), ("SAN.S04", later), ("LOG.S01", True)):
            situation = SituationCode(code)
            if situation in self._situations and counts:
                yield Fact(code, spaced(f"{self._state.form.situations[situation].label}."))
        if value(_AVAILABLE) == "indispo":
            yield Fact(f"{_AVAILABLE}=indispo", spaced("La personne n’est pas disponible actuellement."))
        if value(_ABLE) == "non":
            yield Fact(f"{_ABLE}=non", spaced("La personne ne se déclare pas en capacité d’occuper un emploi."))
        highest = self._at_least(Level.PREVENTS)
        if len(highest) >= TWO:
            yield Fact(
                f"≥2 domaines à 3 : {', '.join(highest)}",
                spaced(f"Deux domaines au moins à « {Level.PREVENTS.label} » : {self._named(highest)}."),
            )

    def together(self) -> Iterator[Fact]:
        highest, high = self._at_least(Level.PREVENTS), self._at_least(Level.COMPLICATES)
        if highest:
            yield Fact(
                f"{len(highest)} domaine à 3 : {', '.join(highest)}",
                spaced(f"Un domaine à « {Level.PREVENTS.label} » : {self._named(highest)}."),
            )
        if len(high) >= TWO:
            yield Fact(
                f"≥2 domaines à 2 ou plus : {', '.join(high)}",
                spaced(f"Deux domaines au moins à « {Level.COMPLICATES.label} » ou plus : {self._named(high)}."),
            )
        if high and self._state.value(_SITUATION) in _FAR_FROM_WORK:
            yield Fact(
                "éloignement de l'emploi + domaine à 2 ou plus",
                spaced(f"Éloignement de l’emploi, et {self._named(high)} à « {Level.COMPLICATES.label} » ou plus."),
            )
        if self._state.value(_SUPPORT) == "renforce":
            yield Fact(f"{_SUPPORT}=renforce", spaced("Un appui renforcé paraît nécessaire."))

    def _at_least(self, level: Level) -> list[BlockCode]:
        return [code for code, agreed in self._agreed.items() if agreed >= level]

    def _named(self, codes: Iterable[BlockCode]) -> str:
        return listed([self._labels[code] for code in codes])
