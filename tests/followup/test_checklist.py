"""What is missing before signing, and what deserves a last look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from spie_diag.diagnosis.assessment import Assessment, Level, Views
from spie_diag.diagnosis.comparison import gaps
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.diagnosis.hours import HoursKind, WeeklyHours
from spie_diag.diagnosis.orientation import Orientation, Pathway
from spie_diag.followup.checklist import ToDo, checklist
from spie_diag.followup.goals import Action, ActionId, Goal, GoalId, Owner
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from spie_diag.interview.people import Voice
from tests.interview.journals import Pen, common_form, state_with

LOG = BlockCode("LOG")
COMPLETE: Mapping[str, Value | Answer] = {"CAD-08": "oui", "CAD-09": "oui", "ATT-08": "oui"}
PROPOSAL = Orientation(proposal=Pathway.BOTH, reason="Deux chantiers à la fois.", referent="à désigner")
MEETING = NextMeeting(on=date(2026, 12, 22))
STRENGTHS = ("Ponctualité", "Permis B", "Réseau")


@dataclass
class Table:
    """Everything that the checklist looks at, complete to begin with."""

    answers: Mapping[str, Value | Answer] = field(default_factory=lambda: dict(COMPLETE))
    pen: Pen = field(default_factory=Pen)
    concluded: dict[BlockCode, Conclusion] = field(default_factory=dict)
    proposal: Orientation = PROPOSAL
    goals: Sequence[Goal] = ()
    meeting: NextMeeting | None = MEETING
    strengths: Sequence[str] = STRENGTHS
    views: Mapping[BlockCode, Views] = field(default_factory=dict)
    priorities: Sequence[BlockCode] = ()

    def points(self) -> tuple[ToDo, ...]:
        found = checklist(
            self.pen.course(self.answers),
            state_with(self.answers),
            self.concluded,
            self.proposal,
            self.goals,
            self.meeting,
            self.strengths,
            gaps(self.views, common_form()),
            self.priorities,
        )
        assert all(point.text == spaced(point.text) for point in found)
        return found

    def blocking(self) -> list[tuple[Stage, str | None]]:
        return [(point.stage, point.block or point.question) for point in self.points() if point.blocking]

    def warnings(self) -> list[str]:
        return [point.text for point in self.points() if not point.blocking]


def goal(key: str, *owners: Owner, due: date | None = date(2027, 1, 8)) -> Goal:
    actions = tuple(Action(id=ActionId(owner.value), what="Appeler", owner=owner, due=due) for owner in owners)
    return Goal(id=GoalId(key), label="Un objectif", block=LOG, actions=actions)


def test_a_complete_interview_lacks_nothing() -> None:
    assert Table().points() == ()


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"CAD-08": "non"}, (Stage.AGREEMENT, "CAD-08")),
        ({"CAD-09": "non"}, (Stage.AGREEMENT, "CAD-09")),
        ({"ATT-08": "non"}, (Stage.RESTITUTION, "ATT-09")),
        ({"ATT-08": "en_partie", "ATT-09": " "}, (Stage.RESTITUTION, "ATT-09")),
    ],
)
def test_her_information_agreement_and_word_are_needed(
    answers: Mapping[str, Value | Answer], where: tuple[Stage, str]
) -> None:
    assert Table(answers={**COMPLETE, **answers}).blocking() == [where]


def test_after_a_refusal_only_the_refusal_is_named() -> None:
    table = Table(answers={"CAD-09": "non"}, proposal=Orientation(), meeting=None, strengths=())
    table.pen.write("sweep/LOG/personne", "a_explorer")
    (point,) = table.points()
    assert (point.stage, point.question) == (Stage.AGREEMENT, "CAD-09")
    assert "deux entretiens séparés" in point.text


def test_what_was_never_asked_is_needed_in_the_order_of_the_stages() -> None:
    assert Table(answers={}, proposal=Orientation(), meeting=None).blocking() == [
        (Stage.AGREEMENT, "CAD-08"),
        (Stage.AGREEMENT, "CAD-09"),
        (Stage.RESTITUTION, "ATT-08"),
        (Stage.PLAN, None),
        (Stage.PLAN, None),
    ]


def test_an_opened_domain_needs_a_level_or_a_disagreement_that_is_kept() -> None:
    table = Table()
    table.pen.write("sweep/LOG/personne", "a_explorer")
    assert table.blocking() == [(Stage.CROSSED_VIEWS, LOG)]
    table.concluded[LOG] = Conclusion(block=LOG, level=None)
    assert table.blocking() == [(Stage.CROSSED_VIEWS, LOG)]
    table.concluded[LOG] = Conclusion(block=LOG, level=None, disagreement="Deux lectures.")
    assert table.blocking() == []
    table.concluded[LOG] = Conclusion(block=LOG, level=Level.FINE)
    assert table.points() == ()


def test_a_domain_kept_for_another_day_does_not_block() -> None:
    table = Table()
    table.pen.write("sweep/LOG/personne", "a_explorer")
    table.pen.write("flag/LOG/not_today", True)
    assert table.blocking() == []
    assert table.warnings() == ["Prévoir quand parler de\u00a0: Logement"]


def test_a_folded_domain_asks_nothing() -> None:
    table = Table()
    for voice in Voice:
        table.pen.write(f"sweep/LOG/{voice.value}", "ras")
    assert table.points() == ()


def test_a_proposal_without_its_reason_does_not_leave() -> None:
    assert Table(proposal=Orientation(proposal=Pathway.BOTH, referent="à désigner")).blocking() == [(Stage.PLAN, None)]


@pytest.mark.parametrize(
    ("hours", "blocks"),
    [
        (WeeklyHours(), True),
        (WeeklyHours(kind=HoursKind.REDUCED, number=10), True),
        (WeeklyHours(kind=HoursKind.NONE), True),
        (WeeklyHours(exemption_presented=False), True),
        (WeeklyHours(exemption_presented=True), False),
        (WeeklyHours(kind=HoursKind.REDUCED, number=10, exemption_presented=True), False),
    ],
)
@pytest.mark.parametrize(
    "sign",
    [
        {"STA-06": "valide"},
        {"SAN-01": "peu", "SAN-03": "m3_12"},
        {"SAN-01": "beaucoup", "SAN-03": "ne_peut_plus"},
        {"FAM-01": "seul_enfants", "FAM-02": [{"annee": 2020, "solution": "non"}], "STA-15": ["parent_isole"]},
    ],
)
def test_what_may_waive_hours_is_presented_before_signing_whatever_the_hours(
    sign: Mapping[str, Value | Answer], hours: WeeklyHours, blocks: bool
) -> None:
    """Source: domain §3.3, CE-06."""
    proposal = Orientation(proposal=Pathway.BOTH, reason="Motif.", referent="à désigner", hours=hours)
    table = Table(answers={**COMPLETE, **sign}, proposal=proposal)
    table.pen.write("flag/SAN/not_today", True)
    table.pen.write("flag/FAM/not_today", True)
    assert table.blocking() == ([(Stage.PLAN, None)] if blocks else [])


def test_hours_without_a_sign_that_they_may_be_waived_ask_nothing() -> None:
    hours = WeeklyHours(kind=HoursKind.FIFTEEN_TO_TWENTY, number=15)
    proposal = Orientation(proposal=Pathway.BOTH, reason="Motif.", referent="à désigner", hours=hours)
    assert Table(proposal=proposal).blocking() == []


def test_warnings_do_not_block() -> None:
    table = Table(
        strengths=("Une seule",),
        priorities=[BlockCode(code) for code in ("LOG", "SAN", "FAM", "RES")],
        concluded={LOG: Conclusion(block=LOG, level=Level.COMPLICATES)},
        goals=[Goal(id=GoalId("g"), label="Un objectif libre")],
    )
    assert table.blocking() == []
    assert table.warnings() == [
        "Garder trois priorités au plus",
        "Nommer au moins trois points d’appui",
        "Dire qui fait quoi, et pour quand, pour chaque objectif",
        "Confier au moins une action à un professionnel",
        "Choisir un objectif\u00a0: Logement",
    ]


def test_a_plan_carried_by_a_professional_with_a_date_is_enough() -> None:
    table = Table(
        concluded={LOG: Conclusion(block=LOG, level=Level.PREVENTS)}, goals=[goal("g", Owner.PERSON, Owner.SOCIAL)]
    )
    assert table.points() == ()
    many = [goal(str(number), Owner.SOCIAL) for number in range(7)]
    assert Table(goals=many).warnings() == ["Garder 6 objectifs ouverts au plus"]


def test_a_strong_gap_that_nobody_settled_is_named() -> None:
    apart = Views(
        social=Assessment(block=LOG, voice=Voice.SOCIAL, level=Level.PREVENTS),
        employment=Assessment(block=LOG, voice=Voice.EMPLOYMENT, level=Level.FINE),
    )
    table = Table(views={LOG: apart})
    assert table.warnings() == ["Parler de l’écart fort\u00a0: Logement"]
    table.concluded[LOG] = Conclusion(block=LOG, level=Level.WATCH)
    assert table.points() == ()


def test_words_to_think_twice_about_are_pointed_at_without_being_repeated() -> None:
    table = Table(
        proposal=Orientation(proposal=Pathway.BOTH, reason="Il n’est pas motivé.", referent="à désigner"),
        concluded={LOG: Conclusion(block=LOG, level=Level.WATCH, text="Sort de prison après une hospitalisation.")},
    )
    assert table.blocking() == []
    assert table.warnings() == [
        "Relire un mot sensible (santé et justice)\u00a0: Logement",
        "Relire un mot sensible (jugement)\u00a0: motif de l’orientation",
    ]


def test_a_domain_to_resume_is_named() -> None:
    table = Table()
    table.pen.write("flag/LOG/resume", True)
    assert table.warnings() == ["Reprendre\u00a0: Logement"]
