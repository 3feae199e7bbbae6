"""What the verification of a document found, as a page shows it: the conclusion, each signature, what only few ask."""

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from spie_diag.french import spaced

if TYPE_CHECKING:
    from spie_diag.signing.verdict import SignatureVerdict, Verdict


_JUDGED: Final = ("Signature intacte", "Signature refusée")
"""How the line begins that says what is thought of a signature."""


class Standing(Enum):
    """What may be thought of one signature, or of the whole document."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    """Intact, but not known here, or something is missing."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureShown:
    who: str = field(repr=False)
    facts: tuple[str, ...] = field(repr=False)
    standing: Standing
    said: str
    """The standing in words: colour never says it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the verification of a document found, in French."""

    holds: bool
    standing: Standing
    conclusion: str
    advice: str = ""
    origin: tuple[str, ...] = field(default=(), repr=False)
    """For whom an extract was made, and what of."""
    problems: tuple[str, ...] = field(default=(), repr=False)
    """What changed, or what is missing, besides what is wrong with one signature."""
    signatures: tuple[SignatureShown, ...] = field(default=(), repr=False)
    others: tuple[str, ...] = field(default=(), repr=False)
    """Time-stamps of the whole document, and what people should check by themselves."""
    details: tuple[str, ...] = field(default=(), repr=False)
    """What only technicians ask for."""


def checked_of(verdict: "Verdict") -> Checked:
    """The verdict as a page shows it."""
    first, *blocks = _blocks(verdict.lines())
    conclusion, *rest = first
    signatures = tuple(_signature(one) for one in verdict.signatures)
    theirs = {fact for one in signatures for fact in one.facts}
    problems = (line.removeprefix("- ") for line in rest if line.startswith("- "))
    return Checked(
        holds=verdict.holds,
        standing=_standing(verdict),
        conclusion=conclusion,
        advice=_advice(verdict),
        origin=tuple(line for line in rest if not line.startswith("- ")),
        problems=tuple(problem for problem in problems if problem not in theirs),
        signatures=signatures,
        others=tuple(line for block in blocks[len(verdict.signatures) :] for line in block),
        details=verdict.details(),
    )


def _blocks(lines: tuple[str, ...]) -> list[list[str]]:
    """The lines between two empty ones."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        else:
            blocks.append([])
    return blocks


def _standing(verdict: "Verdict") -> Standing:
    if verdict.holds:
        return Standing.GOOD if all(one.known for one in verdict.signatures) else Standing.DOUBTFUL
    return Standing.DOUBTFUL if verdict.unchanged and not verdict.distrusted else Standing.REFUSED


def _advice(verdict: "Verdict") -> str:
    if verdict.holds and not all(one.known for one in verdict.signatures):
        return spaced("Vérifiez qui a signé avant de vous y fier : comparez les empreintes avec les signataires.")
    if verdict.signatures and not verdict.unchanged:
        return spaced("Ne vous y fiez pas : demandez l’original à qui l’a signé.")
    return ""


def _signature(one: "SignatureVerdict") -> SignatureShown:
    who, *facts = (line.strip() for line in one.lines())
    is_refused = not one.intact or bool(one.problem)
    standing = Standing.REFUSED if is_refused else Standing.GOOD if one.known else Standing.DOUBTFUL
    judged = next((fact for fact in facts if fact.startswith(_JUDGED)), "")
    shown = (fact for fact in facts if fact != judged and (not one.known or not fact.startswith("Empreinte")))
    problem = (spaced(one.problem),) if one.problem else ()
    return SignatureShown(who=who, facts=(*shown, *problem), standing=standing, said=judged.rstrip("."))
