"""A fictional case as partners’ programs would receive it: to try a format, or a territory’s tables, without a vault.

Nobody is real, so everything that a format can hold is let go, and every situation that the answers suggest counts as
confirmed.
"""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from spie_diag.casework import copying
from spie_diag.casework.aggregated_dossier import dossier_of
from spie_diag.casework.case_files import Case
from spie_diag.casework.cases import case_in
from spie_diag.casework.copying import Copy
from spie_diag.casework.correspondences import FranceTravail, france_travail, partner_systems
from spie_diag.casework.errors import WrongCorrespondenceError
from spie_diag.casework.opening import common_form
from spie_diag.casework.orientation_criteria import criteria_file
from spie_diag.casework.partner_facts import Facts, Identity
from spie_diag.casework.profiles import Profile
from spie_diag.casework.stories import CastMember, story
from spie_diag.forms.definition import Form, Value, Visibility
from spie_diag.interview.answers import Status
from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.interview.state import evaluate


class Shape(Enum):
    """What is exported; the value is the word of the command line."""

    DOSSIER = "dossier"
    CRITERIA = "criteres"
    TEXTS = "textes"


def export_case(file: Path, code: str, shape: Shape, tables: Path | None = None) -> dict[str, Value] | tuple[Copy, ...]:
    """One case of a file: a file of data, or the texts to paste; ``tables``: a territory’s folder of tables.

    Raises:
        UnknownCaseError, UnreadableFileError, WrongCasesFileError: the case cannot be read.
        WrongCorrespondenceError: a table cannot be used.
    """
    if tables is not None and not tables.is_dir():
        raise WrongCorrespondenceError(name=tables.name, fault="un dossier est attendu, qui la contient")
    facts, table = facts_of_case(case_in(file, code), common_form()), france_travail(tables)
    match shape:
        case Shape.DOSSIER:
            return dossier_of(facts, table)
        case Shape.CRITERIA:
            return criteria_file(facts, table)
        case Shape.TEXTS:
            return tuple(_texts(facts, table, tables))


def _texts(facts: Facts, table: FranceTravail, tables: Path | None) -> Iterator[Copy]:
    yield copying.synthesis_copy(facts, Profile.FRANCE_TRAVAIL)
    yield copying.criteria_copy(facts, table, Profile.FRANCE_TRAVAIL)
    yield copying.dossier_copy(facts, table, Profile.FRANCE_TRAVAIL)
    yield from filter(None, (copying.system_copy(facts, system) for system in partner_systems(tables)))


def facts_of_case(case: Case, form: Form) -> Facts:
    """Everything that a case tells, but what never leaves: internal answers."""
    told, state = story(case, form), evaluate(form, case.answers, case.today)
    asked = {
        code: one.answer.status
        for code, one in state.questions.items()
        if one.relevant and one.answer and form.questions[code].visibility is not Visibility.INTERNAL
    }
    rated = frozenset(block.code for block in form.blocks if block.is_rated)
    return Facts(
        form=form,
        identity=Identity(
            number=f"FICTIF-{case.code}",
            family_name=told.family_name,
            first_names=told.first_names or told.called,
            born_on=told.born_on,
        ),
        version=1,
        held_on=case.today,
        pair=tuple(_specialist(one) for one in told.cast),
        answers={code: state.value(code) for code, status in asked.items() if status is Status.ANSWERED},
        unsure=frozenset(code for code, status in asked.items() if status is Status.DOES_NOT_KNOW),
        situations=frozenset(state.suggested),
        rated=rated,
        conclusions={one.block: one for one in told.conclusions if one.block in rated},
        priorities=frozenset(told.priorities),
        goals=told.goals,
        short=told.short_synthesis,
    )


def _specialist(one: CastMember) -> Specialist:
    return Specialist(
        id=SpecialistId(uuid5(NAMESPACE_OID, one.name)),
        name=one.name,
        structure=one.structure,
        field_of_work=one.field_of_work,
        role=one.role,
    )
