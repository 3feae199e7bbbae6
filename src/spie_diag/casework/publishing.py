"""The document: what the report says is taken from the interview, and the same facts travel inside it as data."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from spie_diag.casework.attachment import Signer, attachment_of
from spie_diag.casework.casebook import Casebook, version_number
from spie_diag.casework.errors import SeveralDigestsError
from spie_diag.casework.handing_out import hand_out
from spie_diag.casework.opening import certificate_of
from spie_diag.casework.rights import Recipient, refuse_opposed
from spie_diag.casework.sharing import is_shareable, shared_value, shared_wording
from spie_diag.casework.sheet import PersonSignature, Sheet, draw
from spie_diag.casework.texts import rights, useful_numbers
from spie_diag.casework.wording import running, words_of
from spie_diag.diagnosis.assessment import Assessment
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.diagnosis.hours import WeeklyHours
from spie_diag.documents import content
from spie_diag.followup.goals import Action, Owner
from spie_diag.forms.definition import Block, BlockKind, QuestionCode
from spie_diag.french import long_date
from spie_diag.interview.people import FieldOfWork, InterviewId, Specialist
from spie_diag.vault.deeds import Deed

_FIELDS = {FieldOfWork.SOCIAL: "Signature_Social", FieldOfWork.EMPLOYMENT: "Approbation_Emploi"}
"""No name begins with the other's: readers match locks by prefix."""

_VERBATIM = {
    "ATT-01": "Ce qui compte le plus en ce moment",
    "ATT-03": "Ce qui a déjà été essayé",
    "ATT-04": "Ce dont elle est fière",
    "ATT-07": "Dans six mois",
}
_EXPECTED = QuestionCode("ATT-02")
_JOBS = QuestionCode("PRO-02")
_PROJECT = {
    "PRO-01": "Direction",
    "PRO-02": "Métiers envisagés",
    "PRO-07": "Autre piste",
    "DIS-01": "Disponibilité",
    "DIS-03": "Créneaux possibles",
    "DIS-04": "Heures par semaine",
    "DIS-05": "Temps de travail",
    "MOB-01": "Déplacements",
    "MOB-04": "Trajet accepté, en minutes",
}
"""Questions of the project and of availability, with the short labels of the printed page."""
_NO_COMMON_PROPOSAL = "Pas de proposition commune : les avis sont gardés"
_AGREEMENT = {
    "oui": "La personne a relu cette synthèse : elle correspond à ce qu’elle a dit.",
    "en_partie": "La personne a relu cette synthèse : elle correspond en partie à ce qu’elle a dit.",
    "non": "La personne a relu cette synthèse : elle ne correspond pas à ce qu’elle a dit.",
}


def field_of(specialist: Specialist) -> str:
    """The signature field of a specialist."""
    return _FIELDS[specialist.field_of_work]


def build_document(casebook: Casebook, interview: InterviewId, *, first: Specialist | None = None) -> bytes:
    """The PDF of the current version, ready to be signed, ``first`` signing first.

    Its bytes depend only on the journal and on the version: the same interview gives the same document.
    """
    from spie_diag.documents.report import build

    sheet = draw(casebook, interview)
    entries = list(casebook.desk(interview).record)
    signers = sorted(sheet.pair.members, key=lambda one: one != first)
    return build(
        report_of(sheet),
        attachment_of(sheet, {one.id: Signer(field_of(one), certificate_of(casebook, one.id)) for one in signers}),
        moment=entries[-1].written_at,
        signers=[_slot(one) for one in signers],
        chain_head=casebook.vault.journals.chain_head(),
    )


def export_document(
    casebook: Casebook, interview: InterviewId, file: Path, recipient: Recipient = Recipient.PARTNER
) -> Path:
    """Write the latest signed bytes of the current version, or the unsigned document, where the user asked.

    The file is complete or absent, and the register tells it before it is there.

    Raises:
        OppositionError: the person opposes sharing, and the document is not for herself.
        UnwrittenFileError: the folder refuses it, or the disk is full; no trace of it is left there.
    """
    desk = casebook.desk(interview)
    refuse_opposed(casebook, desk.person.case, recipient)
    pdf = signed_document(casebook, interview) or build_document(casebook, interview)
    hand_out(
        casebook,
        file,
        lambda beside: beside.write_bytes(pdf),
        Deed.EXPORTED,
        desk.person.case,
        format="pdf",
        version=version_number(desk.record),
        recipient=recipient.value,
    )
    return file


def signed_document(casebook: Casebook, interview: InterviewId, version: int | None = None) -> bytes | None:
    """The bytes kept at the last signature of a version (the current one unless told), or None before any.

    Raises:
        SeveralDigestsError: they are not what the journal says was signed.
    """
    record = casebook.desk(interview).record
    number = version or version_number(record)
    signed = record.under(f"signed/{number}")
    if not signed:
        return None
    last = max(signed.values(), key=lambda entry: entry.tick).value
    digest = last.get("digest") if isinstance(last, dict) else None
    for kept in casebook.vault.signed_documents.of(interview):
        if kept.version == number and kept.digest == digest == hashlib.sha256(kept.pdf).hexdigest():
            return kept.pdf
    raise SeveralDigestsError


