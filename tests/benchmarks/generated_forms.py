"""Forms of any size, the same for every engine: sections with all that makes a form slow, and a repeat."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from spie_diag.forms.definition import Choice, Form, Question, QuestionType, Value

SIZES = (100, 400, 1_000, 4_000)
ANSWERS = 240
UNCOUNTED = 40
"""The first answers warm every engine up; they are given, and not measured."""

_SECTION, _ROW = 20, 5
_CHAIN = 8
_REGIONS, _DISTRICTS = 6, 8
_FIRST_DAY = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the survey sheet, in XLSForm's own columns."""

    type: str
    name: str
    label: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        return {"type": self.type, "name": self.name, "label": self.label, **self.cells}


@dataclass(frozen=True, slots=True)
class Move:
    """One answer: where, as an XPath, and what, as text and as this program keeps it."""

    path: str
    text: str
    value: Value


@dataclass(frozen=True)
class GeneratedForm:
    """About ``size`` questions: three quarters in sections of 20, the rest in the rows of one repeat of 5."""

    size: int

    @property
    def sections(self) -> int:
        return self.size * 3 // 4 // _SECTION

    @property
    def rows(self) -> int:
        """How many rows the repeat has."""
        return self.size // 20

    @cached_property
    def survey(self) -> tuple[Row, ...]:
        numbers = range(1, self.sections + 1)
        return (*(row for number in numbers for row in _section(number)), *_repeat(self.sections))

    @cached_property
    def form(self) -> Form:
        """The form as this program defines it."""
        return Form(
            name="data",
            title=f"Formulaire de {self.size} questions",
            version="1",
            language="",
            blocks=(),
            survey=_questions(iter(self.survey)),
        )

    @cached_property
    def xform(self) -> str:
        """The same form as XForm, for the other engines."""
        from pyxform.xls2xform import convert

        choices = [
            {"list_name": name, "name": choice.name, "label": choice.label, **choice.extra}
            for name, listed in LISTS.items()
            for choice in listed
        ]
        settings = [{"form_id": "data", "form_title": self.form.title, "version": "1"}]
        sheets = {"survey": [row.columns for row in self.survey], "choices": choices, "settings": settings}
        return str(convert(sheets, pretty_print=False).xform)

    def moves(self, seed: int = 1) -> tuple[Move, ...]:
        """Answers at random places, the same for every engine."""
        chance = random.Random(seed)
        return tuple(self._move(chance) for _ in range(ANSWERS))

    def _move(self, chance: random.Random) -> Move:
        in_sections = chance.random() < 0.75
        if in_sections:
            number = chance.randint(1, self.sections)
            name, kind = chance.choice(_ANSWERABLE)
            path = f"/data/section_{number}/{name}_{number}"
        else:
            name, kind = chance.choice((("member_name", "text"), ("age", "integer"), ("income", "integer")))
            path = f"/data/member[{chance.randint(1, self.rows)}]/{name}"
        text, value = _answer(kind, name, chance)
        return Move(path, text, value)


LISTS: Mapping[str, tuple[Choice, ...]] = {
    "yes_no": (Choice(name="yes", label="Oui"), Choice(name="no", label="Non")),
    "region": tuple(Choice(name=f"r{one}", label=f"Région {one}") for one in range(_REGIONS)),
    "district": tuple(
        Choice(name=f"r{region}d{one}", label=f"District {one} de la région {region}", extra={"region": f"r{region}"})
        for region in range(_REGIONS)
        for one in range(_DISTRICTS)
    ),
    "service": tuple(Choice(name=name, label=name.capitalize()) for name in ("health", "school", "water", "other")),
}

_ANSWERABLE = (
    # The gate opens the chain: it is answered as often as the whole chain, so that cascades happen.
    *(("gate", "yes_no"),) * 4,
    *((f"step{place}", "yes_no") for place in range(1, _CHAIN + 1)),
    *(("amount", "integer"), ("quantity", "integer"), ("region", "region"), ("district", "district")),
    *(("services", "service"), ("start_day", "date"), ("end_day", "date"), ("detail", "text")),
)


def _answer(kind: str, name: str, chance: random.Random) -> tuple[str, Value]:
    if kind == "integer":
        number = chance.randint(-5, 130)
        return str(number), number
    if kind == "date":
        day = (_FIRST_DAY + timedelta(days=chance.randrange(2000))).isoformat()
        return day, day
    if kind == "text":
        word = f"{name} {chance.randrange(100)}"
        return word, word
    if kind == "yes_no":
        word = "yes" if chance.random() < 0.7 else "no"
        return word, word
    names = [choice.name for choice in LISTS[kind]]
    if kind == "service":
        several: list[Value] = [one for one in names if chance.random() < 0.5]
        return " ".join(map(str, several)), several
    word = chance.choice(names)
    return word, word


