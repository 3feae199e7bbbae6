"""A blank questionnaire put on disk, to print and fill by hand."""

import os
import tempfile
from pathlib import Path

from spie_diag.casework.errors import NotAFileNameError, UnwrittenFileError
from spie_diag.forms.definition import Form


def print_form(form: Form, file: Path, language: str = "") -> int:
    """Write the questionnaire of a form as a PDF, over a file of that name; gives how many pages it has.

    The file is complete or as it was: the pages are written beside its final name, then put in place.

    Raises:
        NotAFileNameError: the name is that of a folder or a device.
        UnwrittenFileError: the folder is missing or refuses it, or the disk is full.
        UnknownPaperLanguageError: the form does not speak this language.
        UnprintableLanguageError: the bundled fonts lack some of its letters.
        RightToLeftPaperError: it is written from right to left.
    """
    if file.exists() and not file.is_file():
        raise NotAFileNameError(name=file)
    from spie_diag.documents.questionnaire import build_questionnaire

    made = build_questionnaire(form, language)
    _put(made.pdf, file)
    return made.pages


def _put(content: bytes, file: Path) -> None:
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        beside.chmod(0o644)  # mkstemp keeps it to its owner; a blank page is for everybody
        beside.replace(file)
    except OSError as why:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise UnwrittenFileError(folder=file.parent) from why
