"""Taking a partner's document in: opened, verified, compared with what is held, then kept beside it, never over it."""

import hashlib
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook, for_one_deed
from spie_diag.casework.errors import FutureBirthDateError, UnlikelyBirthDateError
from spie_diag.casework.exchange_errors import (
    CertificateNeededError,
    OwnDocumentError,
    PasswordNeededError,
    UnfinishedDocumentError,
    UnknownSignersError,
    UntrustworthyDocumentError,
)
from spie_diag.casework.identities import held_in_vault
from spie_diag.casework.opening import certificates_of
from spie_diag.casework.received import RECEIVED, STAGE, document_place, receptions
from spie_diag.casework.receiving import NewPerson, add_person, refuse_unlikely
from spie_diag.casework.verifying import content_of
from spie_diag.exchange.errors import NotADiagnosticError
from spie_diag.exchange.package import Package, parse
from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, Person, SpecialistId
from spie_diag.paths import known_authorities, known_signers
from spie_diag.signing.identity import KnownSigners
from spie_diag.signing.trusted_authorities import Authorities
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from spie_diag.signing.envelope import Sealing
    from spie_diag.signing.identity import Identity
    from spie_diag.signing.verdict import Verdict


_ANOTHER_ZONE = timedelta(days=1)
_TO_COME = (
    "L’entretien qu’il raconte porte une date à venir : vérifiez la date de cet ordinateur, ou interrogez l’auteur."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What opens a sealed file: the password that was said, or the passphrase of whoever it was sealed for."""

    password: str = field(default="", repr=False)
    specialist: SpecialistId | None = None
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A document that may be taken in: its signatures hold, and its data can be read."""

    pdf: bytes = field(repr=False)
    digest: str
    verdict: "Verdict" = field(repr=False)
    package: Package = field(repr=False)

    @property
    def is_known(self) -> bool:
        """This computer recognises every signer, or the authority that certified her."""
        return all(one.known for one in self.verdict.signatures)


def sealing_of_file(file: Path) -> "Sealing":
    """How a file is closed, before anything is asked for it.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: it cannot be read.
    """
    from spie_diag.signing.envelope import sealing_of

    return sealing_of(content_of(file))


@dataclass(frozen=True, slots=True, kw_only=True)
class Believing:
    """Folders of certificates and authorities to recognise, instead of the user's own."""

    signers: Path | None = None
    authorities: Path | None = None


def is_closed(file: Path) -> bool:
    """Whether something must be opened before anything is read of a file.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: it cannot be read.
    """
    from spie_diag.signing.envelope import Sealing

    return sealing_of_file(file) is not Sealing.NONE


def is_closed_by_password(file: Path) -> bool:
    """Whether a password must be asked before anything is read of a file.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: it cannot be read.
    """
    from spie_diag.signing.envelope import Sealing

    return sealing_of_file(file) is Sealing.PASSWORD


def examine_file(
    casebook: Casebook, file: Path, key: Key | None = None, *, believing: Believing | None = None
) -> Incoming:
    """``examine`` for a file.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: it cannot be read.
        SpieError: as ``examine``.
    """
    return examine(casebook, content_of(file), key, believing=believing)


def examine(
    casebook: Casebook, content: bytes, key: Key | None = None, *, believing: Believing | None = None
) -> Incoming:
    """Open what a partner sent, verify it and read its data; nothing is kept yet.

    Raises:
        PasswordNeededError, CertificateNeededError: it is sealed, and ``key`` does not say how to open it.
        UntrustworthyDocumentError: its signatures do not hold, there are none, or an authority disowns them.
        UnfinishedDocumentError: only one of the two specialists has signed.
        OwnDocumentError: it was signed in this vault.
        SpieError: the password is wrong, the envelope changed, the data cannot be read.
    """
    pdf = opened(casebook, content, key)
    return accept(casebook, pdf, _verdict(casebook, pdf, believing or Believing()))


def accept(casebook: Casebook, pdf: bytes, verdict: "Verdict") -> Incoming:
    """Judge what a verification found of ``pdf``, and read its data; nothing is kept yet.

    Raises:
        UntrustworthyDocumentError: as ``examine``; or the interview is of a day to come.
        UnfinishedDocumentError, OwnDocumentError: as ``examine``.
        SpieError: the data cannot be read.
    """
    if not verdict.unchanged or verdict.distrusted:
        raise UntrustworthyDocumentError(reason=_reason(verdict))
    if verdict.missing:
        raise UnfinishedDocumentError
    own = {fingerprint for one in casebook.specialists for fingerprint in certificates_of(casebook, one)}
    if any(one.fingerprint in own for one in verdict.signatures):
        raise OwnDocumentError
    if verdict.diagnostic is None:
        raise NotADiagnosticError
    package = parse(verdict.diagnostic)
    if package.held_on > casebook.clock.now().date() + _ANOTHER_ZONE:
        raise UntrustworthyDocumentError(reason=_TO_COME)  # it would stay the latest word on everything
    return Incoming(pdf=pdf, digest=hashlib.sha256(pdf).hexdigest(), verdict=verdict, package=package)


def _verdict(casebook: Casebook, pdf: bytes, believing: Believing, *, received_at: datetime | None = None) -> "Verdict":
    from spie_diag.signing.verifying import verify

    return verify(
        pdf,
        KnownSigners(believing.signers or known_signers()),
        authorities=Authorities(believing.authorities or known_authorities()),
        now=casebook.clock.now(),
        received_at=received_at,
    )


def opened(casebook: Casebook, content: bytes, key: Key | None = None) -> bytes:
    """The PDF itself, out of its envelope where it has one: to be verified, or looked at.

    Raises:
        PasswordNeededError, CertificateNeededError: ``key`` does not say how to open it.
        SpieError: the password or the passphrase is wrong, it is not for her, the envelope changed.
    """
    from spie_diag.signing.envelope import Sealing, open_with_password, sealing_of

    how = sealing_of(content)
    if how is Sealing.PASSWORD:
        if key is None or not key.password:
            raise PasswordNeededError
        return open_with_password(content, key.password)
    if how is Sealing.CERTIFICATE:
        if key is None or key.specialist is None:
            raise CertificateNeededError
        with for_one_deed(casebook, key.specialist):
            casebook.vault.unlock(key.specialist, key.passphrase)
            return _opened_by(content, held_in_vault(casebook, key.specialist))
    return content


def _opened_by(content: bytes, held: "Sequence[Identity]") -> bytes:
    """By whichever of her keys it was sealed for."""
    from spie_diag.signing.envelope import open_with_identity
    from spie_diag.signing.envelope_errors import NotForThisIdentityError

    for identity in held:
        with suppress(NotForThisIdentityError):
            return open_with_identity(content, identity)
    raise NotForThisIdentityError


def _reason(verdict: "Verdict") -> str:
    """A sentence of the verdict that names nobody: names of signers stay out of errors."""
    if not verdict.signatures:
        return verdict.problems[0]
    if verdict.unchanged:
        return "L’autorité d’un signataire a repris son certificat, ou ne le lui avait pas donné pour signer."
    return "Il a changé depuis sa signature, ou une signature ne tient pas."


def already_in(casebook: Casebook, incoming: Incoming) -> CaseId | None:
    """Whose file holds this very document already; None where nobody's does."""
    return case_holding(casebook, incoming.digest)


def case_holding(casebook: Casebook, digest: str) -> CaseId | None:
    """Whose file holds the document of this SHA-256, as taken in; None where nobody's does."""
    for kept in casebook.vault.signed_documents.of(document_place(digest)):
        if kept.digest == digest and any(one.digest == digest for one in receptions(casebook, kept.case)):
            return kept.case
    return None


def take_in(casebook: Casebook, incoming: Incoming, case: CaseId | None, *, unknown_confirmed: bool = False) -> CaseId:
    """Keep a partner's document and what it says in a person's file, or in a new one; twice changes nothing.

    ``unknown_confirmed``: somebody compared the certificates with their signers, whom this computer does not know.

    Raises:
        UnknownSignersError: nobody did.
        UnknownCaseError: the vault holds no such person.
        MissingNameError: a new file is asked for, and the document names nobody.
        SpieError: the vault cannot be written; nothing that was held changed.
    """
    if not incoming.is_known and not unknown_confirmed:
        raise UnknownSignersError
    held = already_in(casebook, incoming)
    if held is not None:
        return held
    person = casebook.vault.cases.get(case) if case is not None else _new_person(casebook, incoming.package)
    _keep(casebook, incoming, person)
    return person.case


def _new_person(casebook: Casebook, package: Package) -> Person:
    """A file of our own for her, with a number of ours."""
    told = package.person
    new = NewPerson(
        called=_short(told.called),
        family_name=_short(told.family_name),
        first_names=_short(told.first_names),
        born_on=told.born_on,
        commune=_short(told.commune),
        phone=_short(told.phone),
    )
    return add_person(casebook, _likely(new, casebook.clock.now().date()))


_LONGEST = 120
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Control characters, and those that turn what follows around."""


def _short(text: str) -> str:
    """On one line, without signs that nobody sees, and no longer than a person's file takes: the document keeps all."""
    seen = "".join(letter if unicodedata.category(letter) not in _UNSEEN else " " for letter in text)
    return " ".join(seen.split())[:_LONGEST]


def _likely(new: NewPerson, today: date) -> NewPerson:
    """Without a birth date that nobody here could have typed."""
    try:
        refuse_unlikely(new, today)
    except (FutureBirthDateError, UnlikelyBirthDateError):
        return NewPerson(
            called=new.called,
            family_name=new.family_name,
            first_names=new.first_names,
            commune=new.commune,
            phone=new.phone,
        )
    return new


def _keep(casebook: Casebook, incoming: Incoming, person: Person) -> None:
    """The document first, then the entry that speaks of it: a cut between the two is mended by taking it in again."""
    from spie_diag.vault.journals import Line
    from spie_diag.vault.register import line_of

    documents, place = casebook.vault.signed_documents, document_place(incoming.digest)
    version = incoming.package.version
    if not any(kept.case == person.case and kept.digest == incoming.digest for kept in documents.of(place)):
        documents.add(person.case, place, version, incoming.digest, incoming.pdf, STAGE)
    casebook.vault.journals.write_all(
        [
            Line(
                case=person.case,
                interview=None,
                author=casebook.writer,
                subject=f"{RECEIVED}/{incoming.digest}",
                value=_as_json(incoming),
            ),
            line_of(Deed.RECEIVED, casebook.writer, person.case, {"format": "pdf", "version": version}),
        ]
    )


def _as_json(incoming: Incoming) -> Value:
    signers: list[Value] = [
        {
            "name": one.signer,
            "structure": one.structure,
            "role": one.role,
            "fingerprint": one.fingerprint,
            "known": one.known,
        }
        for one in incoming.verdict.signatures
    ]
    return {
        "digest": incoming.digest,
        "number": incoming.package.number,
        "version": incoming.package.version,
        "signers": signers,
        "diagnostic": (incoming.verdict.diagnostic or b"").decode(),
    }
