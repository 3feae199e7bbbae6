"""Journal entries in words: what each subject is about, and what its value says, to whoever it is about."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from spie_diag.casework.handoffs import OnePage, sheet_in, whom
from spie_diag.casework.selecting import Selection
from spie_diag.casework.wording import words_of
from spie_diag.diagnosis.assessment import NOT_RATED, Assessment
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.followup.goals import Goal, GoalId, Owner
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, SituationCode, Value
from spie_diag.forms.syntax import pieces
from spie_diag.french import listed, short_date, spaced
from spie_diag.interview.answers import Answer, Source, Status
from spie_diag.interview.course import Flag, SweepAnswer
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import Voice

TAKEN_BACK = "Retiré"
"""The words of a value that was taken back."""
OTHERS = "Autres inscriptions"
_CONCLUSIONS = "Conclusions"
_PLAN = "Parcours et plan d’action"
_CLOSING = "Signatures et versions"
_SHARING = "Transmissions"

_STATUSES = {
    Status.DOES_NOT_KNOW: "Ne sait pas",
    Status.DECLINES: "N’a pas souhaité répondre",
    Status.NOT_APPLICABLE: "Sans objet",
}
_SOURCES = {
    Source.PROOF_SEEN: "justificatif vu",
    Source.PARTNER: "dit par un partenaire ou repris du dossier",
    Source.OBSERVED: "observé",
}
_VOICES = {Voice.SOCIAL: "du champ social", Voice.EMPLOYMENT: "du champ emploi", Voice.PERSON: "de la personne"}
_SYNTHESES = {"short": "Synthèse courte", "shareable": "Synthèse à partager", "agreed": "Ce qui est convenu"}
_IDENTITY = {
    "number": "numéro",
    "called": "nom d’usage",
    "family_name": "nom",
    "first_names": "prénoms",
    "born_on": "naissance",
    "commune": "commune",
    "phone": "téléphone",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Under which title a subject stands, what it is about, and what it says."""

    chapter: str
    label: str
    words: str = field(repr=False)


def chapters_of(form: Form) -> tuple[str, ...]:
    """Every title, in the order of reading."""
    return (*(block.label for block in form.blocks), _CONCLUSIONS, _PLAN, _CLOSING, _SHARING, OTHERS)


def told(form: Form, subject: str, value: Value) -> Told:
    """One entry in words; a subject or a value that this program does not know is given as it is kept."""
    kind, _, rest = subject.partition("/")
    try:
        said = _KINDS[kind](form, rest, value)
    except (KeyError, ValueError, TypeError, AttributeError):
        said = Told(OTHERS, subject, json.dumps(value, ensure_ascii=False))
    words = TAKEN_BACK if value is None else said.words or "Rien"
    return Told(said.chapter, spaced(said.label), spaced(words))


def identity_words(value: Value) -> str:
    """A person's file as it was written once."""
    kept = value if isinstance(value, dict) else {}
    born_on = kept.get("born_on")
    if isinstance(born_on, str):
        kept = {**kept, "born_on": short_date(date.fromisoformat(born_on))}
    return spaced(", ".join(f"{label} : {kept[key]}" for key, label in _IDENTITY.items() if kept.get(key)))


def _answer(form: Form, rest: str, value: Value) -> Told:
    code = QuestionCode(rest)
    asked, block = form.questions[code], form.block_of[code]
    answer = Answer.from_json(value)
    words = ""
    if answer is not None:
        words = _STATUSES.get(answer.status) or words_of(asked, answer.value) or "Rien"
        if answer.source in _SOURCES:
            words = f"{words} ({_SOURCES[answer.source]})"
    return Told(block.label, "…".join(pieces(asked.label)[::2]), words)


def _sweep(form: Form, rest: str, value: Value) -> Told:
    block, voice = rest.split("/")
    label = f"Balayage, voix {_VOICES[Voice(voice)]}"
    return Told(_domain(form, block), label, SweepAnswer(value).label if value else "")


def _note(form: Form, _rest: str, value: Value) -> Told:
    if not isinstance(value, dict):
        return Told(OTHERS, "Note", "")
    return Told(_domain(form, str(value["block"])), f"Note : {NoteKind(value['kind']).label}", str(value["text"]))


