"""Recognising an authority and verifying with it: shown, agreed to, then done; a refusal is one French sentence."""

import io
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding

from spie_diag.cli.main import main
from spie_diag.clock import SystemClock
from spie_diag.french import spaced
from spie_diag.signing.reading import LARGEST
from tests.signing.paper import MONDAY, signed_by_both
from tests.signing.territory import certified_pair, territory, time_service, vauclaire

Run: TypeAlias = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """What a command answers, and its exit code, on a computer of its own."""
    monkeypatch.setenv("SPIE_DIAG_HOME", str(tmp_path / "ordinateur"))

    def answer(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert len(told.err.splitlines()) <= 1, "a refusal is one line"
        return int(end.value.code or 0), told.out + told.err

    return answer


@pytest.fixture
def handed_over(tmp_path: Path) -> Path:
    """What the authority gave this partner: its certificate and its list; and a document that came."""
    folder = tmp_path / "recu"
    folder.mkdir()
    (folder / "autorite.pem").write_bytes(vauclaire().authority.certificate.public_bytes(Encoding.PEM))
    (folder / "liste-revocation.crl").write_bytes(vauclaire().takes_back())
    (folder / "diagnostic.pdf").write_bytes(signed_by_both(*certified_pair())[1])
    return folder


def test_an_authority_is_recognised_then_vouches_then_is_forgotten(run: Run, handed_over: Path) -> None:
    document, fingerprint = handed_over / "diagnostic.pdf", vauclaire().authority.fingerprint
    code, told = run("verify", document)
    assert code == 0
    assert "que cet ordinateur ne reconnaît pas" in told

    code, told = run("authority", "trust", handed_over / "autorite.pem")
    assert code == 1, "nobody agreed"
    assert fingerprint[:4].upper() in told
    assert run("authority", "known")[1].startswith(spaced("Cet ordinateur ne reconnaît encore aucune autorité."))

    assert run("authority", "trust", handed_over / "autorite.pem", "--oui")[0] == 0
    code, told = run("authority", "revocations", handed_over / "liste-revocation.crl")
    assert code == 0
    assert "Liste de révocation du 23 novembre 2026" in told
    assert spaced("certifiée par « Autorité de Vauclaire », autorité reconnue") in run("verify", document)[1]

    assert run("authority", "forget", fingerprint[:6])[0] == 1, "too short to be sure"
    assert run("authority", "forget", fingerprint[:12].upper(), "--oui")[0] == 0
    assert "que cet ordinateur ne reconnaît pas" in run("verify", document)[1]


def test_a_file_that_changes_while_it_is_compared_is_not_believed(
    run: Run, handed_over: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = handed_over / "autorite.pem"

    def changes_it(_question: str, *, is_agreed: bool) -> None:
        assert is_agreed
        offered.write_bytes(territory("Autorité de Vauclaire").authority.certificate.public_bytes(Encoding.PEM))

    monkeypatch.setattr("spie_diag.cli.trust.agree", changes_it)
    code, told = run("authority", "trust", offered, "--oui")
    assert code == 1
    assert "a changé pendant que vous compariez" in told
    assert run("authority", "known")[1].startswith(spaced("Cet ordinateur ne reconnaît encore aucune autorité."))


def test_a_folder_of_authorities_serves_for_once(run: Run, handed_over: Path) -> None:
    clara, _ = certified_pair()
    code, told = run("verify", handed_over / "diagnostic.pdf", "--autorites", handed_over, "--json")
    assert code == 0
    assert [one["trusted_by"] for one in json.loads(told)["signatures"]] == ["Autorité de Vauclaire"] * 2
    newer = vauclaire().takes_back((clara, MONDAY - timedelta(days=1)), number=7)
    (handed_over / "liste-nouvelle.crl").write_bytes(newer)
    code, told = run("verify", handed_over / "diagnostic.pdf", "--autorites", handed_over)
    assert code == 1
    assert "a révoqué ce certificat" in told
    assert run("authority", "known")[1].startswith("Cet ordinateur ne reconnaît encore"), "nothing is kept"


def test_details_come_when_asked_for(run: Run, handed_over: Path) -> None:
    document = handed_over / "diagnostic.pdf"
    assert "SHA-256" not in run("verify", document)[1]
    assert "SHA-256" in run("verify", document, "--details")[1]


def test_what_cannot_be_believed_is_one_sentence(run: Run, handed_over: Path) -> None:
    assert run("authority", "trust", handed_over / "autorite.pem", "--oui")[0] == 0
    (handed_over / "lettre.txt").write_text("Bonjour.")
    (handed_over / "personne.pem").write_bytes(certified_pair()[0].certificate.public_bytes(Encoding.PEM))
    (handed_over / "autre.crl").write_bytes(territory("Ailleurs").takes_back())
    wrong = [
        ("trust", "lettre.txt", "n’est pas celui d’une autorité"),
        ("trust", "personne.pem", "n’est pas celui d’une autorité"),
        ("trust", "absent.pem", "ne peut pas être lu"),
        ("trust", ".", "ne peut pas être lu"),
        ("revocations", "autorite.pem", "n’est pas une liste de révocation"),
        ("revocations", "autre.crl", "n’est signée par aucune autorité reconnue"),
    ]
    for command, file, sentence in wrong:
        code, told = run("authority", command, handed_over / file)
        assert code == 1
        assert sentence in told, (command, file)
    code, told = run("verify", handed_over / "diagnostic.pdf", "--autorites", handed_over / "rien")
    assert (code, "n’existe pas" in told) == (1, True)


def test_an_enormous_file_is_refused_unread(run: Run, tmp_path: Path) -> None:
    big = tmp_path / "gros.pdf"
    with big.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(500_000_000)
    code, told = run("verify", big)
    assert code == 1
    assert spaced(f"il dépasse {LARGEST // 2**20} Mo.") in told


def test_a_document_is_stamped_beside_itself(
    run: Run, handed_over: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = time_service(SystemClock().now())

    def answer(_address: str, request: bytes) -> bytes:
        return bytes(service.request_tsa_response(tsp.TimeStampReq.load(request)).dump())

    monkeypatch.setattr("spie_diag.signing.time_stamping._posted", answer)
    document, proven = handed_over / "diagnostic.pdf", tmp_path / "prouve.pdf"
    before = document.read_bytes()
    code, told = run(
        "prove", document, "--vers", proven, "--horodatage", "http://horloge.exemple", "--autorites", handed_over
    )
    assert code == 0, told
    assert document.read_bytes() == before
    assert proven.read_bytes().startswith(before)
    assert spaced("Document horodaté le") in run("verify", proven, "--autorites", handed_over)[1]


def _unreachable(_address: str, _request: bytes) -> bytes:
    raise ConnectionRefusedError


def test_proofs_are_refused_where_nothing_can_give_them(
    run: Run, handed_over: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.signing.time_stamping._posted", _unreachable)
    document, proven = handed_over / "diagnostic.pdf", tmp_path / "prouve.pdf"
    before = document.read_bytes()
    wrong = [
        (document, "ftp://horloge.exemple", "n’est pas celle d’un serveur d’horodatage"),
        (document, "http://127.0.0.1:9/", "Le serveur d’horodatage n’a pas répondu"),
        (handed_over / "autorite.pem", "http://127.0.0.1:9/", "attend encore une signature, ou ne tient plus"),
    ]
    for file, address, sentence in wrong:
        code, told = run("prove", file, "--vers", proven, "--horodatage", address)
        assert code == 1
        assert sentence in told
        assert not proven.exists()
    code, told = run("prove", document, "--vers", document, "--horodatage", "http://127.0.0.1:9/")
    assert (code, "Il y a déjà un fichier" in told) == (1, True)
    assert document.read_bytes() == before
