"""YAML as a tree of texts that know their line, built from libyaml's events so that no file can exhaust the machine.

PyYAML's own composer recurses in C without a limit and lets aliases multiply: here depth and nodes are bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

MOST_NODES = 300_000
"""Texts, lists and tables of one file, aliases counted each time: a large form in three languages has fewer."""
MOST_LEVELS = 60
"""Tables in tables; groups in groups take two levels each."""


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    text: str
    """As written between quotes; without the spaces around it otherwise."""
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    line: int
    items: list[tuple["Node", "Node"]] = field(default_factory=list)
    """Keys and values in the order of the file; a key may stand there twice."""


Node: TypeAlias = Scalar | Listing | Pairs


class UnreadableYamlError(Exception):
    """A text is not YAML, or not the YAML of a form; caught where the file is known."""

    def __init__(self, line: int, sentence: str, advice: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence
        self.advice = advice


_QUOTES = "Un texte qui commence par une apostrophe, { [ * & @ ou %, ou qui contient « : », se met entre guillemets."
_REASONS = (
    ("mapping values are not allowed", "un « : » de trop, ou une ligne mal alignée", _QUOTES),
    ("tab character", "une tabulation sert d’alignement", "Indentez avec des espaces."),
    ("cannot start any token", "un texte commence par un caractère réservé, ou par une tabulation", _QUOTES),
    ("did not find expected key", "une ligne est mal alignée, ou un guillemet est mal placé", _QUOTES),
    ("<document start>", "une ligne est mal alignée", "Alignez-la avec les autres clés."),
    ("block sequence entries", "un tiret suit une clé sur la même ligne", "Passez à la ligne avant le tiret."),
    ("did not find expected '-' indicator", "un tiret de liste manque ou est mal aligné", "Alignez les tirets."),
    ("did not find expected ',' or", "une accolade ou un crochet n’est pas fermé", _QUOTES),
    ("unexpected end of stream", "un guillemet n’est pas fermé", "Fermez-le."),
    ("could not find expected ':'", "il manque « : » après un mot clé", "Écrivez « clé : valeur »."),
    ("did not find expected node content", "une valeur manque", "Complétez la ligne, ou retirez-la."),
    ("another document", "un second document commence", "Retirez la ligne « --- »."),
)
"""What libyaml says, and what it means to the author of a form."""


def read_tree(text: str) -> Node | None:
    """The tree of one document; None where there is none.

    Raises:
        UnreadableYamlError: the text is not YAML, holds two documents, or is too deep or too large.
    """
    try:
        return _Building(text).whole()
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(error) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sentence = "Le fichier contient un caractère interdit en YAML."
        raise UnreadableYamlError(line, sentence, "Retirez les caractères invisibles.") from None


def _syntax_fault(error: yaml.MarkedYAMLError) -> UnreadableYamlError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    said = f"{error.problem or ''} {error.context or ''}"
    for sign, reason, advice in _REASONS:
        if sign in said:
            return UnreadableYamlError(line, f"Le fichier n’est pas lisible à partir d’ici : {reason}.", advice)
    sentence = "Le fichier n’est pas lisible à partir d’ici."
    return UnreadableYamlError(line, sentence, "Vérifiez l’alignement et les guillemets.")


class _Building:
    """One tree in the making; ``_spent`` counts its nodes as a reader would meet them."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)
        self._spent = 0
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open: set[str] = set()

    def whole(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    sentence = "Le fichier n’est pas lisible à partir d’ici : un second document commence."
                    raise UnreadableYamlError(_line(event), sentence, "Retirez la ligne « --- ».")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._spend(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if isinstance(event, yaml.ScalarEvent):
            # Between quotes, spaces are meant; a block text ends with a line end that nobody means.
            node: Node = Scalar(event.value if event.style in ('"', "'") else event.value.strip(), _line(event))
            if event.anchor:
                self._anchors[event.anchor] = (node, 1)
            return node
        return self._collection(event, depth + 1)

    def _collection(self, event: yaml.Event, depth: int) -> Node:
        if depth > MOST_LEVELS:
            sentence = f"Il y a ici plus de {MOST_LEVELS} niveaux de listes et de tables."
            raise UnreadableYamlError(_line(event), sentence, "Réduisez le nombre de groupes dans des groupes.")
        before = self._spent
        anchor = event.anchor if isinstance(event, yaml.CollectionStartEvent) else None
        if anchor:
            self._open.add(anchor)
        node: Node
        if isinstance(event, yaml.MappingStartEvent):
            node = pairs = Pairs(_line(event))
            for key in self._until(yaml.MappingEndEvent):
                name = self._node(key, depth)
                pairs.items.append((name, self._node(next(self._events), depth)))
        else:
            node = listing = Listing(_line(event))
            for item in self._until(yaml.SequenceEndEvent):
                listing.items.append(self._node(item, depth))
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = (node, self._spent - before + 1)
        return node

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self._events), end):
            yield event

    def _alias(self, event: yaml.AliasEvent) -> Node:
        name = str(event.anchor)
        if name in self._open:
            sentence = f"Le renvoi « *{name} » se contient lui-même."
            raise UnreadableYamlError(_line(event), sentence, "Écrivez le texte en entier.")
        if name not in self._anchors:
            sentence = "Le fichier n’est pas lisible à partir d’ici : un renvoi (*nom) ne mène nulle part."
            raise UnreadableYamlError(_line(event), sentence, _QUOTES)
        node, size = self._anchors[name]
        self._spend(size - 1, event)
        return node

    def _spend(self, nodes: int, event: yaml.Event) -> None:
        self._spent += nodes
        if self._spent > MOST_NODES:
            sentence = "Le fichier contient plus de 300 000 valeurs, renvois (*nom) compris."
            raise UnreadableYamlError(_line(event), sentence, "Partagez-le, ou retirez les renvois.")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
