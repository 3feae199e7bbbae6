"""Who vouches for a certificate: an authority recognised here, at the right moment, for the right use; or why not."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from spie_diag.signing.identity import Identity
from spie_diag.signing.trust import Standing, Trust, trust_of
from spie_diag.signing.trust_errors import (
    DamagedTrustError,
    NotAListError,
    NotAnAuthorityError,
    OlderListError,
    UnknownListIssuerError,
)
from spie_diag.signing.trusted_authorities import Authorities, Purpose
from spie_diag.signing.trusted_folder import GivenAuthorities
from tests.signing.paper import CLARA, MONDAY
from tests.signing.territory import START, Territory, certified_pair, issued_by, territory, vauclaire

DAY = timedelta(days=1)


@pytest.fixture
def recognised(tmp_path: Path) -> Authorities:
    """A computer that recognises the authority of Vauclaire."""
    return vauclaire().recognised_in(tmp_path / "autorites")


def judged(identity: Identity, authorities: Authorities, at: datetime = MONDAY, *, proven: bool = False) -> Trust:
    return trust_of(
        identity.certificate,
        identity.chain,
        at,
        authorities.all(),
        authorities.lists(),
        proven=proven,
        claimed_at=MONDAY,
    )


def test_a_recognised_authority_vouches_for_those_whom_it_certified(recognised: Authorities) -> None:
    trust = judged(certified_pair()[0], recognised)
    assert trust.standing is Standing.CERTIFIED
    assert trust.authority == "Autorité de Vauclaire"
    assert trust.authority_fingerprint == vauclaire().authority.fingerprint


def test_an_unknown_root_is_named_and_not_believed(recognised: Authorities) -> None:
    elsewhere = territory("Autorité d’ailleurs").certifies(CLARA)
    trust = judged(elsewhere, recognised)
    assert trust.standing is Standing.UNKNOWN_AUTHORITY
    assert "« Autorité d’ailleurs »" in trust.why


def test_a_forger_of_the_same_name_is_not_believed(recognised: Authorities) -> None:
    impostor = territory(at=START - DAY).certifies(CLARA)
    trust = judged(impostor, recognised)
    assert trust.standing is Standing.UNKNOWN_AUTHORITY
    assert trust.authority_fingerprint == ""


def test_a_self_signed_certificate_says_so(recognised: Authorities, pair: tuple[Identity, Identity]) -> None:
    assert judged(pair[0], recognised).standing is Standing.SELF_SIGNED


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (START - DAY, Standing.NOT_YET_VALID),
        (MONDAY, Standing.CERTIFIED),
        (MONDAY + timedelta(days=4 * 365), Standing.EXPIRED),
    ],
)
def test_a_certificate_is_believed_within_its_years(at: datetime, standing: Standing, recognised: Authorities) -> None:
    trust = judged(certified_pair()[0], recognised, at)
    assert trust.standing is standing
    assert bool(trust.why) is not (standing is Standing.CERTIFIED)


def test_an_expired_authority_vouches_for_nobody(tmp_path: Path) -> None:
    old = territory(at=MONDAY - timedelta(days=3700))
    key = ec.generate_private_key(ec.SECP256R1())
    late = issued_by(old.authority.certificate, old.authority.key, "Clara Délos", key)
    trust = judged(Identity(key, late), old.recognised_in(tmp_path))
    assert trust.standing is Standing.EXPIRED
    assert "le certificat de l’autorité" in trust.why


@pytest.mark.parametrize(
    ("since", "proven_at", "standing"),
    [
        (MONDAY - DAY, None, Standing.REVOKED),
        (MONDAY + DAY, None, Standing.REVOKED_SINCE),
        (MONDAY - DAY, MONDAY, Standing.REVOKED),
        (MONDAY + DAY, MONDAY, Standing.CERTIFIED),
        (MONDAY + DAY, MONDAY + 2 * DAY, Standing.REVOKED_SINCE),
    ],
    ids=["before", "after, as the signer says", "before, witnessed", "after, witnessed", "between both"],
)
def test_a_revoked_certificate_is_believed_only_if_it_was_used_before(
    since: datetime, proven_at: datetime | None, standing: Standing, tmp_path: Path
) -> None:
    clara, idris = certified_pair()
    authorities = vauclaire().recognised_in(tmp_path, vauclaire().takes_back((clara, since)))
    trust = judged(clara, authorities, proven_at or MONDAY + 2 * DAY, proven=proven_at is not None)
    assert trust.standing is standing
    assert "révoqué" in trust.why + trust.notice
    assert judged(idris, authorities).standing is Standing.CERTIFIED, "nobody else is concerned"


def _chain(territory: Territory, *, is_authority: bool, room: int | None = None, strange: bool = False) -> Identity:
    """Clara's key, certified by somebody whom the authority certified."""
    middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = territory.authority
    middle = issued_by(
        root.certificate, root.key, "Intermédiaire", middle_key, is_authority=is_authority, room=room, strange=strange
    )
    return Identity(key, issued_by(middle, middle_key, "Clara Délos", key), (middle, root.certificate))


