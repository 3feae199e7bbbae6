"""Taking back the last thing that the specialist at the keyboard did, and saying what and where it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from spie_diag.casework.casebook import Casebook, Desk, refuse_if_signed
from spie_diag.casework.errors import (
    ChangedSinceError,
    ConsentUndoneElsewhereError,
    NothingToUndoError,
    RevealedForGoodError,
)
from spie_diag.casework.sheet import Sheet, block_of_situation, draw, place_of, revealed_in
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, SituationCode
from spie_diag.forms.syntax import pieces
from spie_diag.interview.course import AGREEMENT, LIMITS, Flag, Stage, stage_of
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import InterviewId, Voice

_CONSENT: Final = frozenset({f"answer/{AGREEMENT}", f"answer/{LIMITS}"})
_FOR_GOOD: Final = frozenset({"session", "version", "signed", "paper"})
"""What opens, closes or corrects a version: undo never reaches it, nor anything before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What an entry is about, in words, and where in the interview it is seen."""

    what: str = field(repr=False)
    stages: tuple[Stage, ...]
    """Where it may be seen; the first is where it belongs."""
    block: BlockCode | None = None
    in_sweep: bool = False
    """It may be seen in the balayage as well as in its domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    sheet: Sheet = field(repr=False)
    deed: Deed


def undo(casebook: Casebook, interview: InterviewId) -> Undone:
    """Take back the last thing that the specialist at the keyboard did in this sitting, and nothing before it.

    Raises:
        NothingToUndoError: nothing of hers is left to take back, or her last deed cannot be.
        FrozenVersionError: the version is signed.
    """
    desk = casebook.desk(interview)
    refuse_if_signed(desk.record)
    entries = casebook.last_deed(interview)
    if not entries:
        raise NothingToUndoError
    for entry in entries:
        _refuse_lasting(casebook, desk, entry)
    deed = _deed(casebook.form_of(desk), desk, entries[-1])
    casebook.take_back(interview, entries)
    return Undone(sheet=draw(casebook, interview), deed=deed)


def _refuse_lasting(casebook: Casebook, desk: Desk, entry: Entry) -> None:
    kind, *rest = entry.subject.split("/")
    if kind == "revealed" or (kind == "view" and rest[1] != Voice.PERSON.value and rest[0] in revealed_in(desk)):
        raise RevealedForGoodError
    if kind in _FOR_GOOD or any(_begins_anew(later) and later.tick > entry.tick for later in desk.record):
        raise NothingToUndoError
    latest = desk.record.latest(entry.subject)
    if latest is not None and latest.author != entry.author:
        raise ChangedSinceError
    if entry.subject in _CONSENT and place_of(casebook, desk.interview).stage is not Stage.AGREEMENT:
        raise ConsentUndoneElsewhereError


def _begins_anew(entry: Entry) -> bool:
    return entry.subject.partition("/")[0] in _FOR_GOOD


def _deed(form: Form, desk: Desk, entry: Entry) -> Deed:
    kind, _, rest = entry.subject.partition("/")
    if kind in _WHOLE:
        return _WHOLE[kind]
    if kind == "synthesis":
        return Deed(what=_SYNTHESES[rest], stages=(Stage.RESTITUTION,))
    return _IN_A_DOMAIN[kind](form, desk, entry)


def _answer(form: Form, _desk: Desk, entry: Entry) -> Deed:
    code = QuestionCode(entry.subject.removeprefix("answer/"))
    block = form.block_of[code]
    stage = stage_of(code, block)
    what = "…".join(pieces(form.questions[code].label)[::2])
    return Deed(what=what, stages=(stage,), block=_if_explored(stage, block.code))


def _if_explored(stage: Stage, block: BlockCode) -> BlockCode | None:
    return block if stage is Stage.EXPLORATION else None


def _note(form: Form, desk: Desk, entry: Entry) -> Deed:
    said = (old.value for old in desk.record.history(entry.subject) if isinstance(old.value, dict))
    block = BlockCode(str(next(said)["block"]))
    return _explored(form, "la note sur {domain}", block)


def _sweep(form: Form, _desk: Desk, entry: Entry) -> Deed:
    return _explored(form, "le balayage de {domain}", BlockCode(entry.subject.split("/")[1]), in_sweep=True)


def _flag(form: Form, _desk: Desk, entry: Entry) -> Deed:
    _, block, mark = entry.subject.split("/")
    what = f"« {Flag(mark).label} » sur {_domain(form, BlockCode(block))}"
    return Deed(what=what, stages=(Stage.EXPLORATION, Stage.CROSSED_VIEWS), block=BlockCode(block))


def _situation(form: Form, _desk: Desk, entry: Entry) -> Deed:
    code = SituationCode(entry.subject.removeprefix("situation/"))
    block = form.by_code[block_of_situation(form, code)]
    what = next(one.label for one in block.situations if one.code == code)
    return Deed(what=what, stages=(Stage.EXPLORATION,), block=block.code)


def _view(form: Form, _desk: Desk, entry: Entry) -> Deed:
    _, block, voice = entry.subject.split("/")
    if voice == Voice.PERSON.value:
        return Deed(what=f"le regard de la personne sur {_domain(form, BlockCode(block))}", stages=(Stage.RESTITUTION,))
    return _explored(form, "votre regard sur {domain}", BlockCode(block))


def _conclusion(form: Form, _desk: Desk, entry: Entry) -> Deed:
    block = BlockCode(entry.subject.removeprefix("conclusion/"))
    return Deed(what=f"la conclusion sur {_domain(form, block)}", stages=(Stage.CROSSED_VIEWS,), block=block)


def _explored(form: Form, words: str, block: BlockCode, *, in_sweep: bool = False) -> Deed:
    what = words.format(domain=_domain(form, block))
    return Deed(what=what, stages=(Stage.EXPLORATION,), block=block, in_sweep=in_sweep)


def _domain(form: Form, block: BlockCode) -> str:
    return form.by_code[block].label


_WHOLE: Mapping[str, Deed] = {
    "priorities": Deed(what="les priorités", stages=(Stage.CROSSED_VIEWS,)),
    "strengths": Deed(what="les points d’appui", stages=(Stage.RESTITUTION,)),
    "orientation": Deed(what="le parcours proposé", stages=(Stage.PLAN,)),
    "goal": Deed(what="l’objectif", stages=(Stage.PLAN,)),
    "next_meeting": Deed(what="le prochain rendez-vous", stages=(Stage.PLAN,)),
    "person_signature": Deed(what="la signature de la personne", stages=(Stage.SIGNATURES,)),
    "signing_order": Deed(what="l’ordre des signatures", stages=(Stage.SIGNATURES,)),
}
_SYNTHESES: Mapping[str, str] = {
    "short": "la synthèse courte",
    "shareable": "la synthèse à partager",
    "agreed": "ce qui est convenu",
}
_IN_A_DOMAIN: Mapping[str, Callable[[Form, Desk, Entry], Deed]] = {
    "answer": _answer,
    "note": _note,
    "sweep": _sweep,
    "flag": _flag,
    "situation": _situation,
    "view": _view,
    "conclusion": _conclusion,
}
