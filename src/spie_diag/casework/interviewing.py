"""What happens during the conversation: answers, notes, flags, the balayage, passing the keyboard."""

from spie_diag.casework.casebook import Casebook, member, new_id, refuse_if_signed
from spie_diag.casework.guarding import refuse_closed, refuse_long, refuse_unagreed, refuse_withheld
from spie_diag.casework.opening import complete_identity
from spie_diag.casework.sheet import Sheet, block_of_situation, draw
from spie_diag.forms.definition import BlockCode, QuestionCode, SituationCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Flag, SweepAnswer
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import InterviewId, SpecialistId, Voice


def answer(casebook: Casebook, interview: InterviewId, question: QuestionCode, given: Answer | None) -> Sheet:
    """Write an answer, or take it back with ``None``; on disk when this returns.

    Raises:
        FrozenVersionError: the version is signed.
        ClosedDomainError: the person does not wish this domain to be spoken of.
        TooLongError, TooMuchError: more text than ``guarding`` allows.
    """
    desk = casebook.desk(interview)
    refuse_if_signed(desk.record)
    refuse_withheld(casebook, interview, question)
    refuse_long(given.value if given else None)
    before = Answer.from_json(desk.record.value(f"answer/{question}"))
    if before != given:
        casebook.write(interview, f"answer/{question}", given.as_json() if given else None)
    else:  # an entry written forgets its draft by itself
        casebook.vault.drafts.forget(desk.person.case, f"answer/{question}", casebook.writer)
    return draw(casebook, interview)


def sweep(casebook: Casebook, interview: InterviewId, block: BlockCode, voice: Voice, said: SweepAnswer) -> Sheet:
    """What one voice says of a domain in the first five minutes: opens or folds it.

    Raises:
        FrozenVersionError: the version is signed.
        ClosedDomainError: her agreement leaves this domain out.
    """
    refuse_if_signed(casebook.desk(interview).record)
    refuse_unagreed(casebook, interview, block)
    casebook.write(interview, f"sweep/{block}/{voice.value}", said.value)
    return draw(casebook, interview)


def add_note(casebook: Casebook, interview: InterviewId, block: BlockCode, kind: NoteKind, text: str) -> Sheet:
    """Keep a note: the person's own words, or what the specialists understand.

    Raises:
        FrozenVersionError, ClosedDomainError, TooLongError: as for an answer.
    """
    desk = casebook.desk(interview)
    refuse_if_signed(desk.record)
    refuse_closed(casebook, interview, block)
    refuse_long(text)
    if text.strip():
        casebook.write(interview, f"note/{new_id()}", {"block": block, "kind": kind.value, "text": text.strip()})
    casebook.vault.drafts.forget(desk.person.case, f"note/{block}", casebook.writer)
    return draw(casebook, interview)


def remove_note(casebook: Casebook, interview: InterviewId, note: str) -> Sheet:
    """Take a note away; undo brings it back."""
    refuse_if_signed(casebook.desk(interview).record)
    casebook.write(interview, f"note/{note}", None)
    return draw(casebook, interview)


def flag(casebook: Casebook, interview: InterviewId, block: BlockCode, mark: Flag, on: bool) -> Sheet:
    """Mark a domain « à reprendre », « pas aujourd’hui », or open it by hand."""
    refuse_if_signed(casebook.desk(interview).record)
    casebook.write(interview, f"flag/{block}/{mark.value}", on)
    return draw(casebook, interview)


def confirm(casebook: Casebook, interview: InterviewId, situation: SituationCode, holds: bool | None) -> Sheet:
    """A human confirms (True) or dismisses (False) a suggested situation, or leaves it open again (None).

    Raises:
        FrozenVersionError: the version is signed.
        ClosedDomainError: the person does not wish its domain to be spoken of.
    """
    desk = casebook.desk(interview)
    refuse_if_signed(desk.record)
    refuse_closed(casebook, interview, block_of_situation(casebook.form_of(desk), situation))
    value = None if holds is None else ("OUI" if holds else "NON")
    casebook.write(interview, f"situation/{situation}", value)
    return draw(casebook, interview)


def keep_draft(casebook: Casebook, interview: InterviewId, subject: str, text: str) -> None:
    """Make what is being typed durable, under the subject it will be written to; overwrites the last draft."""
    casebook.vault.drafts.keep(casebook.desk(interview).person.case, subject, casebook.writer, text)


def pass_keyboard(casebook: Casebook, interview: InterviewId, to: SpecialistId, passphrase: str | None = None) -> Sheet:
    """Give the keyboard to the other specialist; what follows is signed by her.

    Her passphrase is needed the first time of a session only.

    Raises:
        NotOfThePairError: she does not take part in this interview.
        SpieError: the passphrase is not hers, or is needed.
    """
    colleague = member(casebook, interview, to)
    if not casebook.vault.is_unlocked(colleague.id):
        casebook.vault.unlock(colleague.id, passphrase or "")
        complete_identity(casebook, colleague.id)
    casebook.writer = colleague.id
    return draw(casebook, interview)
