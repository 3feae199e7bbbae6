"""Every document that the app makes follows the schema that it publishes, and the schema describes all of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from jsonschema import Draft202012Validator

from spie_diag.casework import receiving
from spie_diag.casework.attachment import Drawn, Signer, attachment_of
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.opening import common_form
from spie_diag.casework.profiles import Profile
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.exchange.package import Package, parse
from spie_diag.exchange.schemas import schema_text
from spie_diag.forms.definition import BlockCode, Value
from tests.casework.conftest import CLOCK, TODAY, SharedVault
from tests.casework.full_interview import full_form, lines


@dataclass(frozen=True)
class Sheets:
    full: Sheet
    empty: Sheet


@pytest.fixture(scope="module")
def sheets(shared_vault: SharedVault) -> Iterator[Sheets]:
    book, _, _ = shared_vault.open(CLOCK)
    social, employment = (one.id for one in book.vault.specialists)
    book.writer = social
    alone = receiving.add_person(book, NewPerson(called="Amina"))
    empty = receiving.start_interview(book, alone, social=social, employment=None, today=TODAY)
    book.form = full_form()
    person = receiving.add_person(book, NewPerson(called="Zoé", family_name="MODÈLE", first_names="Zoé"))
    begun = receiving.start_interview(book, person, social=social, employment=employment, today=TODAY)
    book.write_all(begun.interview, lines(book.form, social, employment))
    yield Sheets(full=draw(book, begun.interview), empty=empty)
    book.form = common_form()
    book.close_desks()


def strict(described: Value) -> Value:
    """The same schema, that accepts no field which it does not describe."""
    if isinstance(described, list):
        return [strict(one) for one in described]
    if not isinstance(described, dict):
        return described
    told = {name: strict(one) for name, one in described.items()}
    if "properties" in told and "additionalProperties" not in told:
        told["additionalProperties"] = False
    return told


STRICT = Draft202012Validator(strict(json.loads(schema_text("diagnostic"))))


def read(sheet: Sheet, selection: Selection | None = None) -> Package:
    signers = {one.id: Signer("Signature_Social", "ab" * 32) for one in sheet.pair.members}
    if selection is None:
        content = attachment_of(sheet, signers)
    else:
        drawn = Drawn(made_on=TODAY, digest="cd" * 32)
        content = attachment_of(sheet, signers, Disclosure.of(sheet, selection), drawn)
    undescribed = [error.json_path for error in STRICT.iter_errors(json.loads(content))]
    assert not undescribed
    return parse(content)


def test_a_whole_diagnosis_follows_it(sheets: Sheets) -> None:
    whole = read(sheets.full)
    assert len(whole.answers) > 100
    assert whole.extract is None
    assert [author.field_of_work for author in whole.authors] == ["social", "emploi"]
    assert read(sheets.empty).domains == ()


@pytest.mark.parametrize("profile", Profile, ids=lambda one: one.value)
@pytest.mark.parametrize("ticked", [False, True], ids=["unticked", "ticked"])
def test_an_extract_for_anybody_follows_it(sheets: Sheets, profile: Profile, ticked: bool) -> None:
    speciality = BlockCode("MOB") if profile is Profile.SPECIALISED else None
    chosen = Selection(profile=profile, recipient="Structure", purpose="Suivi", speciality=speciality)
    if ticked:
        chosen = replace(chosen, ticked=Disclosure.of(sheets.full, chosen).tickable)
    told = read(sheets.full, chosen)
    assert told.extract is not None
    assert (told.extract.profile, told.extract.of_sha256) == (profile.value, "cd" * 32)
    assert len(told.authors) == (1 if profile is Profile.EMPLOYER else 2), "employers are not told of the social field"
    assert read(sheets.empty, replace(chosen, ticked=frozenset())).extract is not None
