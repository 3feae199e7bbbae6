"""Where each window was: interview, stage, domain. Outside the journal, because nobody has to answer for it."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from spie_diag.forms.definition import Value
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.entries import dumped, loaded


class Places:
    """The last place under each key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, key: str, value: Value) -> None:
        self._database.write(lambda connection: connection.execute(remembering(key, value)))

    def recall(self, key: str) -> Value:
        """What was remembered last, or None."""
        query = sa.select(rows.place.c.value).where(rows.place.c.key == key)
        content = self._database.read(lambda connection: connection.execute(query).scalar())
        return loaded(content) if content is not None else None


def remembering(key: str, value: Value) -> sa.Executable:
    """The statement that remembers, for whoever must do it together with something else."""
    upsert = insert(rows.place).values(key=key, value=dumped(value))
    return upsert.on_conflict_do_update(index_elements=["key"], set_={"value": upsert.excluded.value})
