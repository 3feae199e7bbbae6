"""A form as the bytes that are kept of it: the same form, the same bytes, on every computer."""

import hashlib
import json
from functools import lru_cache

from spie_diag.forms.definition import Form


@lru_cache(maxsize=8)
def content_bytes(form: Form) -> bytes:
    """The canonical JSON of a form, whose SHA-256 is its fingerprint."""
    from spie_diag.forms.contents import content_of

    text = json.dumps(content_of(form), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=8)
def fingerprint_of(form: Form) -> str:
    """What tells a form from every other, in hexadecimal; reckoned once per form object."""
    return hashlib.sha256(content_bytes(form)).hexdigest()


def form_from(content: bytes) -> Form:
    """The form that ``content_bytes`` told; it knows no file and no line.

    Raises:
        UnreadableContentError: it is the form of a later program, or no form.
    """
    from spie_diag.forms.publishing import reopened

    return reopened(content)