def proposed_file_name(sheet: Sheet) -> str:
    """A file name that names nobody: the file number and the version."""
    return f"diagnostic-{sheet.person.number}-v{sheet.version}.pdf"


def _slot(one: Specialist) -> content.SignatureSlot:
    return content.SignatureSlot(
        field_name=field_of(one), who=one.name, role=one.role, structure=one.structure, voice=one.voice
    )


def report_of(sheet: Sheet) -> content.Report:
    """Everything the printed diagnosis says, in the order of its pages. Source: domain §9.4."""
    return content.Report(
        cover=_cover(sheet),
        summary=sheet.syntheses.shareable or sheet.syntheses.agreed,
        words=tuple(_words(sheet)),
        strengths=tuple(_strengths(sheet)),
        domains=tuple(_domains(sheet)),
        not_explored=tuple(_not_explored(sheet)),
        project=tuple(_project(sheet)),
        pathway=_pathway(sheet),
        goals=tuple(_goals(sheet)),
        next_steps=_next_steps(sheet),
        observations=_told(sheet, QuestionCode("ATT-09")),
        agreement=_AGREEMENT.get(str(shared_value(sheet, QuestionCode("ATT-08"))), ""),
        rights=rights(sheet.pair),
        signature=_person_signature(sheet.person_signature),
    )


def _cover(sheet: Sheet) -> content.Cover:
    return content.Cover(
        person=sheet.person.full_name,
        born_on=sheet.person.born_on,
        commune=_told(sheet, QuestionCode("IDE-04")) or sheet.person.commune,
        number=sheet.person.number,
        held_on=sheet.today,
        authors=tuple(
            content.Author(name=one.name, role=one.role, structure=one.structure, voice=one.voice)
            for one in sheet.pair.members
        ),
        version=sheet.version,
        correction=sheet.correction_reason,
        absent=_absent(sheet),
        form=f"{sheet.state.form.title} {sheet.state.form.version}",
    )


def _told(sheet: Sheet, code: QuestionCode) -> str:
    """The words of an answer that others may read, without the fields that stay in the pair; empty where none."""
    value = shared_value(sheet, code)
    if value is None:
        return ""
    question, rows = shared_wording(sheet, code)
    return words_of(question, value, rows)


def _absent(sheet: Sheet) -> str:
    if sheet.pair.is_joint:
        return ""
    missing = "emploi" if sheet.pair.employment is None else "social"
    return f"Un seul spécialiste était présent : le regard du champ {missing} manque."


def _words(sheet: Sheet) -> Iterable[content.Words]:
    for code, about in _VERBATIM.items():
        if said := _told(sheet, QuestionCode(code)):
            yield content.Words(about=about, said=said.strip("«»\u00a0\u202f "))
    if expected := _told(sheet, _EXPECTED):
        yield content.Words(about="Ce qu’elle attend de nous", said=expected, is_quote=False)


def _strengths(sheet: Sheet) -> Iterable[content.Strength]:
    if sheet.strengths:
        yield from (content.Strength(text=text) for text in sheet.strengths)
        return
    for code, one in sheet.conclusions.items():
        if one.strength:
            block = sheet.state.form.by_code[code]
            yield content.Strength(text=one.text or block.label, domain=block.label)


def _domains(sheet: Sheet) -> Iterable[content.Domain]:
    order = (BlockKind.CONSTRAINT, BlockKind.RESOURCE, BlockKind.EMPLOYMENT)
    blocks = [one for kind in order for one in sheet.state.form.blocks if one.kind is kind]
    for block in blocks:
        concluded = sheet.conclusions.get(block.code)
        if concluded is not None and not sheet.course.is_closed(block.code):
            yield _domain(sheet, block, concluded)


def _domain(sheet: Sheet, block: Block, concluded: Conclusion) -> content.Domain:
    seen = sheet.views[block.code]
    shown = block.code in sheet.revealed and concluded.is_settled
    return content.Domain(
        label=block.label,
        social=_rating(seen.social) if shown else None,
        employment=_rating(seen.employment) if shown else None,
        person=_rating(seen.person),
        agreed=None
        if concluded.disagreement
        else content.Rating(level=concluded.level, is_strength=concluded.strength),
        statement=concluded.disagreement or concluded.text,
        is_priority=block.code in sheet.priorities,
        disagreement=tuple(_opinions(seen.social, seen.employment)) if concluded.disagreement and shown else (),
    )


def _rating(view: Assessment | None) -> content.Rating | None:
    if view is None or view.level is None:
        return None
    return content.Rating(level=int(view.level), is_strength=view.strength)


def _opinions(*given: Assessment | None) -> Iterable[content.Opinion]:
    for view in given:
        if view is not None:
            level = view.level.label if view.level is not None else "Non évalué"
            yield content.Opinion(voice=view.voice, text=f"{level}. {view.reason}".strip())


