"""What leaves the pair: no answer, field, situation or word that its form keeps in it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from spie_diag.casework import interviewing, publishing, receiving
from spie_diag.casework.attachment import Signer, attachment_of
from spie_diag.casework.opening import common_form
from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import (
    Block,
    Form,
    Nature,
    Question,
    QuestionCode,
    QuestionType,
    Situation,
    SituationCode,
    Value,
)
from spie_diag.interview.answers import Answer
from tests.casework.conftest import TODAY, Office

JOBS, MOVING = QuestionCode("PAR-06"), QuestionCode("MOB-01")
SICK = SituationCode("L-PAR.S01")
Led = Callable[[Form, dict[str, Value]], Sheet]


@pytest.fixture
def led(office: Office) -> Iterator[Led]:
    """An interview led with a form, once these answers are given."""
    common = common_form()

    def lead(form: Form, answers: dict[str, Value]) -> Sheet:
        office.book.form = form
        sheet = receiving.start_interview(
            office.book, office.person, social=office.social, employment=office.employment, today=TODAY
        )
        for code, value in answers.items():
            interviewing.answer(office.book, sheet.interview, QuestionCode(code), Answer(value=value))
        return receiving.resume(office.book, sheet.interview)

    yield lead
    office.book.form = common
    office.book.close_desks()


def attached(office: Office, sheet: Sheet) -> dict[str, Value]:
    signers = {one: Signer("champ", "empreinte") for one in (office.social, office.employment)}
    told: dict[str, Value] = json.loads(attachment_of(sheet, signers))
    return told


def over(code: str, change: Callable[[Block], Block], **facts: str) -> Form:
    """The common form with one block changed, as a territory's form."""
    common = common_form()
    blocks = tuple(change(one) if one.code == code else one for one in common.blocks)
    settings = {**common.settings, **facts}
    return replace(common, known=None, name="vallee", version="2.0", blocks=blocks, settings=settings)


def test_a_situation_that_rests_on_a_protected_field_is_not_told(office: Office, led: Led) -> None:
    relevant = "${situation_emploi} = 'en_activite' and count(${experiences/motif_fin}[. = 'sante']) > 0"
    added = Situation(code=SICK, nature=Nature.CONSTRAINT, label="Arrêt pour santé", relevant=relevant)
    form = over("PAR", lambda block: replace(block, situations=(*block.situations, added)))
    rows: list[Value] = [{"metier": "soudeur", "motif_fin": "sante"}]
    sheet = led(form, {"PAR-01": "en_activite", "PAR-06": rows})
    assert {SICK, "PAR.S03"} <= set(sheet.state.suggested)
    for code in (SICK, SituationCode("PAR.S03")):
        interviewing.confirm(office.book, sheet.interview, code, holds=True)

    told = attached(office, receiving.resume(office.book, sheet.interview))["situations"]

    assert isinstance(told, list)
    assert [one["code"] for one in told if isinstance(one, dict)] == ["PAR.S03"]


@pytest.mark.parametrize(
    ("named", "printed"),
    [("sante_effet", "À pied (…)"), ("repris", "À pied (…)"), ("situation_emploi", "(en_activite)")],
)
def test_the_words_of_a_choice_print_no_answer_that_stays_in_the_pair(led: Led, named: str, printed: str) -> None:
    common = common_form()
    moving = common.questions[MOVING]
    first = moving.choices[0]
    choices = (replace(first, label=f"À pied (${{{named}}})"), *moving.choices[1:])

    taken = Question(
        name="repris", code=None, type=QuestionType.CALCULATE, label="", calculation="string(${sante_effet})"
    )
    group = Question(name="g", code=QuestionCode("MOB-90"), type=QuestionType.GROUP, label="G", children=(taken,))

    def change(block: Block) -> Block:
        asked = (replace(one, choices=choices) if one.code == MOVING else one for one in block.questions)
        return replace(block, questions=(*asked, group))

    value: Value = [first.name] if moving.type.value == "select_multiple" else first.name
    health = common.questions[QuestionCode("SAN-01")].choices[1]
    sheet = led(over("MOB", change), {"SAN-01": health.name, "PAR-01": "en_activite", "MOB-01": value})

    said = " ".join(fact.value for fact in publishing.report_of(sheet).project)
    assert printed.lower() in said.lower()
    assert f"({health.name})" not in said


def test_a_field_that_is_not_asked_any_more_is_told_to_nobody(office: Office, led: Led) -> None:
    common = common_form()
    jobs = common.questions[JOBS]
    trade = replace(jobs.children[0], relevant="${situation_emploi} = 'en_activite'")
    asked = replace(jobs, children=(trade, *jobs.children[1:]))

    def change(block: Block) -> Block:
        return replace(block, questions=tuple(asked if one.code == JOBS else one for one in block.questions))

    rows: list[Value] = [{"metier": "soudeur", "motif_fin": "fin_contrat"}]
    sheet = led(over("PAR", change), {"PAR-01": "en_activite", "PAR-06": rows})
    assert "soudeur" in json.dumps(attached(office, sheet)["answers"])

    other = next(one.name for one in common.questions[QuestionCode("PAR-01")].choices if one.name != "en_activite")
    interviewing.answer(office.book, sheet.interview, QuestionCode("PAR-01"), Answer(value=other))
    assert "soudeur" not in json.dumps(attached(office, receiving.resume(office.book, sheet.interview))["answers"])


def test_the_data_name_the_common_form_under_a_region(office: Office, led: Led) -> None:
    chain = {"extends": "region", "extends_version": "3", "extends_core": "commun", "extends_core_version": "1.0"}
    sheet = led(over("MOB", lambda block: block, **chain), {})

    assert attached(office, sheet)["form"] == {
        "name": "vallee", "version": "2.0", "extends": {"name": "commun", "version": "1.0"},
    }  # fmt: skip
