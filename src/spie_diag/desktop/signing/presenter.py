"""Decides what each gesture of the signatures does; passphrases pass through and are kept nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.cases.checked import Checked, checked_of
from spie_diag.desktop.interview.stage import Sitting, StageScreen
from spie_diag.desktop.signing.summary import Part, parts_of
from spie_diag.desktop.signing.ways import WayShown, ways_shown
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import ToDo
from spie_diag.interview.people import InterviewId, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.sheet import Sheet
    from spie_diag.signing.verdict import Verdict


class SignaturesScreen(StageScreen, Protocol):
    def show_state(self, sheet: "Sheet", parts: Sequence[Part], file_name: str) -> None: ...

    def say_person_error(self, error: SpieError) -> None: ...

    def say_signing_error(self, signer: SpecialistId, error: SpieError) -> None: ...

    def say_pin_error(self, signer: SpecialistId, error: SpieError) -> None: ...

    def show_ways(self, ways: Mapping[SpecialistId, WayShown]) -> None: ...

    def say_paper_error(self, error: SpieError) -> None: ...


class DocumentScreen(Protocol):
    def show_opposition(self, opposed: bool) -> None: ...

    def say_exported(self, file: Path) -> None: ...

    def say_verdict(self, checked: Checked) -> None: ...

    def say_warning(self, error: SpieError) -> None: ...

    def say_error(self, error: SpieError) -> None: ...


@dataclass
class SignaturesPresenter:
    sitting: Sitting
    screen: SignaturesScreen
    document: DocumentScreen
    knows_her_will: bool = False
    _seen: tuple[int, int, frozenset[SpecialistId]] = (0, -1, frozenset())
    """The version, the count of signatures, and whose keys were open when the ways of signing were looked into."""

    def show(self, sheet: "Sheet") -> None:
        from spie_diag.casework.publishing import proposed_file_name

        self.screen.show_state(sheet, parts_of(sheet), proposed_file_name(sheet))
        if not self.knows_her_will:
            self.knows_her_will = True  # it changes on the page of the persons only
            task = partial(_is_opposed, self.sitting.casebook, self.sitting.interview)
            self.sitting.work.run(task, then=self.document.show_opposition, failed=self.sitting.failed)
        seen = (sheet.version, len(sheet.signatures), sheet.unlocked)
        if seen != self._seen:
            self._seen = seen
            ways = partial(ways_shown, self.sitting.casebook, self.sitting.interview)
            self.sitting.work.run(ways, then=self.screen.show_ways, failed=self.sitting.failed)

    def go_to(self, point: ToDo) -> None:
        self.sitting.lead_to(point)

    def person_signs(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        from spie_diag.casework.signing_off import person_signs

        self.sitting.do(person_signs, self.screen.say_person_error, strokes)

    def person_signs_with_witness(self, witness: str) -> None:
        from spie_diag.casework.signing_off import person_signs_with_witness

        self.sitting.do(person_signs_with_witness, self.screen.say_person_error, witness)

    def keep_witness_draft(self, version: int, text: str) -> None:
        self.sitting.keep_draft(f"person_signature/{version}", text)

    def person_declines(self) -> None:
        from spie_diag.casework.signing_off import person_declines

        self.sitting.do(person_declines, self.screen.say_person_error)

    def person_signs_on_paper(self) -> None:
        from spie_diag.casework.signing_off import person_signs_on_paper

        self.sitting.do(person_signs_on_paper, self.screen.say_person_error)

    def erase(self) -> None:
        from spie_diag.casework.signing_off import erase_person_signature

        self.sitting.do(erase_person_signature, self.screen.say_person_error)

    def choose_first(self, signer: SpecialistId) -> None:
        from spie_diag.casework.signing_off import choose_first

        self.sitting.do(choose_first, None, signer)

    def note_paper(self, signed_on: date, kept_by: str) -> None:
        from spie_diag.casework.signing_off import note_paper

        self.sitting.do(note_paper, self.screen.say_paper_error, signed_on, kept_by)

    def take_back_paper(self) -> None:
        from spie_diag.casework.signing_off import take_back_paper

        self.sitting.do(take_back_paper, self.screen.say_paper_error)

    def keep_keeper_draft(self, version: int, text: str) -> None:
        self.sitting.keep_draft(f"paper/{version}", text)

    def sign(self, signer: SpecialistId, passphrase: str, pin: str) -> None:
        task = partial(_sign, self.sitting.casebook, self.sitting.interview, signer, passphrase, pin)
        self.sitting.work.run(task, then=self._signed, failed=partial(self._not_signed, signer))

    def _signed(self, outcome: "tuple[Sheet, SpieError | None]") -> None:
        """The signature stands even where nobody witnessed its time: that is said, and nothing more."""
        sheet, no_stamp = outcome
        self.sitting.shown(sheet)
        if no_stamp is not None:
            self.document.say_warning(no_stamp)

    def _not_signed(self, signer: SpecialistId, error: SpieError) -> None:
        from spie_diag.casework.signing_ways import is_about_pin

        (self.screen.say_pin_error if is_about_pin(error) else self.screen.say_signing_error)(signer, error)

    def export(self, file: Path, *, for_her: bool) -> None:
        """Save the document; ``for_her`` where somebody said that it is the person's own copy."""
        from spie_diag.casework.publishing import export_document
        from spie_diag.casework.rights import Recipient

        whose = Recipient.PERSON if for_her else Recipient.PARTNER
        task = partial(export_document, self.sitting.casebook, self.sitting.interview, file, whose)
        self.sitting.work.run(task, then=self.document.say_exported, failed=self.document.say_error)

    def hand_over(self) -> None:
        """To the page from which a part of it leaves, for one recipient."""
        self.sitting.hand_over()

    def verify(self) -> None:
        from spie_diag.casework.verifying import verify_kept

        task = partial(verify_kept, self.sitting.casebook, self.sitting.interview)
        self.sitting.work.run(task, then=self._verified, failed=self.document.say_error)

    def _verified(self, verdict: "Verdict") -> None:
        self.document.say_verdict(checked_of(verdict))


def _is_opposed(casebook: "Casebook", interview: InterviewId) -> bool:
    from spie_diag.casework.rights import is_opposed

    return is_opposed(casebook, interview)


def _sign(
    casebook: "Casebook", interview: InterviewId, signer: SpecialistId, passphrase: str, pin: str
) -> "tuple[Sheet, SpieError | None]":
    """The signed sheet, and why its time was not witnessed where it should have been."""
    from spie_diag.casework.hands import time_stamp_server
    from spie_diag.casework.signing_off import specialist_signs

    server = time_stamp_server(casebook)
    sheet = specialist_signs(casebook, interview, signer, passphrase, pin, stamper=server)
    return sheet, server.refusal if server is not None else None
