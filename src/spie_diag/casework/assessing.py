"""Each voice's view of a domain, hidden from the other specialist until both are given."""

from spie_diag.casework.casebook import Casebook, refuse_if_signed
from spie_diag.casework.errors import ViewsRevealedError
from spie_diag.casework.guarding import refuse_closed, refuse_long
from spie_diag.casework.sheet import Sheet, draw, revealed_in
from spie_diag.diagnosis.assessment import Assessment, Level, views
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.people import InterviewId, Voice


def give_view(
    casebook: Casebook, interview: InterviewId, block: BlockCode, level: Level | None, *, strength: bool, reason: str
) -> Sheet:
    """The view of the specialist at the keyboard; a changed mind is a new view, until both views are shown.

    Raises:
        FrozenVersionError: the version is signed.
        ViewsRevealedError: both views are shown already; what changes now is the joint conclusion.
        ClosedDomainError: the person does not wish this domain to be spoken of.
    """
    desk = casebook.desk(interview)
    refuse_if_signed(desk.record)
    refuse_closed(casebook, interview, block)
    refuse_long(reason)
    if block in revealed_in(desk):
        raise ViewsRevealedError
    voice = casebook.writing.voice
    given = Assessment(
        block=block, voice=voice, level=level, strength=strength, reason=reason.strip(), made_by=casebook.writer
    )
    casebook.write(interview, f"view/{block}/{voice.value}", given.as_json())
    return draw(casebook, interview)


def give_person_view(
    casebook: Casebook, interview: InterviewId, block: BlockCode, level: Level | None, *, strength: bool
) -> Sheet:
    """The person's own level, given when she reads the conclusions; written down by the specialist at the keyboard.

    Raises:
        FrozenVersionError: the version is signed.
    """
    refuse_if_signed(casebook.desk(interview).record)
    refuse_closed(casebook, interview, block)
    given = Assessment(
        block=block, voice=Voice.PERSON, level=level, strength=strength, reason="", made_by=casebook.writer
    )
    casebook.write(interview, f"view/{block}/{Voice.PERSON.value}", given.as_json())
    return draw(casebook, interview)


def reveal(casebook: Casebook, interview: InterviewId, block: BlockCode | None = None) -> Sheet:
    """Show both views to both specialists, of one domain or of every domain where both are given: one explicit act.

    Where one of them is missing, nothing is shown. An interview led by one specialist has nothing to hide.
    """
    desk = casebook.desk(interview)
    record = desk.record
    refuse_if_signed(record)
    given = views(record)
    wanted = [block] if block else [one.code for one in casebook.form_of(desk).blocks if one.is_rated]
    voices = {one.voice for one in draw(casebook, interview).pair.members}
    shown = [code for code in wanted if voices <= {voice for voice in voices if (code, voice) in given}]
    fresh = [(f"revealed/{code}", True) for code in shown if code not in revealed_in(desk)]
    if fresh:
        casebook.write_all(interview, fresh)
    return draw(casebook, interview)
