"""What is wrong in a form, once read: every fault at once, and what works but is probably not meant."""

from collections.abc import Iterable, Iterator

from spie_diag.forms.blanks import Blanks
from spie_diag.forms.circling import circle_problems
from spie_diag.forms.counting import own_count_missteps
from spie_diag.forms.definition import Block, Form, Question, Situation
from spie_diag.forms.expressions import Scope, compile_expression
from spie_diag.forms.inspecting import Inspection
from spie_diag.forms.mentions import mention_problems
from spie_diag.forms.mismatches import Mismatches
from spie_diag.forms.misspelling import misspelt_words
from spie_diag.forms.naming import names_and_codes
from spie_diag.forms.plan import Misstep, Plan, plan
from spie_diag.forms.portability import foreign_things, misplaced_functions
from spie_diag.forms.problems import Problem, around, place_of
from spie_diag.forms.reachability import Reachability
from spie_diag.forms.soundness import row_problems
from spie_diag.forms.translations import missing_translations
from spie_diag.forms.vocabulary import QUESTION_TEXTS

_SHEETS = ("survey", "choices", "settings")


def check(form: Form, *, names_may_be_missing: bool = False) -> tuple[Problem, ...]:
    """Every problem of a form, in the order of its files; also those that do not prevent its use.

    ``names_may_be_missing``: a file of the form could not be read, so that unknown names say nothing.
    """
    made = plan(form)
    found = [
        *names_and_codes(made),
        *row_problems(made),
        *foreign_things(made),
        *misspelt_words(made),
        *missing_translations(form),
        *(
            _of_misstep(misstep)
            for misstep in _missteps(made)
            if not (names_may_be_missing and misstep.fault.about_a_name)
        ),
        *mention_problems(made, names_may_be_missing=names_may_be_missing),
        *circle_problems(made),
        *_of_instance_name(made),
    ]
    return in_file_order(form, found)


def in_file_order(form: Form, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as one reads the files: the entry file first, then the blocks in the order of the interview."""
    files = [place.file for place in (form.place, *(block.place for block in form.blocks)) if place]
    rank = {file: index for index, file in reversed([*enumerate(files)])}

    def key(problem: Problem) -> tuple[int, int, int]:
        place = problem.place
        if place is None:
            return -1, 0, 0
        sheet = _SHEETS.index(place.sheet.lower()) if place.sheet.lower() in _SHEETS else len(_SHEETS)
        return rank.get(place.file, len(files)), sheet, place.line

    return tuple(sorted(problems, key=key))


def _missteps(made: Plan) -> Iterator[Misstep]:
    """What the compiler and the checks find in expressions; the same thing at the same place is said once."""
    inspection = Inspection(made)
    reachability = Reachability(inspection)
    told: set[tuple[int, str, str, int]] = set()
    for misstep in (
        *made.missteps,
        *Mismatches(inspection).found(),
        *reachability.found(),
        *Blanks(inspection, reachability.domains).found(),
        *own_count_missteps(inspection),
        *misplaced_functions(inspection, tells_ours=not made.form.blocks),
    ):
        if misstep.key in (*QUESTION_TEXTS, "choices"):
            continue  # told as texts, with the words around
        if misstep.key == "choice_filter" and _awaits_its_file(misstep.owner):
            continue
        spot = (id(misstep.owner), misstep.key, misstep.source, misstep.fault.at)
        if spot not in told or misstep.fault.about_a_name:
            told.add(spot)
            yield misstep


def _awaits_its_file(owner: Question | Block | Situation) -> bool:
    """Whether choices stand in a file that could not be read: its columns are not known, and that is told already."""
    return isinstance(owner, Question) and bool(owner.choices_file) and not owner.choices


def _of_instance_name(made: Plan) -> Iterator[Problem]:
    """The setting that names what is sent: the one expression that stands outside the questions."""
    source = made.form.settings.get("instance_name", "")
    program = compile_expression(source, Scope(made.names)) if source.strip() else None
    for fault in program.faults if program is not None else ():
        yield Problem(
            place=made.form.setting_places.get("instance_name", made.form.place),
            key="instance_name",
            sentence=f"instance_name : {fault.sentence}",
            excerpt=around(source, fault.at),
            advice=fault.advice,
            # Only the name of what is sent suffers.
            grave=False,
        )


def _of_misstep(misstep: Misstep) -> Problem:
    fault, source = misstep.fault, misstep.source
    return Problem(
        place=place_of(misstep.owner, misstep.key, source[: fault.at].count("\n")),
        key=misstep.key,
        question=misstep.who,
        sentence=f"{misstep.key} : {fault.sentence}",
        excerpt=around(source, fault.at),
        advice=fault.advice,
        grave=fault.grave,
    )
