"""YAML seen as tables of texts that know their line: every scalar is a text, every fault is noted, none stops."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import yaml

from spie_diag.forms.definition import Place
from spie_diag.forms.problems import Problem

Word = TypeVar("Word")

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
    ("undefined alias", "un renvoi (*nom) ne mène nulle part", _QUOTES),
    ("another document", "un second document commence", "Retirez la ligne « --- »."),
)
"""What libyaml says, and what it means to the author of a form."""


@dataclass(slots=True)
class Notes:
    """The faults noted while the files of one form are read."""

    problems: list[Problem] = field(default_factory=list)
    unread: bool = False
    """A file is missing or unreadable: names that it may hold are not to be missed."""

    def add(self, place: Place, question: str, sentence: str, advice: str = "") -> None:
        self.problems.append(Problem(place=place, question=question, sentence=sentence, advice=advice))


def read_sheet(file: Path, notes: Notes, named_at: Place | None = None) -> "Table | None":
    """The table that a whole YAML file is; None once a note says why it is not."""
    here = Place(file, 1)
    try:
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.CBaseLoader)
    except FileNotFoundError:
        sentence = f"Le fichier « {file.name} » n’existe pas."
        notes.add(named_at or here, "", sentence, "Vérifiez son nom et son dossier.")
    except OSError:
        notes.add(named_at or here, "", f"Le fichier « {file.name} » ne peut pas être lu.", "Vérifiez ses droits.")
    except UnicodeDecodeError:
        notes.add(here, "", "Le fichier n’est pas un texte en UTF-8.", "Enregistrez-le de nouveau en UTF-8.")
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, file, notes)
    except yaml.YAMLError:
        notes.add(here, "", "Le fichier contient un caractère interdit en YAML.", "Retirez les caractères invisibles.")
    else:
        if isinstance(root, yaml.MappingNode):
            return Table(root, file, notes)
        notes.add(here, "", "Le fichier est vide ou n’est pas une suite de « clé : valeur ».")
    notes.unread = True
    return None


def _note_syntax(error: yaml.MarkedYAMLError, file: Path, notes: Notes) -> None:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1 if mark else 1)
    said = f"{error.problem or ''} {error.context or ''}"
    for sign, reason, advice in _REASONS:
        if sign in said:
            notes.add(place, "", f"Le fichier n’est pas lisible à partir d’ici : {reason}.", advice)
            return
    notes.add(place, "", "Le fichier n’est pas lisible à partir d’ici.", "Vérifiez l’alignement et les guillemets.")


class Table:
    """One YAML mapping: keys asked for are known, and ``finish`` notes the others."""

    def __init__(self, node: yaml.MappingNode, file: Path, notes: Notes, owner: str = "") -> None:
        self.owner = owner
        self.place = Place(file, node.start_mark.line + 1)
        self.lines: dict[str, int] = {}
        self._notes = notes
        self._file = file
        self._cells: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        self._repeated: list[tuple[str, int]] = []
        for key, value in node.value:
            self._take(key, value)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            self._notes.add(Place(self._file, line), self.owner, "Une clé doit être un mot.")
        elif key.value in self._cells:
            self._repeated.append((key.value, line))
        else:
            self._cells[key.value] = value
            self.lines[key.value] = line

    def __contains__(self, key: str) -> bool:
        return key in self._cells

    def note(self, key: str, sentence: str, advice: str = "") -> None:
        """Note a fault on the line of ``key``, or of the table where the key is missing."""
        self._notes.add(self.at(key), self.owner, sentence, advice)

    def at(self, key: str) -> Place:
        return Place(self._file, self.lines.get(key, self.place.line))

    def finish(self) -> None:
        """Note the keys that nobody asked for, and those written twice."""
        for key, line in self._repeated:
            sentence = f"« {key} » est écrit deux fois (déjà ligne {self.lines[key]})."
            self._notes.add(Place(self._file, line), self.owner, sentence, "Gardez-en un seul.")
        for key in self._cells:
            if key not in self._asked:
                close = get_close_matches(key, self._asked, n=1)
                advice = f"Vouliez-vous dire « {close[0]} » ?" if close else "Retirez-la."
                self.note(key, f"La clé « {key} » est inconnue ici.", advice)

    def _cell(self, key: str) -> yaml.Node | None:
        self._asked.add(key)
        return self._cells.get(key)

    def text(self, key: str, *, needed: bool = False) -> str:
        node = self._cell(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            if needed:
                self.note(key, f"Il manque « {key} ».", f"Ajoutez « {key}: … ».")
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.note(key, f"« {key} » doit être un texte.", "Un texte qui contient { ou [ se met entre guillemets.")
            return ""
        return str(node.value).strip()

    def is_text(self, key: str) -> bool:
        return isinstance(self._cells.get(key), yaml.ScalarNode)

    def flag(self, key: str) -> bool:
        return self.word(
            key, {"true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False}, False
        )

    def word(self, key: str, words: Mapping[str, Word], default: Word, *, needed: bool = False) -> Word:
        """What the word under ``key`` stands for; a fault names the words that exist."""
        text = self.text(key, needed=needed)
        if not text:
            return default
        if text not in words:
            self.note(key, f"« {text} » n’est pas une valeur de « {key} ».", f"Choisissez : {', '.join(words)}.")
            return default
        return words[text]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        node = self._cell(key)
        if node is None:
            return ()
        if isinstance(node, yaml.ScalarNode):
            return (node.value.strip(),) if node.value.strip() else ()
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(item, yaml.ScalarNode) for item in items):
            self.note(
                key, f"« {key} » doit être une liste de textes.", "Un texte qui contient « : » se met entre guillemets."
            )
            return ()
        return tuple(str(item.value).strip() for item in items)

    def table(self, key: str) -> "Table | None":
        node = self._cell(key)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.note(key, f"« {key} » doit être une suite de « clé : valeur ».")
            return None
        return Table(node, self._file, self._notes, self.owner)

    def tables(self, key: str) -> list["Table"]:
        """A list of tables; what is not one is noted and left out."""
        found: list[Table] = []
        for item in self.items(key):
            if isinstance(item, Table):
                found.append(item)
            else:
                text, place = item
                sentence = f"« {text} » devrait être une suite de « clé : valeur » dans « {key} »."
                self._notes.add(place, self.owner, sentence)
        return found

    def items(self, key: str) -> Iterable["Table | tuple[str, Place]"]:
        """A list of tables and of texts with their place."""
        node = self._cell(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return
        if not isinstance(node, yaml.SequenceNode):
            self.note(key, f"« {key} » doit être une liste.", "Chaque ligne de la liste commence par un tiret.")
            return
        for item in node.value:
            place = Place(self._file, item.start_mark.line + 1)
            if isinstance(item, yaml.MappingNode):
                yield Table(item, self._file, self._notes, self.owner)
            elif isinstance(item, yaml.ScalarNode):
                yield (str(item.value).strip(), place)
            else:
                self._notes.add(place, self.owner, f"Une ligne de « {key} » est une liste dans la liste.")

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts."""
        inner = self.table(key)
        if inner is None:
            return {}
        found = {name: inner.text(name) for name in inner.keys}
        inner.finish()
        return found

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._cells)
