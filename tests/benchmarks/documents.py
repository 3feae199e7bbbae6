"""The document and its signatures."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.documents.content import SignatureSlot
from spie_diag.documents.report import build
from spie_diag.documents.stamping import stamp
from spie_diag.interview.people import FieldOfWork, Specialist
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, KnownSigners, new_identity
from spie_diag.signing.verifying import verify
from tests.benchmarks.measuring import Measure, measure
from tests.documents.samples import BOTH, CHAIN_HEAD, DATA, MOMENT, full_report
from tests.signing.paper import CLARA


def measures() -> Iterator[Measure]:
    """A full report: pages, keys, both signatures with their drawings, and the verification."""
    social, employment = BOTH
    pages = partial(build, full_report(), DATA, MOMENT, BOTH, chain_head=CHAIN_HEAD)
    base = pages()
    first = _signing(base, social, FieldOfWork.SOCIAL, certify=True)
    once = first()
    second = _signing(once, employment, FieldOfWork.EMPLOYMENT, certify=False)
    twice = second()
    yield measure("PDF build", pages, budget_ms=2_000, note=_kilobytes(base))
    yield measure("a key and its certificate", lambda: new_identity(CLARA, MOMENT), times=21)
    yield measure("first signature", first, budget_ms=1_000, note=_kilobytes(once))
    yield measure("second signature, first one checked", second, budget_ms=1_000, note=_kilobytes(twice))
    with TemporaryDirectory() as folder:
        known = KnownSigners(Path(folder))
        yield measure("verification of both", lambda: verify(twice, known, now=MOMENT), budget_ms=1_000)


def _signing(pdf: bytes, slot: SignatureSlot, of_work: FieldOfWork, *, certify: bool) -> Callable[[], bytes]:
    signer = Specialist(id=CLARA.id, name=slot.who, structure=slot.structure, role=slot.role, field_of_work=of_work)
    identity = new_identity(signer, MOMENT)
    look = partial(_look, signer=signer, identity=identity)
    return lambda: sign(pdf, slot.field_name, identity, who=slot.who, moment=MOMENT, certify=certify, appearance=look)


def _look(width: float, height: float, *, signer: Specialist, identity: Identity) -> bytes:
    return stamp(width, height, signer, MOMENT, identity.fingerprint)


def _kilobytes(pdf: bytes) -> str:
    return f"{len(pdf) / 1000:.0f} kB"
