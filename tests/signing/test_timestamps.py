"""What a third party witnessed, while signing or later: signatures stay valid, and the verdict says who saw it when."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms, core, tsp
from asn1crypto.core import Asn1Value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from spie_diag.clock import SteppingClock
from spie_diag.french import spaced
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, KnownSigners
from spie_diag.signing.quiet import QuietWriter
from spie_diag.signing.time_stamping import TimeStampServer
from spie_diag.signing.timestamps_adding import with_proofs
from spie_diag.signing.trust import Standing
from spie_diag.signing.trust_errors import NotFullySignedError, StampFailedError
from spie_diag.signing.trusted_authorities import Authorities
from spie_diag.signing.verdict import Coverage, Verdict
from spie_diag.signing.verifying import verify
from tests.signing import attacks
from tests.signing.attacks import APPENDED, Change, appended
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, paper, signed_by_both
from tests.signing.territory import (
    _time_service,
    believes_the_time,
    certified_pair,
    issued_by,
    stamper_with,
    territory,
    time_service,
    vauclaire,
)

LATER = MONDAY + timedelta(hours=2)
YEARS_LATER = MONDAY + timedelta(days=5 * 365)


@pytest.fixture
def office(tmp_path: Path) -> Authorities:
    """A computer that recognises the authority, its list, and the service of time-stamps."""
    return believes_the_time(vauclaire().recognised_in(tmp_path / "autorites", vauclaire().takes_back()))


@pytest.fixture(scope="module")
def certified() -> bytes:
    """The document signed by two specialists whom the authority certified."""
    return signed_by_both(*certified_pair())[1]


@pytest.fixture(scope="module")
def proven(certified: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same with the authority's list and a time-stamp, added two hours later."""
    office = vauclaire().recognised_in(tmp_path_factory.mktemp("bureau"), vauclaire().takes_back())
    return with_proofs(certified, office, time_service(LATER))


def seen(pdf: bytes, nobody: KnownSigners, authorities: Authorities, now: datetime = LATER) -> Verdict:
    return verify(pdf, nobody, authorities=authorities, now=now)


def test_proofs_only_append_and_keep_the_version(certified: bytes, proven: bytes) -> None:
    assert proven.startswith(certified)
    reader = PdfFileReader(BytesIO(proven))
    assert "/Version" not in reader.root
    assert [one.field_name for one in reader.embedded_timestamp_signatures] == ["Horodatage"]
    assert reader.xrefs.total_revisions == 4


