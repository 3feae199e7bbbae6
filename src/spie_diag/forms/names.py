"""Which field a name in an expression means, and what to propose when it means none."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from spie_diag.forms.definition import Choice
from spie_diag.forms.nodes import Field
from spie_diag.forms.syntax import Expression, Fault


class Names:
    """Every field of a form, by the names that expressions use."""

    def __init__(self, fields: Iterable[Field], trees: Mapping[str, Expression] | None = None) -> None:
        self.trees = trees or {}
        """Expressions that were parsed before, by their text."""
        self.top: dict[str, Field] = {}
        """Those that no group and no repeat holds."""
        self.inner: dict[str, list[Field]] = {}
        self.lists: dict[str, tuple[Choice, ...]] = {}
        """The lists of choices that bear a name."""
        self._by_code: dict[str, Field] = {}
        for field in fields:
            if field.question.list_name:
                self.lists.setdefault(field.question.list_name, field.question.choices)
            if field.is_block:
                continue
            if field.holder is None:
                self.top.setdefault(field.name, field)
            else:
                self.inner.setdefault(field.name, []).append(field)
            if field.question.code:
                self._by_code[field.question.code] = field

    def find(self, names: tuple[str, ...], near: Field | None, at: int) -> Field | Fault:
        """The field that ``${names}`` means in an expression of ``near``: what stands nearest first."""
        found = self._find_one(names[0], near, at)
        for name in names[1:]:
            if isinstance(found, Fault):
                return found
            found = found.children.get(name) or unknown_child(found, name, at)
        return found

    def _find_one(self, name: str, near: Field | None, at: int) -> Field | Fault:
        holder = near.holder if near is not None else None
        while holder is not None:
            if name in holder.children:
                return holder.children[name]
            holder = holder.holder
        if name in self.top:
            return self.top[name]
        inner = self.inner.get(name, [])
        if len(inner) == 1:
            return inner[0]
        if inner:
            choices = " ou ".join(f"${{{field.path}}}" for field in inner)
            return Fault(at, f"Plusieurs champs s’appellent « {name} ».", f"Précisez : {choices}.")
        return self.unknown(name, at)

    def unknown(self, name: str, at: int) -> Fault:
        """What to say of a name that nothing bears."""
        sentence = f"Aucune question ne s’appelle « {name} »."
        if (coded := self._by_code.get(name)) is not None:
            return Fault(at, sentence, f"C’est un code : écrivez ${{{coded.name}}}.", about_a_name=True)
        if close := get_close_matches(name, (*self.top, *self.inner), n=1, cutoff=0.75):
            return Fault(at, sentence, f"Vouliez-vous dire ${{{close[0]}}} ?", about_a_name=True)
        advice = "Vérifiez le nom ; un texte se met entre apostrophes droites : 'texte'."
        return Fault(at, sentence, advice, about_a_name=True)

    def bare(self, word: str, at: int) -> Fault:
        """What to say of a word that stands alone in an expression: ODK programs read it as always blank."""
        if word in self.top or word in self.inner:
            return Fault(at, f"« {word} » est le nom d’une question.", f"Écrivez ${{{word}}}.")
        sentence = f"Aucune question ne s’appelle « {word} » ; un texte se met entre apostrophes droites."
        return Fault(at, sentence, f"Écrivez '{word}', ou ${{nom}} pour une question.", about_a_name=True)


def unknown_child(holder: Field, name: str, at: int) -> Fault:
    """What to say of a name that no field of ``holder`` bears."""
    sentence = f"« {holder.path} » n’a pas de champ « {name} »."
    if not holder.children:
        return Fault(at, sentence, "Cette question n’est ni un groupe ni un tableau.")
    advice = f"Ses champs sont : {', '.join(holder.children)} ; un texte se met entre apostrophes droites : '{name}'."
    return Fault(at, sentence, advice)
