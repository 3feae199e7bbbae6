"""Decides what happens on the page of the persons."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spie_diag.desktop.cases.checked import Checked, Standing, checked_of
from spie_diag.desktop.cases.lines import Line, details_of, form_line_of, in_all, line_of
from spie_diag.desktop.cases.screen import CasesScreen, FormVerdict, Offer
from spie_diag.desktop.cases.writing import Written, birth_date
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import counted, listed, spaced
from spie_diag.interview.people import CaseId, InterviewId, Person, Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.history import PastInterview
    from spie_diag.casework.questionnaires import InstalledForm
    from spie_diag.casework.receiving import NewPerson, PersonRow, PersonsCount, PersonsPage
    from spie_diag.casework.sheet import Sheet


@dataclass
class CasesPresenter:
    screen: CasesScreen
    casebook: "Casebook"
    work: Work
    open_interview: Callable[[InterviewId], None]
    rows: "dict[CaseId, PersonRow]" = field(default_factory=dict, repr=False)
    last: "PersonsPage | None" = field(default=None, repr=False)
    """The last part of the list that is shown."""
    total: int | None = None
    """How many there are where everybody is listed, once that is known."""
    searched: str = ""
    chosen: CaseId | None = None
    beginning: bool = False
    adding: bool = False
    verified: Path | None = field(default=None, repr=False)
    """The document whose verdict is shown."""

    def start(self) -> None:
        self.search("")
        self.work.run(_forms, then=self._show_offer, failed=self.screen.show_error)

    def search(self, text: str) -> None:
        """The first of the persons who fit; a question that a newer one follows is not even looked for."""
        self.searched = text
        self.work.run(partial(self._first_page, text), then=partial(self._found, text), failed=self.screen.show_error)

    def _first_page(self, text: str) -> "PersonsPage | None":
        return _persons(self.casebook, text, None) if text == self.searched else None

    def _found(self, text: str, page: "PersonsPage | None") -> None:
        if page is None or text != self.searched:
            return
        if page.has_more and not page.rows:  # nobody yet: what is shown stays until there is somebody
            task = partial(self._next_page, text, page)
            self.work.run(task, then=partial(self._found, text), failed=self.screen.show_error)
            return
        self.rows, self.last, self.total = {row.person.case: row for row in page.rows}, page, None
        self.screen.show_lines(self._lines_of(page.rows), text, has_more=page.has_more)
        if page.has_more and page.count is not None:
            self.screen.show_count(counted(page.count, "personne"))
        elif page.has_more:
            self.work.run(partial(self._count, text), then=partial(self._counted, text), failed=self.screen.show_error)

    def _next_page(self, text: str, after: "PersonsPage") -> "PersonsPage | None":
        return _persons(self.casebook, text, after) if text == self.searched else None

    def _lines_of(self, rows: "tuple[PersonRow, ...]") -> tuple[Line, ...]:
        today = self.casebook.clock.now().date()
        return tuple(line_of(row, today) for row in rows)

    def _count(self, text: str) -> "PersonsCount | None":
        return _count(self.casebook, text) if text == self.searched else None

    def _counted(self, text: str, found: "PersonsCount | None") -> None:
        if found is None or text != self.searched:
            return
        self.screen.show_count(in_all(found))
        if not text.strip():  # everybody: the bar of the list says how many there are
            self.total = found.count
            self.screen.show_total(found.count)

    def show_part(self, first: int) -> None:
        """The lines of the whole list from a place on, to which somebody scrolled."""
        if self.total is not None and self.last is not None:
            task = partial(_part, self.casebook, first, self.total)
            self.work.run(task, then=partial(self._put, self.last, first), failed=self.screen.show_no_more)

    def _put(self, shown: "PersonsPage", first: int, rows: "tuple[PersonRow, ...]") -> None:
        if shown is self.last:
            self.rows |= {row.person.case: row for row in rows}
            self.screen.put_lines(first, self._lines_of(rows))

    def show_more(self) -> None:
        """The persons who follow those shown, as somebody scrolls to them."""
        text, last = self.searched, self.last
        if last is not None and last.has_more:
            task = partial(self._next_page, text, last)
            self.work.run(task, then=partial(self._more, last), failed=self.screen.show_no_more)

    def _more(self, after: "PersonsPage", page: "PersonsPage | None") -> None:
        if after is not self.last or page is None or self.total is not None:
            return  # with a row for everybody, lines come by their place
        self.rows |= {row.person.case: row for row in page.rows}
        self.last = page
        if page.has_more and not page.rows:
            self.show_more()
        else:
            self.screen.add_lines(self._lines_of(page.rows), has_more=page.has_more)

    def go_to(self, case: CaseId) -> None:
        """Show somebody who is there already, wherever she stands in the list."""
        if case in self.rows:
            self.screen.show_known(case, self.searched)
            return
        self.work.run(
            partial(_found_again, self.casebook, case),
            then=partial(self._show_known, case),
            failed=self._not_known,
        )

    def _not_known(self, error: SpieError) -> None:
        from spie_diag.casework.errors import PersonGoneError

        show = self.screen.show_gone if isinstance(error, PersonGoneError) else self.screen.show_error
        show(error)

    def _show_known(self, case: CaseId, found: "tuple[str, PersonsPage]") -> None:
        self.searched, page = found
        self._found(self.searched, page)
        self.screen.show_known(case, self.searched)

    def choose(self, case: CaseId) -> None:
        """Show one person beside the list."""
        row = self.rows.get(case)
        if row is None:
            return
        self.chosen, self.beginning = case, False
        task = partial(_past, self.casebook, case)
        self.work.run(task, then=partial(self._show_past, row), failed=self.screen.show_error)

    def _show_past(self, row: "PersonRow", past: "tuple[PastInterview, ...]") -> None:
        if row.person.case == self.chosen:
            self.screen.show_person(details_of(row, past, self.casebook.clock.now().date()))

    def begin(self, case: CaseId, social: SpecialistId | None, employment: SpecialistId | None, form: str = "") -> None:
        """Begin an interview led by one or two specialists, then open it; a second click begins no second one.

        ``form`` is the fingerprint of the one that it is led with; empty for the common one.
        """
        row = self.rows.get(case)
        if row is None or self.beginning:
            return
        self.beginning = True
        task = partial(_start, self.casebook, row.person, social, employment, form)
        self.work.run(task, then=self._begun, failed=self._not_begun)

    def _begun(self, sheet: "Sheet") -> None:
        self.open_interview(sheet.interview)

    def _not_begun(self, error: SpieError) -> None:
        self.beginning = False
        self.screen.show_error(error)

    def resume(self, interview: InterviewId) -> None:
        self.open_interview(interview)

    def specialists(self) -> tuple[Specialist, ...]:
        return self.casebook.openers

    def person_of(self, case: CaseId) -> Person | None:
        """Who the list shows under this file, if it does."""
        row = self.rows.get(case)
        return row.person if row is not None else None

    def read_again(self) -> None:
        """Something changed elsewhere on the page: the same list as before."""
        self.search(self.searched)

    def ask_new_person(self) -> None:
        self.adding, self.chosen = False, None  # whoever is still being looked up must not take the place of the form
        self.screen.show_new_person(self.searched.strip())

    def look_for_look_alikes(self, written: Written) -> None:
        """Show who may be the same person; never in the way."""
        try:
            born_on = birth_date(written.born_on, self.casebook.clock.now().date())
        except SpieError:
            born_on = None
        task = partial(_look_alikes, self.casebook, written, born_on)
        self.work.run(task, then=self.screen.show_look_alikes, failed=self.screen.show_new_person_error)

    def add(self, written: Written) -> None:
        """Add her and show her; a second click, or a held Enter, adds her once."""
        if self.adding:
            return
        try:
            born_on = birth_date(written.born_on, self.casebook.clock.now().date())
        except SpieError as why:
            self.screen.show_new_person_error(why)
            return
        self.adding = True
        task = partial(_add, self.casebook, written, born_on)
        self.work.run(task, then=self._added, failed=self._not_added)

    def _not_added(self, error: SpieError) -> None:
        self.adding = False
        self.screen.show_new_person_error(error)

    def _added(self, person: Person) -> None:
        self.adding = False
        self.chosen = person.case
        self.searched = ""
        task = partial(_persons, self.casebook, "", None)
        self.work.run(task, then=partial(self._show_added, person.case), failed=self.screen.show_error)

    def _show_added(self, case: CaseId, page: "PersonsPage") -> None:
        self._found("", page)
        self.screen.show_added(case)
        self.choose(case)

    def export(self, interview: InterviewId, file: Path, for_her: bool = False) -> None:
        """Write the signed document where the user chose; only ever on purpose. ``for_her``: it is her own copy."""
        task = partial(_export, self.casebook, interview, file, for_her)
        self.work.run(task, then=self.screen.show_exported, failed=self.screen.show_error)

    def add_form(self, file: Path) -> None:
        """Check a form and offer it; every fault is told where there are some."""
        self.screen.show_form_checking(file.name)
        self.work.run(partial(_install, file), then=self._form_added, failed=self._form_refused)

    def withdraw_form(self, fingerprint: str) -> None:
        """Offer a form no more: the interviews led with it keep theirs."""
        self.work.run(partial(_withdraw, fingerprint), then=self._show_offer, failed=self.screen.show_error)

    def remove_damaged_forms(self) -> None:
        """Take away the files that cannot be read: the interviews led with such a form keep theirs."""
        self.work.run(_remove_damaged, then=self._show_offer, failed=self.screen.show_error)

    def _show_offer(self, offer: Offer, chosen: str = "") -> None:
        self.screen.show_forms(offer.forms, chosen)
        self.screen.show_damaged_forms(offer.damaged)

    def _form_added(self, added: "tuple[InstalledForm, Offer]") -> None:
        installed, offer = added
        self._show_offer(offer, installed.form.fingerprint)
        conclusion = f"« {installed.form.title} », version {installed.form.version}, est ajouté"
        instead = f" : il remplace la version {listed(installed.replaced)}" if installed.replaced else ""
        conclusion = f"{conclusion}{instead}."
        advice = "Il est choisi pour le prochain entretien. "
        advice += "Lisez ce que son auteur voudra peut-être revoir :" if installed.remarks else ""
        self.screen.show_form_verdict(FormVerdict(True, conclusion, advice.strip(), installed.remarks))

    def _form_refused(self, error: SpieError) -> None:
        from spie_diag.forms.errors import WrongFormError

        problems = tuple(map(str, error.problems)) if isinstance(error, WrongFormError) else ()
        advice = (
            "Rien n’est ajouté. Corrigez le fichier, puis choisissez-le de nouveau :" if problems else error.what_to_do
        )
        self.screen.show_form_verdict(FormVerdict(False, error.what_happened, advice, problems))

    def verify(self, file: Path) -> None:
        task = partial(_verify, file)
        self.work.run(task, then=partial(self._verified, file), failed=self.screen.show_error)

    def _verified(self, file: Path, checked: Checked) -> None:
        self.verified = file
        self.screen.show_checked(file.name, checked)


def _persons(casebook: "Casebook", search: str, after: "PersonsPage | None") -> "PersonsPage":
    from spie_diag.casework.receiving import persons_page

    return persons_page(casebook, search, after=after)


def _part(casebook: "Casebook", first: int, total: int) -> "tuple[PersonRow, ...]":
    from spie_diag.casework.receiving import persons_part

    return persons_part(casebook, first, total)


def _found_again(casebook: "Casebook", case: CaseId) -> "tuple[str, PersonsPage]":
    from spie_diag.casework.receiving import page_with

    return page_with(casebook, case)


def _count(casebook: "Casebook", search: str) -> "PersonsCount":
    from spie_diag.casework.receiving import count_persons

    return count_persons(casebook, search)


def _past(casebook: "Casebook", case: CaseId) -> "tuple[PastInterview, ...]":
    from spie_diag.casework.history import interviews_of

    return interviews_of(casebook, case)


def _start(
    casebook: "Casebook", person: Person, social: SpecialistId | None, employment: SpecialistId | None, form: str
) -> "Sheet":
    from spie_diag.casework.receiving import start_interview

    return start_interview(casebook, person, social=social, employment=employment, form=form or None)


def _forms() -> Offer:
    from spie_diag.casework.questionnaires import available_forms, damaged_forms

    return Offer(tuple(form_line_of(one) for one in available_forms()), len(damaged_forms()))


def _install(file: Path) -> "tuple[InstalledForm, Offer]":
    from spie_diag.casework.questionnaires import install_form

    return install_form(file), _forms()


def _withdraw(fingerprint: str) -> Offer:
    from spie_diag.casework.questionnaires import withdraw_form

    withdraw_form(fingerprint)
    return _forms()


def _remove_damaged() -> Offer:
    from spie_diag.casework.questionnaires import remove_damaged_forms

    remove_damaged_forms()
    return _forms()


def _look_alikes(casebook: "Casebook", written: Written, born_on: date | None) -> tuple[Person, ...]:
    from spie_diag.casework.receiving import look_alikes

    return look_alikes(casebook, _new(written, born_on))


def _add(casebook: "Casebook", written: Written, born_on: date | None) -> Person:
    from spie_diag.casework.receiving import add_person

    return add_person(casebook, _new(written, born_on))


def _new(written: Written, born_on: date | None) -> "NewPerson":
    from spie_diag.casework.receiving import NewPerson

    return NewPerson(
        called=written.called,
        family_name=written.family_name,
        first_names=written.first_names,
        born_on=born_on,
        commune=written.commune,
        phone=written.phone,
    )


def _export(casebook: "Casebook", interview: InterviewId, file: Path, for_her: bool) -> Path:
    from spie_diag.casework.publishing import export_document
    from spie_diag.casework.rights import Recipient

    return export_document(casebook, interview, file, Recipient.PERSON if for_her else Recipient.PARTNER)


def _verify(file: Path) -> Checked:
    from spie_diag.casework.taking_in import is_closed
    from spie_diag.casework.verifying import verify_file

    return _CLOSED if is_closed(file) else checked_of(verify_file(file))


_CLOSED: Final = Checked(
    holds=False,
    standing=Standing.DOUBTFUL,
    conclusion=spaced("Ce fichier est fermé : il se vérifie une fois ouvert."),
    advice=spaced("Recevez-le : ce qui l’ouvre vous sera demandé, et rien n’entre dans un dossier avant votre accord."),
)
