"""The tables, as the newest migration leaves them. Rows never leave this room.

``entry``, ``signed_document`` and ``form`` are the truth and only grow; ``case_file``, ``case_word``, ``standing``,
``interview``, ``outline``, ``register_line``, ``erasure`` and ``case_search`` are drawn from the entries and can be
drawn again; ``draft`` and ``place`` are what is being done now.
Texts that people wrote are kept as bytes: UTF-8 that also takes what a keyboard driver half-sent.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

_ID = sa.LargeBinary(16)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", _ID, nullable=False, unique=True),
    sa.Column("chain", _ID, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("previous", sa.LargeBinary(32), nullable=False),
    sa.Column("author", _ID, nullable=False),
    sa.Column("tick", sa.Integer, nullable=False),
    sa.Column("case_id", _ID, nullable=False),
    sa.Column("interview_id", _ID),
    sa.Column("commitment", sa.LargeBinary(32), nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.Column("payload", sa.LargeBinary),  # NULL once the person's file was erased; the signed rest stays
    sa.Index("ix_entry_chain", "chain", "number"),
    sa.Index("ix_entry_case", "case_id", "tick"),
    sqlite_strict=True,
)

chain = sa.Table(
    "chain",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", _ID, nullable=False, unique=True),
    sa.Column("place", sa.LargeBinary(32), nullable=False),
    sqlite_strict=True,
)

case_file = sa.Table(
    "case_file",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", _ID, nullable=False, unique=True),
    sa.Column("number", sa.Text, nullable=False, index=True),
    sa.Column("person", sa.LargeBinary, nullable=False),
    sa.Column("tick", sa.Integer, nullable=False),
    sa.Column("last_minute", sa.Integer, nullable=False),  # since 1970, as ``ticking.minute_of`` counts
    sa.Column("archived_at", sa.Text),
    sa.Column("opposed_at", sa.Text),
    sa.Column("searched", sa.Text, nullable=False, server_default=""),  # folded, as ``searching.line_of`` makes it
    sa.Index("ix_case_file_recent", "archived_at", "last_minute", "n", "searched"),
    sqlite_strict=True,
)

case_word = sa.Table(
    "case_word",
    metadata,
    sa.Column("case_id", _ID, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("tick", sa.Integer, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

outline = sa.Table(
    "outline",
    metadata,
    sa.Column("interview_id", _ID, primary_key=True),
    sa.Column("entry_id", _ID, primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

standing = sa.Table(
    "standing",
    metadata,
    sa.Column("case_id", _ID, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),  # ``archived`` or ``opposed``
    sa.Column("tick", sa.Integer, nullable=False),
    sa.Column("since", sa.Text),  # NULL: no longer
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

register_line = sa.Table(
    "register_line",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("entry_id", _ID, nullable=False, unique=True),
    sa.Column("tick", sa.Integer, nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("author", _ID, nullable=False),
    sa.Column("deed", sa.Text, nullable=False),
    sa.Column("case_id", _ID, nullable=False),
    sa.Column("facts", sa.LargeBinary, nullable=False),
    sa.Index("ix_register_line_case", "case_id", "tick"),
    sqlite_strict=True,
)

erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("entry_id", _ID, primary_key=True),  # the signed order
    sa.Column("case_id", _ID, nullable=False, index=True),
    sa.Column("number", sa.Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

numbering = sa.Table(
    "numbering",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
    sqlite_strict=True,
)

interview = sa.Table(
    "interview",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", _ID, nullable=False, unique=True),
    sa.Column("case_id", _ID, nullable=False, index=True),
    sa.Column("first_tick", sa.Integer, nullable=False),
    sqlite_strict=True,
)

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("case_id", _ID, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("author", _ID, primary_key=True),
    sa.Column("text", sa.LargeBinary, nullable=False),
    sa.Column("written_at", sa.Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

signed_document = sa.Table(
    "signed_document",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", _ID, nullable=False, unique=True),
    sa.Column("case_id", _ID, nullable=False),
    sa.Column("interview_id", _ID, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sa.Column("pdf", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

form = sa.Table(
    "form",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sqlite_strict=True,
)

private_secret = sa.Table(
    "private_secret",
    metadata,
    sa.Column("specialist", _ID, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

place = sa.Table(
    "place",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

case_search = sa.table("case_search", sa.column("rowid", sa.Integer), sa.column("searched", sa.Text))
"""Trigrams of ``case_file.searched``, by its ``n``: outside the metadata because SQLAlchemy makes no virtual table."""
