"""A form file judged for its author: everything that is wrong or doubtful in it, of whatever kind the file is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spie_diag.forms.checking import check, in_file_order
from spie_diag.forms.definition import Form, Question, QuestionType, Value
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.opening import SPREADSHEETS, YAML_FILES, open_form_file
from spie_diag.forms.problems import Problem, names_apart
from spie_diag.forms.releasing import against_release
from spie_diag.french import counted, spaced

_MARKS = {True: "Faute", False: "Remarque"}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in one file."""

    file: Path
    form: Form | None
    """None where the file cannot be read as a form."""
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> int:
        return sum(problem.grave for problem in self.problems)

    @property
    def remarks(self) -> int:
        return len(self.problems) - self.faults

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file of the form, and those that the report names."""
        form, places = self.form, [problem.place for problem in self.problems]
        for block in form.blocks if form is not None else ():
            places += [block.place, *(question.place for question in block.questions)]
        return tuple(dict.fromkeys((self.file, *(place.file for place in places if place is not None))))

    def lines(self, names: Mapping[Path, str] | None = None) -> Iterator[str]:
        """The report as it is read: the file, one paragraph per problem, then how many there are.

        ``names``: what each file is called, where reports of several files are read together.
        """
        shown = names or names_apart(self.files)
        yield f"{self.file}{self._named()}"
        for problem in self.problems:
            yield ""
            yield from _paragraph(problem, shown)
        if self.problems:
            yield ""
        yield f"  {summary(self.faults, self.remarks)}"

    def _named(self) -> str:
        form = self.form
        if form is None:
            return ""
        version = f"version {form.version}" if form.version else ""
        asked = counted(_size(form), "question") if _size(form) or not self.faults else ""
        told = ", ".join(part for part in (form.title or form.name, version, asked) if part)
        return spaced(f" : {told}") if told else ""

    def as_json(self) -> Value:
        """For programs; the fields are told in ``forms/README.md``."""
        form, names = self.form, names_apart(self.files)
        return {
            "file": str(self.file),
            "form": form.name if form is not None else None,
            "version": form.version if form is not None else None,
            "questions": _size(form) if form is not None else None,
            "faults": self.faults,
            "remarks": self.remarks,
            "problems": [_as_json(problem, names) for problem in self.problems],
        }


def examined(file: Path, released: Form | None = None) -> Examined:
    """Everything that can be said of a form file; of its codes too, against the form released under them."""
    try:
        form, problems = _read(file)
    except WrongFormError as error:
        if error.form is None:
            return Examined(file, None, error.found)
        form, problems = error.form, error.found
    if released is not None:
        problems = (*problems, *against_release(form, released))
    return Examined(file, form, problems)


def _read(file: Path) -> tuple[Form, tuple[Problem, ...]]:
    kind = file.suffix.lower()
    if kind in SPREADSHEETS and file.is_file():
        from spie_diag.forms.extending import against_core
        from spie_diag.forms.spreadsheets import import_workbook

        try:
            imported = import_workbook(file)
        except WrongFormError as error:
            if error.form is None or not error.form.survey:
                raise
            # Some rows cannot be read: what is wrong in the others is told all the same.
            return error.form, in_file_order(error.form, (*error.found, *check(error.form, names_may_be_missing=True)))
        form, remarks = imported.form, imported.remarks
        return form, in_file_order(form, (*remarks, *check(form), *against_core(form)))
    if kind in YAML_FILES:
        from spie_diag.forms.extending import against_core, extended_with_remarks, is_extension
        from spie_diag.forms.reading import read_with_remarks

        if is_extension(file):
            return extended_with_remarks(file)
        form, problems = read_with_remarks(file)
        return form, (*problems, *against_core(form))
    # Everything else is refused there, with the reason.
    return open_form_file(file), ()


def summary(faults: int, remarks: int) -> str:
    """« 3 fautes, 2 remarques »."""
    if not faults and not remarks:
        return "Rien à redire."
    return f"{counted(faults, 'faute')}, {counted(remarks, 'remarque')}"


def _paragraph(problem: Problem, names: Mapping[Path, str]) -> Iterator[str]:
    """Where, what, the words that are meant, and what to write instead."""
    where = " · ".join(part for part in (_where(problem, names), problem.question) if part)
    yield f"  {_MARKS[problem.grave]} · {where}" if where else f"  {_MARKS[problem.grave]}"
    yield f"    {spaced(problem.sentence)}"
    if problem.excerpt:
        yield f"    > {problem.excerpt}"
    if problem.advice:
        yield f"    {spaced(problem.advice)}"


def _where(problem: Problem, names: Mapping[Path, str]) -> str:
    place, key = problem.place, problem.key
    if place is None:
        return ""
    told = f"{names[place.file]}{str(place).removeprefix(place.file.name)}"
    return told if place.column or not key else f"{told}, clé {key}"


def _as_json(problem: Problem, names: Mapping[Path, str]) -> Value:
    place = problem.place
    return {
        "grave": problem.grave,
        "file": names[place.file] if place is not None else None,
        "sheet": place.sheet if place is not None else "",
        "line": place.line if place is not None else None,
        "column": (place.column if place is not None else "") or problem.key,
        "question": problem.question,
        "sentence": spaced(problem.sentence),
        "excerpt": problem.excerpt,
        "advice": spaced(problem.advice),
    }


def _size(form: Form) -> int:
    """How many questions are asked: fields of a coded group are part of one, computed values are none."""
    if form.blocks:
        return len(form.questions)
    return sum(_asked(question) for question in form.survey)


def _asked(question: Question) -> int:
    if question.children:
        return sum(map(_asked, question.children))
    return int(question.type not in (QuestionType.NOTE, QuestionType.CALCULATE, QuestionType.GROUP))
