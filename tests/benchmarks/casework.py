"""The work on a whole interview: unlock, open, answer, search."""

from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.casework import interviewing, opening, receiving
from spie_diag.casework.case_files import case_in
from spie_diag.casework.demonstrating import PASSPHRASES, Demonstration, demonstrate
from spie_diag.casework.sheet import draw
from spie_diag.forms.definition import QuestionCode
from spie_diag.forms.reading import read_form
from spie_diag.interview.answers import Answer
from spie_diag.paths import shipped
from tests.benchmarks.measuring import Measure, measure


def measures() -> Iterator[Measure]:
    """A full fictional interview of 188 questions, in its vault."""
    form = shipped("forms", "diagnostic-commun.yaml")
    yield measure("read the common form (188 questions)", partial(read_form, form), budget_ms=150)
    with TemporaryDirectory() as folder:
        case = case_in(shipped("resources", "cases", "cas-fictifs.json"), "V1", opening.common_form())
        shown = demonstrate(case, Path(folder))
        yield from _vault(shown)


def _vault(shown: Demonstration) -> Iterator[Measure]:
    one = shown.specialists[0]
    passphrase = PASSPHRASES[one.field_of_work]

    def unlock() -> None:
        opening.lock(opening.open_casebook(shown.vault, one.id, passphrase))

    yield measure("unlock (key stretching at the floor) and lock", unlock, budget_ms=1_000)
    book = opening.open_casebook(shown.vault, one.id, passphrase)
    try:
        person = book.vault.cases.all()[0]
        sheet = receiving.start_interview(book, person, social=one.id, employment=None)
        entries = len(book.vault.journals.of(person.case))

        def open_again() -> None:
            book.close_desks()
            receiving.resume(book, shown.interview)

        yield measure("open an interview of 188 questions", open_again, budget_ms=1_000, note=f"{entries} entries")
        housing = cycle(("tiers", "hotel", "loc_prive"))

        def answer() -> None:
            interviewing.answer(book, sheet.interview, QuestionCode("LOG-01"), Answer(value=next(housing)))

        yield measure("answer, durable and drawn again", answer, times=51, budget_ms=50)
        keep = partial(interviewing.keep_draft, book, sheet.interview, "answer/ATT-01", "Je voudrais retravailler")
        yield measure("draft, durable", keep, times=51, budget_ms=50)
        yield measure("draw the sheet", partial(draw, book, shown.interview), times=21, budget_ms=50)
        yield measure("list the persons", partial(receiving.persons, book), budget_ms=50)
        yield measure("search a person", partial(receiving.persons, book, "cam"), budget_ms=50)
    finally:
        opening.lock(book)
