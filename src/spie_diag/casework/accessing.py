"""The copy that a person may ask for: all that is held about her, readable and as data, other people's data left out.

Source: RGPD, articles 15 and 20; article 15(4) for what would harm somebody else.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.accessing_received import received_copy, received_data, received_files
from spie_diag.casework.casebook import ON_PAPER, Casebook, day_of, pair_of
from spie_diag.casework.handing_out import hand_out
from spie_diag.casework.profiles import NEVER_ON_PAPER, OTHER_PEOPLE
from spie_diag.casework.received import RECEIVED, Reception, receptions
from spie_diag.casework.registering import RegisterRow, register
from spie_diag.casework.retention import retained_until
from spie_diag.casework.telling import TAKEN_BACK, chapters_of, identity_words, told
from spie_diag.documents.access_content import AccessCopy, Chapter, Former, InterviewCopy, Line
from spie_diag.documents.content import Fact
from spie_diag.forms.definition import Form, Value
from spie_diag.french import clock_time, listed, long_date, short_date, spaced
from spie_diag.interview.journal import Entry, Record
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId, Voice
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from spie_diag.vault.signed_documents import SignedDocument

SCHEMA = "spie-diag/access/1"
_MOST_LINES = 100_000
_WITNESS = "person_signature/"
"""How subjects begin whose draft is the name of a witness, and whose value may hold it."""
_STANDINGS = {"archived": "Mise aux archives", "opposed": "Opposition au partage"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessExport:
    """What was written, and what to know before handing it over."""

    folder: Path
    files: tuple[Path, ...]
    unrevealed: int
    """Views of a colleague in it that she has not uncovered yet: whoever reads the copy reads them."""


def access_export(casebook: Casebook, case: CaseId, folder: Path) -> AccessExport:
    """Write into a new folder of ``folder`` a readable PDF, the same as JSON, and the signed documents.

    Names of files name nobody. All is there or nothing is, and the register tells it before it is there.

    Raises:
        UnknownCaseError: the vault holds no such file.
        UnwrittenFileError: the folder refuses it, or the disk is full.
    """
    held = _held(casebook, case)
    name = f"acces-{held.number}-{held.made_at:%Y-%m-%d}"
    content = dict(_files(casebook, held, name))
    place = _free(folder, name)

    def write(beside: Path) -> None:
        beside.mkdir(mode=0o700)
        for file, written in content.items():
            (beside / file).write_bytes(written)

    hand_out(casebook, place, write, Deed.ACCESS_EXPORT, case, documents=len(content) - 2)
    return AccessExport(folder=place, files=tuple(place / file for file in content), unrevealed=_unrevealed(held))


def _free(folder: Path, name: str) -> Path:
    place, number = folder / name, 1
    while place.exists():
        number += 1
        place = folder / f"{name}-{number}"
    return place


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One interview with the form it was led with."""

    interview: InterviewId
    form: Form
    record: Record
    documents: tuple["SignedDocument", ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """All that is held, other people's data already left out."""

    case: CaseId
    number: str
    made_at: datetime
    of_the_file: Record
    sittings: tuple[_Sitting, ...]
    received: tuple[Reception, ...]
    drafts: tuple[tuple[str, str, str, datetime], ...]
    """Subject, text, author, moment."""
    register: tuple[RegisterRow, ...]


def _held(casebook: Casebook, case: CaseId) -> _Held:
    vault = casebook.vault
    person = vault.cases.get(case)
    received = receptions(casebook, case)
    told = {f"{RECEIVED}/{one.digest}" for one in received}
    entries = [entry for entry in vault.journals.of(case) if _is_hers(entry.subject, told)]
    return _Held(
        case=case,
        number=person.number,
        made_at=casebook.clock.now(),
        of_the_file=Record(entry for entry in entries if entry.interview is None),
        sittings=tuple(_sittings(casebook, case, entries)),
        received=received,
        drafts=tuple(_drafts(casebook, case)),
        register=register(casebook, _MOST_LINES, case=case),
    )


def _is_hers(subject: str, received: Collection[str] = ()) -> bool:
    """``received``: subjects of the documents that are about her, and were not taken back."""
    kind, _, code = subject.partition("/")
    left_out = kind == "answer" and (code in OTHER_PEOPLE or code in NEVER_ON_PAPER)
    return not left_out and kind != "register" and (kind != RECEIVED or subject in received)


def _sittings(casebook: Casebook, case: CaseId, entries: Sequence[Entry]) -> Iterator[_Sitting]:
    for row in casebook.vault.cases.interviews(case):
        form = casebook.form_of(casebook.desk(row.id))
        record = Record(entry for entry in entries if entry.interview == row.id)
        documents = tuple(one for one in casebook.vault.signed_documents.of(row.id) if one.pdf)
        yield _Sitting(row.id, form, record, documents)


def _drafts(casebook: Casebook, case: CaseId) -> Iterator[tuple[str, str, str, datetime]]:
    for specialist in casebook.specialists.values():
        for field, draft in casebook.vault.drafts.of(case, specialist.id).items():
            if _is_hers(field) and not field.startswith(_WITNESS):
                yield field, draft.text, specialist.name, draft.written_at


def _unrevealed(held: _Held) -> int:
    hidden = 0
    for sitting in held.sittings:
        uncovered = {block for block, entry in sitting.record.under("revealed").items() if entry.value is True}
        given = (key.split("/") for key, entry in sitting.record.under("view").items() if entry.value is not None)
        hidden += sum(1 for block, voice in given if voice != Voice.PERSON.value and block not in uncovered)
    return hidden


def _files(casebook: Casebook, held: _Held, name: str) -> Iterator[tuple[str, bytes]]:
    from spie_diag.documents.access_report import build_access

    yield f"{name}.pdf", build_access(_copy(casebook, held), held.made_at)
    yield f"{name}.json", _data(casebook, held)
    documents = [one for sitting in held.sittings for one in sitting.documents]
    for number, one in enumerate(documents, start=1):
        yield f"document-{number:02d}-v{one.version}.pdf", one.pdf
    yield from ((file.name, file.pdf) for file in received_files(casebook, held.case, held.received) if file.pdf)


def _copy(casebook: Casebook, held: _Held) -> AccessCopy:
    person, writing = casebook.vault.cases.get(held.case), casebook.writing
    return AccessCopy(
        person=person.full_name,
        number=held.number,
        made_on=held.made_at.date(),
        made_by=", ".join(filter(None, (writing.name, writing.role, writing.structure))),
        introduction=_introduction(casebook, held),
        identity=tuple(_of_the_file(casebook, held.of_the_file)),
        interviews=(
            *(_interview(casebook, sitting) for sitting in held.sittings),
            *(received_copy(casebook.form, one) for one in held.received),
        ),
        typing=tuple(_typing(held)),
        documents=(
            *_documents(held),
            *(file.listed for file in received_files(casebook, held.case, held.received)),
        ),
        register=tuple(_told_row(row) for row in held.register),
        left_out=_left_out(),
        rights=_rights(casebook, held),
    )


def _introduction(casebook: Casebook, held: _Held) -> tuple[str, ...]:
    until = long_date(retained_until(casebook, held.case), weekday=False)
    told_until = f"Sans nouveau contact, il sera proposé de l’archiver ou de l’effacer à partir du {until}."
    return tuple(
        map(
            spaced,
            (
                "Vous avez demandé à recevoir tout ce qui est écrit sur vous dans ce dossier. Le voici : ce qui est "
                "noté aujourd’hui, ce qui l’était avant, qui l’a écrit et quand. Les mêmes informations sont dans le "
                "fichier qui accompagne cette copie, pour être relues par un ordinateur.",
                told_until,
            ),
        )
    )


def _rights(casebook: Casebook, held: _Held) -> tuple[str, ...]:
    members = [one for sitting in held.sittings for one in pair_of(casebook, sitting.record).members]
    structures = sorted({one.structure for one in members if one.structure})
    asked = listed(structures) or "la structure qui vous a reçu·e"
    return tuple(
        map(
            spaced,
            (
                f"Vous pouvez faire corriger ce qui est faux, et demander que tout soit effacé, auprès de {asked}. Une "
                "information corrigée reste dans l’historique, sauf si son effacement est décidé.",
                "Vous pouvez vous opposer au partage de votre dossier : plus rien n’en sort alors que pour vous.",
                "En cas de désaccord, vous pouvez vous adresser à la Commission nationale de l’informatique et des "
                "libertés (CNIL).",
            ),
        )
    )


def _of_the_file(casebook: Casebook, record: Record) -> Iterator[Line]:
    history = record.history("person")
    if history:
        yield _line(casebook, "Identité", [(entry, identity_words(entry.value)) for entry in history])
    for subject, label in _STANDINGS.items():
        if entries := record.history(subject):
            yield _line(casebook, label, [(entry, _since(entry.value)) for entry in entries])


def _since(value: Value) -> str:
    since = value.get("since") if isinstance(value, dict) else None
    return f"Depuis le {short_date(datetime.fromisoformat(str(since)).date())}" if since else "Levée"


def _line(casebook: Casebook, label: str, history: Sequence[tuple[Entry, str]]) -> Line:
    """One subject; ``history`` is oldest first and not empty."""
    (latest, value), before = history[-1], history[:-1]
    return Line(
        label=label,
        value=value,
        by=_by(casebook, latest.author, latest.written_at),
        former=tuple(
            Former(value=words, by=_by(casebook, entry.author, entry.written_at)) for entry, words in reversed(before)
        ),
    )


def _by(casebook: Casebook, author: SpecialistId, at: datetime) -> str:
    known = casebook.specialists.get(author)
    return f"{known.name if known else 'Un ancien spécialiste'}, {_moment(at)}"


def _moment(at: datetime) -> str:
    return f"{short_date(at.date())} à {clock_time(at)}"


def _interview(casebook: Casebook, sitting: _Sitting) -> InterviewCopy:
    by_chapter: dict[str, list[Line]] = {}
    for subject in dict.fromkeys(entry.subject for entry in sitting.record):
        chapter, line = _subject(casebook, sitting, subject)
        by_chapter.setdefault(chapter, []).append(line)
    order = (*chapters_of(sitting.form), *(title for title in by_chapter if title not in chapters_of(sitting.form)))
    return InterviewCopy(
        title=f"Entretien du {long_date(day_of(sitting.record), weekday=False)}",
        facts=tuple(_facts(casebook, sitting)),
        chapters=tuple(Chapter(title=title, lines=tuple(by_chapter[title])) for title in order if title in by_chapter),
    )


def _subject(casebook: Casebook, sitting: _Sitting, subject: str) -> tuple[str, Line]:
    history = [(entry, told(sitting.form, subject, entry.value)) for entry in sitting.record.history(subject)]
    # What was taken back no longer says where it stood: whatever was written before does.
    about = next((said for _, said in reversed(history) if said.words != TAKEN_BACK), history[-1][1])
    return about.chapter, _line(casebook, about.label, [(entry, said.words) for entry, said in history])


def _facts(casebook: Casebook, sitting: _Sitting) -> Iterator[Fact]:
    for one in pair_of(casebook, sitting.record).members:
        who = ", ".join(filter(None, (one.name, one.role, one.structure)))
        yield Fact(label=f"Spécialiste {one.voice.value}", value=who)
    yield Fact(label="Questionnaire", value=f"{sitting.form.title} {sitting.form.version}".strip())


def _typing(held: _Held) -> Iterator[Line]:
    forms = [sitting.form for sitting in held.sittings]
    for field, text, author, at in held.drafts:
        label = told(forms[-1], field, "").label if forms and field.startswith("answer/") else "Texte"
        yield Line(label=label, value=text, by=f"{author}, {_moment(at)}")


def _documents(held: _Held) -> Iterator[Fact]:
    documents = [one for sitting in held.sittings for one in sitting.documents]
    for number, one in enumerate(documents, start=1):
        # Also those of a note that was taken back: the pages are all that is certain.
        stage = "pages pour la signature à la main" if one.stage == ON_PAPER else f"signature {one.stage}"
        told_at = f"version {one.version}, {stage}, gardé le {_moment(one.kept_at)}"
        yield Fact(label=f"document-{number:02d}-v{one.version}.pdf", value=spaced(told_at))


def _told_row(row: RegisterRow) -> Fact:
    return Fact(label=_moment(row.at), value=", ".join(filter(None, (row.what, row.detail, row.who))))


def _left_out() -> tuple[str, ...]:
    others = "; ".join(OTHER_PEOPLE.values())
    return tuple(
        map(
            spaced,
            (
                f"Les réponses qui décrivent d’autres personnes que vous : {others}. La loi protège aussi leurs "
                "informations (RGPD, article 15, paragraphe 4).",
                "Quelques réponses ne sont jamais mises par écrit, pour personne : vos interlocuteurs vous les disent "
                "de vive voix si vous le demandez.",
            ),
        )
    )


def _data(casebook: Casebook, held: _Held) -> bytes:
    """The same as canonical JSON: every subject with its history, in the words of the journal."""
    person = casebook.vault.cases.get(held.case)
    data: dict[str, Value] = {
        "schema": SCHEMA,
        "number": held.number,
        "made_at": held.made_at.isoformat(),
        "made_by": casebook.writing.name,
        "kept_until": retained_until(casebook, held.case).isoformat(),
        "person": {
            "called": person.called,
            "family_name": person.family_name,
            "first_names": person.first_names,
            "born_on": person.born_on.isoformat() if person.born_on else None,
            "commune": person.commune,
            "phone": person.phone,
        },
        "file": _subjects(casebook, held.of_the_file, None),
        "interviews": [_interview_data(casebook, sitting) for sitting in held.sittings],
        "typing": [
            {"subject": field, "text": text, "author": author, "at": at.isoformat()}
            for field, text, author, at in held.drafts
        ],
        "register": [
            {"at": row.at.isoformat(), "who": row.who, "what": row.what, "detail": row.detail} for row in held.register
        ],
        "left_out": list(_left_out()),
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8", "replace")


def _interview_data(casebook: Casebook, sitting: _Sitting) -> Value:
    return {
        "held_on": day_of(sitting.record).isoformat(),
        "form": {"name": sitting.form.name, "version": sitting.form.version},
        "specialists": [
            {"name": one.name, "role": one.role, "structure": one.structure, "field": one.field_of_work.value}
            for one in pair_of(casebook, sitting.record).members
        ],
        "subjects": _subjects(casebook, sitting.record, sitting.form),
        "documents": [
            {"version": one.version, "stage": one.stage, "kept_at": one.kept_at.isoformat(), "sha256": one.digest}
            for one in sitting.documents
        ],
    }


def _subjects(casebook: Casebook, record: Record, form: Form | None) -> Value:
    """By subject: every entry, oldest first; ``words`` beside the value where a form words it."""
    subjects = dict.fromkeys(entry.subject for entry in record)
    return {subject: [_entry(casebook, entry, form) for entry in record.history(subject)] for subject in subjects}


def _hers_only(entry: Entry) -> Value:
    """Without the name of whoever witnessed her signature, nor what a partner wrote of others."""
    if entry.subject.startswith(f"{RECEIVED}/"):
        return received_data(entry.value)
    if entry.subject.startswith(_WITNESS) and isinstance(entry.value, dict):
        return {name: said for name, said in entry.value.items() if name != "witness"}
    return entry.value


def _entry(casebook: Casebook, entry: Entry, form: Form | None) -> Value:
    author = casebook.specialists.get(entry.author)
    kept: dict[str, Value] = {
        "at": entry.written_at.isoformat(),
        "author": author.name if author else str(entry.author),
        "value": _hers_only(entry),
    }
    if form is not None:
        said = told(form, entry.subject, entry.value)
        kept |= {"label": said.label, "words": said.words}
    return kept