def test_a_specialist_may_not_certify_another(recognised: Authorities) -> None:
    trust = judged(_chain(vauclaire(), is_authority=False), recognised)
    assert trust.standing is Standing.MISUSED


def test_a_root_that_certifies_people_only_vouches_for_no_other_authority(recognised: Authorities) -> None:
    trust = judged(_chain(vauclaire(), is_authority=True), recognised)
    assert trust.standing is Standing.MISUSED, "its path length is zero"


def test_an_intermediate_authority_is_followed(tmp_path: Path) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    seed = vauclaire().authority.certificate
    root = issued_by(seed, root_key, "Racine nationale", root_key, is_authority=True)
    root = issued_by(root, root_key, "Racine nationale", root_key, is_authority=True, room=1)
    middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    middle = issued_by(root, root_key, "Autorité régionale", middle_key, is_authority=True, room=0)
    leaf = Identity(key, issued_by(middle, middle_key, "Clara Délos", key), (middle,))
    authorities = Authorities(tmp_path)
    authorities.add(root)
    trust = judged(leaf, authorities)
    assert trust.standing is Standing.CERTIFIED
    assert trust.path == (leaf.certificate, middle, root)
    assert judged(Identity(key, leaf.certificate), authorities).standing is Standing.UNKNOWN_AUTHORITY


@pytest.mark.parametrize("kind", ["unknown critical extension", "not for time-stamps"])
def test_a_certificate_made_for_something_else_is_misused(kind: str, recognised: Authorities) -> None:
    root, key = vauclaire().authority, ec.generate_private_key(ec.SECP256R1())
    web = [ExtendedKeyUsageOID.SERVER_AUTH]
    made = issued_by(root.certificate, root.key, "Clara Délos", key, usages=web, strange=kind.startswith("unknown"))
    purpose = Purpose.SIGNERS if kind.startswith("unknown") else Purpose.TIME
    recognised.add(root.certificate, purpose=Purpose.TIME)
    trust = trust_of(made, (), MONDAY, recognised.all(), purpose=purpose)
    assert trust.standing is Standing.MISUSED


def test_an_authority_of_time_says_nothing_of_people(tmp_path: Path) -> None:
    clock = Authorities(tmp_path)
    clock.add(vauclaire().authority.certificate, purpose=Purpose.TIME)
    assert judged(certified_pair()[0], clock).standing is Standing.UNKNOWN_AUTHORITY


def test_only_authorities_are_recognised(tmp_path: Path) -> None:
    with pytest.raises(NotAnAuthorityError):
        Authorities(tmp_path).add(certified_pair()[0].certificate)
    assert list(tmp_path.iterdir()) == []


def test_a_forgotten_authority_leaves_nothing(recognised: Authorities, tmp_path: Path) -> None:
    recognised.add_list(vauclaire().takes_back())
    recognised.forget(vauclaire().authority.fingerprint)
    assert recognised.all() == ()
    assert list((tmp_path / "autorites").iterdir()) == []


