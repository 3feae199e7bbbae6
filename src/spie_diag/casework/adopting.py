"""Partners' answers beside our own questions, ready to become ours: the pair decides, nothing fills in by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spie_diag.casework.case_answers import unfit
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.received import ReceivedAnswer, received_answers, receptions
from spie_diag.exchange.package import PackedAnswer
from spie_diag.forms.definition import Question, QuestionCode
from spie_diag.interview.answers import Answer, Source, Status
from spie_diag.interview.course import AGREEMENT, CLOSING, LIMITS
from spie_diag.interview.people import InterviewId

_MAY_BE_OURS = (Status.ANSWERED, Status.DOES_NOT_KNOW, Status.NOT_APPLICABLE)
_HERS_ALONE = frozenset({AGREEMENT, LIMITS, *CLOSING})
"""What she agrees to is asked of her each time: nobody else can have answered it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswer:
    """What one document says to a question of the interview that is led now."""

    told: ReceivedAnswer = field(repr=False)
    answer: Answer | None = field(repr=False)
    """To be given as ours, with where it comes from; None where it does not fit our question: it is only read."""


def partner_answers(casebook: Casebook, interview: InterviewId) -> Mapping[QuestionCode, tuple[PartnerAnswer, ...]]:
    """By question of the form of this interview, what partners noted in words, the latest interview first."""
    desk = casebook.desk(interview)
    questions = casebook.form_of(desk).questions
    packed = {one.digest: one.package.answers for one in receptions(casebook, desk.person.case)}
    found: dict[QuestionCode, tuple[PartnerAnswer, ...]] = {}
    for code, every in received_answers(casebook, desk.person.case).items():
        question = questions.get(QuestionCode(code)) if code not in _HERS_ALONE else None
        told = [one for one in every if one.words]
        if question is not None and told:
            found[QuestionCode(code)] = tuple(
                PartnerAnswer(told=one, answer=_ours(question, packed[one.digest][code], one.digest)) for one in told
            )
    return found


def _ours(question: Question, theirs: PackedAnswer, digest: str) -> Answer | None:
    if theirs.status not in _MAY_BE_OURS or question.read_only:
        return None
    value = theirs.value if theirs.status is Status.ANSWERED else None
    if theirs.status is Status.ANSWERED and (value is None or unfit(question, value)):
        return None
    return Answer(status=theirs.status, value=value, source=Source.PARTNER, origin=digest)
