"""Forms of territories: what they reckon, name and nest opens no door that the common form keeps shut."""

import json
from collections.abc import Mapping
from dataclasses import replace

from spie_diag.casework import interviewing, receiving
from spie_diag.casework.attachment import Drawn, attachment_of
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.offering import offer_of
from spie_diag.casework.opening import common_form
from spie_diag.casework.profiles import Profile
from spie_diag.casework.publishing import report_of
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import (
    Block,
    BlockCode,
    Form,
    Question,
    QuestionCode,
    QuestionType,
    SituationCode,
    Value,
    Visibility,
)
from tests.casework.conftest import TODAY, Office
from tests.casework.test_disclosing import texts_of
from tests.casework.test_sharing import Led, led, over

__all__ = ["led"]
AGENCY = Selection(profile=Profile.FRANCE_TRAVAIL, recipient="Agence Fictive")


def told(sheet: Sheet, chosen: Selection) -> tuple[str, Mapping[str, Value]]:
    leaving = Disclosure.of(sheet, chosen)
    data = json.loads(attachment_of(sheet, {}, leaving, Drawn(made_on=TODAY)))
    return " ".join(texts_of(report_of(sheet, leaving))), data["answers"]


def with_questions(*added: Question) -> Form:
    return replace(over("MOB", lambda block: replace(block, questions=(*block.questions, *added))), known=None)


def reckoned(name: str, code: str | None, calculation: str) -> Question:
    kind = QuestionType.TEXT if code else QuestionType.CALCULATE
    asked = QuestionCode(code) if code else None
    return Question(name=name, code=asked, type=kind, label=f"Q {name}", calculation=calculation, read_only=True)


def test_what_is_reckoned_from_an_answer_that_stays_stays_too(led: Led) -> None:
    form = with_questions(
        reckoned("repris", "L-MOB-90", "concat('x', string(${loyer_paiement}))"),
        reckoned("encore", "L-MOB-91", "concat('y', ${repris})"),
        reckoned("trajet", "L-MOB-92", "concat('z', string(${trajet_minutes}))"),
    )
    rent = form.questions[QuestionCode("LOG-04")].choices[0].name
    given: dict[str, Value] = {"LOG-01": "loc_social", "LOG-04": rent, "MOB-04": 25}
    sheet = led(form, {**given, "L-MOB-90": "saisi", "L-MOB-91": "saisi", "L-MOB-92": "saisi"})

    _, answers = told(sheet, AGENCY)
    assert "L-MOB-92" in answers, "what it reads leaves"
    assert not {"L-MOB-90", "L-MOB-91"} & answers.keys()


def test_a_label_does_not_print_an_answer_that_this_recipient_does_not_read(led: Led) -> None:
    naming = Question(
        name="precision", code=QuestionCode("L-MOB-90"), type=QuestionType.TEXT, label="Logé en « ${logement_type} » ?"
    )
    sheet = led(with_questions(naming), {"LOG-01": "loc_social", "L-MOB-90": "oui"})

    assert "loc_social" not in told(sheet, AGENCY)[0]
    department = Selection(profile=Profile.SOCIAL_CENTRE, recipient="CCAS")
    assert "loc_social" not in told(sheet, department)[0], "mobility in synthesis: no answer of it, so no label"
    her = Selection(profile=Profile.PERSON, recipient="Elle-même")
    assert "loc_social" in told(sheet, her)[0]


def test_a_field_that_is_nested_keeps_its_own_visibility(led: Led) -> None:
    deep = Question(name="secret", code=None, type=QuestionType.TEXT, label="Secret", visibility=Visibility.RESTRICTED)
    plain = Question(name="libre", code=None, type=QuestionType.TEXT, label="Libre")
    inner = Question(name="dedans", code=None, type=QuestionType.GROUP, label="Dedans", children=(deep, plain))
    outer = Question(
        name="dehors", code=QuestionCode("L-MOB-90"), type=QuestionType.REPEAT, label="Dehors", children=(inner,)
    )
    rows: Value = [{"dedans": {"secret": "zsecretz", "libre": "zlibrez"}}]
    sheet = led(with_questions(outer), {"L-MOB-90": rows})

    pages, answers = told(sheet, AGENCY)
    assert "zlibrez" in json.dumps(answers)
    assert "zsecretz" not in json.dumps(answers)
    assert "zsecretz" not in pages
    ticked = replace(AGENCY, ticked=frozenset({"L-MOB-90/dedans/secret"}))
    assert "zsecretz" in json.dumps(told(sheet, ticked)[1])
    items = [item for block in offer_of(sheet, ticked).blocks for item in block.restricted]
    assert [(item.code, item.words, item.ticked) for item in items] == [("L-MOB-90/dedans/secret", "zsecretz", True)]


def test_a_domain_of_the_territory_is_for_the_person_only(led: Led) -> None:
    asked = Question(name="saison", code=QuestionCode("L-SAI-01"), type=QuestionType.TEXT, label="Saison ?")
    common = common_form()
    block = replace(
        common.by_code[BlockCode("MOB")],
        code=BlockCode("L-SAI"),
        name="saisons",
        label="Saisons",
        questions=(asked,),
        situations=(),
        objectives=(),
    )
    sheet = led(replace(common, known=None, blocks=(*common.blocks, block)), {"L-SAI-01": "zhiverz"})

    readers = [one for one in Profile if "zhiverz" in told(sheet, Selection(profile=one, recipient="R"))[0]]
    assert readers == [Profile.PERSON]


def test_a_situation_that_rests_on_a_domain_taken_out_is_not_told(office: Office, led: Led) -> None:
    driving = SituationCode("MOB.S04")

    def change(block: Block) -> Block:
        relevant = "selected(${sante_effets}, 'conduite')"
        situations = (replace(one, relevant=relevant) if one.code == driving else one for one in block.situations)
        return replace(block, situations=tuple(situations))

    sheet = led(replace(over("MOB", change), known=None), {})
    interviewing.confirm(office.book, sheet.interview, driving, holds=True)
    sheet = receiving.resume(office.book, sheet.interview)

    ticked = replace(AGENCY, ticked=frozenset({driving}))
    assert driving in Disclosure.of(sheet, ticked).situations
    assert driving not in Disclosure.of(sheet, AGENCY).situations
    without_health = replace(ticked, removed=frozenset({BlockCode("SAN")}))
    assert driving not in Disclosure.of(sheet, without_health).situations


def test_what_never_goes_on_paper_does_not_even_where_a_form_shares_it(led: Led) -> None:
    shared = replace(common_form().questions[QuestionCode("SAN-08")], visibility=Visibility.SHAREABLE)

    def change(block: Block) -> Block:
        return replace(block, questions=tuple(shared if one.code == shared.code else one for one in block.questions))

    form = over("SAN", change)
    sheet = led(replace(form, known=None), {"SAN-08": shared.choices[0].name, "SAN-04": "oui"})
    for profile in Profile:
        assert "SAN-08" not in told(sheet, Selection(profile=profile, recipient="R"))[1]
