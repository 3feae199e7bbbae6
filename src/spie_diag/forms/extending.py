"""A territory's form: a file that stands on another form, and holds only what it adds or says otherwise.

The result is an ordinary form with the name and version of the territory; its settings remember what it stands on
(``extends``, ``extends_version``) and, where that is a territory's form too, the common form under both
(``extends_core``, ``extends_core_version``). What a territory may do is in ``core.departures``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spie_diag.forms.checking import check
from spie_diag.forms.core import departures
from spie_diag.forms.definition import Form
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.laying import Laying
from spie_diag.forms.problems import Problem
from spie_diag.forms.reading import read_unchecked
from spie_diag.forms.sheet import Notes, Table, read_sheet, read_text
from spie_diag.forms.source import Source
from spie_diag.forms.yaml_trees import Pairs, Scalar, UnreadableYamlError, read_tree
from spie_diag.paths import shipped


def is_extension(path: Path) -> bool:
    """Whether a YAML file says at its top level which form it stands on."""
    text = read_text(path, Notes())
    if text is None or "extends" not in text:  # most files: they are not read twice
        return False
    try:
        root = read_tree(text)
    except UnreadableYamlError:
        return False
    return isinstance(root, Pairs) and any(isinstance(key, Scalar) and key.text == "extends" for key, _ in root.items)


def extended(path: Path) -> Form:
    """The whole form of a territory's file, its expressions unchecked.

    Raises:
        WrongFormError: with every fault of its files, and every way in which it departs from the common core.
    """
    reading = _read(path, ())
    if any(problem.grave for problem in reading.problems):
        raise WrongFormError(path, _judged(reading), reading.form)
    return reading.form


def extended_with_remarks(path: Path) -> tuple[Form, tuple[Problem, ...]]:
    """The form, checked, and what works in it but is probably not meant.

    Raises:
        WrongFormError: with every fault.
    """
    reading = _read(path, ())
    problems = _judged(reading)
    if any(problem.grave for problem in problems):
        raise WrongFormError(path, problems, reading.form)
    return reading.form, problems


def _judged(reading: "_Reading") -> tuple[Problem, ...]:
    found = (*reading.problems, *check(reading.form, names_may_be_missing=reading.unread))
    return _in_file_order(reading.files, found)


@dataclass(frozen=True, slots=True)
class Core:
    """A form that others stand on."""

    form: Form
    file: Path
    named: str
    """What a territory's file in the same folder writes under ``extends``."""


def core_of(form: Form, folder: Path) -> Core | None:
    """What a whole form says that it stands on: a form that came with the program, or one in a folder; None without."""
    return _core_named(form.settings.get("extends", ""), folder)


def _core_named(named: str, folder: Path) -> Core | None:
    if not re.fullmatch(r"[\w-]+", named):
        return None
    common, beside = shipped("forms", f"{named}.yaml"), folder / f"{named}.yaml"
    file = common if common.is_file() else beside
    if not file.is_file():
        return None
    try:
        base = _form_at(file, ())
    except WrongFormError:
        return None
    return Core(base, file, named if file == common else file.name) if base.name == named and base.blocks else None


def against_core(form: Form) -> tuple[Problem, ...]:
    """How a whole form that says what it stands on (a workbook, say) departs from these forms, if they are at hand."""
    folder = form.place.file.parent if form.place is not None else Path()
    found: list[Problem] = []
    for named in dict.fromkeys(form.settings.get(key, "") for key in ("extends", "extends_core")):
        core = _core_named(named, folder) if named else None
        if core is not None:
            found += departures(form, core.form)
        elif named:
            sentence = (
                f"Le formulaire « {named} », sur lequel celui-ci s’appuie, n’est pas là : rien ne dit s’il s’en écarte."
            )
            advice = f"Placez « {named}.yaml » dans le même dossier, puis vérifiez de nouveau."
            found.append(Problem(place=form.place, key="extends", sentence=sentence, advice=advice, grave=False))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Reading:
    form: Form
    problems: tuple[Problem, ...]
    unread: bool
    files: tuple[Path, ...]
    """Those of the territory, in the order in which they are named."""
    bases: tuple[Form, ...]
    """What it stands on, the nearest first."""


def _in_file_order(files: tuple[Path, ...], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The territory's files first: nobody there can change the others."""

    def key(problem: Problem) -> tuple[int, str, int]:
        place = problem.place
        if place is None:
            return -1, "", 0
        return files.index(place.file) if place.file in files else len(files), str(place.file), place.line

    return tuple(sorted(problems, key=key))


def _read(path: Path, above: tuple[Path, ...]) -> _Reading:
    """``above``: the files that stand on this one, to see a circle."""
    notes = Notes()
    entry = read_sheet(path, notes)
    if entry is None:
        raise WrongFormError(path, notes.problems)
    bases = _bases(entry, path, (*above, path.resolve()))
    if not bases:
        raise WrongFormError(path, notes.problems)
    base = bases[0]
    laid = Laying(entry, base, Source(notes, path.parent, language=base.language, languages=[*base.languages]))
    form = laid.form()
    departed = () if notes.unread else _departed(form, bases)
    return _Reading(form, (*notes.problems, *departed), notes.unread, tuple(laid.files), bases)


def _departed(form: Form, bases: tuple[Form, ...]) -> Iterator[Problem]:
    """How the form departs from each that it stands on; what works is told of the nearest only."""
    yield from departures(form, bases[0])
    for further in bases[1:]:
        yield from (problem for problem in departures(form, further) if problem.grave)


def _bases(entry: Table, path: Path, above: tuple[Path, ...]) -> tuple[Form, ...]:
    """The form that the file stands on, then those that it stands on itself; none once a note says why."""
    named = entry.text("extends", needed=True)
    if not named:
        return ()
    common = shipped("forms", f"{named}.yaml")
    file = common if re.fullmatch(r"[\w-]+", named) else path.parent / named
    if not file.is_file():
        advice = "Écrivez « diagnostic-commun », ou le chemin d’un fichier à partir de celui-ci."
        entry.note("extends", f"Aucun formulaire ne s’appelle « {named} ».", advice)
        return ()
    if file.resolve() in above:
        entry.note("extends", f"« {named} » s’appuie lui-même sur ce fichier : cela tourne en rond.")
        return ()
    forms = _forms_at(file, above)
    if not forms[0].blocks:
        entry.note("extends", f"« {named} » n’a pas de blocs : un territoire ne s’appuie pas dessus.")
        return ()
    return forms


def _form_at(file: Path, above: tuple[Path, ...]) -> Form:
    return _forms_at(file, above)[0]


def _forms_at(file: Path, above: tuple[Path, ...]) -> tuple[Form, ...]:
    """A form, then those that it stands on."""
    if is_extension(file):
        reading = _read(file, above)
        return reading.form, *reading.bases
    return (_shipped(file) if file == shipped("forms", file.name) else read_unchecked(file),)


@cache
def _shipped(file: Path) -> Form:
    """A form that came with the program, which does not change while it runs."""
    return read_unchecked(file)
