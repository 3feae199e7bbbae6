"""A form as the bytes that are kept of it: the same form, the same bytes, on every computer."""

from spie_diag.forms.contents import content_bytes, fingerprint_of
from spie_diag.forms.definition import Form

__all__ = ["content_bytes", "fingerprint_of", "form_from"]


def form_from(content: bytes) -> Form:
    """The form that ``content_bytes`` told; it knows no file and no line.

    Raises:
        UnreadableContentError: it is the form of a later program, or no form.
    """
    from spie_diag.forms.publishing import reopened

    return reopened(content)
