"""What is refused before anything is written: closed domains, texts without end."""

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import ClosedDomainError, TooLongError, TooMuchError
from spie_diag.casework.sheet import course_of
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.course import Fold
from spie_diag.interview.people import InterviewId

LONGEST_TEXT = 1_500
"""Characters of one text. Source: domain §2.1, texte_long."""
MOST_TEXT = 20_000
"""Characters of one answer, of one objective with its actions: all its texts together."""


def refuse_closed(casebook: Casebook, interview: InterviewId, block: BlockCode | None) -> None:
    """Raises:
    ClosedDomainError: the person does not wish this domain to be spoken of.
    """
    if block is not None and course_of(casebook, casebook.desk(interview)).is_closed(block):
        raise ClosedDomainError


def refuse_unagreed(casebook: Casebook, interview: InterviewId, block: BlockCode) -> None:
    """As ``refuse_closed``, but a domain that she only declined may be opened again by herself.

    Raises:
        ClosedDomainError: her agreement leaves this domain out.
    """
    step = course_of(casebook, casebook.desk(interview)).step(block)
    if step is not None and step.fold in (Fold.LIMITED, Fold.NO_AGREEMENT):
        raise ClosedDomainError


def refuse_withheld(casebook: Casebook, interview: InterviewId, question: QuestionCode) -> None:
    """Raises:
    ClosedDomainError: the person set the subject of this question aside, wherever it is asked.
    """
    if question in course_of(casebook, casebook.desk(interview)).withheld:
        raise ClosedDomainError


def refuse_long(value: Value) -> None:
    """Raises:
    TooLongError: one text is longer than ``LONGEST_TEXT``.
    TooMuchError: all texts together are longer than ``MOST_TEXT``.
    """
    texts = _texts(value)
    for text in texts:
        if len(text) > LONGEST_TEXT:
            raise TooLongError(length=len(text), limit=LONGEST_TEXT)
    if sum(map(len, texts)) > MOST_TEXT or len(texts) > MOST_TEXT // 10:
        raise TooMuchError(limit=MOST_TEXT)


def _texts(value: Value) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for item in value for text in _texts(item)]
        case dict():
            return [text for item in value.values() for text in _texts(item)]
    return []
