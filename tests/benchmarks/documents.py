"""The document and its signatures."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.signing.applying import sign
from spie_diag.signing.identity import KnownSigners, new_identity
from spie_diag.signing.verifying import verify
from tests.benchmarks.measuring import Measure, measure
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, identities, paper


def measures() -> Iterator[Measure]:
    """Keys, both signatures and the verification, on a one-page document."""
    clara, idris = identities()
    document = paper(SOCIAL, EMPLOYMENT)

    def first() -> bytes:
        return sign(document, SOCIAL, clara, who=CLARA.name, moment=MONDAY, certify=True)

    once = first()

    def second() -> bytes:
        return sign(once, EMPLOYMENT, idris, who=IDRIS.name, moment=MONDAY, certify=False)

    twice = second()
    yield measure("a key and its certificate", lambda: new_identity(CLARA, MONDAY), times=21)
    yield measure("first signature", first, budget_ms=1_000, note=f"{len(once) / 1000:.0f} kB")
    yield measure("second signature, first one checked", second, budget_ms=1_000, note=f"{len(twice) / 1000:.0f} kB")
    with TemporaryDirectory() as folder:
        known = KnownSigners(Path(folder))
        known.add(clara.certificate)
        yield measure("verification of both", lambda: verify(twice, known, now=MONDAY), budget_ms=1_000)
