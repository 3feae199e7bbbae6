"""What the page « Recevoir » says of a document and of persons, in words: pure, to be tested without a window."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spie_diag.desktop.receiving.shown import Asked, Candidate, News, NewsLine, Point, Sign
from spie_diag.french import counted, listed, long_date, short_date, spaced

if TYPE_CHECKING:
    from datetime import date

    from spie_diag.casework.reconciling import Change, Difference, Match
    from spie_diag.exchange.package import Package, Whom
    from spie_diag.interview.people import Person

MOST_SHOWN = 12
_LONGEST, _LONGEST_NAME = 2_000, 160
"""Characters of one cell, and of a fact about a person: the document itself keeps the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How one kind of line is told, and counted."""

    one: str
    many: str
    order: int
    changes: bool


_CHANGES = {
    "OTHER": _Words(one="ligne différente", many="lignes différentes", order=0, changes=True),
    "NEW": _Words(one="ligne nouvelle", many="lignes nouvelles", order=1, changes=True),
    "GONE": _Words(one="ligne absente de cet envoi", many="lignes absentes de cet envoi", order=2, changes=False),
    "SAME": _Words(one="ligne identique", many="lignes identiques", order=3, changes=False),
}


def asked_of(package: "Package", matches: "Sequence[Match]") -> Asked:
    whom = package.person
    name = full_name(whom) or "Une personne que le document ne nomme pas"
    facts = [
        f"Date de naissance : {short_date(whom.born_on)}" if whom.born_on else "",
        f"Commune : {whom.commune}" if whom.commune else "",
        f"Téléphone : {whom.phone}" if whom.phone else "",
        f"Dossier {package.number} chez le partenaire" if package.number else "",
    ]
    shown = tuple(candidate_of(whom, one) for one in matches[:MOST_SHOWN])
    told = (name, *(spaced(_short(fact)) for fact in facts if fact))
    return Asked(told=told, candidates=shown, left_out=max(0, len(matches) - MOST_SHOWN))


def full_name(one: "Whom | Person") -> str:
    """« Amina BENSAÏD », or what she is called where nothing else is told."""
    whole = f"{one.first_names} {one.family_name}".strip()
    called = f" ({one.called})" if whole and one.called and _folded(one.called) not in _folded(whole) else ""
    return _short(f"{whole}{called}" if whole else one.called)


def _short(text: str) -> str:
    """On one line, whatever the document says."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def candidate_of(whom: "Whom", match: "Match") -> Candidate:
    person = match.person
    likeness = match.likeness.value
    return Candidate(
        case=person.case,
        title=f"{full_name(person) or person.called} · {person.number}",
        likeness=spaced(f"{likeness}, dossier archivé" if match.is_archived else likeness),
        points=tuple(_points(whom, person)),
    )


def _points(whom: "Whom", person: "Person") -> Iterator[Point]:
    theirs, ours = _sorted_words(full_name(whom)), _sorted_words(full_name(person))
    if theirs == ours:
        yield Point(sign=Sign.FOR, words="Même nom")
    else:
        yield Point(sign=Sign.UNKNOWN, words=spaced(f"Nom ici : {full_name(person) or 'non noté'}"))
    yield _fact("date de naissance", _day(whom.born_on), _day(person.born_on))
    yield _fact("commune", whom.commune, person.commune)
    if whom.phone and person.phone:
        yield _fact("numéro de téléphone", _digits(whom.phone), _digits(person.phone))


def _fact(what: str, theirs: str, ours: str) -> Point:
    female = what != "numéro de téléphone"
    if not theirs or not ours:
        where = "ni dans le document ni ici" if not (theirs or ours) else "dans le document" if ours else "ici"
        noted = "non notée" if female else "non noté"
        return Point(sign=Sign.UNKNOWN, words=spaced(f"{what[:1].upper()}{what[1:]} {noted} {where}"))
    if _folded(theirs) == _folded(ours):
        return Point(sign=Sign.FOR, words=spaced(f"Même {what} : {ours}"))
    return Point(sign=Sign.AGAINST, words=spaced(f"Autre {what} ici : {ours}"))


def news_of(package: "Package", differences: "Sequence[Difference]", whom: str) -> News:
    ordered = sorted(differences, key=lambda one: _CHANGES[one.change.name].order)
    counts = Counter(one.change for one in ordered)
    told = [_counted(change, count) for change, count in counts.items()]
    return News(
        whom=whom,
        written_by=spaced(written_by(package)),
        counts=spaced(f"{listed(told)}." if told else "Le document ne contient aucune ligne à comparer."),
        lines=tuple(_line(one) for one in ordered),
    )


def written_by(package: "Package") -> str:
    """« Léa Martin et Omar Diallo (CCAS), entretien du 3 mars 2026 »."""
    names = listed([one.name for one in package.authors if one.name])
    structures = listed(list(dict.fromkeys(one.structure for one in package.authors if one.structure)))
    where = f" ({structures})" if names and structures else structures
    who = f"{_short(f'{names}{where}')}, " if names or structures else ""
    return f"{who}entretien du {long_date(package.held_on, weekday=False)}"


def _counted(change: "Change", count: int) -> str:
    words = _CHANGES[change.name]
    return counted(count, words.one, words.many)


def _line(one: "Difference") -> NewsLine:
    cells = (one.change.value, one.label, one.ours, one.ours_from, one.theirs)
    whole, label, ours, source, theirs = (text[:_LONGEST] for text in cells)
    return NewsLine(changes=_CHANGES[one.change.name].changes, cells=(whole, label, ours, source, theirs))


def _day(day: "date | None") -> str:
    return short_date(day) if day else ""


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _sorted_words(name: str) -> list[str]:
    return sorted(_folded(name).replace("-", " ").split())


def _folded(text: str) -> str:
    """Without capitals, accents, or spaces around."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
