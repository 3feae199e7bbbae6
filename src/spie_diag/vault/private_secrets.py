"""What one specialist keeps in the common vault and nobody else of it can use: the key that signs her documents."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from spie_diag.forms.definition import Value
from spie_diag.interview.people import SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.errors import SecretMissingError
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.places import remembering


class PrivateSecrets:
    """Secrets by specialist and name, each sealed under its owner's personal key."""

    def __init__(self, database: Database, keyring: Keyring, vault: str) -> None:
        self._database = database
        self._keyring = keyring
        self._vault = vault

    def keep(self, specialist: SpecialistId, name: str, secret: bytes, told: Mapping[str, Value]) -> None:
        """Keep the secret and remember, in the same transaction, what everybody may know of it."""
        sealed = self._keyring.of(specialist).seal(self._vault, name, secret)
        upsert = insert(rows.private_secret).values(specialist=specialist.bytes, name=name, sealed=sealed)
        upsert = upsert.on_conflict_do_update(
            index_elements=["specialist", "name"], set_={"sealed": upsert.excluded.sealed}
        )

        def task(connection: sa.Connection) -> None:
            connection.execute(upsert)
            for key, value in told.items():
                connection.execute(remembering(key, value))

        self._database.write(task)

    def get(self, specialist: SpecialistId, name: str) -> bytes:
        keys = self._keyring.of(specialist)
        sealed = self._sealed(specialist, name)
        if sealed is None:
            raise SecretMissingError
        return keys.unseal(self._vault, name, sealed)

    def holds(self, specialist: SpecialistId, name: str) -> bool:
        return self._sealed(specialist, name) is not None

    def forget(self, specialist: SpecialistId) -> None:
        """Remove every secret of somebody who can no longer open them."""
        removal = sa.delete(rows.private_secret).where(rows.private_secret.c.specialist == specialist.bytes)
        self._database.write(lambda connection: connection.execute(removal))

    def _sealed(self, specialist: SpecialistId, name: str) -> bytes | None:
        table = rows.private_secret.c
        query = sa.select(table.sealed).where(table.specialist == specialist.bytes, table.name == name)
        sealed = self._database.read(lambda connection: connection.execute(query).first())
        return bytes(sealed.sealed) if sealed is not None else None
