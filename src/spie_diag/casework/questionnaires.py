"""The forms that an interview may be led with: the common one, and those that the territory installed here.

Installed forms lie in the user's folder and not in a vault: they hold nothing about anybody, every vault of the
computer may use them, and they are listed before any is unlocked. What is installed is the content that was checked,
the common core included: a form stays what it was when the program, or the file it came from, changes. A vault keeps
its own copy of each form that an interview was led with.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from spie_diag.casework.errors import (
    FormFileDamagedError,
    FormGoneError,
    FormNotInstalledError,
    FormNotRemovedError,
    NotOfTheMethodError,
    OlderVersionError,
    ReservedFormNameError,
    SameVersionError,
)
from spie_diag.casework.form_content import content_bytes, fingerprint_of, form_from
from spie_diag.casework.opening import common_form
from spie_diag.forms.definition import Form
from spie_diag.paths import installed_forms

_NUMBERED: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedForm:
    """A form to choose for a new interview."""

    fingerprint: str
    name: str
    title: str
    version: str
    language: str
    """The language of its own texts, as ``fr``."""
    languages: tuple[str, ...]
    """The others, as its author named them: ``Kurdî (ku)``."""
    is_installed: bool
    """Added on this computer; otherwise the common form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledForm:
    form: OfferedForm
    remarks: tuple[str, ...]
    """What its hidden questions take with them, and what its earlier version could read, in French.

    What its author should reread is told by ``spie-diag form check``.
    """
    replaced: tuple[str, ...] = ()
    """The versions that were offered until now, and are no more."""


def available_forms() -> tuple[OfferedForm, ...]:
    """The common form first, then the installed ones by title.

    An installed file that was damaged is left out: ``damaged_forms`` names it.
    """
    installed = []
    for file in _files():
        with suppress(FormFileDamagedError):
            installed.append(_offered(_read(file), is_installed=True))
    by_title = sorted(installed, key=lambda one: (one.title, one.version))
    return (_offered(common_form(), is_installed=False), *by_title)


def damaged_forms() -> tuple[Path, ...]:
    """The files of the folder of installed forms that are not what was installed, or of a later program."""
    damaged = []
    for file in _files():
        try:
            _read(file)
        except FormFileDamagedError:
            damaged.append(file)
    return tuple(damaged)


def remove_damaged_forms() -> None:
    """Take away the files that ``damaged_forms`` names; the interviews led with such a form keep theirs.

    Raises:
        FormNotRemovedError: the folder cannot be written.
    """
    for file in damaged_forms():
        _remove(file)


def offered_form(fingerprint: str) -> Form:
    """One of the forms offered.

    Raises:
        FormGoneError: none of them has this fingerprint.
        FormFileDamagedError: its file is not what was installed.
    """
    if fingerprint == fingerprint_of(common_form()):
        return common_form()
    file = next((file for file in _files() if file.stem == fingerprint), None)
    if file is not None:
        return _read(file)
    raise FormGoneError


def install_form(path: Path) -> InstalledForm:
    """Check a form file (YAML or spreadsheet) and offer it from now on, in the place of its earlier version.

    Raises:
        WrongFormError: with every fault of the file, and every way in which it departs from the common core.
        NotOfTheMethodError, ReservedFormNameError, SameVersionError: it is a form, and none to lead interviews with.
        OlderVersionError: a later version of it is offered already.
        FormNotInstalledError: the folder cannot be written.
    """
    from spie_diag.forms.checking import check
    from spie_diag.forms.core import departures
    from spie_diag.forms.errors import WrongFormError
    from spie_diag.forms.opening import open_form_file

    form = open_form_file(path)
    if faults := [problem for problem in check(form) if problem.grave]:
        raise WrongFormError(path, faults)
    _refuse_unfit(form, path)
    others = [one for one in available_forms() if one.is_installed and one.fingerprint != fingerprint_of(form)]
    before = [one for one in others if one.name == form.name]
    _refuse_backwards(form, before)
    remarks = [str(problem) for problem in departures(form, common_form())]
    for one in before:
        remarks += _losses(offered_form(one.fingerprint), form)
    _write(form)
    for one in before:
        withdraw_form(one.fingerprint)
    return InstalledForm(
        form=_offered(form, is_installed=True),
        remarks=tuple(dict.fromkeys(remarks)),
        replaced=tuple(one.version for one in before),
    )


def withdraw_form(fingerprint: str) -> None:
    """Offer an installed form no more; the interviews led with it keep theirs.

    Raises:
        FormNotRemovedError: the folder cannot be written.
    """
    for file in _files():
        if file.stem == fingerprint:
            _remove(file)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise FormNotRemovedError(folder=str(file.parent)) from error


def _refuse_backwards(form: Form, before: list[OfferedForm]) -> None:
    """A version is never replaced by itself with another content, nor by one that comes before it."""
    for one in before:
        if one.version == form.version:
            raise SameVersionError(title=form.title, version=form.version)
        if _is_older(form.version, one.version):
            raise OlderVersionError(title=form.title, version=form.version, present=one.version)


def _is_older(version: str, other: str) -> bool:
    """Whether a version made of numbers comes before another one; words have no order."""
    if not (_NUMBERED.fullmatch(version) and _NUMBERED.fullmatch(other)):
        return False
    mine, theirs = ([int(number) for number in one.split(".")] for one in (version, other))
    longest = max(len(mine), len(theirs))
    return [*mine, *[0] * (longest - len(mine))] < [*theirs, *[0] * (longest - len(theirs))]


def _refuse_unfit(form: Form, path: Path) -> None:
    from spie_diag.forms.core import departures
    from spie_diag.forms.errors import WrongFormError

    if form.name == common_form().name:
        raise ReservedFormNameError(name=form.name)
    if not form.blocks:
        raise NotOfTheMethodError(title=form.title or path.stem)
    if faults := [problem for problem in departures(form, common_form()) if problem.grave]:
        raise WrongFormError(path, faults)


def _losses(old: Form, new: Form) -> Iterator[str]:
    from spie_diag.forms.differences import differences

    yield from differences(old, new).losses


def _offered(form: Form, *, is_installed: bool) -> OfferedForm:
    return OfferedForm(
        fingerprint=fingerprint_of(form),
        name=form.name,
        title=form.title,
        version=form.version,
        language=form.language,
        languages=form.languages,
        is_installed=is_installed,
    )


def _files() -> list[Path]:
    folder = installed_forms()
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> Form:
    return form_from(content)


def _read(file: Path) -> Form:
    from spie_diag.forms.errors import UnreadableContentError

    content = _bytes(file)
    if hashlib.sha256(content).hexdigest() != file.stem:
        raise FormFileDamagedError(name=file.name)
    try:
        return _parsed(content)
    except UnreadableContentError as error:
        raise FormFileDamagedError(name=file.name) from error


def _write(form: Form) -> None:
    """Whole or not at all."""
    folder = installed_forms()
    whole, part = folder / f"{fingerprint_of(form)}.json", folder / f"{fingerprint_of(form)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content_bytes(form))
        part.replace(whole)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise FormNotInstalledError(folder=str(folder)) from error
