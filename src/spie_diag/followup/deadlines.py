"""The clocks of the law and of the house: when each one ends, where it comes from, and how many days are left.

Every delay is a setting with its source and the day it was read beside it: none is shown as certain.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spie_diag.clock import months_later, years_between
from spie_diag.diagnosis.complexity import RUPTURES, day_in
from spie_diag.forms.definition import Nature, QuestionCode
from spie_diag.french import spaced
from spie_diag.interview.state import State

READ_ON = date(2026, 11, 23)
"""When the texts below were last looked up."""
_OLD_CONTRACTS = ("cer", "ppae", "cej", "pacea")
_OVERSEAS = ("971", "972", "973", "974", "976")
"""How the INSEE codes of communes begin in the five overseas departments."""
_BIRTH = QuestionCode("IDE-03")
_ADDRESS = QuestionCode("IDE-04")
_REASON = QuestionCode("CAD-01")
_CONTRACT = QuestionCode("STA-12")
_SIGNED = QuestionCode("STA-13")
_INFORMED = QuestionCode("STA-17")
_ENDS = QuestionCode("STA-09")
_DISABILITY = QuestionCode("STA-06")
_FILED = QuestionCode("STA-07")
_INCOME = QuestionCode("STA-05")
_YOUTH_YEARS = 26
_LONGER = ("SAN.", "LOG.", "FAM.")


@dataclass(frozen=True, slots=True)
class Delay:
    """A quantity that a text fixes, or that the house chose."""

    amount: int
    """Days or months, as the name of the setting says."""
    source: str
    read_on: date = READ_ON


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Settable, one by one."""

    orientation_days: Delay = Delay(42, "Code de l’action sociale et des familles, art. D. 262-65-2")
    contract_months: Delay = Delay(1, "Code du travail, art. D. 5411-14-1")
    replacement_day: date = date(2027, 1, 1)
    overseas_replacement_day: date = date(2028, 1, 1)
    replacement_source: str = "Décret no 2024-1244 ; un an de plus dans les départements d’outre-mer (à vérifier)"
    review_months: Delay = Delay(6, "Code de l’action sociale et des familles, art. L. 262-31")
    longer_review_months: Delay = Delay(12, "Code de l’action sociale et des familles, art. D. 262-65-2-1")
    youth_alert_months: Delay = Delay(9, "Usage de la maison : passage de relais avant la fin de la mission locale")
    contract_end_alert_months: Delay = Delay(6, "Usage de la maison : préparation de la sortie")
    disability_months: Delay = Delay(4, "Code de l’action sociale et des familles, art. R. 241-33 (à vérifier)")
    retention_months: Delay = Delay(24, "Délibération CNIL no 2023-095 (à vérifier selon la structure)")


DELAYS = Delays()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    label: str
    """The name of the clock as case files write it, with the signs of a keyboard."""
    title: str
    """What people read."""
    on: date
    source: str
    """The text it comes from, or the answer."""
    days_left: int
    """Below zero once passed."""
    counts_down: bool = False
    """Cases write the days left beside the date."""
    rests_on: tuple[QuestionCode, ...] = ()
    """The questions that its existence tells about: it may be shown to others only if all of them may."""
    is_of_this_file: bool = False
    """How long this vault keeps the file: nobody else's clock."""

    @property
    def mark(self) -> str:
        """The date as cases write it: « 2027-02-10 (dans 77 j) »."""
        return f"{self.on} (dans {self.days_left} j)" if self.counts_down else str(self.on)