def _flag(form: Form, rest: str, value: Value) -> Told:
    block, mark = rest.split("/")
    return Told(_domain(form, block), Flag(mark).label, _yes(value))


def _situation(form: Form, rest: str, value: Value) -> Told:
    code = SituationCode(rest)
    block = next(block for block in form.blocks if any(one.code == code for one in block.situations))
    label = next(one.label for one in block.situations if one.code == code)
    return Told(block.label, f"Situation : {label}", {"OUI": "Confirmée", "NON": "Écartée"}.get(str(value), ""))


def _view(form: Form, rest: str, value: Value) -> Told:
    block, voice = rest.split("/")
    view = Assessment.from_json(value, BlockCode(block), Voice(voice))
    words = ""
    if view is not None:
        words = _rated(view.level.label if view.level is not None else NOT_RATED, view.reason, strength=view.strength)
    return Told(_domain(form, block), f"Regard {_VOICES[Voice(voice)]}", words)


def _rated(level: str, text: str, *, strength: bool) -> str:
    return ". ".join(part for part in (level, "Point d’appui" if strength else "", text) if part)


def _revealed(form: Form, rest: str, value: Value) -> Told:
    return Told(_domain(form, rest), "Regards découverts ensemble", _yes(value))


def _conclusion(form: Form, rest: str, value: Value) -> Told:
    found = Conclusion.from_json(value, BlockCode(rest))
    words = ""
    if found is not None:
        level = found.level.label if found.level is not None else NOT_RATED
        words = _rated(level, found.text, strength=found.strength)
        if found.disagreement:
            words = f"Désaccord gardé : {found.disagreement}"
    return Told(_domain(form, rest), "Conclusion commune", words)


def _priorities(form: Form, _rest: str, value: Value) -> Told:
    codes = value if isinstance(value, list) else []
    return Told(_CONCLUSIONS, "Priorités", listed([_domain(form, str(code)) for code in codes]))


def _strengths(_form: Form, _rest: str, value: Value) -> Told:
    texts = value if isinstance(value, list) else []
    return Told(_CONCLUSIONS, "Points d’appui", " ; ".join(map(str, texts)))


def _synthesis(_form: Form, rest: str, value: Value) -> Told:
    return Told(_CONCLUSIONS, _SYNTHESES[rest], str(value or ""))


def _orientation(_form: Form, _rest: str, value: Value) -> Told:
    chosen = Orientation.from_json(value)
    hours = chosen.hours
    parts = {
        "proposition": chosen.proposal.title if chosen.proposal else "",
        "désaccord": "oui" if chosen.disagreement else "",
        "motif": chosen.reason,
        "organisme": chosen.organisation.label if chosen.organisation else "",
        "référent": chosen.referent,
        "correspondant": chosen.correspondent,
        "notifié le": short_date(chosen.notified_on) if chosen.notified_on else "",
        "rythme": hours.kind.label if hours.kind else "",
        "heures par semaine": str(hours.number or ""),
        "dispense d’heures présentée": "oui" if hours.exemption_presented else "",
        "motif de la dispense": hours.motive.label if hours.motive else "",
    }
    opinions = {
        f"avis {_VOICES[voice]}": path.title if path else "ne sait pas" for voice, path in chosen.opinions.items()
    }
    return Told(_PLAN, "Parcours proposé", _parts({**opinions, **parts}))


def _goal(form: Form, rest: str, value: Value) -> Told:
    goal = Goal.from_json(value, GoalId(rest))
    if goal is None:
        return Told(_PLAN, "Objectif", "")
    facts = {
        "domaine": _domain(form, goal.block) if goal.block else "",
        "échéance": short_date(goal.due) if goal.due else "",
        "atteint quand": goal.sign,
        "état": goal.status.label,
        "arrêté parce que": goal.abandoned_because.label if goal.abandoned_because else "",
    }
    actions = [
        f"{one.what} ({', '.join(filter(None, (_carrier(one.owner, one.owner_name), one.status.label)))})"
        for one in goal.actions
    ]
    words = "\n".join(part for part in (goal.label, _parts(facts), *(f"– {text}" for text in actions)) if part)
    return Told(_PLAN, "Objectif", words)


