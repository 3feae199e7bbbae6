"""What a process remembers of a vault that it has locked, read from outside as a thief of its memory would."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from spie_diag.signing.identity import Identity
from spie_diag.vault import slots
from spie_diag.vault.key import Strength, normal_form
from spie_diag.vault.key_file import KeyFile, read_key_file
from spie_diag.vault.key_record import Slot
from spie_diag.vault.opening import open_vault
from tests.vault import remembering

PASSPHRASES = ("quatre arbres verts au bord du canal", "sept vélos rouges devant la mairie")
PERSON = "Zélie-Ombeline"
TEXTS = ["Elle dort chez sa cousine Wilhelmine", "Le bail finit au printemps du chat", "Six dans un studio humide"]
_PIECE = 8
"""Bytes of a key that are nowhere else by chance."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the memory of another process is read on Linux only")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, bytes, Path]]:
    """The memory of a process while its vault was open, and once it was locked; and the vault."""
    folder = tmp_path_factory.mktemp("souvenirs")
    child = subprocess.Popen(
        [sys.executable, "-m", remembering.__name__, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "SPIE_DIAG_HOME": str(folder / "user")},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps([PASSPHRASES, PERSON, TEXTS]) + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "open\n"
        while_open = _memory_of(child.pid)
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "locked\n"
        yield while_open, _memory_of(child.pid), folder / "coffre"
    finally:
        child.communicate("\n", timeout=60)


def test_no_key_is_left_in_memory_after_a_lock(
    left: tuple[bytes, bytes, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    while_open, memory, folder = left
    monkeypatch.setattr(slots, "_stretch", StretchedOnce())
    keys = _keys_of(folder)
    assert len(keys) == 12
    for name in ("vault", "personal 1", "personal 2", "signing 1"):
        assert _copies(while_open, keys[name]), f"{name} is looked for in the wrong place"
    found = {name: copies for name, key in keys.items() if (copies := _copies(memory, key))}
    assert not found, "in a process that locked its vault"
    print(f"{len(keys)} keys, 0 copies in {len(memory) >> 20} MB of memory after a lock")


def test_what_people_typed_is_hardly_left_in_memory_after_a_lock(left: tuple[bytes, bytes, Path]) -> None:
    """Python frees texts without wiping them: this is what remains, and it is told."""
    _while_open, memory, _folder = left
    typed = sum(_count(memory, passphrase) for passphrase in PASSPHRASES)
    said = sum(_count(memory, text) for text in (PERSON, *TEXTS))
    assert typed + said < 40, "some copies at most: no cache holds what was said"
    print(f"passphrases: {typed} copies, names and answers: {said} copies in {len(memory) >> 20} MB")


class StretchedOnce:
    """The real stretching, slow on purpose, done once for each slot."""

    def __init__(self) -> None:
        self._stretch, self._done = slots._stretch, dict[bytes, bytearray]()

    def __call__(self, passphrase: bytes, salt: bytes, strength: Strength) -> bytes:
        if salt not in self._done:
            self._done[salt] = bytearray(self._stretch(passphrase, salt, strength))
        return bytes(self._done[salt])  # a new one each time: whoever gets it forgets it


def _memory_of(process: int) -> bytes:
    """Everything that the process may write in: its heap, stacks and buffers."""
    read: list[bytes] = []
    try:
        with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
            for line in Path(f"/proc/{process}/maps").read_text().splitlines():
                place, rights, *_ = line.split()
                if "w" not in rights or "[vv" in line:
                    continue
                first, last = (int(part, 16) for part in place.split("-"))
                memory.seek(first)
                read.append(memory.read(last - first))
    except PermissionError:
        pytest.skip("this computer lets nobody read the memory of another process")
    return b"\0".join(read)


def _keys_of(folder: Path) -> Mapping[str, bytes]:
    """Every secret key that the process held: what each passphrase opens, and what opens the slots."""
    key_file = read_key_file(folder)
    keys: dict[str, bytes] = {}
    for who, passphrase, slot in zip("12", PASSPHRASES, key_file.slots, strict=True):
        opened = slots.unlock(key_file, slot.specialist.id, passphrase)
        keys |= {"vault": bytes(opened.vault_key), "root": bytes(opened.root)}
        keys |= {f"{name} {who}": key for name, key in _personal_keys(key_file, slot, passphrase).items()}
        vault = open_vault(folder, slot.specialist.id, passphrase)
        identity = Identity.from_bytes(vault.private(slot.specialist.id, "pdf-identity"))
        assert isinstance(identity.key, EllipticCurvePrivateKey), "her own: those of others may be of another kind"
        keys[f"document {who}"] = identity.key.private_numbers().private_value.to_bytes(32)
        vault.lock()
    return keys


def _personal_keys(key_file: KeyFile, slot: Slot, passphrase: str) -> Mapping[str, bytes]:
    stretched = slots._stretch(normal_form(passphrase).encode(), slot.salt, slot.strength)
    private = slots._unwrapped(key_file.vault, slot, slots._slot_key(slot, passphrase))
    return {"stretched": stretched, **{name: bytes(private[name]) for name in ("exchange", "signing", "personal")}}


def _copies(memory: bytes, key: bytes) -> dict[str, int]:
    """How many pieces of the key are there: Python writes on the beginning of what it frees, and leaves the rest."""
    written = {"raw": key, "backwards": key[::-1], "hex": key.hex().encode(), "base64": base64.b64encode(key)[:40]}
    found = {
        how: sum(memory.count(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE))
        for how, text in written.items()
    }
    return {how: count for how, count in found.items() if count}


def _count(memory: bytes, text: str) -> int:
    return sum(memory.count(text.encode(code)) for code in ("utf-8", "utf-16-le", "utf-32-le"))
