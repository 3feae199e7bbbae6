"""The forms that interviews were led with, once each. Nothing is ever updated or removed."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from spie_diag.clock import Clock
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.errors import FormMissingError


class Forms:
    """The forms of the open vault, by fingerprint: the SHA-256 of their content, in hexadecimal.

    An entry of the journal names the fingerprint and is signed, so that a form cannot be exchanged unseen.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, content: bytes) -> str:
        """Keep a form and return its fingerprint; keeping twice is keeping once."""
        fingerprint = hashlib.sha256(content).hexdigest()
        row = insert(rows.form).values(fingerprint=fingerprint, content=content, kept_at=self._clock.now().isoformat())
        known = sa.select(rows.form.c.n).where(rows.form.c.fingerprint == fingerprint)
        if self._database.read(lambda connection: connection.execute(known).first()) is None:
            self._database.write(lambda connection: connection.execute(row.on_conflict_do_nothing()))
        return fingerprint

    def content(self, fingerprint: str) -> bytes:
        """What was kept under a fingerprint, byte for byte.

        Raises:
            FormMissingError: nothing was, or what is there is not what was kept.
        """
        query = sa.select(rows.form.c.content).where(rows.form.c.fingerprint == fingerprint)
        content = self._database.read(lambda connection: connection.execute(query).scalar())
        if content is None or hashlib.sha256(content).hexdigest() != fingerprint:
            raise FormMissingError
        return bytes(content)
