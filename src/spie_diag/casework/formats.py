"""The data formats that we publish, for whoever writes another program."""

from spie_diag.exchange.schemas import schema_names, schema_text


def format_names() -> tuple[str, ...]:
    """Each format that is described, by name."""
    return schema_names()


def format_text(name: str) -> str:
    """The JSON Schema of a format.

    Raises:
        UnknownSchemaError: no format has this name.
    """
    return schema_text(name)
