"""What nobody will ever see: questions never asked, choices never offered, conditions that never change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spie_diag.forms.definition import Choice, Question
from spie_diag.forms.domains import Domain, Domains, Range
from spie_diag.forms.inspecting import Inspection, Written, parts, walked
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Misstep
from spie_diag.forms.satisfying import Fact, always_holds, can_hold
from spie_diag.forms.syntax import (
    COMPARED,
    Binary,
    Call,
    Expression,
    Filtered,
    Negated,
    Number,
    Path,
    Step,
    Text,
)
from spie_diag.french import counted, listed

_MOST_FILTERINGS = 3000
_MOST_BEHIND = 16
_HERE = Path(None, (Step("."),))
_GIVEN = Binary("!=", _HERE, Text(""))


class Reachability:
    """Follows the questions in the order in which they settle, so that what is never asked is known to its readers.

    Nothing refuses an answer that breaks a constraint, and anybody may open a block by hand: what only holds of answers
    as they should be, and of blocks that are offered, is a remark. A fault is what holds of all that may be written.
    """

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self.domains = Domains(inspection)
        self._any = Domains(inspection, well_answered=False)
        """Whatever is answered, well or not."""
        self._all = Domains(inspection)
        """As if everything were asked: for what stands inside something never asked."""
        self._any_of_all = Domains(inspection, well_answered=False)
        self._opened_by_hand: set[Field] = set()
        """Blocks that nothing else opens: that is said of them, and not again of what they hold."""

    def found(self) -> Iterator[Misstep]:
        """What is never asked, offered or true, each at its expression."""
        for field in self._inspection.plan.order:
            yield from self._of_field(field)
        for one in self._inspection.written:
            if one.field is None and self._inspection.is_sound(one):
                yield from self._relevance(one)

    def _of_field(self, field: Field) -> Iterator[Misstep]:
        if field.parent is not None and self.domains.never_asked(field.parent):
            self._set_never_asked(field)
            relevant = self._inspection.sound(field, "relevant")
            if relevant is not None and not can_hold([fact := Fact(relevant.tree, field)], self._all):
                certain = not can_hold([fact], self._any_of_all)
                told = self._impossible(relevant, self._never(relevant, certain=certain), self._all)
                yield _remark_unless(told, certain=certain)
            return
        if (relevant := self._inspection.sound(field, "relevant")) is not None:
            yield from self._relevance(relevant)
        if self.domains.never_asked(field):
            return  # what is never asked has no answer to fit anything
        if (choice_filter := self._inspection.sound(field, "choice_filter")) is not None:
            yield from self._filter(choice_filter, field)
        if (constraint := self._inspection.sound(field, "constraint")) is not None:
            yield from self._constraint(constraint)
        for key in ("required", "calculation", "repeat_count", "default"):
            if (written := self._inspection.sound(field, key)) is not None:
                yield from self._comparisons(written)

    # --- conditions

    def _relevance(self, one: Written) -> Iterator[Misstep]:
        fact, around = Fact(one.tree, one.field), self._around(one.field)
        if can_hold([fact, *around, *self._behind(one)], self.domains):
            if always_holds(fact, self.domains):
                advice = "Retirez-la, ou corrigez-la : « or » entre deux « != » est souvent un « and »."
                yield one.misstep(0, "La condition est toujours vraie.", advice, grave=False)
            else:
                yield from self._comparisons(one)
            return
        surely = [fact, *self._around(one.field, surely=True), *self._behind(one, surely=True)]
        certain = not can_hold(surely, self._any)
        if not self._is_hidden(one):
            yield _remark_unless(self._why_never(one, fact, around, certain=certain), certain=certain)
        if one.field is not None and one.field.is_block:
            self._opened_by_hand.add(one.field)
        elif certain and one.field is not None:
            self._set_never_asked(one.field)

    def _set_never_asked(self, field: Field) -> None:
        self.domains.set_never_asked(field)
        self._any.set_never_asked(field)

    def _why_never(self, one: Written, fact: Fact, around: Sequence[Fact], *, certain: bool) -> Misstep:
        what = self._never(one, certain=certain)
        if not can_hold([fact], self.domains):
            return self._impossible(one, what, self.domains)
        if not can_hold([fact, *around], self.domains):
            advice = "Comparez les deux conditions : elles se contredisent."
            sentence = f"La condition n’est jamais vraie quand {self._opposed(fact, around)} : {what}."
            return one.misstep(0, sentence, advice)
        advice = "Comparez-la aux conditions et aux contraintes des questions qu’elle lit."
        answers = "réponses" if certain else "réponses qui conviennent"
        return one.misstep(0, f"Aucune suite de {answers} ne mène ici : {what}.", advice)

    def _never(self, one: Written, *, certain: bool) -> str:
        """« « LOG-02 » (et ses 3 champs) n’apparaît jamais », or what else would show it."""
        if one.field is not None and one.field.is_block:
            return f"le bloc {one.who} n’est jamais proposé"
        who = f"« {one.who} »{_and_fields(one.field)}"
        if certain:
            return f"{who} n’apparaît jamais"
        by_hand = " ou dans un bloc ouvert à la main" if self._inspection.plan.form.blocks else ""
        return f"{who} n’apparaît qu’après une réponse signalée comme fausse{by_hand}"

    def _is_hidden(self, one: Written) -> bool:
        """Whether a territory leaves a common question out, which is its right."""
        stands_on = self._inspection.plan.form.settings.get("extends", "")
        return bool(stands_on) and isinstance(one.owner, Question) and one.owner.hidden

    def _impossible(self, one: Written, what: str, domains: Domains) -> Misstep:
        """Why a condition never holds: it is written so, it reads what is never asked, or it contradicts itself."""
        reads = [self._inspection.field_of(tree, one.field) for tree in walked(one.tree)]
        unasked = next((read for read in reads if read is not None and domains.never_asked(read)), None)
        if unasked is not None:
            sentence = f"La condition lit « {unasked.path} », qui n’est jamais posée : {what}."
            return one.misstep(0, sentence, "Corrigez d’abord la condition de cette question.", grave=False)
        if not any(read is not None for read in reads):
            sentence = f"La condition est toujours fausse : {what}."
            meant = isinstance(one.tree, Call) and one.tree.name == "false"
            return one.misstep(0, sentence, "Retirez-la pour poser la question.", grave=not meant)
        for tree in _tests(one.tree):
            if not can_hold([Fact(tree, one.field)], domains):
                sentence = f"{tree} n’est jamais vrai{self._values_of(tree, one.field)} : {what}."
                return one.misstep(tree.at, sentence, "Vérifiez la valeur comparée.")
        advice = "Deux réponses possibles à une même question se relient par « or »."
        return one.misstep(0, f"La condition se contredit : {what}.", advice)

    def _opposed(self, fact: Fact, around: Sequence[Fact]) -> str:
        """Which of the groups that hold a question is never shown together with it."""
        against = [one.near for one in around if not can_hold([fact, one], self.domains)]
        holder = against[-1] if against else None
        if holder is None:
            return "ce qui l’entoure est affiché"
        if holder.is_block:
            return f"le bloc {holder.title} est proposé"
        return f"« {holder.path} » est affiché"

    def _around(self, field: Field | None, *, surely: bool = False) -> list[Fact]:
        """The conditions under which what holds a field is shown; ``surely``: without those of blocks."""
        holders = field.way[:-1] if field is not None else ()
        return [
            Fact(one.tree, holder)
            for holder in holders
            if not (surely and holder.is_block)
            and holder not in self._opened_by_hand
            and (one := self._inspection.sound(holder, "relevant"))
        ]

    def _behind(self, one: Written, *, surely: bool = False) -> list[Fact]:
        """What holds of the questions that a condition reads, and of those behind them, once they have an answer.

        ``surely``: also of answers that break their constraint.
        """
        facts: list[Fact] = []
        seen = {one.field}
        waiting = [(one.tree, one.field)]
        while waiting and len(seen) <= _MOST_BEHIND:
            tree, near = waiting.pop(0)
            for part in walked(tree):
                field = self._inspection.field_of(part, near)
                if field is None or field in seen or not self._inspection.is_alone(field, near):
                    continue
                seen.add(field)
                for fact in self._conditions_of(field, surely=surely):
                    facts.append(fact)
                    waiting.append((fact.tree, fact.near))
        return facts

    def _conditions_of(self, field: Field, *, surely: bool) -> list[Fact]:
        """What holds of a question that has an answer: it is shown, and its answer is accepted."""
        keys = ("relevant",) if surely else ("relevant", "constraint")
        own = [Fact(one.tree, field) for key in keys if (one := self._inspection.sound(field, key))]
        around = self._around(field, surely=surely)
        return [Fact(fact.tree, fact.near, unless_blank=field) for fact in (*own, *around)]

    def _constraint(self, one: Written) -> Iterator[Misstep]:
        given = Fact(_GIVEN, one.field)
        facts = [Fact(one.tree, one.field), given]
        if not can_hold(facts, self.domains):
            advice = "Deux bornes se relient par « and », deux valeurs possibles par « or »."
            told = one.misstep(0, "Aucune réponse ne peut convenir.", advice)
            yield _remark_unless(told, certain=self._reads_itself_only(one) or not can_hold(facts, self._any))
        elif not can_hold([Fact(one.tree, one.field, denied=True), given], self.domains):
            sentence = "Cette contrainte n’écarte aucune réponse."
            yield one.misstep(0, sentence, "Retirez-la, ou corrigez-la.", grave=False)
        else:
            yield from self._comparisons(one)

    def _reads_itself_only(self, one: Written) -> bool:
        """Whether a constraint speaks of its own answer only, which must fit its type as well."""
        reads = (self._inspection.field_of(tree, one.field) for tree in walked(one.tree))
        return all(read is None or read is one.field for read in reads)

    def _comparisons(self, one: Written) -> Iterator[Misstep]:
        """Each comparison that alone is always true or always false, where a question has few values."""
        for tree in _tests(one.tree):
            if self._is_ordinary(tree, one.field):
                continue
            fact = Fact(tree, one.field)
            if not can_hold([fact], self.domains):
                never = "n’est jamais vrai"
            elif always_holds(fact, self.domains):
                never = "est toujours vrai"
            else:
                continue
            sentence = f"{tree} {never}{self._values_of(tree, one.field)}."
            yield one.misstep(tree.at, sentence, "Vérifiez la valeur comparée.", grave=False)

    def _is_ordinary(self, tree: Expression, near: Field | None) -> bool:
        """Whether a comparison is one of those that can obviously go both ways."""
        for side in parts(tree):
            known = self.domains.read(side, near)
            if known is not None:
                others = [other for other in parts(tree) if other is not side]
                return _goes_both_ways(known[1], others)
        return False

    def _values_of(self, tree: Expression, near: Field | None) -> str:
        """« (x vaut a ou b) », where a question has few values."""
        for side in parts(tree):
            field = self._inspection.field_of(side, near)
            if field is None or self.domains.never_asked(field):
                continue
            names = self.domains.of(field).names
            if self.domains.of(field).range is Range.CHOICE and len(names) <= 8:
                return f" ({field.path} vaut {', '.join(names)} ou rien)"
        return ""

    # --- choices

    def _filter(self, one: Written, field: Field) -> Iterator[Misstep]:
        columns = sorted({name for tree in walked(one.tree) if (name := _column(tree))})
        kinds: dict[tuple[str, ...], list[str]] = {}
        for choice in field.question.choices:
            kinds.setdefault(tuple(_cell(choice, column) for column in columns), []).append(choice.name)
        if not kinds or len(kinds) > _MOST_FILTERINGS:
            return
        never: list[str] = []
        surely: list[str] = []
        for cells, names in kinds.items():
            fact = Fact(_with_columns(one.tree, dict(zip(columns, cells, strict=True))), field)
            if not can_hold([fact], self.domains):
                never.extend(names)
                surely.extend(names if not can_hold([fact], self._any) else ())
        if len(never) == len(field.question.choices):
            told = one.misstep(0, "Aucun choix n’est jamais proposé.", "Comparez une colonne des choix à une réponse.")
            yield _remark_unless(told, certain=len(surely) == len(never))
        elif never:
            offered = [one.name for one in field.question.choices if one.name not in surely]
            for domains in (self.domains, self._any):
                domains.set_offered(field, offered)
            shown = listed([f"« {name} »" for name in never[:6]])
            more = f" et {counted(len(never) - 6, 'autre')}" if len(never) > 6 else ""
            plural = "ne sont jamais proposés" if len(never) > 1 else "n’est jamais proposé"
            advice = f"Vérifiez {'les colonnes' if len(columns) > 1 else 'la colonne'} {listed(columns)} de ces choix."
            sentence = f"{'Les choix' if len(never) > 1 else 'Le choix'} {shown}{more} {plural}."
            yield one.misstep(0, sentence, advice, grave=False)


def _remark_unless(misstep: Misstep, *, certain: bool) -> Misstep:
    """The same, a remark where it is not certain."""
    return misstep if certain else replace(misstep, fault=replace(misstep.fault, grave=False))


def _goes_both_ways(domain: Domain, others: Sequence[Expression]) -> bool:
    if domain.range in (Range.CHOICE, Range.CHOICES):
        return len(domain.names) > 1 and any(isinstance(one, Text) and one.value in domain.names for one in others)
    if domain.range is Range.WHOLE:
        whole = all(isinstance(one, Number) and one.value == int(one.value) for one in others)
        return whole and domain.low == -domain.high
    return domain.low == -domain.high


def _and_fields(field: Field | None) -> str:
    return f" (et ses {counted(len(field.children), 'champ')})" if field is not None and field.children else ""


def _tests(tree: Expression) -> Iterator[Expression]:
    """The comparisons and ticked choices of an expression that speak of more than blank."""
    for one in walked(tree):
        if _is_test(one) and not any(isinstance(side, Text) and not side.value for side in parts(one)):
            yield one


def _is_test(tree: Expression) -> bool:
    if isinstance(tree, Binary):
        return tree.operator in COMPARED
    return isinstance(tree, Call) and tree.name == "selected"


def _column(tree: Expression) -> str:
    """The column that a bare name means in a filter; empty for anything else."""
    if isinstance(tree, Path) and tree.start is None and len(tree.steps) == 1:
        return tree.steps[0].name if tree.steps[0].name not in (".", "..") else ""
    return ""


def _cell(choice: Choice, column: str) -> str:
    return {"name": choice.name, "label": choice.label}.get(column) or choice.extra.get(column, "")


def _with_columns(tree: Expression, cells: Mapping[str, str]) -> Expression:
    """A filter as it reads for one choice: columns become their texts."""
    match tree:
        case Path() if name := _column(tree):
            return Text(cells.get(name, ""), tree.at)
        case Binary(operator, left, right):
            return Binary(operator, _with_columns(left, cells), _with_columns(right, cells), tree.at)
        case Negated(of):
            return Negated(_with_columns(of, cells), tree.at)
        case Call(name, arguments):
            return Call(name, tuple(_with_columns(one, cells) for one in arguments), tree.at)
        case Filtered(base, predicates):
            return Filtered(_with_columns(base, cells), predicates, tree.at)
    return tree
