"""Finding a person by whatever one remembers: what is kept of her to be looked for, and what a typed line asks.

Both are folded by the same function, and asking is nothing but looking for pieces of text: what is kept of a person is
one line of words with two spaces around each, so that « beginning of a word », « part of a word » and « whole word »
are all plain pieces of three characters or more, which an index of trigrams answers. Capitals, which folding leaves
nowhere, spell what is not a word: a birth date, a file number, who receives her.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_SPELLED = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")
_DATE_END, _NUMBER, _MARK = "W", "X", "Z"
_MARK_LETTERS = 10
"""Each letter is one more trigram for every person: short, and yet 40 bits."""
_MOST_TRIGRAMS = 2
"""Steps between those asked of one piece."""
_AROUND = "  "
_INFIX_FROM = 3
"""Letters from which a part of a word is looked for, and not only its beginning."""
_FILE_NUMBER = re.compile(r"D-(\d{4})-(\d+)")
_FIGURES = re.compile(r"\+?[\d/.()-]*\d[\d/.()-]*")
_DAY = re.compile(r"(\d{1,2})(?:er)?")
_PHONE = re.compile(r"\+?\d[\d\s.()/-]*")
_LONGEST_NUMBER = 6
_MOST_WORDS = 16
"""A line longer than that is a text pasted by mistake: its first words already say whom it is about."""


def folded(text: str) -> str:
    """Lower case without accents, ligatures and punctuation: « Œuvrard-Éloïse » gives « oeuvrard eloise »."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in _lowered(text)).split())


def _lowered(text: str) -> str:
    # Twice, because taking a letter apart may leave capitals (« ᴬ ») and lower case may leave something to take apart.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def line_of(texts: Iterable[str], number: str, born_on: date | None, phone: str, marks: Iterable[str] = ()) -> str:
    """What is kept of a person to be looked for; ``marks`` come from ``mark_of``."""
    words = [*folded(" ".join((*texts, number))).split(), *_phones(phone), *marks]
    if born_on is not None:
        words += [f"{born_on:%Y}", _spelled(f"{born_on:%d%m%Y}") + _DATE_END]
    filed = _FILE_NUMBER.fullmatch(number)
    if filed is not None:
        words.append(_number(filed[2], filed[1]))
    return _AROUND + _AROUND.join(dict.fromkeys(words)) + _AROUND


def mark_of(kind: str, name: str) -> str:
    """One word that stands for something kept elsewhere, a specialist for instance: found by what it is called now."""
    return _MARK + _spelled(hashlib.sha256(f"{kind}/{name}".encode()).hexdigest()[:_MARK_LETTERS]) + _MARK


@dataclass(frozen=True, slots=True)
class Called:
    """What a mark is called, for lines that ask for it by name."""

    words: str
    mark: str


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: "tuple[Asked, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Asked, ...]"


Asked = str | AllOf | AnyOf
"""A piece of text of three characters or more, or several: all of them must be there, or any."""


def asked(text: str, called: Iterable[Called] = ()) -> Asked | None:
    """What a typed line asks for; None where nothing in it can be looked for.

    Words are beginnings or, from three letters on, parts of words, and all must fit. Figures are read in every way that
    they may be meant: a birth date or a part of it, a file number, a phone number.
    """
    names = [(folded(one.words), one.mark) for one in called]
    pieces = _lowered(text).split()[:_MOST_WORDS]
    parts: list[Asked] = []
    place = 0
    while place < len(pieces):
        part, place = _next(pieces, place, names)
        if part is not None:
            parts.append(part)
    return AllOf(tuple(parts)) if parts else None


def in_index(wanted: Asked, *, whole: bool = False) -> str:
    """An expression of FTS5 that finds all that fits, and sometimes more.

    Of a long piece a few trigrams are asked, wherever they are in the line: each one costs half a millisecond in the
    encrypted index. ``whole`` asks all of them, for pieces whose trigrams many others have too. Letters, figures and
    spaces only, so that nothing needs escaping.
    """
    if isinstance(wanted, str):
        trigrams = [f'"{wanted[start : start + 3]}"' for start in _starts(wanted, whole=whole)]
        return f"({' AND '.join(trigrams)})"
    between = " AND " if isinstance(wanted, AllOf) else " OR "
    return f"({between.join(in_index(part, whole=whole) for part in wanted.parts)})"


