"""What is wrong in one row, whatever the others say: keys that do not go together, values that cannot be."""

import re
from collections.abc import Iterator

from spie_diag.forms.definition import Question, QuestionType, Value
from spie_diag.forms.fitting import misfit, scale_of
from spie_diag.forms.inspecting import is_answered_by_hand
from spie_diag.forms.live import MOST_ROWS, MOST_ROWS_IN_ALL
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan, is_calculated
from spie_diag.forms.problems import Problem, place_of, place_of_choice
from spie_diag.forms.syntax import Call, Expression, Number, Text
from spie_diag.forms.values import number_of
from spie_diag.forms.vocabulary import HOLDERS, SELECTS, SILENT

_COUNTED = re.compile("[1-9][0-9]{0,3}")


def row_problems(plan: Plan) -> Iterator[Problem]:
    """What is wrong in each row of a form."""
    for field in plan.fields:
        if not field.is_block:
            yield from _Row(plan, field).problems()


class _Row:
    def __init__(self, plan: Plan, field: Field) -> None:
        self._plan = plan
        self._field = field
        self._question = field.question

    def problems(self) -> Iterator[Problem]:
        yield from self._of_method()
        yield from self._choices()
        yield from self._calculation()
        yield from self._answer()
        yield from self._parameters()
        yield from self._default()
        yield from self._rows()

    def _problem(self, key: str, sentence: str, advice: str = "", *, grave: bool = True) -> Problem:
        place = place_of(self._question, key)
        return Problem(place=place, key=key, question=self._field.title, sentence=sentence, advice=advice, grave=grave)

    def _of_method(self) -> Iterator[Problem]:
        """A calculation of the whole form is nothing else."""
        question, form = self._question, self._plan.form
        if self._field.parent is not None or question not in form.calculations:
            return
        if question.type is not QuestionType.CALCULATE:
            sentence = "Un calcul du formulaire est de type « calculate »."
            yield self._problem("type", sentence, "Placez les questions dans un bloc.")
        if question.code:
            yield self._problem("code", "Un calcul du formulaire n’a pas de code.", "Retirez « code ».")

    # --- choices

    def _choices(self) -> Iterator[Problem]:
        question = self._question
        names = [choice.name for choice in question.choices]
        for name in sorted(question.exclusive.difference(names) if names else ()):
            yield self._problem("exclusive", f"Aucun choix ne s’appelle « {name} ».", _known(names))
        if question.exclusive and question.type is not QuestionType.SELECT_MULTIPLE:
            yield self._problem("exclusive", "Seul un choix multiple a des choix exclusifs.", "Retirez « exclusive ».")
        if question.choice_filter and not question.choices and not question.choices_file:
            yield self._problem("choice_filter", "Un filtre de choix demande des choix.", "Retirez « choice_filter ».")
        place = question.place
        # In a text file, the name is told where it stands.
        is_told = place is not None and not place.sheet and not question.choices_file
        many = question.type is QuestionType.SELECT_MULTIPLE and not is_told
        spaced = next((one for one in question.choices if " " in one.name), None) if many else None
        if spaced is not None:
            yield Problem(
                place=place_of_choice(question, spaced, "name"),
                key="choices",
                question=self._field.title,
                sentence=f"Le nom de choix « {spaced.name} » contient une espace : coché, il se lit comme plusieurs.",
                advice=f"Écrivez « {'_'.join(spaced.name.split())} ».",
                grave=False,
            )

    # --- what is computed

    def _calculation(self) -> Iterator[Problem]:
        question = self._question
        if question.type is QuestionType.CALCULATE and not question.calculation and not question.default:
            yield self._problem("calculation", "Ce calcul n’a pas de formule.", "Ajoutez « calculation ».")
        if self._is_overwritten():
            advice = "Ajoutez « read_only: yes » ou « trigger », ou proposez la valeur avec « default » ou once(…)."
            yield self._problem("calculation", "Un calcul écraserait ce que les professionnels écrivent.", advice)
        if question.trigger and not question.calculation:
            advice = "Ajoutez « calculation », ou retirez « trigger »."
            yield self._problem("trigger", "Ce déclencheur ne sert à rien sans « calculation ».", advice, grave=False)
        known = self._plan.triggers_of(self._field)
        for name in question.trigger if len(known) < len(question.trigger) else ():
            if not any(name.split("/")[-1] == one.name for one in known):
                fault = self._plan.names.unknown(name, 0)
                yield self._problem("trigger", f"trigger : {fault.sentence}", fault.advice)
        if any(one is self._field for one in known):
            yield self._problem("trigger", "Une question ne se déclenche pas elle-même.", "Nommez-en une autre.")

    def _is_overwritten(self) -> bool:
        question = self._question
        if not question.calculation or question.read_only or question.trigger:
            return False
        if question.type in (*SILENT, QuestionType.NOTE, *HOLDERS):
            return False
        rule = self._plan.rules[self._field.index].calculation
        tree = rule.tree if rule is not None else None
        return not (isinstance(tree, Call) and tree.name == "once")

    # --- what is answered

    def _answer(self) -> Iterator[Problem]:
        question = self._question
        if self._is_unlabelled():
            sentence = "Cette question n’a pas de libellé : personne ne saura ce qu’elle demande."
            yield self._problem("label", sentence, "Ajoutez « label ».", grave=False)
        if question.constraint_message and not question.constraint:
            advice = "Ajoutez la condition."
            sentence = "Ce message ne sert à rien sans « constraint »."
            yield self._problem("constraint_message", sentence, advice, grave=False)
        translated = any(texts.get("constraint_message") for texts in question.texts.values())
        if question.constraint and not (question.constraint_message or translated):
            advice = "Ajoutez « constraint_message » : ce qu’il faut écrire."
            yield self._problem("constraint", "Une réponse refusée ne dira pas pourquoi.", advice, grave=False)
        yield from self._without_answer()

    def _is_unlabelled(self) -> bool:
        """Whether somebody answers without reading a question; block files cannot be read without labels."""
        question = self._question
        if not is_answered_by_hand(question) or question.type in HOLDERS:
            return False
        if self._plan.form.blocks and question.place is not None and not question.place.sheet:
            return False
        return not question.label and not any(texts.get("label") for texts in question.texts.values())

    def _without_answer(self) -> Iterator[Problem]:
        question = self._question
        kind = {QuestionType.NOTE: "Une note", QuestionType.GROUP: "Un groupe", QuestionType.CALCULATE: "Un calcul"}
        # A coded group is one answer made of several fields: it can be required.
        if question.type not in kind or question.code:
            return
        if self._plan.rules[self._field.index].required is not None:
            sentence = f"{kind[question.type]} n’a pas de réponse : « required » reste sans effet."
            yield self._problem("required", sentence, "Retirez « required ».", grave=False)
        if question.constraint:
            sentence = f"{kind[question.type]} n’a pas de réponse : « constraint » reste sans effet."
            yield self._problem("constraint", sentence, "Retirez « constraint ».", grave=False)

    def _parameters(self) -> Iterator[Problem]:
        given = self._question.parameters
        for key in ("start", "end", "step"):
            text = given.get(key, "")
            if text and number_of(text) != number_of(text):
                yield self._problem("parameters", f"« {key}: {text} » n’est pas un nombre.", "Écrivez un nombre.")
        most = given.get("max", "")
        if most and not _COUNTED.fullmatch(most):
            sentence = f"« max: {most[:20]} » n’est pas un nombre de lignes."
            yield self._problem("parameters", sentence, "Écrivez un nombre entier, de 1 à 9999.")
        if self._question.type is QuestionType.RANGE:
            scale = scale_of(self._question)
            advice = "Écrivez « parameters: {start: 0, end: 10} »."
            if not scale.start < scale.end:
                yield self._problem("parameters", "Une échelle va de « start » à « end », plus grand.", advice)
            elif not 0 < number_of(given.get("step") or "1") <= scale.end - scale.start:
                yield self._problem(
                    "parameters", "Le pas « step » de l’échelle ne convient pas.", "Écrivez « step: 1 »."
                )

    # --- what is proposed

    def _default(self) -> Iterator[Problem]:
        question, text = self._question, self._question.default
        if not text:
            return
        if is_calculated(text):
            yield from self._computed_default()
            return
        names = [choice.name for choice in question.choices]
        if question.type in SELECTS and names:
            given = [text] if question.type is QuestionType.SELECT_ONE else text.split()
            for name in given:
                if name not in names and text not in names:
                    yield self._problem("default", f"Aucun choix ne s’appelle « {name} ».", _known(names))
        elif sentence := misfit(question, _typed(question, text)):
            yield self._problem("default", f"« {text} » ne convient pas : {sentence}", "Corrigez la valeur proposée.")
        elif question.type in HOLDERS:
            yield self._problem("default", "Un groupe n’a pas de valeur proposée.", "Retirez « default ».", grave=False)

    def _computed_default(self) -> Iterator[Problem]:
        rule = self._plan.rules[self._field.index].default
        for read in rule.reads if rule is not None else ():
            other = read.field.question
            if read.field is self._field or other.default or other.calculation or not read.field.is_leaf:
                continue
            if other.type in SILENT:
                continue
            sentence = f"La valeur est proposée à l’ouverture, quand « {read.field.path} » est encore sans réponse."
            advice = f"Donnez une valeur proposée à « {read.field.path} », ou employez « calculation »."
            yield self._problem("default", sentence, advice, grave=False)

    # --- rows of a table

    def _rows(self) -> Iterator[Problem]:
        question = self._question
        if question.repeat_count and question.type is not QuestionType.REPEAT:
            advice = "Retirez « repeat_count »."
            yield self._problem("repeat_count", "Seul un tableau « repeat » a un nombre de lignes.", advice)
            return
        rule = self._plan.rules[self._field.index].repeat_count
        tree: Expression | None = rule.tree if rule is not None else None
        if isinstance(tree, Text) and number_of(tree.value) != number_of(tree.value):
            yield self._problem("repeat_count", f"{tree} n’est pas un nombre de lignes.", "Écrivez un nombre.")
        elif isinstance(tree, Number) and (tree.value != int(tree.value) or tree.value > MOST_ROWS):
            sentence = f"{tree} lignes : un tableau en a un nombre entier, et bien moins."
            yield self._problem("repeat_count", sentence, f"Écrivez un entier de 0 à {MOST_ROWS}.")
        elif isinstance(tree, Number) and (rows := self._rows_in_all(tree.value)) > MOST_ROWS_IN_ALL:
            sentence = f"{int(rows)} lignes en tout, avec les tableaux qui l’entourent : trop pour un entretien."
            yield self._problem("repeat_count", sentence, f"Restez sous {MOST_ROWS_IN_ALL} lignes en tout.")
        if question.type in HOLDERS and not question.children:
            sentence = f"« {question.name} » ne contient aucune question."
            yield self._problem("type", sentence, "Retirez ce groupe, ou placez-y des questions.", grave=False)

    def _rows_in_all(self, rows: float) -> float:
        """So many rows in each row of the tables around it, as far as these tell their number."""
        for above in self._field.repeats:
            rule = self._plan.rules[above.index].repeat_count
            tree = rule.tree if rule is not None else None
            rows *= tree.value if isinstance(tree, Number) else 1
        return rows


def _typed(question: Question, text: str) -> Value:
    return [*text.split()] if question.type is QuestionType.SELECT_MULTIPLE else text


def _known(names: list[str]) -> str:
    return f"Choix : {', '.join(sorted(names)[:12])}{'…' if len(names) > 12 else ''}."
