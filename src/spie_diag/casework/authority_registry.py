"""What an authority certified and took back: one JSON file beside its key, written whole at each change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from spie_diag.casework.certifying_errors import DamagedRegistryError

if TYPE_CHECKING:
    from spie_diag.signing.authority import Revoked

_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One certificate that the authority issued."""

    serial: int
    key: str
    """SHA-256 of the key that it is about."""
    issued_at: datetime
    valid_until: datetime
    certificate: str = field(repr=False)
    """As PEM: it says whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything issued, in order; everything revoked, by number; and the number of the last list."""

    issued: tuple[Issued, ...] = ()
    revoked: Mapping[int, datetime] = field(default_factory=dict)
    last_list: int = 0

    def of_key(self, key: str) -> tuple[Issued, ...]:
        """What was issued for one key, the newest last."""
        return tuple(one for one in self.issued if one.key == key)

    def with_issued(self, one: Issued) -> "Registry":
        return replace(self, issued=(*self.issued, one))

    def with_list(self, number: int, revoked: Mapping[int, datetime]) -> "Registry":
        return replace(self, last_list=number, revoked={**self.revoked, **revoked})

    def with_revoked(self, revoked: Mapping[int, datetime]) -> "Registry":
        """The same with what else was taken back; what is told here already stays as it is told."""
        return replace(self, revoked={**revoked, **self.revoked})

    def taken_back(self) -> "tuple[Revoked, ...]":
        from spie_diag.signing.authority import Revoked

        return tuple(Revoked(serial, since) for serial, since in self.revoked.items())

    def as_bytes(self) -> bytes:
        told = {
            "format": _FORMAT,
            "issued": [
                {
                    "serial": f"{one.serial:x}",
                    "key": one.key,
                    "issued_at": one.issued_at.isoformat(),
                    "valid_until": one.valid_until.isoformat(),
                    "certificate": one.certificate,
                }
                for one in self.issued
            ],
            "revoked": {f"{serial:x}": since.isoformat() for serial, since in self.revoked.items()},
            "last_list": self.last_list,
        }
        return f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Registry":
        """Raises ``DamagedRegistryError`` where ``as_bytes`` did not write this."""
        try:
            told = json.loads(content)
            if told["format"] != _FORMAT:
                raise DamagedRegistryError
            return cls(
                issued=tuple(_issued(one) for one in told["issued"]),
                revoked={int(serial, 16): _moment(since) for serial, since in told["revoked"].items()},
                last_list=int(told["last_list"]),
            )
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise DamagedRegistryError from error


def _issued(one: Mapping[str, str]) -> Issued:
    return Issued(
        serial=int(one["serial"], 16),
        key=str(one["key"]),
        issued_at=_moment(one["issued_at"]),
        valid_until=_moment(one["valid_until"]),
        certificate=str(one["certificate"]),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment
