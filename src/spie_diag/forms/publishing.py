"""Checked forms kept ready to open: what they say, the trees of their expressions, and who reads whom.

Reading and checking a form costs ten times what opening it from here costs. A file is named by the fingerprint of its
form and holds three lines of JSON: the engine that wrote it, with the digest of the third line; the content of the
form, of which the fingerprint is the digest; what is known of its expressions. What is not exactly that, or was
written by another engine, is as good as missing: it is made again, and nobody is told. Nothing in a file can run, and
nothing in it is about anybody.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from uuid import uuid4

from spie_diag.forms.contents import content_bytes, json_bytes
from spie_diag.forms.definition import Form
from spie_diag.forms.errors import UnreadableContentError
from spie_diag.forms.inspecting import walked
from spie_diag.forms.known import Known, KnownReader
from spie_diag.forms.packing import KnownTrees, pack
from spie_diag.forms.plan import Plan, Reader, plan
from spie_diag.forms.rebuilding import form_of
from spie_diag.forms.syntax import Call, Expression, Text, UnreadableExpressionError
from spie_diag.paths import form_cache
from spie_diag.sweeping import collector_paused

_FORMAT = 1
_KEPT = 40
"""How many files stay: beyond, the ones not made for longest go."""


def published(path: Path, read: Callable[[Path], Form]) -> Form:
    """The checked form of a file: as it was kept, unless the file or one that it reads changed since.

    ``read`` reads and checks it, and raises what is wrong with it: such a form is never kept.
    """
    known = _known_sources(path)
    if known is not None and (content := _lines(known)) is not None:
        return _opened(*content)
    started = time.time_ns()
    form = read(path)
    sources = _sources(form, started)
    if sources is None:
        return form
    fingerprint = publish(form)
    _write(_sources_file(path), json_bytes({"engine": _engine(), "fingerprint": fingerprint, "sources": sources}))
    return form


def reopened(content: bytes) -> Form:
    """The form of a content that somebody else keeps, as a vault does; the first time, it is made ready.

    Raises:
        UnreadableContentError: this is not the content of a form, or of a later program.
    """
    lines = _lines(_digest(content))
    if lines is not None:
        return _opened(*lines)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableContentError from error
    form = form_of(told)
    _keep(form, content)
    return form


def publish(form: Form) -> str:
    """Keep a checked form ready to open, and return its fingerprint. A folder that cannot be written keeps nothing."""
    return _keep(form, content_bytes(form))


def _keep(form: Form, content: bytes) -> str:
    # An earlier program may have written the same form in other bytes: the file is named by those that are there.
    fingerprint = _digest(content)
    known = json_bytes(_worked_out(form))
    _write(_file(fingerprint), b"\n".join((json_bytes({"engine": _engine(), "known": _digest(known)}), content, known)))
    return fingerprint


def _opened(content: bytes, known: bytes) -> Form:
    with collector_paused():
        told = json.loads(known)
        trees = KnownTrees(told["trees"])
        ready = Known(trees=trees, rank=told["rank"], readers=told["readers"], late=told["late"])
        return replace(form_of(json.loads(content)), known=ready)


def _worked_out(form: Form) -> dict[str, object]:
    """What ``Known`` holds, as JSON."""
    made = plan(form)
    return {
        "trees": {source: pack(tree) for source, tree in _trees(made)},
        "rank": made.rank,
        "readers": [[_indexes(reader) for reader in readers] for readers in made.readers],
        "late": sorted(one.index for one in made.late),
    }


def _indexes(reader: Reader) -> KnownReader:
    anchor = -1 if reader.anchor is None else reader.anchor.index
    return reader.field.index, anchor, reader.settles + 2 * reader.fires


def _trees(made: Plan) -> Iterator[tuple[str, Expression]]:
    """Every text that is read as an expression, and its tree."""
    rules = [rule for of_one in made.rules for rule in of_one]
    rules += [rule for one in made.fields for _, _, template in made.templates.naming(one) for rule in template]
    rules += made.suggested.values()
    for rule in rules:
        if rule.tree is not None:
            yield rule.source, rule.tree
            for part in walked(rule.tree):
                if isinstance(part, Call) and part.name == "jr:choice-name":
                    yield from _quoted(part)


def _quoted(call: Call) -> Iterator[tuple[str, Expression]]:
    """What stands in quotes in ``jr:choice-name(${q}, '${q}')`` is an expression too."""
    from spie_diag.forms.grammar import parse

    match call.arguments:
        case (_, Text(named)):
            with suppress(UnreadableExpressionError):
                yield named, parse(named)


# --- files ---------------------------------------------------------------------------------------------------------


def _file(fingerprint: str) -> Path:
    return form_cache() / f"{fingerprint}.json"


def _sources_file(path: Path) -> Path:
    return form_cache() / f"{_digest(os.fsencode(path.resolve()))[:32]}.sources.json"


def _lines(fingerprint: str) -> tuple[bytes, bytes] | None:
    """The content of a form and what is known of it; None where there is nothing, or nothing sound."""
    try:
        head, content, known = _file(fingerprint).read_bytes().split(b"\n")
        told = json.loads(head)
        sound = told == {"engine": _engine(), "known": _digest(known)} and _digest(content) == fingerprint
    except (OSError, ValueError, RecursionError):
        return None
    return (content, known) if sound else None


def _known_sources(path: Path) -> str | None:
    """The fingerprint of the form that a file gave, while everything that was read for it is unchanged."""
    try:
        told = json.loads(_sources_file(path).read_bytes())
        sources: Mapping[str, str] = told["sources"]
        current = told["engine"] == _engine() and all(_digest_of(Path(file)) == sources[file] for file in sources)
        return str(told["fingerprint"]) if current else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _sources(form: Form, read_ns: int) -> dict[str, str] | None:
    """Every file that a form was read from, with its digest; None where one is not known, or changed meanwhile."""
    if form.place is None or "extends" in form.settings:
        return None
    files = {form.place.file, *(block.place.file for block in form.blocks if block.place)}
    # Lists are read from the folder of the entry file, also those of a block that stands in a folder of its own.
    files |= {form.place.file.parent / one.choices_file for one in form.every_question() if one.choices_file}
    try:
        found = {str(file.resolve()): _digest_of(file) for file in files}
        return found if all(file.stat().st_mtime_ns < read_ns for file in files) else None
    except OSError:
        return None


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all; and nothing where the disk refuses: everything here can be made again."""
    part = file.with_name(f"{uuid4().hex}.part")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        for old in sorted(file.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
            old.unlink(missing_ok=True)


@cache
def _engine() -> str:
    """Which code wrote a file: what this room's modules are, by size and time of change, in a checkout as installed."""
    modules = sorted((file.name, file.stat()) for file in Path(__file__).parent.glob("*.py"))
    told = [_FORMAT, *((name, stat.st_size, stat.st_mtime_ns) for name, stat in modules)]
    return _digest(json_bytes(told))


def _digest_of(file: Path) -> str:
    return _digest(file.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
