"""Every kind of document, at every stage of its signing, written to a folder: what other validators look at.

python -m tests.documents.stages FOLDER
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import tsp

from spie_diag.clock import SteppingClock
from spie_diag.documents import meeting_sheet, relay_sheet
from spie_diag.documents.content import Report, SignatureSlot
from spie_diag.documents.report import build
from spie_diag.documents.stamping import stamp
from spie_diag.interview.people import FieldOfWork, Specialist, Voice
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, new_identity
from spie_diag.signing.time_stamping import TimeStampServer
from spie_diag.signing.timestamps_adding import with_proofs
from tests.documents import samples, sheet_samples
from tests.signing.paper import CLARA
from tests.signing.territory import time_service, vauclaire

_WORK = {Voice.SOCIAL: FieldOfWork.SOCIAL, Voice.EMPLOYMENT: FieldOfWork.EMPLOYMENT}


def stages() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file."""
    one, both = samples.BOTH[:1], samples.BOTH
    yield from _signed_in_turn("diagnostic", samples.full_report(), both)
    yield from _signed_in_turn("diagnostic-autre-ordre", samples.full_report(), both[::-1])
    yield from _signed_in_turn("diagnostic-hostile", samples.hostile_report(), both)
    yield from _signed_in_turn("diagnostic-non-conjoint", samples.one_specialist_report(), one)
    yield from _signed_in_turn("extrait", sheet_samples.extract_report(), both)
    yield from _signed_in_turn("extrait-employeur", sheet_samples.employer_report(), one)
    yield from _signed_in_turn("exemplaire-personne", sheet_samples.person_report(), one)
    crowded = replace(sheet_samples.person_report(), easy=sheet_samples.crowded_easy_page())
    yield from _signed_in_turn("exemplaire-charge", crowded, ())
    yield from _signed_in_turn("sans-signature", samples.full_report(), ())
    yield from _signed_in_turn("vide", samples.empty_report(), ())
    yield from _signed_in_turn("tout-rempli", sheet_samples.everything_full(), ())
    for name, relay in (("relais", sheet_samples.RELAY), ("relais-charge", sheet_samples.crowded_relay())):
        yield name, relay_sheet.build(relay, samples.MOMENT)
    for name, meeting in (("reunion", sheet_samples.MEETING), ("reunion-vide", sheet_samples.empty_meeting())):
        yield name, meeting_sheet.build(meeting, samples.MOMENT)
    yield from _witnessed()


def _signed_in_turn(name: str, report: Report, slots: tuple[SignatureSlot, ...]) -> Iterator[tuple[str, bytes]]:
    pdf = build(report, samples.DATA, samples.MOMENT, slots, chain_head=samples.CHAIN_HEAD)
    yield name, pdf
    for number, slot in enumerate(slots, start=1):
        pdf = signed(pdf, slot, certify=number == 1)
        yield f"{name}-signe-{number}", pdf


def _witnessed() -> Iterator[tuple[str, bytes]]:
    """By two specialists of a territory, each signature stamped, then the whole with the proofs that last."""
    pdf = build(samples.full_report(), samples.DATA, samples.MOMENT, samples.BOTH, chain_head=samples.CHAIN_HEAD)
    for number, slot in enumerate(samples.BOTH, start=1):
        signer = _signer(slot)
        identity = vauclaire().certifies(signer)
        look = partial(_look, signer=signer, identity=identity)
        pdf = sign(
            pdf,
            slot.field_name,
            identity,
            who=slot.who,
            moment=samples.MOMENT,
            certify=number == 1,
            appearance=look,
            time_stamper=_server(samples.MOMENT),
        )
        yield f"horodate-signe-{number}", pdf
    with TemporaryDirectory() as folder:
        office = vauclaire().recognised_in(Path(folder), vauclaire().takes_back())
        yield "horodate-preuves", with_proofs(pdf, office, time_service(samples.MOMENT + timedelta(hours=2)))


def _server(moment: datetime) -> TimeStampServer:
    service = time_service(moment)
    return TimeStampServer(
        "https://horloge.exemple",
        ask=lambda request: bytes(service.request_tsa_response(tsp.TimeStampReq.load(request)).dump()),
        clock=SteppingClock(moment),
    )


def _signer(slot: SignatureSlot) -> Specialist:
    return Specialist(
        id=CLARA.id, name=slot.who, structure=slot.structure, role=slot.role, field_of_work=_WORK[slot.voice]
    )


def signed(pdf: bytes, slot: SignatureSlot, *, certify: bool) -> bytes:
    """Signed in a slot, by somebody who was given a key for that."""
    return signing(pdf, slot, certify=certify)()


def signing(pdf: bytes, slot: SignatureSlot, *, certify: bool) -> Callable[[], bytes]:
    """The same, still to be done: for who measures it."""
    signer = _signer(slot)
    identity = new_identity(signer, samples.MOMENT)
    look = partial(_look, signer=signer, identity=identity)
    return lambda: sign(
        pdf, slot.field_name, identity, who=slot.who, moment=samples.MOMENT, certify=certify, appearance=look
    )


def _look(width: float, height: float, *, signer: Specialist, identity: Identity) -> bytes:
    return stamp(width, height, signer, samples.MOMENT, identity.fingerprint)


def main(folder: Path) -> None:
    for name, pdf in stages():
        (folder / f"{name}.pdf").write_bytes(pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
