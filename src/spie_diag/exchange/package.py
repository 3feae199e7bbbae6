"""``diagnostic.json`` as it comes from anybody: read within limits, checked against what is published, never trusted.

What a later minor version adds is kept in ``Package.content`` and ignored; codes that nobody here knows are texts.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NoReturn

from spie_diag.exchange.errors import MisshapenDataError, NewerFormatError, NotADiagnosticError, TooMuchDataError
from spie_diag.exchange.schemas import misshapen_part
from spie_diag.forms.definition import Value
from spie_diag.interview.answers import Status

NAME: Final = "diagnostic"
MAJOR: Final = 1
LARGEST: Final = 2 * 1024 * 1024
"""Bytes: the data of a whole interview weigh some tens of thousands."""
DEEPEST: Final = 24
MOST_VALUES: Final = 50_000

_SCHEMA = re.compile(r"spie-diag/diagnostic/(\d{1,4})(?:\.(\d{1,4}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """The person, as the document names her."""

    called: str = field(default="", repr=False)
    family_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    commune: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One specialist, as the document names her."""

    name: str = field(repr=False)
    role: str = field(default="", repr=False)
    structure: str = field(default="", repr=False)
    field_of_work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedAnswer:
    code: str
    label: str
    """The question as its author wrote it; empty where the document does not tell."""
    status: Status
    value: Value = field(repr=False)
    words: str = field(default="", repr=False)
    """The answer in words, where its writer gave them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedSituation:
    code: str
    label: str
    ft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedDomain:
    """What a pair concluded on one domain; levels from 0 to 3."""

    code: str
    label: str
    agreed: int | None
    strength: bool
    priority: bool
    text: str = field(repr=False)
    disagreement: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """For whom a part of a diagnosis was made, and what it was drawn from."""

    profile: str
    recipient: str = field(default="", repr=False)
    purpose: str = ""
    of_version: int | None = None
    of_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One diagnosis, or an extract of one, as its data tell it."""

    minor: int
    """Of the format: beyond what this program writes, ``content`` holds fields that it does not know."""
    number: str
    version: int
    correction: str = field(repr=False)
    held_on: date
    joint: bool
    form: str
    form_version: str
    person: Whom = field(repr=False)
    authors: tuple[Author, ...] = field(repr=False)
    """Who received the person; an extract may be signed by one of them only."""
    answers: Mapping[str, PackedAnswer] = field(repr=False)
    situations: tuple[PackedSituation, ...] = field(repr=False)
    domains: tuple[PackedDomain, ...] = field(repr=False)
    strengths: tuple[str, ...] = field(repr=False)
    syntheses: Mapping[str, str] = field(repr=False)
    """What the pair wrote on the whole, by ``short``, ``shareable`` and ``agreed``."""
    orientation: Mapping[str, Value] = field(repr=False)
    goals: tuple[Mapping[str, Value], ...] = field(repr=False)
    next_meeting: Mapping[str, Value] = field(repr=False)
    extract: Extract | None
    content: Mapping[str, Value] = field(repr=False)
    """The whole of it, unknown fields too."""


def parse(diagnostic: bytes) -> Package:
    """Read ``diagnostic.json``, whoever wrote it.

    Raises:
        NotADiagnosticError: it is no JSON text of ours.
        NewerFormatError: it follows another major version of the format.
        TooMuchDataError: it is larger or deeper than any diagnostic.
        MisshapenDataError: a field is missing, or is not what the format says.
    """
    content = _content(diagnostic)
    _refuse_halves(content)
    minor = _minor(content.get("schema"))
    part = misshapen_part(NAME, dict(content))
    if part is not None:
        raise MisshapenDataError(part=part)
    return _package(content, minor)


def parse_again(diagnostic: bytes) -> Package:
    """The same, quickly, for data that ``parse`` accepted before they were kept."""
    content = _content(diagnostic)
    return _package(content, _minor(content.get("schema")))


def _content(diagnostic: bytes) -> Mapping[str, Value]:
    if len(diagnostic) > LARGEST:
        raise TooMuchDataError
    try:
        text = diagnostic.decode("utf-8")
        content: Value = json.loads(
            text, object_pairs_hook=_each_key_once, parse_constant=_no_number, parse_float=_finite
        )
    except RecursionError as why:
        raise TooMuchDataError from why
    except ValueError as why:
        raise NotADiagnosticError from why
    _refuse_vast(content)
    if not isinstance(content, dict):
        raise NotADiagnosticError
    return content


