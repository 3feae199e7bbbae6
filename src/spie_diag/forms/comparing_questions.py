"""What changed in the questions from one form to the next: which ones, what they ask, when, who reads the answer."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spie_diag.forms.changes import Change, Kind, told_change
from spie_diag.forms.definition import Block, Choice, Form, Question, QuestionType, Visibility
from spie_diag.forms.vocabulary import LEADS
from spie_diag.forms.wordings import from_to, shortened
from spie_diag.forms.writing import word_for
from spie_diag.french import counted, listed


@dataclass(frozen=True, slots=True)
class Placed:
    """One question where it stands."""

    question: Question
    key: str
    """What says that two questions are the same."""
    block: Block | None
    holder: "Placed | None" = None
    """The group or repeat that holds a field."""

    @property
    def takes_its_lead(self) -> bool:
        """Whether it is led as what holds it, so that a change is told there."""
        above = self.holder.question if self.holder is not None else self.block
        return above is not None and above.lead is self.question.lead

    @property
    def where(self) -> str:
        """The label of its domain; empty in a plain form."""
        return self.block.label if self.block else ""

    @property
    def said(self) -> str:
        """« Où vivez-vous ? » (LOG-01)."""
        label = shortened(self.question.label or self.question.name)
        return f"« {label} » ({self.key})" if label != self.key else f"« {label} »"


class Asked:
    """Every question of a form, with the fields of groups and repeats, by what says that two are the same."""

    def __init__(self, form: Form) -> None:
        self.blocks = frozenset(form.by_code)
        self.by_key: dict[str, Placed] = {}
        for question in (*form.calculations, *form.survey):
            self._add(question, None, None)
        for block in form.blocks:
            for question in block.questions:
                self._add(question, block, None)

    def _add(self, question: Question, block: Block | None, holder: Placed | None) -> None:
        own = question.code or question.name
        key = f"{holder.key}/{own}" if holder is not None else own
        placed = self.by_key[key] = Placed(question, key, block, holder)
        for child in question.children:
            self._add(child, block, placed)

    def misses(self, one: Placed) -> bool:
        """Whether a question of the other form has no counterpart here, by itself and not with all that holds it."""
        holder = one.key.rpartition("/")[0]
        with_group = bool(holder) and holder not in self.by_key
        with_block = one.block is not None and one.block.code not in self.blocks
        return one.key not in self.by_key and not with_group and not with_block

    def shared_with(self, other: "Asked") -> list[tuple[Placed, Placed]]:
        return [(one, other.by_key[key]) for key, one in self.by_key.items() if key in other.by_key]


def question_changes(old: Asked, new: Asked) -> Iterator[Change]:
    for key, one in old.by_key.items():
        if new.misses(one):
            answered = one.question.type not in _NO_ANSWER
            yield told_change(Kind.REMOVED, key, f"{_in(one)}{one.said} est retirée.", loses=answered)
    for key, one in new.by_key.items():
        if old.misses(one):
            yield told_change(Kind.ADDED, key, f"{_in(one)}{one.said}{', masquée' if one.question.hidden else ''}.")
    for before, after in old.shared_with(new):
        yield from _shape(before, after)
        yield from _conditions(before, after)
        yield from _choices(before, after)
        yield from _protection(before, after)
        yield from _others(before, after)


_NO_ANSWER = (QuestionType.NOTE, QuestionType.CALCULATE)


def _in(one: Placed) -> str:
    return f"{one.where} : " if one.where else ""


_WIDER = frozenset(
    {
        (QuestionType.INTEGER, QuestionType.DECIMAL),
        (QuestionType.RANGE, QuestionType.INTEGER),
        (QuestionType.RANGE, QuestionType.DECIMAL),
        (QuestionType.TEXT, QuestionType.HIDDEN),
        (QuestionType.HIDDEN, QuestionType.TEXT),
    }
)
"""Types that read what the other one wrote."""


def _shape(before: Placed, after: Placed) -> Iterator[Change]:
    old, new = before.question, after.question
    if old.type is not new.type:
        sentence = f"{after.said} change de type : « {old.type.value} » devient « {new.type.value} »."
        loses = (old.type, new.type) not in _WIDER and old.type not in _NO_ANSWER
        yield told_change(Kind.SHAPE, after.key, sentence, old.type.value, new.type.value, loses=loses)
    if old.name != new.name:
        sentence = f"{after.said} s’appelle « {new.name} » dans les conditions, et non plus « {old.name} »."
        yield told_change(Kind.SHAPE, after.key, sentence, old.name, new.name)


_EXPRESSIONS: Mapping[str, str] = {
    "required": "le caractère obligatoire de {said} change",
    "constraint": "le contrôle de {said} change",
    "calculation": "le calcul de {said} change",
    "choice_filter": "le filtre des choix de {said} change",
    "default": "la valeur proposée pour {said} change",
    "repeat_count": "le nombre de lignes de {said} change",
}


def _conditions(before: Placed, after: Placed) -> Iterator[Change]:
    old, new = before.question, after.question
    if old.hidden != new.hidden:
        sentence = f"{_in(after)}{after.said}."
        yield told_change(Kind.HIDDEN if new.hidden else Kind.SHOWN, after.key, sentence)
    elif squeezed(old.relevant) != squeezed(new.relevant):
        sentence = f"La condition d’affichage de {after.said} change."
        yield told_change(Kind.CONDITIONS, after.key, sentence, old.relevant, new.relevant)
    for key, words in _EXPRESSIONS.items():
        was, now = getattr(old, key), getattr(new, key)
        if squeezed(was) != squeezed(now):
            sentence = _capital(words.format(said=after.said)) + "."
            yield told_change(Kind.CONDITIONS, after.key, sentence, was, now)
    for sentence, was, now in _settings(after.said, old, new):
        yield told_change(Kind.CONDITIONS, after.key, sentence, was, now)


_OTHERS: tuple[tuple[Kind, str, Callable[[Question], str]], ...] = (
    (Kind.CONDITIONS, "ce qui lance son calcul", lambda one: ", ".join(one.trigger)),
    (Kind.OTHER, "l’apparence", lambda one: " ".join(sorted(one.appearance))),
    (Kind.OTHER, "le nom de la liste des choix", lambda one: one.list_name),
    (Kind.OTHER, "le fichier des choix", lambda one: one.choices_file),
    (Kind.OTHER, "le type chez d’autres programmes", lambda one: one.foreign),
)


def _others(before: Placed, after: Placed) -> Iterator[Change]:
    """What changes nothing for the person: who leads, how it looks, what only other programs read."""
    old, new = before.question, after.question
    told = [(kind, what, read(old), read(new)) for kind, what, read in _OTHERS]
    for column in dict.fromkeys((*old.columns, *new.columns)):
        told.append((Kind.OTHER, f"la colonne « {column} »", old.columns.get(column, ""), new.columns.get(column, "")))
    if not (before.takes_its_lead and after.takes_its_lead):
        told.append((Kind.OTHER, "qui la pose", word_for(LEADS, old.lead), word_for(LEADS, new.lead)))
    for kind, what, was, now in told:
        if was != now:
            yield told_change(kind, after.key, f"{after.said}, {what} : {from_to(was, now)}.", was, now)


def _settings(said: str, old: Question, new: Question) -> Iterator[tuple[str, str, str]]:
    for key in sorted({*old.parameters, *new.parameters}):
        was, now = old.parameters.get(key, ""), new.parameters.get(key, "")
        if was != now:
            yield f"Le réglage « {key} » de {said} change : « {was} » devient « {now} ».", was, now
    if old.read_only != new.read_only:
        yield f"{said} {'se lit sans s’écrire' if new.read_only else 's’écrit de nouveau'}.", "", ""
    if old.depth is not new.depth:
        yield f"{said} passe de {_DEPTHS[old.depth.value]} à {_DEPTHS[new.depth.value]}.", "", ""
    if old.exclusive != new.exclusive:
        yield f"Les choix qui se cochent seuls changent pour {said}.", "", ""


_DEPTHS = {"E": "« essentielle »", "A": "« approfondie »"}


def squeezed(expression: str) -> str:
    return " ".join(expression.split())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _choices(before: Placed, after: Placed) -> Iterator[Change]:
    old = {choice.name: choice for choice in before.question.choices}
    new = {choice.name: choice for choice in after.question.choices}
    if removed := [choice for name, choice in old.items() if name not in new]:
        sentence = f"{after.said} : {_labels(removed)} {_are(removed, 'n’est plus proposé')}."
        yield told_change(Kind.CHOICES, after.key, sentence, before=_labels(removed), loses=True)
    if added := [choice for name, choice in new.items() if name not in old]:
        sentence = f"{after.said} : {_labels(added)} {_are(added, 'est proposé en plus')}."
        yield told_change(Kind.CHOICES, after.key, sentence, after=_labels(added))
    if any(dict(choice.extra) != dict(new[name].extra) for name, choice in old.items() if name in new):
        yield told_change(Kind.CHOICES, after.key, f"{after.said} : ce qui filtre les choix a changé.")
    if order_changed([*old], [*new]):
        yield told_change(Kind.CHOICES, after.key, f"{after.said} : l’ordre des choix a changé.")


_MOST_NAMED = 8


def _labels(choices: Sequence[Choice]) -> str:
    named = [f"« {shortened(choice.label or choice.name)} »" for choice in choices]
    rest = len(named) - _MOST_NAMED
    return listed(named) if rest <= 1 else listed([*named[:_MOST_NAMED], counted(rest, "autre")])


def _are(choices: list[Choice], words: str) -> str:
    if len(choices) == 1:
        return words
    return {"n’est plus proposé": "ne sont plus proposés", "est proposé en plus": "sont proposés en plus"}[words]


_SHARING = {
    Visibility.SHAREABLE: "partageable",
    Visibility.RESTRICTED: "restreinte (seulement si la personne l’a coché)",
    Visibility.INTERNAL: "interne (ne sort jamais)",
}


def _protection(before: Placed, after: Placed) -> Iterator[Change]:
    was, now = before.question.visibility, after.question.visibility
    if was is not now:
        sentence = f"La réponse à {after.said} était {_SHARING[was]} ; elle est maintenant {_SHARING[now]}."
        yield told_change(Kind.PROTECTION, after.key, sentence, was.value, now.value)


def moved_questions(old: Asked, new: Asked) -> Iterator[Change]:
    """Questions in another domain, or at another place among those that were beside them before."""
    rank = {key: index for index, key in enumerate(old.by_key)}
    beside: dict[tuple[str, str], list[str]] = {}
    for before, after in new.shared_with(old):
        here, there = _code(before.block), _code(after.block)
        if here != there:
            where = f"de « {after.where} » à « {before.where} »"
            yield told_change(Kind.MOVED, before.key, f"{before.said} passe {where}.")
        else:
            beside.setdefault((here, before.key.rpartition("/")[0]), []).append(before.key)
    for keys in beside.values():
        stayed = longest_rise([rank[key] for key in keys])
        for key in keys:
            if rank[key] not in stayed:
                yield told_change(Kind.MOVED, key, f"{new.by_key[key].said} est posée à un autre moment.")


def _code(block: Block | None) -> str:
    return block.code if block else ""


def longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """The longest part of different numbers that rises: what kept its order, when the rest moved around it."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    rise: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return frozenset(rise)


def order_changed(old: list[str], new: list[str]) -> bool:
    return [one for one in old if one in new] != [one for one in new if one in old]