@dataclass(frozen=True, slots=True)
class _Clocks:
    state: State
    notified_on: date | None
    delays: Delays

    def _deadline(
        self,
        label: str,
        title: str,
        on: date,
        source: str,
        *rests_on: QuestionCode,
        counts_down: bool = False,
        is_of_this_file: bool = False,
    ) -> Deadline:
        return Deadline(
            label=label,
            title=spaced(title),
            on=on,
            source=spaced(source),
            days_left=(on - self.state.today).days,
            counts_down=counts_down,
            rests_on=rests_on,
            is_of_this_file=is_of_this_file,
        )

    def orientation(self) -> Iterator[Deadline]:
        informed, delay = day_in(self.state, _INFORMED), self.delays.orientation_days
        if informed:
            label = f"limite_orientation (réception de l'information + {delay.amount} j)"
            on = informed + timedelta(days=delay.amount)
            yield self._deadline(label, "Orientation à décider par le département", on, delay.source, _INFORMED)

    def contract(self) -> Iterator[Deadline]:
        delay = self.delays.contract_months
        if self.notified_on:
            label = f"limite_contrat (notification + {delay.amount} mois)"
            on = months_later(self.notified_on, delay.amount)
            yield self._deadline(label, "Contrat d’engagement à signer", on, delay.source)

    def replacement(self) -> Iterator[Deadline]:
        if self.state.value(_CONTRACT) in _OLD_CONTRACTS:
            place, delays = self.state.value(_ADDRESS), self.delays
            overseas = isinstance(place, str) and place.startswith(_OVERSEAS)
            on = delays.overseas_replacement_day if overseas else delays.replacement_day
            label, title = "remplacement de l'ancien contrat", "Ancien contrat à remplacer"
            yield self._deadline(label, title, on, delays.replacement_source, _CONTRACT, _ADDRESS)

    def joint_review(self) -> Iterator[Deadline]:
        signed = day_in(self.state, _SIGNED, "signature")
        if signed is None or self.state.value(_REASON) != "reexamen_social":
            return
        yield self._review(signed, self.delays.review_months)
        if self._may_wait_longer():
            # that one may wait says that there is a reason: it is as restricted as the reasons are
            yield self._review(signed, self.delays.longer_review_months, _INCOME, _DISABILITY)

    def _review(self, signed: date, delay: Delay, *reasons: QuestionCode) -> Deadline:
        label = f"reexamen_{delay.amount} (signature + {delay.amount} mois)"
        title = f"Réexamen conjoint du parcours social, à {delay.amount} mois"
        return self._deadline(
            label, title, months_later(signed, delay.amount), delay.source, _REASON, _SIGNED, *reasons
        )

    def _may_wait_longer(self) -> bool:
        """Health, handicap, invalidity, housing or family reasons show in the answers; people decide if they hold."""
        income = self.state.value(_INCOME)
        situations = self.state.form.situations
        constraints = (code for code in self.state.suggested if situations[code].nature is Nature.CONSTRAINT)
        return (
            self.state.value(_DISABILITY) == "valide"
            or (isinstance(income, list) and "invalidite" in income)
            or any(code.startswith(_LONGER) for code in constraints)
        )

    def end_of_youth(self) -> Iterator[Deadline]:
        born, delay, today = day_in(self.state, _BIRTH), self.delays.youth_alert_months, self.state.today
        if born is None or years_between(born, today) >= _YOUTH_YEARS:
            return
        on = months_later(born, _YOUTH_YEARS * 12)
        if today >= months_later(on, -delay.amount):
            title = "26 ans : fin de l’accompagnement par la mission locale"
            yield self._deadline("26 ans", title, on, delay.source, _BIRTH, counts_down=True)

    def end_of_contract(self) -> Iterator[Deadline]:
        ends = [day_in(self.state, _ENDS, "fin_contrat"), day_in(self.state, _ENDS, "fin_pass")]
        known = [day for day in ends if day is not None]
        delay = self.delays.contract_end_alert_months
        if known and self.state.today >= months_later(min(known), -delay.amount):
            title = "Fin du contrat d’insertion ou du PASS IAE"
            yield self._deadline("fin contrat / PASS IAE", title, min(known), delay.source, _ENDS, counts_down=True)

    def disability(self) -> Iterator[Deadline]:
        filed, delay = day_in(self.state, _FILED), self.delays.disability_months
        if filed and self.state.value(_DISABILITY) == "demande":
            label = f"MDPH : relance à {delay.amount} mois"
            title = "Maison départementale des personnes handicapées : relancer la demande"
            yield self._deadline(label, title, months_later(filed, delay.amount), delay.source, _DISABILITY, _FILED)

    def retention(self) -> Iterator[Deadline]:
        delay = self.delays.retention_months
        label = f"fin de base active si aucun contact ultérieur (+ {delay.amount} mois)"
        title = "Fin de conservation, s’il n’y a pas d’autre contact"
        on = months_later(self.state.today, delay.amount)
        yield self._deadline(label, title, on, delay.source, is_of_this_file=True)


def deadlines(state: State, notified_on: date | None, delays: Delays = DELAYS) -> tuple[Deadline, ...]:
    """Every clock that runs, in the order of the method. Source: domain §3.4, §4.1 and §5.

    ``notified_on`` is when the decision of orientation was notified.
    """
    clocks = _Clocks(state, notified_on, delays)
    rules: tuple[Callable[[], Iterator[Deadline]], ...] = (
        clocks.orientation,
        clocks.contract,
        clocks.replacement,
        clocks.joint_review,
        clocks.end_of_youth,
        clocks.end_of_contract,
        clocks.disability,
        clocks.retention,
    )
    return tuple(deadline for rule in rules for deadline in rule())


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date said during the interview that deserves to stay in sight."""

    title: str
    on: date
    question: QuestionCode
    days_left: int


_OTHER_DATES: tuple[tuple[str, str | None, str], ...] = (
    ("STA-13", "echeance", "Échéance du contrat en cours"),
    ("CRE-08", None, "Date à laquelle on décide si l’on poursuit la création"),
)


def known_dates(state: State) -> tuple[KnownDate, ...]:
    """The dates given in answers, nearest first: ends of rights and of housing, contracts, decisions to take."""
    wanted = [(rupture.question, rupture.field, rupture.words) for rupture in RUPTURES]
    wanted += [(QuestionCode(code), part, words) for code, part, words in _OTHER_DATES]
    if state.value(_DISABILITY) == "valide":
        wanted.append((_FILED, None, "fin de la reconnaissance de la qualité de travailleur handicapé"))
    found = [
        KnownDate(spaced(f"{words[0].upper()}{words[1:]}"), day, code, (day - state.today).days)
        for code, part, words in wanted
        if (day := day_in(state, code, part)) is not None
    ]
    return tuple(sorted(found, key=lambda known: known.on))