def test_a_stamped_document_holds_and_says_when_and_by_whom(
    proven: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    verdict = seen(proven, nobody, office)
    assert verdict.holds, verdict.problems
    assert verdict.warnings == ()
    assert [one.covers for one in verdict.signatures] == [Coverage.REVISION, Coverage.REVISION]
    assert [one.trusted_by for one in verdict.signatures] == ["Autorité de Vauclaire"] * 2
    (stamp,) = verdict.stamps
    assert stamp.at == LATER
    assert stamp.is_believed
    assert any(spaced("par « Horloge de Vauclaire ».") in line for line in verdict.lines())
    assert verdict.diagnostic == data()


def test_a_stamp_makes_signatures_outlive_their_certificates(
    certified: bytes, proven: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    bare, stamped = (seen(pdf, nobody, office, YEARS_LATER) for pdf in (certified, proven))
    assert bare.holds, "integrity does not expire"
    assert [one.trust.standing for one in bare.signatures] == [Standing.EXPIRED] * 2
    assert any("a expiré" in warning for warning in bare.warnings)
    assert stamped.holds
    assert [one.trust.standing for one in stamped.signatures] == [Standing.CERTIFIED] * 2


def test_a_recognised_certificate_that_ended_is_told_unless_something_proves_the_day(
    pair: tuple[Identity, Identity], known: KnownSigners, office: Authorities
) -> None:
    """A key that was kept after its certificate ended can date as it likes."""
    bare = signed_by_both(*pair)[1]
    told = seen(bare, known, office, YEARS_LATER)
    assert told.holds
    assert all(one.known for one in told.signatures)
    assert sum("a expiré" in warning for warning in told.warnings) == 2
    for settled in (
        seen(with_proofs(bare, office, time_service(LATER)), known, office, YEARS_LATER),
        verify(bare, known, authorities=office, now=YEARS_LATER, received_at=LATER),
        seen(bare, known, office),
    ):
        assert settled.holds
        assert settled.warnings == ()


def test_a_stamp_protects_from_a_later_revocation_and_from_no_earlier_one(
    certified: bytes, proven: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    clara, _ = certified_pair()
    office.add_list(vauclaire().takes_back((clara, LATER + timedelta(days=1)), number=3))
    assert seen(proven, nobody, office, YEARS_LATER).holds
    told = seen(certified, nobody, office, YEARS_LATER)
    assert told.holds
    assert any("ATTENTION" in warning and "révoqué" in warning for warning in told.warnings)

    office.add_list(vauclaire().takes_back((clara, MONDAY - timedelta(days=1)), number=4))
    for pdf in (certified, proven):
        refused = seen(pdf, nobody, office, YEARS_LATER)
        assert not refused.holds
        assert refused.unchanged, "what is signed did not change"
        assert "a révoqué ce certificat" in refused.problems[0]


def test_a_list_in_the_document_is_believed_where_its_authority_is(
    certified: bytes, nobody: KnownSigners, tmp_path: Path
) -> None:
    clara, _ = certified_pair()
    taken_back = vauclaire().takes_back((clara, MONDAY - timedelta(days=1)), number=9)
    informed = vauclaire().recognised_in(tmp_path / "informe", taken_back)
    proven = with_proofs(certified, informed, time_service(LATER))
    unaware = believes_the_time(vauclaire().recognised_in(tmp_path / "ignorant"))
    assert not seen(proven, nobody, unaware).holds
    assert seen(proven, nobody, Authorities(tmp_path / "vide")).holds, "an unknown authority says nothing"


def test_an_unknown_service_of_time_proves_nothing_and_harms_nothing(
    proven: bytes, nobody: KnownSigners, tmp_path: Path
) -> None:
    verdict = seen(proven, nobody, vauclaire().recognised_in(tmp_path), YEARS_LATER)
    assert verdict.holds
    assert not verdict.stamps[0].is_believed
    assert any("que cet ordinateur ne reconnaît pas" in line for line in verdict.lines())
    assert verdict.signatures[0].trust.standing is Standing.EXPIRED


def test_a_document_of_self_signed_specialists_may_be_stamped_too(
    twice: bytes, known: KnownSigners, office: Authorities
) -> None:
    stamped = with_proofs(twice, office, time_service(LATER))
    verdict = seen(stamped, known, office)
    assert verdict.holds, verdict.problems
    assert verdict.stamps


def test_proofs_may_be_added_again(proven: bytes, nobody: KnownSigners, office: Authorities) -> None:
    again = with_proofs(proven, office, time_service(YEARS_LATER))
    verdict = seen(again, nobody, office, YEARS_LATER)
    assert verdict.holds, verdict.problems
    assert [one.field_name for one in verdict.stamps] == ["Horodatage", "Horodatage_2"]
    assert verdict.signatures[0].trust.standing is Standing.CERTIFIED


def test_lists_without_a_stamp_are_no_change(certified: bytes, nobody: KnownSigners, office: Authorities) -> None:
    augmented = with_proofs(certified, office)
    assert len(augmented) > len(certified)
    verdict = seen(augmented, nobody, office)
    assert verdict.holds, verdict.problems
    assert verdict.stamps == ()


def test_a_half_signed_document_gets_no_proofs(once: bytes, office: Authorities) -> None:
    for pdf in (once, paper(SOCIAL, EMPLOYMENT), b"", once[:-20]):
        with pytest.raises(NotFullySignedError):
            with_proofs(pdf, office, time_service(LATER))


class _Silent(TimeStamper):
    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        raise TimeoutError


class _Stale(TimeStamper):
    """Answers every request with what it said to the first one."""

    def __init__(self) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self._said: tsp.TimeStampResp | None = None

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        self._said = self._said or time_service(LATER).request_tsa_response(req)
        return self._said


@pytest.mark.parametrize("server", [_Silent, _Stale])
def test_a_server_that_fails_leaves_nothing(server: type[TimeStamper], certified: bytes, office: Authorities) -> None:
    with pytest.raises(StampFailedError):
        with_proofs(certified, office, server())


@pytest.mark.parametrize("change", APPENDED, ids=lambda change: change.__name__)
def test_what_is_added_after_or_between_the_proofs_is_found(
    change: Change, certified: bytes, proven: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    for pdf in (appended(proven, change), _stamped_over(appended(certified, change))):
        verdict = seen(pdf, nobody, office)
        assert not verdict.holds
        assert verdict.problems
        assert verdict.diagnostic == data()


def _stamped_over(pdf: bytes) -> bytes:
    """The forger has the changed document stamped."""
    from pyhanko.sign.signers import PdfTimeStamper

    stamped = PdfTimeStamper(time_service(LATER), field_name="Horodatage").timestamp_pdf(
        QuietWriter(BytesIO(pdf)), "sha256"
    )
    return bytes(stamped.getvalue())


def test_a_document_that_any_program_stamped_holds(certified: bytes, nobody: KnownSigners, office: Authorities) -> None:
    assert seen(_stamped_over(certified), nobody, office).holds


def test_no_byte_of_the_proofs_can_change(
    certified: bytes, proven: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    for place in range(len(certified), len(proven), (len(proven) - len(certified)) // 25):
        assert not seen(attacks.flipped(proven, place), nobody, office).holds, place
    assert not seen(proven + b"\n% ajout", nobody, office).holds
    assert not seen(proven[:-30], nobody, office).holds


@pytest.mark.parametrize("what", ["somebody else's certificate", "a text", "an unknown key"])
def test_a_store_of_anything_else_is_a_change(
    what: str, certified: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    from pyhanko.pdf_utils import generic

    def hide(writer: IncrementalPdfFileWriter) -> None:
        stranger = territory("Ailleurs").authority.certificate.public_bytes(attacks.DER)
        content = b"Avis favorable" if what == "a text" else stranger
        piece = writer.add_object(generic.StreamObject(stream_data=content))
        kind = pdf_name("/Notes" if what == "an unknown key" else "/Certs")
        store = generic.DictionaryObject({kind: generic.ArrayObject([piece])})
        writer.root[pdf_name("/DSS")] = writer.add_object(store)
        writer.update_root()

    hidden = appended(certified, hide)
    assert not seen(hidden, nobody, office).holds
    assert not seen(_stamped_over(hidden), nobody, office).holds


def _asked(at: datetime) -> TimeStampServer:
    service = time_service(at)
    return TimeStampServer(
        "https://horloge.exemple",
        ask=lambda request: bytes(service.request_tsa_response(tsp.TimeStampReq.load(request)).dump()),
        clock=SteppingClock(at),
    )


@pytest.fixture(scope="module")
def witnessed() -> tuple[bytes, bytes]:
    """The document whose signatures were stamped one by one, while they were made."""
    clara, idris = certified_pair()
    base = paper(SOCIAL, EMPLOYMENT)
    once = sign(base, SOCIAL, clara, who=CLARA.name, moment=MONDAY, certify=True, time_stamper=_asked(MONDAY))
    twice = sign(
        once, EMPLOYMENT, idris, who=IDRIS.name, moment=LATER, certify=False, time_stamper=_asked(LATER)
    )  # fmt: skip
    return once, twice


def test_signatures_stamped_while_they_were_made_hold(
    witnessed: tuple[bytes, bytes], nobody: KnownSigners, office: Authorities
) -> None:
    once, twice = witnessed
    half = seen(once, nobody, office)
    assert half.unchanged
    assert half.signatures[0].stamp is not None
    verdict = seen(twice, nobody, office, YEARS_LATER)
    assert verdict.holds, verdict.problems
    assert [one.stamp.at for one in verdict.signatures if one.stamp] == [MONDAY, LATER]
    assert [one.trust.standing for one in verdict.signatures] == [Standing.CERTIFIED] * 2
    assert any("Signature horodatée" in line for line in verdict.lines())
    assert seen(with_proofs(twice, office, time_service(LATER)), nobody, office).holds


def _as_servers_write(kind: str, value: Asn1Value) -> cms.CMSAttribute:
    """The certificate is named under SHA-256, which goes without saying: the stand-in names it under SHA-1."""
    if kind == "signing_certificate":
        digest = _time_service()[1].fingerprint(hashes.SHA256())
        kind, value = "signing_certificate_v2", tsp.SigningCertificateV2({"certs": [{"cert_hash": digest}]})
    return simple_cms_attribute(kind, value)


def test_a_stamp_of_a_real_server_is_verified_as_soon_as_another(
    nobody: KnownSigners, office: Authorities, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes without saying was spelled out, then all around it again, twice as long at each depth: a second."""
    monkeypatch.setattr("pyhanko.sign.timestamps.dummy_client.simple_cms_attribute", _as_servers_write)
    clara, _ = certified_pair()
    base = paper(SOCIAL, EMPLOYMENT)
    once = sign(base, SOCIAL, clara, who=CLARA.name, moment=MONDAY, certify=True, time_stamper=_asked(MONDAY))
    spelled: list[type] = []
    spell = core.Sequence._set_contents

    def counted(one: core.Sequence, force: bool = False) -> None:
        spelled.append(type(one))
        spell(one, force=force)

    monkeypatch.setattr(core.Sequence, "_set_contents", counted)
    verdict = seen(once, nobody, office)
    assert verdict.unchanged
    assert verdict.signatures[0].stamp is not None
    assert len(spelled) < 1000


def test_no_digit_of_a_stamped_signature_can_change(
    witnessed: tuple[bytes, bytes], nobody: KnownSigners, office: Authorities
) -> None:
    _, twice = witnessed
    start, end = attacks.last_gap(twice)
    for place in (*range(start, end, (end - start) // 25), end - 1):
        assert not seen(attacks.flipped(twice, place), nobody, office).holds, place


def test_a_stamp_by_somebody_who_is_no_service_is_not_believed(
    certified: bytes, nobody: KnownSigners, office: Authorities
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    root = vauclaire().authority
    person = issued_by(root.certificate, root.key, "Quelqu’un", key, usages=[ExtendedKeyUsageOID.EMAIL_PROTECTION])
    office.add(root.certificate)
    stamped = with_proofs(certified, office, stamper_with(person, key, LATER))
    verdict = seen(stamped, nobody, office, YEARS_LATER)
    assert not verdict.stamps[0].is_believed
    assert verdict.signatures[0].trust.standing is Standing.EXPIRED


def test_a_stamp_older_than_the_signature_tells_of_a_wrong_clock(nobody: KnownSigners, office: Authorities) -> None:
    clara, idris = certified_pair()
    _, twice = signed_by_both(clara, idris)
    early = with_proofs(twice, office, time_service(MONDAY - timedelta(days=2)))
    assert any("après son horodatage" in warning for warning in seen(early, nobody, office).warnings)


def test_a_stamp_of_the_future_tells_of_a_wrong_clock_here(
    proven: bytes, witnessed: tuple[bytes, bytes], nobody: KnownSigners, office: Authorities
) -> None:
    for pdf in (proven, witnessed[1]):
        early = seen(pdf, nobody, office, LATER - timedelta(hours=1))
        assert early.holds
        assert any("horloge de cet ordinateur" in warning for warning in early.warnings)
        assert not any("horloge" in warning for warning in seen(pdf, nobody, office).warnings)


def test_the_day_of_arrival_counts_as_a_witness(certified: bytes, nobody: KnownSigners, office: Authorities) -> None:
    verdict = verify(certified, nobody, authorities=office, now=YEARS_LATER, received_at=LATER)
    assert [one.trust.standing for one in verdict.signatures] == [Standing.CERTIFIED] * 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_byte_of_a_proven_document_never_holds(
    proven: bytes, nobody: KnownSigners, office: Authorities, draw: st.DataObject
) -> None:
    place = draw.draw(st.integers(0, len(proven) - 1))
    byte = draw.draw(st.integers(0, 255).filter(lambda new: new != proven[place]))
    verdict = seen(proven[:place] + bytes([byte]) + proven[place + 1 :], nobody, office)
    assert not verdict.holds
    assert verdict.problems
