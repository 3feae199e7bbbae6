"""What changed from one form to the next, in words for those who decide: questions, choices, conditions, languages."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spie_diag.forms.changes import Change, Differences, Kind
from spie_diag.forms.definition import Block, Choice, Form, Objective, Question, QuestionType, Situation, Visibility
from spie_diag.forms.wordings import Wording, shortened, wordings
from spie_diag.french import counted, listed, spaced


def differences(old: Form, new: Form) -> Differences:
    """Every change from ``old`` to ``new``; questions are the same by code, or by name where they have none."""
    before, after = _Asked(old), _Asked(new)
    found = [
        *_whole(old, new),
        *_questions(before, after),
        *_blocks(old, new),
        *_listed(old, new),
        *_moved(before, after),
        *_reworded(old, new),
        *_languages(old, new),
    ]
    order = list(Kind)
    if found and new.version and (old.name, old.version) == (new.name, new.version):
        found.append(_change(Kind.SHAPE, "", f"Le numéro de version n’a pas changé : {new.version}."))
    found.sort(key=lambda change: order.index(change.kind))
    return Differences(old=_named(old), new=_named(new), changes=tuple(found))


def _named(form: Form) -> str:
    return f"{form.title or form.name} {form.version}".strip()


@dataclass(frozen=True, slots=True)
class _Placed:
    """One question where it stands."""

    question: Question
    key: str
    """What says that two questions are the same."""
    block: Block | None

    @property
    def where(self) -> str:
        """The label of its domain; empty in a plain form."""
        return self.block.label if self.block else ""

    @property
    def said(self) -> str:
        """« Où vivez-vous ? » (LOG-01)."""
        label = shortened(self.question.label or self.question.name)
        return f"« {label} » ({self.key})" if label != self.key else f"« {label} »"


class _Asked:
    """Every question of a form, with the fields of groups and repeats, by what says that two are the same."""

    def __init__(self, form: Form) -> None:
        self.blocks = frozenset(form.by_code)
        self.by_key: dict[str, _Placed] = {}
        for question in (*form.calculations, *form.survey):
            self._add(question, None, "")
        for block in form.blocks:
            for question in block.questions:
                self._add(question, block, "")

    def _add(self, question: Question, block: Block | None, holder: str) -> None:
        own = question.code or question.name
        key = f"{holder}/{own}" if holder else own
        self.by_key[key] = _Placed(question, key, block)
        for child in question.children:
            self._add(child, block, key)

    def misses(self, one: _Placed) -> bool:
        """Whether a question of the other form has no counterpart here, by itself and not with all that holds it."""
        holder = one.key.rpartition("/")[0]
        with_group = bool(holder) and holder not in self.by_key
        with_block = one.block is not None and one.block.code not in self.blocks
        return one.key not in self.by_key and not with_group and not with_block

    def shared_with(self, other: "_Asked") -> list[tuple[_Placed, _Placed]]:
        return [(one, other.by_key[key]) for key, one in self.by_key.items() if key in other.by_key]


def _whole(old: Form, new: Form) -> Iterator[Change]:
    if old.name != new.name:
        sentence = f"Le formulaire « {old.name} » devient « {new.name} »."
        yield _change(Kind.SHAPE, "", sentence, old.name, new.name)
    if old.title != new.title:
        sentence = f"Le titre « {old.title} » devient « {new.title} »."
        yield _change(Kind.REWORDED, "", sentence, old.title, new.title)


# --- questions -----------------------------------------------------------------------------------------------------


def _questions(old: _Asked, new: _Asked) -> Iterator[Change]:
    for key, one in old.by_key.items():
        if new.misses(one):
            answered = one.question.type not in _NO_ANSWER
            yield _change(Kind.REMOVED, key, f"{_in(one)}{one.said} est retirée.", loses=answered)
    for key, one in new.by_key.items():
        if old.misses(one):
            yield _change(Kind.ADDED, key, f"{_in(one)}{one.said}{', masquée' if one.question.hidden else ''}.")
    for before, after in old.shared_with(new):
        yield from _shape(before, after)
        yield from _conditions(before, after)
        yield from _choices(before, after)
        yield from _protection(before, after)


_NO_ANSWER = (QuestionType.NOTE, QuestionType.CALCULATE)


def _in(one: _Placed) -> str:
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


def _shape(before: _Placed, after: _Placed) -> Iterator[Change]:
    old, new = before.question, after.question
    if old.type is not new.type:
        sentence = f"{after.said} change de type : « {old.type.value} » devient « {new.type.value} »."
        loses = (old.type, new.type) not in _WIDER and old.type not in _NO_ANSWER
        yield _change(Kind.SHAPE, after.key, sentence, old.type.value, new.type.value, loses=loses)
    if old.name != new.name:
        sentence = f"{after.said} s’appelle « {new.name} » dans les conditions, et non plus « {old.name} »."
        yield _change(Kind.SHAPE, after.key, sentence, old.name, new.name)


_EXPRESSIONS: Mapping[str, str] = {
    "required": "le caractère obligatoire de {said} change",
    "constraint": "le contrôle de {said} change",
    "calculation": "le calcul de {said} change",
    "choice_filter": "le filtre des choix de {said} change",
    "default": "la valeur proposée pour {said} change",
    "repeat_count": "le nombre de lignes de {said} change",
}


def _conditions(before: _Placed, after: _Placed) -> Iterator[Change]:
    old, new = before.question, after.question
    if old.hidden != new.hidden:
        sentence = f"{_in(after)}{after.said}."
        yield _change(Kind.HIDDEN if new.hidden else Kind.SHOWN, after.key, sentence)
    elif _squeezed(old.relevant) != _squeezed(new.relevant):
        sentence = f"La condition d’affichage de {after.said} change."
        yield _change(Kind.CONDITIONS, after.key, sentence, old.relevant, new.relevant)
    for key, words in _EXPRESSIONS.items():
        was, now = getattr(old, key), getattr(new, key)
        if _squeezed(was) != _squeezed(now):
            sentence = _capital(words.format(said=after.said)) + "."
            yield _change(Kind.CONDITIONS, after.key, sentence, was, now)
    for sentence, was, now in _settings(after.said, old, new):
        yield _change(Kind.CONDITIONS, after.key, sentence, was, now)


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


def _squeezed(expression: str) -> str:
    return " ".join(expression.split())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _choices(before: _Placed, after: _Placed) -> Iterator[Change]:
    old = {choice.name: choice for choice in before.question.choices}
    new = {choice.name: choice for choice in after.question.choices}
    if removed := [choice for name, choice in old.items() if name not in new]:
        sentence = f"{after.said} : {_labels(removed)} {_are(removed, 'n’est plus proposé')}."
        yield _change(Kind.CHOICES, after.key, sentence, before=_labels(removed), loses=True)
    if added := [choice for name, choice in new.items() if name not in old]:
        sentence = f"{after.said} : {_labels(added)} {_are(added, 'est proposé en plus')}."
        yield _change(Kind.CHOICES, after.key, sentence, after=_labels(added))
    if any(dict(choice.extra) != dict(new[name].extra) for name, choice in old.items() if name in new):
        yield _change(Kind.CHOICES, after.key, f"{after.said} : ce qui filtre les choix a changé.")
    if _order_changed([*old], [*new]):
        yield _change(Kind.CHOICES, after.key, f"{after.said} : l’ordre des choix a changé.")


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


def _protection(before: _Placed, after: _Placed) -> Iterator[Change]:
    was, now = before.question.visibility, after.question.visibility
    if was is not now:
        sentence = f"La réponse à {after.said} était {_SHARING[was]} ; elle est maintenant {_SHARING[now]}."
        yield _change(Kind.PROTECTION, after.key, sentence, was.value, now.value)


# --- blocks, situations, objectives ----------------------------------------------------------------------------------


def _blocks(old: Form, new: Form) -> Iterator[Change]:
    for code, block in old.by_code.items():
        if code not in new.by_code:
            yield _change(
                Kind.REMOVED, code, f"Le domaine « {block.label} » ({code}) est retiré, avec ses questions.", loses=True
            )
    for code, block in new.by_code.items():
        if code not in old.by_code:
            yield _change(
                Kind.ADDED,
                code,
                f"Le domaine « {block.label} » ({code}), de {counted(len(block.questions), 'question')}.",
            )
        else:
            yield from _block(old.by_code[code], block)
    if _order_changed([*old.by_code], [*new.by_code]):
        yield _change(Kind.MOVED, "", "L’ordre des domaines change.")


_BLOCK_KEYS: tuple[tuple[Kind, str, Callable[[Block], object]], ...] = (
    (Kind.CONDITIONS, "La condition d’ouverture", lambda block: (_squeezed(block.relevant), block.manual)),
    (Kind.SHAPE, "La nature", lambda block: block.kind),
    (Kind.SHAPE, "Le meneur", lambda block: block.lead),
    (Kind.REWORDED, "Le sens des niveaux", lambda block: block.anchors),
    (Kind.REWORDED, "Une relance", lambda block: block.prompts),
    (Kind.PROTECTION, "Ce que reçoit chaque destinataire", lambda block: dict(block.sharing)),
)


def _block(old: Block, new: Block) -> Iterator[Change]:
    for kind, what, told in _BLOCK_KEYS:
        if told(old) != told(new):
            yield _change(kind, new.code, f"{what} du domaine « {new.label} » ({new.code}) change.")


def _listed(old: Form, new: Form) -> Iterator[Change]:
    """Situations and objectives."""
    for block in old.blocks:
        if (now := new.by_code.get(block.code)) is not None:
            yield from _of_block("La situation", "retirée", block.situations, now.situations)
            yield from _of_block("L’objectif", "retiré", block.objectives, now.objectives)
    for situation in new.situations.values():
        known = old.situations.get(situation.code)
        if known is not None and _squeezed(known.relevant) != _squeezed(situation.relevant):
            sentence = f"La condition qui propose la situation « {situation.label} » ({situation.code}) change."
            yield _change(Kind.CONDITIONS, situation.code, sentence, known.relevant, situation.relevant)


def _of_block(
    what: str, removed: str, old: Iterable[Situation | Objective], new: Iterable[Situation | Objective]
) -> Iterator[Change]:
    before, after = {one.code: one.label for one in old}, {one.code: one.label for one in new}
    for code, label in before.items():
        if code not in after:
            yield _change(Kind.REMOVED, code, f"{what} « {label} » ({code}) est {removed}.", loses=True)
    for code, label in after.items():
        if code not in before:
            yield _change(Kind.ADDED, code, f"{what} « {label} » ({code}).")


# --- order, words, languages -----------------------------------------------------------------------------------------


def _moved(old: _Asked, new: _Asked) -> Iterator[Change]:
    """Questions in another domain, or at another place among those that were beside them before."""
    rank = {key: index for index, key in enumerate(old.by_key)}
    beside: dict[tuple[str, str], list[str]] = {}
    for before, after in new.shared_with(old):
        here, there = _code(before.block), _code(after.block)
        if here != there:
            where = f"de « {after.where} » à « {before.where} »"
            yield _change(Kind.MOVED, before.key, f"{before.said} passe {where}.")
        else:
            beside.setdefault((here, before.key.rpartition("/")[0]), []).append(before.key)
    for keys in beside.values():
        stayed = longest_rise([rank[key] for key in keys])
        for key in keys:
            if rank[key] not in stayed:
                yield _change(Kind.MOVED, key, f"{new.by_key[key].said} est posée à un autre moment.")


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


def _order_changed(old: list[str], new: list[str]) -> bool:
    return [one for one in old if one in new] != [one for one in new if one in old]


def _reworded(old: Form, new: Form) -> Iterator[Change]:
    before = {wording.key: wording for wording in wordings(old)}
    for wording in wordings(new):
        was = before.get(wording.key)
        if was is None or was.text == wording.text:
            continue
        sentence = f"{wording.owner}, {wording.part} : {_from_to(was.text, wording.text)}."
        yield _change(Kind.REWORDED, wording.owner, sentence, was.text, wording.text)


def _from_to(was: str, now: str) -> str:
    was, now = (" ".join(text.split()) for text in (was, now))
    if not was:
        return f"« {now} » est ajouté"
    return f"« {was} » devient « {now} »" if now else f"« {was} » est retiré"


def _languages(old: Form, new: Form) -> Iterator[Change]:
    before = {wording.key: wording for wording in wordings(old)}
    after = list(wordings(new))
    for language in dict.fromkeys((*old.languages, *new.languages)):
        yield from _language(language, old, new, before, after)


def _language(
    language: str, old: Form, new: Form, before: Mapping[tuple[str, str], Wording], after: list[Wording]
) -> Iterator[Change]:
    if language not in new.languages:
        yield _change(Kind.TRANSLATIONS, "", f"La langue « {language} » n’est plus proposée.", before=language)
        return
    translated = [wording for wording in after if wording.translations.get(language)]
    if language not in old.languages:
        most = sum(1 for wording in after if wording.text)
        part = f"{counted(len(translated), 'texte traduit', 'textes traduits')} sur {most}"
        sentence = f"La langue « {language} » est ajoutée : {part}."
        yield _change(Kind.TRANSLATIONS, "", sentence, after=language)
        return
    changed = [wording.owner for wording in after if _retold(wording, before.get(wording.key), language)]
    if changed:
        owners = listed([*dict.fromkeys(changed)])
        yield _change(Kind.TRANSLATIONS, "", f"En « {language} », les mots changent pour {owners}.")


def _retold(now: Wording, was: Wording | None, language: str) -> bool:
    return was is not None and was.translations.get(language, "") != now.translations.get(language, "")


def _change(kind: Kind, of: str, sentence: str, before: str = "", after: str = "", *, loses: bool = False) -> Change:
    return Change(kind=kind, of=of, sentence=spaced(sentence), before=before, after=after, loses=loses)
