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
``agreement`` {answer, remarks};
``extract`` null, or {profile, recipient, purpose, made_on, of: {version, sha256}, authors: [{name, role, structure,
field}]} where the document was drawn from the diagnosis for one recipient: ``sha256`` is that of the diagnosis signed,
or null. An extract holds what its own pages show and no more: what does not leave is null or empty, ``goals`` have
only the fields that are printed, and ``specialists`` are those who sign the extract.

Orientation criteria that other systems derive (housing, health, family…) are not in it: several come from restricted
answers, and only the person may let those leave, one by one.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from spie_diag.casework import reporting
from spie_diag.casework.disclosing import HER_REMARKS, REASON, STRENGTHS, Disclosure
from spie_diag.casework.profiles import Extent
from spie_diag.casework.sheet import Sheet
from spie_diag.followup.goals import Goal
from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.interview.answers import Status
from spie_diag.interview.people import Specialist, SpecialistId


@dataclass(frozen=True, slots=True)
class Signer:
    """The place of one signature: the field's name, and the SHA-256 of the certificate, in hexadecimal."""

    field: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What an extract was drawn from, and when."""

    made_on: date
    digest: str | None = None
    """SHA-256 of the diagnosis as signed, in hexadecimal; None where nobody signed it."""


SCHEMA = "spie-diag/diagnostic/1"
_AGREES = QuestionCode("ATT-08")


def attachment_of(
    sheet: Sheet,
    signers: Mapping[SpecialistId, Signer],
    disclosure: Disclosure | None = None,
    extract: Drawn | None = None,
) -> bytes:
    """The canonical JSON of the current version: UTF-8, sorted keys, no spaces, same facts same bytes.

    ``signers`` tells, for each specialist who is to sign, where and with which certificate.
    """
    leaving = disclosure or Disclosure.whole(sheet)
    data: dict[str, Value] = {
        "schema": SCHEMA,
        "form": _form(sheet.state.form),
        "number": sheet.person.number,
        "version": sheet.version,
        "correction": sheet.correction_reason if extract is None else "",
        "held_on": sheet.today.isoformat(),
        "joint": sheet.pair.is_joint,
        "person": _person(sheet, leaving),
        "specialists": [_signing(one, signers[one.id]) for one in sheet.pair.members if one.id in signers],
        "answers": dict(_answers(sheet, leaving)),
        "situations": [
            {"code": code, "label": situation.label, "ft": situation.ft}
            for code, situation in sheet.state.form.situations.items()
            if code in leaving.situations
        ],
        "domains": list(_domains(sheet, leaving)),
        "strengths": list(sheet.strengths if STRENGTHS in leaving.texts else ()),
        "priorities": [code for code in sheet.priorities if leaving.selection is None or leaving.shows_level(code)],
        "syntheses": _syntheses(sheet, leaving),
        "orientation": _orientation(sheet, leaving),
        "goals": list(_goals(sheet, leaving)),
        "next_meeting": sheet.next_meeting.as_json() if sheet.next_meeting and leaving.shows_plan else None,
        "agreement": {"answer": leaving.value(sheet, _AGREES), "remarks": leaving.value(sheet, HER_REMARKS)},
    }
    if extract is not None:
        data["extract"] = _extract(sheet, leaving, extract)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")  # a field that was full may have cut an emoji in two


def _extract(sheet: Sheet, leaving: Disclosure, drawn: Drawn) -> Value:
    chosen = leaving.selection
    return {
        "profile": chosen.profile.value if chosen else None,
        "recipient": chosen.recipient if chosen else "",
        "purpose": chosen.purpose if chosen else "",
        "made_on": drawn.made_on.isoformat(),
        "of": {"version": sheet.version, "sha256": drawn.digest},
        "authors": [_specialist(one) for one in leaving.pair(sheet).members],
    }


def _form(form: Form) -> Value:
    said = form.settings
    key = "extends_core" if "extends_core" in said else "extends"
    told: Value = {"name": said[key], "version": said.get(f"{key}_version")} if said.get(key) else None
    return {"name": form.name, "version": form.version, "extends": told}


def _person(sheet: Sheet, leaving: Disclosure) -> Value:
    person, born = sheet.person, reporting.birth(sheet, leaving)
    printed = leaving.selection is None or person.called in person.full_name
    return {
        "called": person.called if printed else "",
        "family_name": person.family_name,
        "first_names": person.first_names,
        "born_on": born.isoformat() if born else None,
        "commune": person.commune if leaving.selection is None else reporting.commune(sheet, leaving),
    }


def _specialist(one: Specialist) -> dict[str, Value]:
    return {"name": one.name, "role": one.role, "structure": one.structure, "field": one.field_of_work.value}


def _signing(one: Specialist, signer: Signer) -> Value:
    return {**_specialist(one), "signature_field": signer.field, "certificate_sha256": signer.certificate}


def _answers(sheet: Sheet, leaving: Disclosure) -> Iterable[tuple[str, Value]]:
    for code, asked in sheet.state.questions.items():
        if asked.answer is None or asked.answer.status is Status.DECLINES:
            continue  # nobody else is told that she declined: it reads as not asked
        if leaving.selection is not None and not reporting.answer_words(sheet, leaving, code):
            continue  # nothing of it is printed
        if asked.relevant and code in leaving.answers:
            told: Value = {
                "status": asked.answer.status.value,
                "value": leaving.fields(sheet, code),
                # As its author wrote it: filled in, it would tell another answer, which may be shared with nobody.
                "label": sheet.state.form.questions[code].label,
            }
            yield code, told


def _domains(sheet: Sheet, leaving: Disclosure) -> Iterable[Value]:
    for code, concluded in sheet.conclusions.items():
        if not leaving.shows_level(code):
            continue
        voices = leaving.shows_voices(code)
        shown = voices and code in sheet.revealed and concluded.is_settled  # never before there is a conclusion
        seen = sheet.views[code]
        yield {
            "code": code,
            "label": sheet.state.form.by_code[code].label,
            "social": _level(seen.social.level if seen.social and shown else None),
            "employment": _level(seen.employment.level if seen.employment and shown else None),
            "person": _level(seen.person.level if seen.person and voices else None),
            "agreed": _level(concluded.level),
            "strength": concluded.strength,
            "priority": code in sheet.priorities,
            "text": concluded.text if leaving.selection is None or not concluded.disagreement else "",
            "disagreement": concluded.disagreement,
        }


def _level(level: int | None) -> Value:
    return None if level is None else int(level)


def _syntheses(sheet: Sheet, leaving: Disclosure) -> Value:
    """Of an extract: the one that is printed, where it stands in the diagnosis."""
    written = sheet.syntheses
    if leaving.selection is None:
        return {"short": written.short, "shareable": written.shareable, "agreed": written.agreed}
    printed = reporting.summary(sheet, leaving)
    of_partners = printed == written.shareable
    return {"short": "", "shareable": printed if of_partners else "", "agreed": "" if of_partners else printed}


def _orientation(sheet: Sheet, leaving: Disclosure) -> Value:
    """Without the motive of a waiver of hours: it is for the référent only."""
    told = sheet.orientation.as_json()
    hours = told.get("hours") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(hours, dict):
        return told
    said = {name: value for name, value in hours.items() if name != "motive"}
    if leaving.selection is None:
        return {**told, "hours": said}
    silent: dict[str, Value] = {
        **dict.fromkeys(told),
        "opinions": {},
        "reason": "",
        "referent": "",
        "correspondent": "",
    }
    if not leaving.shows_plan:
        return silent
    public = ("proposal", "referent", "correspondent", *(("reason",) if REASON in leaving.texts else ()))
    reasons: dict[str, Value] = {**told, "hours": said} if leaving.shows_reasons else {}
    return {**silent, **{name: value for name, value in reasons.items() if name != "reason"}, **_only(told, public)}


def _only(told: Mapping[str, Value], names: Iterable[str]) -> dict[str, Value]:
    return {name: told[name] for name in names}


def _goals(sheet: Sheet, leaving: Disclosure) -> Iterable[Value]:
    for goal, kept in reporting.leaving_goals(sheet, leaving):
        if leaving.selection is None:
            yield goal.as_json()
        else:
            yield _printed_goal(goal, whole=kept > Extent.FUNCTIONAL)


def _printed_goal(goal: Goal, *, whole: bool) -> Value:
    told: dict[str, Value] = {
        "label": goal.label,
        "code": goal.code,
        "block": goal.block,
        "due": goal.due.isoformat() if goal.due else None,
    }
    if whole:
        told["sign"] = goal.sign
        told["actions"] = [
            {
                "id": one.id,
                "what": one.what,
                "owner": one.owner.value,
                "owner_name": one.owner_name,
                "due": one.due.isoformat() if one.due else None,
                "status": one.status.value,
            }
            for one in goal.actions
        ]
    return told