def _starts(piece: str, *, whole: bool) -> list[int]:
    last = len(piece) - 3
    if piece.startswith(_MARK):
        return [last // 2]  # hardly any two marks have three letters in common
    if whole:
        return list(range(last + 1))
    return sorted({round(step * last / _MOST_TRIGRAMS) for step in range(_MOST_TRIGRAMS + 1)})


def in_line(wanted: Asked, piece: Callable[[str], str]) -> str:
    """The same as a condition of SQL; ``piece`` gives the condition for one piece of text."""
    if isinstance(wanted, str):
        return piece(wanted)
    between = " AND " if isinstance(wanted, AllOf) else " OR "
    return f"({between.join(in_line(part, piece) for part in wanted.parts)})"


def fits(wanted: Asked, line: str) -> bool:
    """The same for a line at hand."""
    if isinstance(wanted, str):
        return wanted in line
    held = (fits(part, line) for part in wanted.parts)
    return all(held) if isinstance(wanted, AllOf) else any(held)


def _next(pieces: list[str], place: int, names: list[tuple[str, str]]) -> tuple[Asked | None, int]:
    """What is asked from ``place`` on, and where the rest begins."""
    for read in (_date_in_words, _month_and_year):
        found = read(pieces, place)
        if found is not None:
            meant, end = found
            said = [_words(piece, names) for piece in pieces[place:end]]
            return _any([_all([part for part in said if part is not None]), *meant]), end
    end = place
    while end < len(pieces) and _FIGURES.fullmatch(pieces[end].removeprefix("d-")):
        end += 1
    if end > place:
        return _figures([piece.removeprefix("d-") for piece in pieces[place:end]]), end
    return _words(pieces[place], names), place + 1


def _words(piece: str, names: list[tuple[str, str]]) -> Asked | None:
    words = folded(piece).split()
    return _all([_word(word, names) for word in words]) if words else None


def _word(word: str, names: Iterable[tuple[str, str]] = ()) -> Asked:
    if len(word) < _INFIX_FROM:
        # « 1 » as a beginning would find nearly everybody: a whole word, unless a phone begins so.
        return f" {word} " if word.isdecimal() and word[0] != "0" else f"{_AROUND}{word}"
    return _any([word, *(mark for name, mark in names if word in name)])


def _date_in_words(pieces: list[str], place: int) -> tuple[list[Asked], int] | None:
    """« 12 mars 1987 », « 1er mars », « 12 ma »."""
    day = _DAY.fullmatch(pieces[place])
    months = _months(pieces[place + 1]) if day and place + 1 < len(pieces) else []
    if day is None or not months:
        return None
    end = place + 2
    year = pieces[end] if end < len(pieces) and re.fullmatch(r"\d{1,4}", pieces[end]) else ""
    return [part for month in months for part in _dates(day[1], month, year)], end + bool(year)


def _month_and_year(pieces: list[str], place: int) -> tuple[list[Asked], int] | None:
    """« mars 1987 »."""
    following = pieces[place + 1] if place + 1 < len(pieces) else ""
    if pieces[place] not in _MONTHS or not re.fullmatch(r"\d{4}", following):
        return None
    month = f"{_MONTHS.index(pieces[place]) + 1:02d}"
    return [_spelled(month + following) + _DATE_END], place + 2


def _months(word: str) -> list[str]:
    return [f"{number:02d}" for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]


def _figures(pieces: list[str]) -> Asked:
    """Figures together, with spaces between them or not: what they may be, and words where they can be nothing else."""
    meant = list(_meant(" ".join(pieces)))
    if len(pieces) == 1:
        groups = re.findall(r"\d+", pieces[0])
        return _any([_word(groups[0]), *meant]) if len(groups) == 1 else _any(meant or [_all(list(map(_word, groups)))])
    each = _all([_figures([piece]) for piece in pieces])
    return _any(meant if meant and max(map(len, pieces)) <= 2 else [each, *meant])


def _meant(text: str) -> Iterator[Asked]:
    """What figures may be, beside words: a phone, a date, a number."""
    groups = re.findall(r"\d+", text)
    if len(groups) == 1:
        yield from _one_group(groups[0])
    if (len(groups) > 1 and "/" not in text and len(groups[0]) != 4) or text.startswith(("+", "0033")):
        yield from (word for word in _phones(text) if len(word) >= _INFIX_FROM)
    if len(groups) == 2:
        yield from _two_groups(*groups)
    elif len(groups) == 3:
        first, month, last = groups
        if len(first) == 4:
            first, last = last, first
        yield from _dates(first, month, last)


def _one_group(figures: str) -> Iterator[Asked]:
    if len(figures) <= _LONGEST_NUMBER and figures[0] != "0":  # « 0012 » is a part of the number as it is written
        yield _number(figures)
    if len(figures) in (4, 6, 8):
        yield from _dates(figures[:2], figures[2:4], figures[4:])


def _two_groups(first: str, second: str) -> Iterator[Asked]:
    if len(first) == 4:
        if len(second) <= _LONGEST_NUMBER:
            yield f" {_number(second, first)}"
        yield f"{_AROUND}{first}{_AROUND}{second}"  # the number as it is written, or its beginning
        first, second = second, first
    if len(second) == 4 and len(first) <= 2:
        yield _spelled(f"{first:0>2}{second}") + _DATE_END
    elif len(first) <= 2 and len(second) <= 2:
        yield from _dates(first, second, "")


def _dates(day: str, month: str, year: str) -> Iterator[Asked]:
    """A birth date or its beginning, as « 1/4/91 », « 01/04/19 » on the way to « 1991 », « 12/0 »."""
    if len(day) > 2 or len(month) > 2 or len(year) > 4:
        return
    day = f"{day:0>2}"
    months = {month, f"{month:0>2}"} if not year else {f"{month:0>2}"}
    years = (year, f"19{year}", f"20{year}") if len(year) == 2 else (year,)
    for written in sorted(months):
        for full in years:
            yield f" {_spelled(day + written + full)}"


def _number(number: str, year: str = "") -> str:
    """A file number whole, « 2026-0001 » as « 2026-1 »; without its year the end of it."""
    last = f"{_NUMBER}{_spelled(str(int(number)))}{_NUMBER}"
    return f"{_NUMBER}{_spelled(year)}{last}" if year else last


def _phones(text: str) -> list[str]:
    """Phone numbers as they are dialled from France, without spaces."""
    found = []
    for written in _PHONE.findall(text):
        figures = re.sub(r"\D", "", written)
        abroad = "33" if written.startswith("+33") else "0033" if figures.startswith("0033") else ""
        figures = "0" + figures.removeprefix(abroad).removeprefix("0") if abroad else figures
        found.append(figures)
    return found


def _spelled(figures: str) -> str:
    return figures.translate(_SPELLED)


def _all(parts: list[Asked]) -> Asked:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _any(parts: list[Asked]) -> Asked:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(dict.fromkeys(parts)))