def _not_explored(sheet: Sheet) -> Iterable[str]:
    """Domains without a conclusion: not spoken of and not wished read alike, since only the person may tell."""
    for block in sheet.state.form.blocks:
        rated = block.is_rated and block.kind is not BlockKind.BASE
        if rated and sheet.state.is_offered(block.code) and block.code not in sheet.conclusions:
            yield block.label


def _project(sheet: Sheet) -> Iterable[content.Fact]:
    for code, label in ((QuestionCode(code), label) for code, label in _PROJECT.items()):
        block = sheet.state.form.block_of.get(code)
        if block is None or code in sheet.course.withheld:
            continue
        if said := _jobs(sheet) if code == _JOBS else _told(sheet, code):
            yield content.Fact(label=label, value=said)


def _jobs(sheet: Sheet) -> str:
    """The jobs she thinks of: the trade, where the project stands, the contract looked for."""
    (asked, _), rows = shared_wording(sheet, _JOBS), shared_value(sheet, _JOBS)
    told = []
    for row in rows if isinstance(rows, list) else []:
        words = {child.name: words_of(child, row.get(child.name)) for child in asked.children if isinstance(row, dict)}
        trade = " – ".join(words[name] for name in ("metier", "appellation") if words.get(name))
        details = [words[name] for name in ("statut", "contrat", "temps") if words.get(name)]
        told.append(f"{trade} : {running([details[0].lower(), *details[1:]])}" if details else trade)
    return " ; ".join(line for line in told if line)


def _pathway(sheet: Sheet) -> content.Pathway:
    chosen = sheet.orientation
    return content.Pathway(
        proposal=chosen.proposal.title if chosen.proposal else _NO_COMMON_PROPOSAL if chosen.disagreement else "",
        reason=chosen.reason,
        opinions=tuple(
            content.Opinion(voice=voice, text=path.title if path else "Ne sait pas")
            for voice, path in chosen.opinions.items()
        ),
        facts=tuple(_rhythm(chosen.hours)),
    )


def _rhythm(hours: WeeklyHours) -> Iterable[content.Fact]:
    """What is proposed per week; the motive of a waiver is for the référent only and stays in the vault."""
    if hours.kind is not None:
        number = f" : {hours.number} h" if hours.number else ""
        yield content.Fact(label="Rythme proposé", value=f"{hours.kind.label}{number}")
    if hours.exemption_presented:
        yield content.Fact(label="Dispense d’heures", value="La possibilité a été présentée à la personne.")


def _goals(sheet: Sheet) -> Iterable[content.Goal]:
    for goal in sheet.goals:
        block = sheet.state.form.by_code.get(goal.block) if goal.block else None
        yield content.Goal(
            label=goal.label,
            domain=block.label if block else "",
            due=goal.due,
            reached_when=goal.sign,
            actions=tuple(_action(sheet, one) for one in goal.actions),
        )


def _action(sheet: Sheet, one: Action) -> content.Action:
    carried = {
        Owner.PERSON: sheet.person.called,
        Owner.SOCIAL: sheet.pair.social.name if sheet.pair.social else Owner.SOCIAL.label,
        Owner.EMPLOYMENT: sheet.pair.employment.name if sheet.pair.employment else Owner.EMPLOYMENT.label,
        Owner.PARTNER: Owner.PARTNER.label,
    }
    return content.Action(
        what=one.what, who=one.owner_name or carried[one.owner], when=one.due, status=one.status.label
    )


def _next_steps(sheet: Sheet) -> content.NextSteps:
    met = sheet.next_meeting
    return content.NextSteps(
        referent=sheet.orientation.referent,
        correspondent=sheet.orientation.correspondent,
        meeting=_meeting(met.on, met.at, met.place, met.with_whom) if met else "",
        deadlines=tuple(
            content.Fact(label=one.title, value=long_date(one.on))
            for one in sheet.deadlines
            if all(is_shareable(sheet, asked) for asked in one.rests_on)
        ),
        numbers=tuple(content.Fact(label=label, value=number) for label, number in useful_numbers()),
    )


def _meeting(on: date, at: str, place: str, with_whom: str) -> str:
    words = [long_date(on), f"à {at}" if at else "", place, f"avec {with_whom}" if with_whom else ""]
    return ", ".join(word for word in words if word)


def _person_signature(given: PersonSignature | None) -> content.PersonSignature:
    if given is None:
        return content.PersonSignature(kind=content.PersonSigning.ON_PAPER)
    kinds = {
        "ink": content.PersonSigning.DRAWN,
        "witness": content.PersonSigning.WITNESSED,
        "declined": content.PersonSigning.DECLINED,
        "paper": content.PersonSigning.ON_PAPER,
    }
    return content.PersonSignature(
        kind=kinds[given.kind],
        strokes=given.strokes,
        witness=given.witness,
        signed_on=given.given_at.date() if given.given_at else None,
    )