def test_the_newest_list_is_kept(recognised: Authorities) -> None:
    clara, _ = certified_pair()
    newer = vauclaire().takes_back((clara, MONDAY), number=3, at=MONDAY + DAY)
    recognised.add_list(newer)
    recognised.add_list(newer)
    with pytest.raises(OlderListError):
        recognised.add_list(vauclaire().takes_back(number=2))
    (kept,) = recognised.lists()
    assert kept.number == 3
    assert kept.taken_back_at(clara.certificate) == MONDAY


def test_of_two_lists_of_one_number_the_later_one_is_kept(recognised: Authorities) -> None:
    """Two copies of an authority's folder number alike."""
    clara, _ = certified_pair()
    recognised.add_list(vauclaire().takes_back((clara, MONDAY), number=3, at=MONDAY + DAY))
    with pytest.raises(OlderListError):
        recognised.add_list(vauclaire().takes_back(number=3, at=MONDAY))
    (kept,) = recognised.lists()
    assert kept.taken_back_at(clara.certificate) == MONDAY


def test_a_renewed_authority_still_takes_back(tmp_path: Path) -> None:
    """The same name and key under another certificate: no way round the list."""
    clara, _ = certified_pair()
    root = vauclaire().authority
    later = root.certificate.not_valid_after_utc + DAY
    renewed = issued_by(
        root.certificate, root.key, "", root.key, is_authority=True, room=0, end=later, of=root.certificate
    )
    authorities = vauclaire().recognised_in(tmp_path, vauclaire().takes_back((clara, MONDAY - DAY)))
    authorities.add(renewed, "Autorité renouvelée")
    assert len(authorities.all()) == 2
    assert judged(clara, authorities).standing is Standing.REVOKED


def test_a_list_of_nobody_known_or_no_list_at_all_is_refused(recognised: Authorities) -> None:
    with pytest.raises(UnknownListIssuerError):
        recognised.add_list(territory().takes_back())
    with pytest.raises(UnknownListIssuerError):  # signed by the right name, with another key
        recognised.add_list(territory("Autorité de Vauclaire").takes_back())
    pem = vauclaire().takes_back()
    for wrong in (b"", b"bonjour", pem[: len(pem) // 2], vauclaire().authority.certificate.public_bytes(
        serialization.Encoding.PEM
    ), b"\0" * 5_000_000):  # fmt: skip
        with pytest.raises(NotAListError):
            recognised.add_list(wrong)
    assert recognised.lists() == ()


@pytest.mark.parametrize("suffix", [".pem", ".crl"])
def test_a_file_of_the_folder_that_was_touched_is_told(suffix: str, recognised: Authorities, tmp_path: Path) -> None:
    recognised.add_list(vauclaire().takes_back())
    file = next(path for path in (tmp_path / "autorites").iterdir() if path.suffix == suffix)
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(DamagedTrustError) as told:
        recognised.lists()
    assert vauclaire().authority.fingerprint in str(told.value)


def test_a_folder_as_the_authority_handed_it_over_is_read_too(tmp_path: Path) -> None:
    clara, idris = certified_pair()
    pem = serialization.Encoding.PEM
    (tmp_path / "autorite.pem").write_bytes(vauclaire().authority.certificate.public_bytes(pem))
    (tmp_path / "liste-revocation.pem").write_bytes(vauclaire().takes_back((clara, MONDAY - DAY)))
    (tmp_path / "liste-ancienne.pem").write_bytes(vauclaire().takes_back(number=1, at=MONDAY - 9 * DAY))
    (tmp_path / "clara.pem").write_bytes(clara.certificate.public_bytes(pem))
    (tmp_path / "lisez-moi.txt").write_text("Bonjour.")
    given = GivenAuthorities(tmp_path)
    assert [one.label for one in given.all()] == ["Autorité de Vauclaire"]
    found = [
        trust_of(one.certificate, (), MONDAY, given.all(), given.lists(), claimed_at=MONDAY).standing
        for one in (clara, idris)
    ]
    assert found == [Standing.REVOKED, Standing.CERTIFIED]
