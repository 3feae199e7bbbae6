"""Key stretching made quick, for tests that are not about it.

It is slow on purpose: what it really costs and resists is tried in tests/vault, tests/cli and the whole interview.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from spie_diag.vault.key import Strength


def quickly(passphrase: bytes, salt: bytes, _strength: Strength) -> bytes:
    """32 bytes that depend on the same things."""
    return hashlib.blake2b(passphrase, salt=salt[:16], digest_size=32).digest()


@contextmanager
def stretched_quickly() -> Iterator[None]:
    """A vault made within opens only within."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spie_diag.vault.slots._stretch", quickly)
        yield


@pytest.fixture(scope="module", autouse=True)
def quick_stretching() -> Iterator[None]:
    with stretched_quickly():
        yield
