"""``diagnostic.json``: the same facts as the printed pages, for the programs of partners.

Fields (schema ``spie-diag/diagnostic/1``; absent facts are null or empty, codes are those of the form):

``schema``, ``number``, ``version``, ``correction``, ``held_on``, ``joint``;
``form`` {name, version, extends}: ``extends`` {name, version} is the common form that a territory's form stands on;
``person`` {called, family_name, first_names, born_on, commune};
``specialists`` [{name, role, structure, field, signature_field, certificate_sha256}]: who is to sign, and with what;
``answers`` {code: {status, value, label}}: shareable questions only (visibility P), of domains that the person
accepted to speak of; restricted and internal answers, and such fields of a group or row, never travel;
``situations`` [{code, label, ft}]: confirmed, produced by shareable questions only;
``domains`` [{code, label, social, employment, person, agreed, strength, priority, text, disagreement}], levels 0 to 3;
``strengths``, ``priorities``, ``syntheses`` {short, shareable, agreed}, ``orientation``, ``goals``, ``next_meeting``;
``agreement`` {answer, remarks}.

Orientation criteria that other systems derive (housing, health, family…) are not in it: several come from restricted
answers, and only the person may let those leave, one by one.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spie_diag.casework.sharing import is_shareable, is_situation_shareable, shared_value, without_protected_fields
from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import Form, QuestionCode, SituationCode, Value
from spie_diag.interview.answers import Status
from spie_diag.interview.people import Specialist, SpecialistId


@dataclass(frozen=True, slots=True)
class Signer:
    """The place of one signature: the field's name, and the SHA-256 of the certificate, in hexadecimal."""

    field: str
    certificate: str


SCHEMA = "spie-diag/diagnostic/1"


def attachment_of(sheet: Sheet, signers: Mapping[SpecialistId, Signer]) -> bytes:
    """The canonical JSON of the current version: UTF-8, sorted keys, no spaces, same facts same bytes.

    ``signers`` tells, for each specialist of the pair, where she signs and with which certificate.
    """
    confirmed = {code for code, holds in sheet.confirmed.items() if holds}
    told: dict[str, Value] = {
        "schema": SCHEMA,
        "form": _form(sheet.state.form),
        "number": sheet.person.number,
        "version": sheet.version,
        "correction": sheet.correction_reason,
        "held_on": sheet.today.isoformat(),
        "joint": sheet.pair.is_joint,
        "person": _person(sheet),
        "specialists": [_specialist(one, signers[one.id]) for one in sheet.pair.members],
        "answers": dict(_answers(sheet)),
        "situations": list(_situations(sheet, confirmed)),
        "domains": list(_domains(sheet)),
        "strengths": list(sheet.strengths),
        "priorities": list(sheet.priorities),
        "syntheses": {
            "short": sheet.syntheses.short,
            "shareable": sheet.syntheses.shareable,
            "agreed": sheet.syntheses.agreed,
        },
        "orientation": _orientation(sheet),
        "goals": [goal.as_json() for goal in sheet.goals],
        "next_meeting": sheet.next_meeting.as_json() if sheet.next_meeting else None,
        "agreement": {
            "answer": shared_value(sheet, QuestionCode("ATT-08")),
            "remarks": shared_value(sheet, QuestionCode("ATT-09")),
        },
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _form(form: Form) -> Value:
    said = form.settings
    key = "extends_core" if "extends_core" in said else "extends"
    told: Value = {"name": said[key], "version": said.get(f"{key}_version")} if said.get(key) else None
    return {"name": form.name, "version": form.version, "extends": told}


def _person(sheet: Sheet) -> Value:
    person = sheet.person
    return {
        "called": person.called,
        "family_name": person.family_name,
        "first_names": person.first_names,
        "born_on": person.born_on.isoformat() if person.born_on else None,
        "commune": person.commune,
    }


def _specialist(one: Specialist, signer: Signer) -> Value:
    return {
        "name": one.name,
        "role": one.role,
        "structure": one.structure,
        "field": one.field_of_work.value,
        "signature_field": signer.field,
        "certificate_sha256": signer.certificate,
    }


def _answers(sheet: Sheet) -> Iterable[tuple[str, Value]]:
    for code, asked in sheet.state.questions.items():
        if asked.answer is None or asked.answer.status is Status.DECLINES:
            continue  # nobody else is told that she declined: it reads as not asked
        if asked.relevant and is_shareable(sheet, code):
            told: Value = {
                "status": asked.answer.status.value,
                "value": without_protected_fields(sheet.state.form.questions[code], sheet.state.value(code)),
                # As its author wrote it: filled in, it would tell another answer, which may be shared with nobody.
                "label": sheet.state.form.questions[code].label,
            }
            yield code, told


def _situations(sheet: Sheet, confirmed: set[SituationCode]) -> Iterable[Value]:
    for code, situation in sheet.state.form.situations.items():
        if code in confirmed and is_situation_shareable(sheet, code):
            yield {"code": code, "label": situation.label, "ft": situation.ft}


def _domains(sheet: Sheet) -> Iterable[Value]:
    for code, concluded in sheet.conclusions.items():
        if sheet.course.is_closed(code):
            continue
        shown = code in sheet.revealed and concluded.is_settled  # never before there is a conclusion
        seen = sheet.views[code]
        yield {
            "code": code,
            "label": sheet.state.form.by_code[code].label,
            "social": _level(seen.social.level if seen.social and shown else None),
            "employment": _level(seen.employment.level if seen.employment and shown else None),
            "person": _level(seen.person.level if seen.person else None),
            "agreed": _level(concluded.level),
            "strength": concluded.strength,
            "priority": code in sheet.priorities,
            "text": concluded.text,
            "disagreement": concluded.disagreement,
        }


def _level(level: int | None) -> Value:
    return None if level is None else int(level)


def _orientation(sheet: Sheet) -> Value:
    """Without the motive of a waiver of hours: it is for the référent only."""
    told = sheet.orientation.as_json()
    hours = told.get("hours") if isinstance(told, dict) else None
    if isinstance(told, dict) and isinstance(hours, dict):
        return {**told, "hours": {name: value for name, value in hours.items() if name != "motive"}}
    return told