def _carrier(owner: Owner, name: str) -> str:
    return name or owner.label


def _next_meeting(_form: Form, _rest: str, value: Value) -> Told:
    met = NextMeeting.from_json(value)
    words = "" if met is None else ", ".join(filter(None, (short_date(met.on), met.at, met.place, met.with_whom)))
    return Told(_PLAN, "Prochain rendez-vous", words)


def _person_signature(_form: Form, _rest: str, value: Value) -> Told:
    kinds = {"ink": "Tracée à l’écran", "witness": "Devant témoin", "declined": "Refusée", "paper": "Sur papier"}
    kind = value.get("kind") if isinstance(value, dict) else None
    return Told(_CLOSING, "Signature de la personne", kinds.get(str(kind), ""))


def _signed(_form: Form, rest: str, value: Value) -> Told:
    version, voice = rest.split("/")
    return Told(_CLOSING, f"Signature {_VOICES[Voice(voice)]}", f"Version {version} signée" if value else "")


def _signing_order(_form: Form, _rest: str, value: Value) -> Told:
    words = f"Le spécialiste {_VOICES[Voice(value)]} signe d’abord" if isinstance(value, str) else ""
    return Told(_CLOSING, "Ordre des signatures", words)


def _paper(_form: Form, rest: str, value: Value) -> Told:
    kept = value if isinstance(value, dict) else {}
    day = short_date(date.fromisoformat(str(kept["signed_on"]))) if kept else ""
    facts = {"version": rest, "le": day, "exemplaire conservé par": kept.get("kept_by")}
    return Told(_CLOSING, "Signatures à la main, sur papier", _parts(facts) if kept else "")


def _version(_form: Form, _rest: str, value: Value) -> Told:
    kept = value if isinstance(value, dict) else {}
    return Told(
        _CLOSING, "Correction d’un document signé", _parts({"version": kept["number"], "motif": kept["reason"]})
    )


_HANDED: Final = {
    None: "Document remis",
    OnePage.RELAY: "Fiche de relais remise",
    OnePage.MEETING: "Fiche de réunion remise",
}


def _handoff(_form: Form, _rest: str, value: Value) -> Told:
    kept = value if isinstance(value, dict) else {}
    chosen = Selection.from_json(kept.get("selection"))
    withdrawn, sheet = kept.get("withdrawn_on"), sheet_in(kept)
    facts = {
        "destinataire": whom(chosen, sheet),
        "pour": chosen.purpose,
        "version": kept["version"],
        "accord de la personne": short_date(date.fromisoformat(str(kept["agreed_on"]))),
        "accord retiré": short_date(date.fromisoformat(withdrawn)) if isinstance(withdrawn, str) else "",
    }
    return Told(_SHARING, _HANDED[sheet], _parts(facts))


def _session(form: Form, _rest: str, value: Value) -> Told:
    kept = value if isinstance(value, dict) else {}
    day = date.fromisoformat(str(kept["today"]))
    return Told(_CLOSING, "Journée de travail", f"{short_date(day)}, questionnaire {form.title} {kept['version']}")


def _parts(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{label} : {said}" for label, said in facts.items() if said)


def _yes(value: Value) -> str:
    return "Oui" if value else "Non"


def _domain(form: Form, block: str) -> str:
    return form.by_code[BlockCode(block)].label


_KINDS: Mapping[str, Callable[[Form, str, Value], Told]] = {
    "answer": _answer,
    "sweep": _sweep,
    "note": _note,
    "flag": _flag,
    "situation": _situation,
    "view": _view,
    "revealed": _revealed,
    "conclusion": _conclusion,
    "priorities": _priorities,
    "strengths": _strengths,
    "synthesis": _synthesis,
    "orientation": _orientation,
    "goal": _goal,
    "next_meeting": _next_meeting,
    "person_signature": _person_signature,
    "signed": _signed,
    "signing_order": _signing_order,
    "paper": _paper,
    "handoff": _handoff,
    "version": _version,
    "session": _session,
}