def _section(number: int) -> Iterator[Row]:
    """Twenty questions: a gate, a chain that it opens, and the total that runs through all sections."""

    def row(kind: str, name: str, label: str, **cells: str) -> Row:
        return Row(kind, f"{name}_{number}", label, cells)

    yield row("begin_group", "section", f"Section {number}")
    yield row("select_one yes_no", "gate", f"La section {number} vous concerne-t-elle ?", required="yes")
    before = f"gate_{number}"
    for place in range(1, _CHAIN + 1):
        label = f"Étape {place} de la section {number}, après ${{{before}}}"
        yield row("select_one yes_no", f"step{place}", label, relevant=f"${{{before}}} = 'yes'")
        before = f"step{place}_{number}"
    limits = {"constraint": ". >= 0 and . <= 120", "constraint_message": "De 0 à 120."}
    yield row("integer", "amount", "Montant", required="yes", relevant=f"${{gate_{number}}} = 'yes'", **limits)
    # Some engines read the answers of hidden questions: where that would show, the expression does not let them.
    most = f"${{gate_{number}}} != 'yes' or ${{amount_{number}}} = '' or . <= ${{amount_{number}}}"
    yield row("integer", "quantity", "Quantité", constraint=most, constraint_message="Pas plus que le montant.")
    total = (
        f"if(${{gate_{number}}} = 'yes', coalesce(${{amount_{number}}}, 0), 0) + coalesce(${{quantity_{number}}}, 0)"
    )
    if number > 1:
        total = f"${{total_{number - 1}}} + {total}"
    yield row("calculate", "total", "", calculation=total)
    yield row("select_one region", "region", "Région")
    chosen = f"region = ${{region_{number}}}"
    yield row("select_one district", "district", f"District de ${{region_{number}}}", choice_filter=chosen)
    yield row("select_multiple service", "services", "Services")
    yield row("date", "start_day", "Début")
    # The peer knows no function of dates: both engines compare and subtract their digits.
    later = f"${{start_day_{number}}} = '' or number(translate(., '-', '')) >= {_digits('start', number)}"
    yield row("date", "end_day", "Fin", constraint=later, constraint_message="Pas avant le début.")
    both = f"${{start_day_{number}}} != '' and ${{end_day_{number}}} != ''"
    years = f"if({both}, {_year('end', number)} - {_year('start', number)}, 0)"
    yield row("calculate", "years", "", calculation=years)
    yield row("text", "detail", "Lequel ?", relevant=f"selected(${{services_{number}}}, 'other')")
    yield row("note", "sum", f"Total jusqu’ici : ${{total_{number}}}, en ${{years_{number}}} ans")
    yield row("end_group", "section", "")


def _digits(name: str, number: int) -> str:
    return f"number(translate(${{{name}_day_{number}}}, '-', ''))"


def _year(name: str, number: int) -> str:
    return f"number(substr(${{{name}_day_{number}}}, 0, 4))"


def _repeat(sections: int) -> Iterator[Row]:
    """Five questions a row, then what is counted over all rows."""
    yield Row("begin_repeat", "member", "Membre")
    yield Row("text", "member_name", "Prénom")
    limits = {"constraint": ". >= 0 and . <= 120", "constraint_message": "De 0 à 120."}
    yield Row("integer", "age", "Âge de ${member_name}", limits)
    yield Row("integer", "income", "Revenu de ${member_name}", {"relevant": "${age} >= 16"})
    yield Row("calculate", "year_income", "", {"calculation": "if(${age} >= 16, coalesce(${income}, 0) * 12, 0)"})
    yield Row("note", "member_note", "${member_name} : ${year_income} par an")
    yield Row("end_repeat", "member", "")
    yield Row("calculate", "members", "", {"calculation": "count(${member})"})
    yield Row("calculate", "all_income", "", {"calculation": "sum(${year_income})"})
    total = f"${{total_{sections}}} + ${{all_income}} + ${{members}}"
    yield Row("calculate", "grand_total", "", {"calculation": total})
    yield Row("note", "grand_note", "Total : ${grand_total}")


def _questions(rows: Iterator[Row]) -> tuple[Question, ...]:
    """The questions up to the end of the group or repeat that holds them."""
    found: list[Question] = []
    for row in rows:
        if row.type.startswith("end_"):
            break
        found.append(_question(row, _questions(rows) if row.type.startswith("begin_") else ()))
    return tuple(found)


def _question(row: Row, children: Sequence[Question]) -> Question:
    kind, _, list_name = row.type.removeprefix("begin_").partition(" ")
    cells = row.cells
    return Question(
        name=row.name,
        code=None,
        type=QuestionType(kind),
        label=row.label,
        choices=LISTS.get(list_name, ()),
        list_name=list_name,
        children=tuple(children),
        relevant=cells.get("relevant", ""),
        required=cells.get("required", ""),
        constraint=cells.get("constraint", ""),
        constraint_message=cells.get("constraint_message", ""),
        calculation=cells.get("calculation", ""),
        choice_filter=cells.get("choice_filter", ""),
    )
