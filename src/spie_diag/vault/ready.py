"""Statements that an answer or a keystroke waits for, written out once and given to the driver as they are.

SQLAlchemy's own way costs 40 microseconds a statement, more than SQLite itself takes: it is for all the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

Values: TypeAlias = Mapping[str, bytes | str | int | None]

_DIALECT = sqlite.dialect(paramstyle="named")


class Ready:
    """One statement that returns no row, run on the connection, and in the transaction, that SQLAlchemy holds."""

    def __init__(self, statement: sa.Insert | sa.Update | sa.Delete, columns: Iterable[str] | None = None) -> None:
        """``columns`` are those that an INSERT is given, where it says none itself."""
        named = None if columns is None else list(columns)
        self._text = str(statement.compile(dialect=_DIALECT, column_keys=named))

    def run(self, connection: sa.Connection, values: Values) -> None:
        connection.connection.cursor().execute(self._text, values)

    def run_all(self, connection: sa.Connection, several: Sequence[Values]) -> None:
        connection.connection.cursor().executemany(self._text, several)