def _each_key_once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    """Two readers of one document must not read two values under one name."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _finite(written: str) -> float:
    number = float(written)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number beyond any")
    return number


def _refuse_vast(content: Value) -> None:
    """Level by level, so that nothing that comes after meets a depth it could not bear."""
    level: list[Value] = [content]
    count = 0
    for _ in range(DEEPEST):
        count += len(level)
        if count > MOST_VALUES:
            raise TooMuchDataError
        level = [below for value in level for below in _below(value)]
        if not level:
            return
    raise TooMuchDataError


def _refuse_halves(content: Mapping[str, Value]) -> None:
    """Half a character, as « \\ud800 » may write it: adopted as an answer, no document of ours could hold it."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as why:
        raise NotADiagnosticError from why


def _below(value: Value) -> Iterable[Value]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _minor(schema: Value) -> int:
    named = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if named is None:
        raise NotADiagnosticError
    if int(named[1]) > MAJOR:
        raise NewerFormatError(version=int(named[1]))
    if int(named[1]) < MAJOR:
        raise NotADiagnosticError
    return int(named[2] or 0)


def _package(content: Mapping[str, Value], minor: int) -> Package:
    """``content`` follows the schema."""
    form, version = _fields(content["form"]), content["version"]
    authors = _items(_fields(content.get("extract")).get("authors")) or _items(content["specialists"])
    return Package(
        minor=minor,
        number=_text(content.get("number")),
        version=int(version) if isinstance(version, int | float) else 1,
        correction=_text(content.get("correction")),
        held_on=date.fromisoformat(_text(content["held_on"])),
        joint=content.get("joint") is True,
        form=_text(form["name"]),
        form_version=_text(form["version"]),
        person=_whom(_fields(content["person"])),
        authors=tuple(_author(_fields(one)) for one in authors),
        answers={code: _answer(code, _fields(one)) for code, one in _fields(content["answers"]).items()},
        situations=tuple(_situation(_fields(one)) for one in _items(content.get("situations"))),
        domains=tuple(_domain(_fields(one)) for one in _items(content.get("domains"))),
        strengths=tuple(text for one in _items(content.get("strengths")) if (text := _text(one))),
        syntheses={name: _text(text) for name, text in _fields(content.get("syntheses")).items() if _text(text)},
        orientation=_fields(content.get("orientation")),
        goals=tuple(_fields(one) for one in _items(content.get("goals"))),
        next_meeting=_fields(content.get("next_meeting")),
        extract=_extract(_fields(content.get("extract"))),
        content=content,
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _fields(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _whom(told: Mapping[str, Value]) -> Whom:
    born_on = _text(told.get("born_on"))
    return Whom(
        called=_text(told.get("called")),
        family_name=_text(told.get("family_name")),
        first_names=_text(told.get("first_names")),
        born_on=date.fromisoformat(born_on) if born_on else None,
        commune=_text(told.get("commune")),
        phone=_text(told.get("phone")),
    )


def _author(told: Mapping[str, Value]) -> Author:
    return Author(
        name=_text(told["name"]),
        role=_text(told.get("role")),
        structure=_text(told.get("structure")),
        field_of_work=_text(told.get("field")),
    )


def _answer(code: str, told: Mapping[str, Value]) -> PackedAnswer:
    return PackedAnswer(
        code=code,
        label=_text(told.get("label")),
        status=Status(told["status"]),
        value=told["value"],
        words=_text(told.get("words")),
    )


def _situation(told: Mapping[str, Value]) -> PackedSituation:
    return PackedSituation(code=_text(told["code"]), label=_text(told.get("label")), ft=_text(told.get("ft")))


def _domain(told: Mapping[str, Value]) -> PackedDomain:
    agreed = told.get("agreed")
    return PackedDomain(
        code=_text(told["code"]),
        label=_text(told.get("label")),
        agreed=int(agreed) if isinstance(agreed, int | float) else None,
        strength=told.get("strength") is True,
        priority=told.get("priority") is True,
        text=_text(told.get("text")),
        disagreement=_text(told.get("disagreement")),
    )


def _extract(told: Mapping[str, Value]) -> Extract | None:
    if not told:
        return None
    source = _fields(told.get("of"))
    version = source.get("version")
    return Extract(
        profile=_text(told["profile"]),
        recipient=_text(told.get("recipient")),
        purpose=_text(told.get("purpose")),
        of_version=int(version) if isinstance(version, int | float) else None,
        of_sha256=_text(source.get("sha256")),
    )
