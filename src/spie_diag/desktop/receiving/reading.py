"""What the page « Recevoir » has done elsewhere, and what comes back: each of these runs in a worker."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.desktop.cases.checked import checked_of
from spie_diag.desktop.receiving.shown import Asked, Judged, News, Taken
from spie_diag.errors import SpieError
from spie_diag.french import counted, long_date, spaced
from spie_diag.interview.people import CaseId, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.taking_in import Incoming
    from spie_diag.signing.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A document that was judged: what is told of it, and the document itself where it may be taken in."""

    judged: Judged
    incoming: "Incoming | None" = field(default=None, repr=False)
    asked: Asked | None = field(default=None, repr=False)


def get_ready(_errand: object) -> None:
    """Import what reads and verifies, before anybody waits for it."""
    from spie_diag.casework import reconciling, taking_in, verifying  # noqa: F401


def read_file(file: Path) -> bytes:
    from spie_diag.casework.verifying import content_of

    return content_of(file)


def opened_pdf(
    casebook: "Casebook", content: bytes, password: str, specialist: SpecialistId | None, passphrase: str
) -> bytes:
    """Out of its envelope, where it has one and the key opens it."""
    from spie_diag.casework.taking_in import Key, opened

    is_given = bool(password) or specialist is not None
    key = Key(password=password, specialist=specialist, passphrase=passphrase) if is_given else None
    return opened(casebook, content, key)


def verified(pdf: bytes, now: datetime, _errand: object) -> "Verdict":
    """Long, and without the vault: beside whatever else is written."""
    from spie_diag.casework.verifying import verify_content

    return verify_content(pdf, now=now)


def examined(casebook: "Casebook", pdf: bytes, verdict: "Verdict", name: str) -> Examined:
    """A refusal is a verdict too: it is told with the words of the verification."""
    from spie_diag.casework.reconciling import matches
    from spie_diag.casework.taking_in import accept, already_in
    from spie_diag.desktop.receiving.wording import asked_of

    try:
        incoming = accept(casebook, pdf, verdict)
    except SpieError as why:
        return Examined(judged=_judged(verdict, name, refusal=(why.what_happened, why.what_to_do)))
    held = already_in(casebook, incoming)
    if held is not None:
        judged = _judged(verdict, name, already=_already(casebook, held, incoming.digest), held_by=held)
        return Examined(judged=judged, incoming=incoming)
    asked = asked_of(incoming.package, matches(casebook, incoming))
    return Examined(judged=_judged(verdict, name), incoming=incoming, asked=asked)


def _judged(
    verdict: "Verdict",
    name: str,
    *,
    refusal: tuple[str, str] = ("", ""),
    already: str = "",
    held_by: CaseId | None = None,
) -> Judged:
    unknown = () if refusal[0] or held_by is not None else tuple(_unknown(verdict))
    checked = checked_of(verdict)
    return Judged(
        name=name,
        checked=replace(checked, advice="") if refusal[0] or unknown else checked,  # both say it better
        refusal=refusal,
        fingerprints=unknown,
        already=already,
        held_by=held_by,
    )


def _unknown(verdict: "Verdict") -> list[str]:
    """Whom to call, and what to compare with her: fingerprints in groups of four."""
    told = []
    for one in verdict.signatures:
        if not one.known:
            digits = one.fingerprint
            groups = " ".join(digits[place : place + 4] for place in range(0, len(digits), 4)).upper()
            told.append(spaced(f"{one.signer or 'Signataire sans nom'} : {groups}"))
    return told


def _already(casebook: "Casebook", case: CaseId, digest: str) -> str:
    from spie_diag.casework.received import receptions

    person = casebook.vault.cases.get(case)
    received = next(one.received_at for one in receptions(casebook, case) if one.digest == digest)
    day = long_date(received.astimezone(casebook.clock.now().tzinfo).date(), weekday=False)
    return spaced(f"Déjà reçu le {day}, dans le dossier {person.number} de {person.called}.")


def numbered(casebook: "Casebook", number: str) -> CaseId:
    from spie_diag.casework.reconciling import case_numbered

    return case_numbered(casebook, number)


def compared(casebook: "Casebook", incoming: "Incoming", case: CaseId | None) -> News:
    """Line by line, beside the file of ``case``."""
    from spie_diag.casework.reconciling import compare
    from spie_diag.desktop.receiving.wording import full_name, news_of

    differences = compare(casebook, incoming, case)
    if case is None:
        whom = f"un nouveau dossier, pour {full_name(incoming.package.person) or 'une personne sans nom'}"
    else:
        person = casebook.vault.cases.get(case)
        whom = f"le dossier {person.number} de {full_name(person) or person.called}"
    return news_of(incoming.package, differences, spaced(whom))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    case: CaseId
    shown: Taken


def taken(casebook: "Casebook", incoming: "Incoming", case: CaseId | None, *, confirmed: bool) -> Kept:
    """Kept for good; twice changes nothing."""
    from spie_diag.casework.taking_in import take_in

    kept = take_in(casebook, incoming, case, unknown_confirmed=confirmed)
    person = casebook.vault.cases.get(kept)
    answers = counted(len(incoming.package.answers), "réponse")
    told = Taken(
        case=kept,
        sentence=spaced(f"Le document est dans le dossier {person.number} de {person.called} : {answers}."),
        advice=spaced(
            "Rien de ce que vous aviez noté n’a changé. Dans l’entretien, chaque réponse du partenaire se lit sous la "
            "question : vous décidez ensemble si vous la reprenez."
        ),
    )
    return Kept(case=kept, shown=told)
