"""The published descriptions of our formats: which there are, what they say, and whether data follow them."""

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from spie_diag.exchange.errors import UnknownSchemaError
from spie_diag.forms.definition import Value
from spie_diag.french import listed
from spie_diag.paths import shipped

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_FILE = re.compile(r"(?P<name>[a-z-]+)-(?P<major>\d+)\.schema\.json")


def schema_names() -> tuple[str, ...]:
    """The formats described, each once: the newest version of each is the one that is written."""
    return tuple(sorted(_newest()))


def schema_text(name: str) -> str:
    """The JSON Schema of a format, as it is published.

    Raises:
        UnknownSchemaError: no format has this name.
    """
    found = _newest().get(name)
    if found is None:
        raise UnknownSchemaError(name=name, names=listed([f"« {one} »" for one in schema_names()]))
    return shipped("resources", "schemas", found).read_text(encoding="utf-8")


def _newest() -> dict[str, str]:
    files = [path.name for path in shipped("resources", "schemas").glob("*.schema.json")]
    told = sorted((match for name in files if (match := _FILE.fullmatch(name))), key=lambda one: int(one["major"]))
    return {match["name"]: match.string for match in told}


def misshapen_part(name: str, content: Value) -> str | None:
    """The field, at the first level, where data do not follow a format; None where they do.

    Never a deeper place: its name may come from whoever wrote the data.
    """
    error = next(iter(_validator(name).iter_errors(content)), None)
    if error is None:
        return None
    return str(error.absolute_path[0]) if error.absolute_path else _of_the_whole(error.message)


def _of_the_whole(message: str) -> str:
    """Which field is missing, as far as the words of the library tell."""
    named = re.match(r"'([a-z_]+)' is a required property", message)
    return named[1] if named else "racine"


@cache
def _validator(name: str) -> "Validator":
    from jsonschema import Draft202012Validator, FormatChecker

    schema = json.loads(schema_text(name))
    return Draft202012Validator(schema, format_checker=FormatChecker(formats=["date"]))
