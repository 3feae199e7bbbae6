"""The forms that an interview may be led with: the common one, and those that the territory installed here.

Installed forms lie in the user's folder and not in a vault: they hold nothing about anybody, every vault of the
computer may use them, and they are listed before any is unlocked. What is installed is the content that was checked,
the common core included: a form stays what it was when the program, or the file it came from, changes. A vault keeps
its own copy of each form that an interview was led with.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from spie_diag.casework.errors import (
    FormFileDamagedError,
    FormGoneError,
    FormNotInstalledError,
    NotOfTheMethodError,
    ReservedFormNameError,
    SameVersionError,
)
from spie_diag.casework.form_content import content_bytes, fingerprint_of, form_from
from spie_diag.casework.opening import common_form
from spie_diag.forms.definition import Form
from spie_diag.paths import installed_forms, shipped

_EXAMPLE = "exemple-territoire.yaml"


class FormOrigin(Enum):
    COMMON = "commun"
    INSTALLED = "installe"
    EXAMPLE = "exemple"
    """Comes with the program, for trying out: no interview of a real person is led with it."""


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
    origin: FormOrigin

    @property
    def is_common(self) -> bool:
        return self.origin is FormOrigin.COMMON


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledForm:
    form: OfferedForm
    remarks: tuple[str, ...]
    """What its hidden questions take with them, and what its earlier version could read, in French.

    What its author should reread is told by ``spie-diag form check``.
    """


def available_forms(*, examples: bool = False) -> tuple[OfferedForm, ...]:
    """The common form first, then the installed ones by title; with ``examples``, also the shipped example.

    An installed file that was damaged is left out: ``damaged_forms`` names it.
    """
    installed = []
    for file in _files():
        with suppress(FormFileDamagedError):
            installed.append(_offered(_read(file), FormOrigin.INSTALLED))
    known = {one.fingerprint for one in installed}
    more = [_offered(_example(), FormOrigin.EXAMPLE)] if examples and fingerprint_of(_example()) not in known else []
    by_title = sorted(installed, key=lambda one: (one.title, one.version))
    return (_offered(common_form(), FormOrigin.COMMON), *by_title, *more)


def damaged_forms() -> tuple[Path, ...]:
    """The files of the folder of installed forms that are not what was installed, or of a later program."""
    damaged = []
    for file in _files():
        try:
            _read(file)
        except FormFileDamagedError:
            damaged.append(file)
    return tuple(damaged)


def offered_form(fingerprint: str) -> Form:
    """One of the forms offered, the example included.

    Raises:
        FormGoneError: none of them has this fingerprint.
        FormFileDamagedError: its file is not what was installed.
    """
    if fingerprint == fingerprint_of(common_form()):
        return common_form()
    file = next((file for file in _files() if file.stem == fingerprint), None)
    if file is not None:
        return _read(file)
    if fingerprint == fingerprint_of(_example()):
        return _example()
    raise FormGoneError


def install_form(path: Path) -> InstalledForm:
    """Check a form file (YAML or spreadsheet) and offer it from now on, in the place of its earlier version.

    Raises:
        WrongFormError: with every fault of the file, and every way in which it departs from the common core.
        NotOfTheMethodError, ReservedFormNameError, SameVersionError: it is a form, and none to lead interviews with.
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
    before = [one for one in available_forms() if one.origin is FormOrigin.INSTALLED and one.name == form.name]
    if any(one.version == form.version and one.fingerprint != fingerprint_of(form) for one in before):
        raise SameVersionError(title=form.title, version=form.version)
    remarks = [str(problem) for problem in departures(form, common_form())]
    for one in before:
        remarks += _losses(offered_form(one.fingerprint), form)
    _write(form)
    for one in before:
        if one.fingerprint != fingerprint_of(form):
            withdraw_form(one.fingerprint)
    return InstalledForm(form=_offered(form, FormOrigin.INSTALLED), remarks=tuple(dict.fromkeys(remarks)))


def withdraw_form(fingerprint: str) -> None:
    """Offer an installed form no more; the interviews led with it keep theirs."""
    for file in _files():
        if file.stem == fingerprint:
            with suppress(FileNotFoundError):
                file.unlink()


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


def _offered(form: Form, origin: FormOrigin) -> OfferedForm:
    return OfferedForm(
        fingerprint=fingerprint_of(form),
        name=form.name,
        title=form.title,
        version=form.version,
        language=form.language,
        languages=form.languages,
        origin=origin,
    )


@cache
def _example() -> Form:
    from spie_diag.forms.opening import open_form_file

    return open_form_file(shipped("forms", _EXAMPLE))


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
