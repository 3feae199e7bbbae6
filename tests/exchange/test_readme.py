"""What the README tells other vendors is true: its example is read, its steps give back what we wrote."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from spie_diag.documents.envelope_page import build_envelope_page
from spie_diag.exchange.package import parse
from spie_diag.exchange.schemas import misshapen_part
from spie_diag.signing.envelope import ENCLOSED, seal_with_password
from tests.exchange.packages import package, written
from tests.signing.paper import EMPLOYMENT, SOCIAL, identities, paper, signed_by_both

README = Path(__file__).parents[2] / "src" / "spie_diag" / "exchange" / "README.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def steps() -> ModuleType:
    """The Python of the README, as one module."""
    made = ModuleType("steps")
    exec(compile("\n".join(blocks("python")), str(README), "exec"), made.__dict__)
    return made


def test_the_smallest_document_is_read() -> None:
    (example,) = blocks("json")
    read = parse(example.encode())
    assert len(read.answers) == 3
    assert misshapen_part("diagnostic", json.loads(example)) is None


def test_the_steps_read_the_data_of_the_first_signer(steps: ModuleType) -> None:
    data = written(package())
    clara, idris = identities()
    once, twice = signed_by_both(clara, idris, paper(SOCIAL, EMPLOYMENT, attachment=data))
    read: Callable[[bytes], bytes] = steps.diagnostic_of
    assert read(once) == read(twice) == data


def test_the_steps_open_an_envelope(steps: ModuleType) -> None:
    cover = build_envelope_page(ENCLOSED, datetime(2026, 11, 24, tzinfo=UTC))
    sealed = seal_with_password(cover, b"%PDF-1.7 un document", "six mots dits au téléphone")
    assert steps.opened(sealed, "six mots dits au téléphone") == b"%PDF-1.7 un document"
