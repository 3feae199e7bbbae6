"""Documents that several tests look at, built once."""

from datetime import datetime

import pytest

from spie_diag.documents.content import Report, SignatureSlot
from spie_diag.documents.report import build
from tests.documents import samples


def built(
    report: Report,
    signers: tuple[SignatureSlot, ...] = samples.BOTH,
    attachment: bytes = samples.DATA,
    moment: datetime = samples.MOMENT,
) -> bytes:
    return build(report, attachment, moment, signers, chain_head=samples.CHAIN_HEAD)


@pytest.fixture(scope="session")
def full() -> bytes:
    return built(samples.full_report())


@pytest.fixture(scope="session")
def alone() -> bytes:
    """Led by one specialist: one field to sign."""
    return built(samples.one_specialist_report(), samples.BOTH[:1])


@pytest.fixture(scope="session")
def hostile() -> bytes:
    return built(samples.hostile_report())
