"""The territory's authority from the command line: shown, agreed to, then done; one French sentence for a refusal."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from spie_diag.casework import certifying, revoking
from spie_diag.casework.opening import create_casebook, lock
from spie_diag.cli.main import main
from spie_diag.clock import SteppingClock, SystemClock
from spie_diag.interview.people import FieldOfWork
from spie_diag.signing import authority, identity
from spie_diag.signing.authority import number_of
from spie_diag.signing.certificates import as_pem, key_fingerprint
from spie_diag.signing.identity import Identity, new_identity
from spie_diag.signing.requests import file_name_for, request_for
from spie_diag.signing.trusted_authorities import Authorities
from tests.casework.conftest import SECRETS, founders
from tests.signing.paper import CLARA, IDRIS
from tests.stretching import quick_stretching

SECRET = "cinq chevaux mangent du granit"
STDIN = ("--phrase-stdin", "--oui")
__all__ = ["quick_stretching"]

Run: TypeAlias = Callable[..., str]


@pytest.fixture(scope="module", autouse=True)
def quick_closing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spie_diag.signing.authority._COST", 16)
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """What ``spie-diag authority …`` answers, whichever way it ends."""

    def answer(*words: object, says: str = SECRET) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{says}\nnot read\n"))
        with pytest.raises(SystemExit) as end:
            main(["authority", *(str(word) for word in words)])
        told = capsys.readouterr()
        assert bool(end.value.code) == bool(told.err), "a refusal is told on the error output"
        assert len(told.err.splitlines()) <= 1, "in one line"
        assert "Traceback" not in told.err
        return told.out + told.err

    return answer


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """An authority that certified nobody yet."""
    place = tmp_path / "autorité du Vauclaire"
    run("create", place, "--nom", "Autorité", "--territoire", "Vauclaire", "--phrase-stdin")
    return place


def asking(folder: Path, who: str = "Clara Délos") -> tuple[Path, Identity]:
    """A request on a stick."""
    specialist = replace(CLARA if who == "Clara Délos" else IDRIS, name=who)
    identity = new_identity(specialist, SystemClock().now())
    file = folder / file_name_for(identity)
    file.write_bytes(request_for(identity, specialist))
    return file, identity


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_authority_is_created_shown_and_hides_its_key(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "autorité"
    told = run("create", place, "--nom", "Autorité", "--territoire", "Vauclaire", "--phrase-stdin")
    shown = run("show", place)
    fingerprint = certifying.label_of_authority(place).fingerprint

    assert certifying.in_groups(fingerprint) in told
    assert certifying.in_groups(fingerprint) in shown
    assert "Elle n’a encore certifié personne." in shown
    assert b"ENCRYPTED PRIVATE KEY" in everything_in(place)["cle-autorite.pem"]
    assert [file.name for file in tmp_path.iterdir()] == [place.name], "nothing half made is left"


def test_requests_are_shown_certified_and_handed_back(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, identity = asking(tmp_path)
    key = certifying.in_groups(key_fingerprint(identity.certificate.public_key()))
    idris, _ = asking(tmp_path, "Idris N’Guessan")
    told = run("certify", clara, idris, "--autorite", folder, *STDIN)
    certificates = sorted((folder / "certificats").iterdir())

    assert "Clara Délos" in told
    assert "Idris N’Guessan" in told
    assert key in told
    assert len(certificates) == 2
    assert not any("clara" in file.name.casefold() for file in certificates)
    (own,) = [
        one
        for file in certificates
        for one in x509.load_pem_x509_certificates(file.read_bytes())[:1]
        if one.public_key() == identity.certificate.public_key()
    ]
    root = x509.load_pem_x509_certificate((folder / "autorite.pem").read_bytes())
    own.verify_directly_issued_by(root)
    assert "valable" in run("show", folder)


def test_a_revoked_certificate_is_in_the_list_for_good(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    run("certify", clara, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()
    told = run("revoke", certificate, "--autorite", folder, *STDIN)
    revocations = x509.load_pem_x509_crl((folder / "liste-revocation.crl").read_bytes())
    serial = x509.load_pem_x509_certificate(certificate.read_bytes()).serial_number

    assert "Clara Délos" in told
    assert [one.serial_number for one in revocations] == [serial]
    assert number_of((folder / "liste-revocation.crl").read_bytes()) == 2
    assert "révoqué depuis" in run("show", folder)
    assert "déjà révoqué" in run("revoke", certificate, "--autorite", folder, *STDIN)
    assert "a été révoquée" in run("certify", clara, "--autorite", folder, *STDIN)
    run("refresh", "--autorite", folder, "--phrase-stdin")
    assert number_of((folder / "liste-revocation.crl").read_bytes()) == 3


def test_partners_take_the_root_and_the_list_as_they_are(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    run("certify", clara, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()
    run("revoke", certificate, "--autorite", folder, *STDIN)
    partner = Authorities(tmp_path / "partenaire")
    partner.add(x509.load_pem_x509_certificate((folder / "autorite.pem").read_bytes()))
    taken = partner.add_list((folder / "liste-revocation.crl").read_bytes())
    assert taken.taken_back_at(x509.load_pem_x509_certificate(certificate.read_bytes())) is not None


def test_numbers_of_lists_do_not_go_back_with_an_older_register(run: Run, folder: Path) -> None:
    register = (folder / "registre.json").read_bytes()
    for _ in range(3):
        run("refresh", "--autorite", folder, "--phrase-stdin")
    (folder / "registre.json").write_bytes(register)
    run("refresh", "--autorite", folder, "--phrase-stdin")
    assert number_of((folder / "liste-revocation.crl").read_bytes()) == 5


def test_an_older_register_gives_nobody_a_certificate_back(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    run("certify", clara, "--autorite", folder, *STDIN)
    register = (folder / "registre.json").read_bytes()
    (certificate,) = (folder / "certificats").iterdir()
    run("revoke", certificate, "--autorite", folder, *STDIN)
    (folder / "registre.json").write_bytes(register)

    assert "révoqué depuis" in run("show", folder)
    assert "a été révoquée" in run("certify", clara, "--autorite", folder, *STDIN)
    run("refresh", "--autorite", folder, "--phrase-stdin")
    serial = x509.load_pem_x509_certificate(certificate.read_bytes()).serial_number
    revocations = x509.load_pem_x509_crl((folder / "liste-revocation.crl").read_bytes())
    assert [one.serial_number for one in revocations] == [serial]


@pytest.mark.parametrize("deed", ["certify", "revoke", "refresh"])
def test_two_coordinators_at_once_forget_nothing(
    deed: str, run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara, _ = asking(tmp_path)
    idris, _ = asking(tmp_path, "Idris N’Guessan")
    run("certify", clara, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()
    about: dict[str, tuple[object, ...]] = {
        "certify": (idris, "--oui"),
        "revoke": (certificate, "--oui"),
        "refresh": (),
    }
    words = (deed, *about[deed], "--phrase-stdin", "--autorite", folder)
    opened, before = authority.opened, everything_in(folder)

    def meanwhile(*told: bytes | str) -> authority.Authority:
        monkeypatch.setattr(authority, "opened", opened)
        revoking.revoke(folder, SECRET, ())
        return opened(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(authority, "opened", meanwhile)
    told = run(*words)
    assert "quelqu’un d’autre s’en sert" in told
    changed = {name for name, content in everything_in(folder).items() if before.get(name) != content}
    assert changed == {"registre.json", "liste-revocation.crl"}, "what the other one did, and nothing more"
    assert number_of((folder / "liste-revocation.crl").read_bytes()) == 2
    run(*words)


def test_a_certificate_that_the_register_lost_is_revoked_all_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    register = (folder / "registre.json").read_bytes()
    clara, _ = asking(tmp_path)
    run("certify", clara, "--autorite", folder, *STDIN)
    (folder / "registre.json").write_bytes(register)
    (certificate,) = (folder / "certificats").iterdir()
    run("revoke", certificate, "--autorite", folder, *STDIN)
    assert "révoqué depuis" in run("show", folder)
    assert "a été révoquée" in run("certify", clara, "--autorite", folder, *STDIN)


def test_one_wrong_request_among_several_certifies_nobody(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    junk = tmp_path / "bonjour.pem"
    junk.write_text("bonjour")
    forged = tmp_path / "fausse.csr.pem"
    der = bytearray(x509.load_pem_x509_csr(clara.read_bytes()).public_bytes(Encoding.DER))
    der[der.index(b"Clara")] ^= 1
    forged.write_bytes(der)
    before = everything_in(folder)
    for wrong, told in (
        (junk, "n’est pas une demande de certificat"),
        (forged, "modifiée ou fabriquée"),
        (tmp_path / "absent", "ne peut pas être lu"),
        (tmp_path, "ne peut pas être lu"),
        (clara, "double emploi"),
    ):
        assert told in run("certify", clara, wrong, "--autorite", folder, *STDIN)
    assert everything_in(folder) == before


def test_a_wrong_passphrase_changes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    before = everything_in(folder)
    for words in (("certify", clara), ("refresh",)):
        given = [*words, "--autorite", folder, "--phrase-stdin", *(["--oui"] if clara in words else [])]
        assert "ne s’ouvre pas avec cette phrase secrète" in run(*given, says="autre chose")
    assert everything_in(folder) == before


def test_a_certified_key_waits_for_its_last_months(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara, _ = asking(tmp_path)
    run("certify", clara, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()
    certificate.unlink()
    told = run("certify", clara, "--autorite", folder, *STDIN)
    assert "déjà certifiée jusqu’au" in told
    assert certificate.exists(), "whoever asks again had lost it"
    later = SystemClock().now() + timedelta(days=3 * 365 - 90)
    monkeypatch.setattr(certifying, "SystemClock", lambda: SteppingClock(later))
    assert "Certificat délivré" in run("certify", clara, "--autorite", folder, *STDIN)


def test_an_authority_that_has_ended_certifies_nobody(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara, _ = asking(tmp_path)
    later = SystemClock().now() + timedelta(days=11 * 365)
    monkeypatch.setattr(certifying, "SystemClock", lambda: SteppingClock(later))
    assert "ne certifie personne aujourd’hui" in run("certify", clara, "--autorite", folder, *STDIN)


def test_only_its_own_certificates_are_revoked(run: Run, folder: Path, tmp_path: Path) -> None:
    _, identity = asking(tmp_path)
    foreign = tmp_path / "autre.pem"
    foreign.write_bytes(as_pem(identity.certificate))
    junk = tmp_path / "bonjour.pem"
    junk.write_text("bonjour")
    for wrong in (foreign, folder / "autorite.pem", junk):
        assert "n’a pas été délivré par cette autorité" in run("revoke", wrong, "--autorite", folder, *STDIN)


@pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01"])
def test_a_revocation_counts_from_a_day_of_the_certificate(day: str, run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    run("certify", clara, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()
    assert "à cette date" in run("revoke", certificate, "--autorite", folder, "--depuis", day, *STDIN)


@pytest.mark.parametrize(
    ("words", "says", "told"),
    [
        (("--nom", "N", "--territoire", "T", "--phrase-stdin"), "court", "trop courte"),
        (("--nom", "N", "--territoire", "T", "--phrase-stdin"), "", "phrase secrète"),
        (("--nom", "N\u0007", "--territoire", "T", "--phrase-stdin"), SECRET, "lettres simples"),
        (("--nom", "N" * 10_000, "--territoire", "T", "--phrase-stdin"), SECRET, "lettres simples"),
        (("--nom", "N", "--territoire", "T"), SECRET, "il n’y a pas de terminal"),
        (("--nom", "N"), SECRET, "il manque --territoire"),
    ],
)
def test_what_is_wrong_at_the_creation_leaves_nothing(
    words: tuple[str, ...], says: str, told: str, run: Run, tmp_path: Path
) -> None:
    assert told in run("create", tmp_path / "autorité", *words, says=says)
    assert not list(tmp_path.iterdir())


def test_an_authority_never_replaces_anything(run: Run, folder: Path, tmp_path: Path) -> None:
    before = everything_in(folder)
    create = ("--nom", "N", "--territoire", "T", "--phrase-stdin")
    assert "n’est pas un dossier vide" in run("create", folder, *create)
    assert everything_in(folder) == before
    (tmp_path / "fichier").write_text("occupé")
    assert "n’est pas un dossier vide" in run("create", tmp_path / "fichier", *create)
    assert "ne peut pas être lu ou écrit" in run("create", tmp_path / "fichier" / "dedans", *create)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"format": 2}', b'{"format": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_register_is_told_and_kept(content: bytes, run: Run, folder: Path) -> None:
    (folder / "registre.json").write_bytes(content)
    assert "registre" in run("show", folder)
    assert "registre" in run("refresh", "--autorite", folder, "--phrase-stdin")
    assert (folder / "registre.json").read_bytes() == content


def test_a_folder_that_is_none_of_an_authority_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    for wrong in (tmp_path, tmp_path / "absent"):
        assert "n’est pas le dossier d’une autorité" in run("show", wrong)
        assert "n’est pas le dossier d’une autorité" in run("certify", clara, "--autorite", wrong, *STDIN)
    (folder / "cle-autorite.pem").unlink()
    assert "ne peut pas être lu" in run("refresh", "--autorite", folder, "--phrase-stdin")


class Terminal(io.StringIO):
    """Somebody at a keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What the command answers to somebody who types these lines, hidden or not, one after the other."""

    def answer(*words: object, lines: tuple[str, ...]) -> str:
        left = list(lines)
        monkeypatch.setattr(sys, "stdin", Terminal())
        for asked in ("visible_prompt_func", "hidden_prompt_func"):
            monkeypatch.setattr(f"click.termui.{asked}", lambda _prompt: left.pop(0))
        with pytest.raises(SystemExit):
            main(["authority", *(str(word) for word in words)])
        told = capsys.readouterr()
        assert not left, "all of it was asked for"
        assert not any(line in told.out + told.err for line in lines if len(line) > 3), "no secret is shown"
        return told.out + told.err

    return answer


def test_at_a_keyboard_the_passphrase_is_chosen_twice_and_each_deed_agreed_to(typed: Run, tmp_path: Path) -> None:
    place, named = tmp_path / "a", ("--nom", "Autorité", "--territoire", "Vauclaire")
    assert "ne sont pas les mêmes" in typed("create", place, *named, lines=(SECRET, f"{SECRET} "))
    assert not place.exists()
    assert "Empreinte" in typed("create", place, *named, lines=(SECRET, SECRET))
    clara, _ = asking(tmp_path)
    assert "Rien n’a été fait" in typed("certify", clara, "--autorite", place, lines=("non",))
    assert json.loads((place / "registre.json").read_bytes())["issued"] == []
    assert "Certificat délivré" in typed("certify", clara, "--autorite", place, lines=("Oui", SECRET))
    (certificate,) = (place / "certificats").iterdir()
    assert "Rien n’a été fait" in typed("revoke", certificate, "--autorite", place, lines=("x",))
    assert "Liste de révocation" in typed("revoke", certificate, "--autorite", place, lines=("o", SECRET))


def test_without_a_keyboard_agreement_must_be_in_the_command(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    assert "--oui" in run("certify", clara, "--autorite", folder, "--phrase-stdin")


def test_a_file_s_name_does_not_cover_what_is_shown(run: Run, folder: Path, tmp_path: Path) -> None:
    clara, _ = asking(tmp_path)
    sly = tmp_path / "a\x1b[2J\x1b[31mClé \u202e0000.pem"
    sly.write_bytes(clara.read_bytes())
    for told in (run("certify", sly, "--autorite", folder, *STDIN), run("certify", sly, "--autorite", folder, *STDIN)):
        assert "\x1b" not in told
        assert "\u202e" not in told


@pytest.mark.parametrize("written", range(3))
def test_a_disk_that_fills_up_leaves_whole_files_and_a_way_on(
    written: int, run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara, _ = asking(tmp_path)
    whole = identity.replace_file
    left = [written]

    def full(path: Path, content: bytes) -> None:
        if not left[0]:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        whole(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(identity, "replace_file", full)
        told = run("certify", clara, "--autorite", folder, *STDIN)
        assert ("ne peut pas être lu ou écrit" in told) is (written < 2)
        left[0] = written
        place = tmp_path / "autre"
        told = run("create", place, "--nom", "Autorité", "--territoire", "Vauclaire", "--phrase-stdin")
        assert "ne peut pas être lu ou écrit" in told
        assert not place.exists()
    assert not list(tmp_path.rglob("*.part"))
    run("certify", clara, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(identity, "replace_file", full)
        left[0] = min(written, 1)
        assert "ne peut pas être lu ou écrit" in run("revoke", certificate, "--autorite", folder, *STDIN)
    run("revoke", certificate, "--autorite", folder, *STDIN)
    run("refresh", "--autorite", folder, "--phrase-stdin")
    assert len(x509.load_pem_x509_crl((folder / "liste-revocation.crl").read_bytes())) == 1


def test_a_specialist_asks_is_certified_and_accepts(run: Run, folder: Path, tmp_path: Path) -> None:
    vault = tmp_path / "coffre"
    lock(create_casebook(vault, "Antenne", founders(), signers=tmp_path / "signataires", quick_keys=True))
    hers = ("--coffre", vault, "--nom", "nadia temoin", "--phrase-stdin")
    secret = SECRETS[FieldOfWork.SOCIAL]
    asked = run("request", tmp_path, *hers, says=secret)
    (written,) = tmp_path.glob("demande-*.csr.pem")
    key = asked.partition("Clé\u00a0: ")[2].splitlines()[0]
    assert key in run("certify", written, "--autorite", folder, *STDIN)
    (certificate,) = (folder / "certificats").iterdir()

    fingerprint = certifying.in_groups(certifying.label_of_authority(folder).fingerprint)
    assert fingerprint in run("accept", certificate, *hers, says=secret), "shown, and not agreed to"
    assert "signera les prochains documents" in run("accept", certificate, "--oui", *hers, says=secret)
    colleague = ("--coffre", vault, "--nom", "hugo specimen", "--phrase-stdin", "--oui")
    told = run("accept", certificate, *colleague, says=SECRETS[FieldOfWork.EMPLOYMENT])
    assert "n’est pas celui de votre clé" in told
    assert "n’a pas pu être écrit" in run("request", tmp_path / "absent", *hers, says=secret)
