"""A YAML file seen as tables of texts that know their line: every scalar is a text; faults are noted, none stops."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from spie_diag.forms.definition import Place
from spie_diag.forms.problems import Problem
from spie_diag.forms.yaml_trees import Listing, Node, Pairs, Scalar, UnreadableYamlError, read_tree

Word = TypeVar("Word")

MOST_BYTES = 20_000_000
_MOST_FAULTS = 1_000
"""Beyond, a file is not a form that went wrong: telling more would only take longer."""
_SAVE_AGAIN = "Enregistrez-le de nouveau en UTF-8."
_FLAGS = {"true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False}


@dataclass(slots=True)
class Notes:
    """The faults noted while the files of one form are read."""

    problems: list[Problem] = field(default_factory=list)
    unread: bool = False
    """A file is missing or unreadable: names that it may hold are not to be missed."""
    are_enough: bool = False
    """The file is not a form that went wrong: what else is wrong in it need not be looked for."""

    def add(
        self, place: Place | None, question: str, sentence: str, advice: str = "", *, key: str = "", grave: bool = True
    ) -> None:
        if not self.are_enough:
            self.problems.append(
                Problem(place=place, key=key, question=question, sentence=sentence, advice=advice, grave=grave)
            )
            self.are_enough = len(self.problems) >= _MOST_FAULTS


def read_sheet(file: Path, notes: Notes, named_at: Place | None = None) -> "Table | None":
    """The table that a whole YAML file is; None once a note says why it is not."""
    text = read_text(file, notes, named_at)
    if text is not None:
        try:
            root = read_tree(text)
        except UnreadableYamlError as error:
            notes.add(Place(file, error.line), "", error.sentence, error.advice)
        else:
            if isinstance(root, Pairs):
                return Table(root, file, notes)
            notes.add(Place(file, 1), "", "Le fichier est vide ou n’est pas une suite de « clé : valeur ».")
    notes.unread = True
    return None


def read_text(file: Path, notes: Notes, named_at: Place | None = None) -> str | None:
    """The text of a file of the form, UTF-8; None once a note says why it cannot be read."""
    try:
        if file.exists() and not file.is_file():
            notes.add(named_at, "", f"« {file.name} » ne peut pas être lu : ce n’est pas un fichier.")
            return None
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            notes.add(Place(file, 1), "", "Le fichier dépasse 20 Mo : ce n’est pas un formulaire.", "Vérifiez son nom.")
            return None
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        sentence = f"Le fichier « {file.name} » n’existe pas."
        notes.add(named_at, "", sentence, "Vérifiez son nom et son dossier.")
    except OSError:
        notes.add(named_at, "", f"Le fichier « {file.name} » ne peut pas être lu.", "Vérifiez ses droits.")
    except UnicodeDecodeError as error:
        place = Place(file, content.count(b"\n", 0, error.start) + 1)
        notes.add(place, "", "Le fichier n’est pas un texte en UTF-8.", _SAVE_AGAIN)
    else:
        if "\0" not in text:
            return text
        place = Place(file, text.count("\n", 0, text.index("\0")) + 1)
        notes.add(place, "", "Le fichier contient des caractères nuls.", _SAVE_AGAIN)
    return None


class Table:
    """One YAML mapping: keys asked for are known, and ``finish`` notes the others."""

    def __init__(self, node: Pairs, file: Path, notes: Notes, owner: str = "") -> None:
        self.owner = owner
        self.place = Place(file, node.line)
        self.lines: dict[str, int] = {}
        self._notes = notes
        self._file = file
        self._cells: dict[str, Node] = {}
        self._asked: set[str] = set()
        self._repeated: list[tuple[str, int]] = []
        for key, value in node.items:
            self._take(key, value)

    def _take(self, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self._notes.add(Place(self._file, key.line), self.owner, "Une clé doit être un mot.")
        elif key.text in self._cells:
            self._repeated.append((key.text, key.line))
        else:
            self._cells[key.text] = value
            self.lines[key.text] = key.line

    def __contains__(self, key: str) -> bool:
        return key in self._cells

    def note(self, key: str, sentence: str, advice: str = "", *, grave: bool = True) -> None:
        """Note a fault on the line of ``key``, or of the table where the key is missing."""
        self._notes.add(self.at(key), self.owner, sentence, advice, key=key, grave=grave)

    def at(self, key: str) -> Place:
        return Place(self._file, self.lines.get(key, self.place.line))

    def finish(self) -> None:
        """Note the keys that nobody asked for, and those written twice."""
        for key, line in self._repeated:
            sentence = f"« {key} » est écrit deux fois (déjà ligne {self.lines[key]})."
            self._notes.add(Place(self._file, line), self.owner, sentence, "Gardez-en un seul.")
        for key in self._cells:
            if key not in self._asked and not self._notes.are_enough:
                close = get_close_matches(key, self._asked, n=1)
                advice = f"Vouliez-vous dire « {close[0]} » ?" if close else "Retirez-la."
                self.note(key, f"La clé « {key} » est inconnue ici.", advice)

    def skip(self, *keys: str) -> None:
        """Leave keys unread: a note has said why."""
        self._asked.update(keys)

    def _cell(self, key: str) -> Node | None:
        self._asked.add(key)
        return self._cells.get(key)

    def text(self, key: str, *, needed: bool = False) -> str:
        node = self._cell(key)
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            if needed:
                self.note(key, f"Il manque « {key} ».", f"Ajoutez « {key}: … ».")
            return node.text if node else ""
        if not isinstance(node, Scalar):
            self.note(key, f"« {key} » doit être un texte.", "Un texte qui contient { ou [ se met entre guillemets.")
            return ""
        return node.text

    def is_text(self, key: str) -> bool:
        return isinstance(self._cells.get(key), Scalar)

    def is_list(self, key: str) -> bool:
        return isinstance(self._cells.get(key), Listing)

    def flag(self, key: str) -> bool:
        return self.word(key, _FLAGS, False)

    def word(self, key: str, words: Mapping[str, Word], default: Word, *, needed: bool = False) -> Word:
        """What the word under ``key`` stands for; a fault names the words that exist, or the nearest."""
        text = self.text(key, needed=needed).strip()
        if not text:
            return default
        if text not in words:
            close = () if self._notes.are_enough else get_close_matches(text, words, n=1, cutoff=0.75)
            advice = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Choisissez : {', '.join(words)}."
            self.note(key, f"« {text} » n’est pas une valeur de « {key} ».", advice)
            return default
        return words[text]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        node = self._cell(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text,) if node.text.strip() else ()
        items = node.items if isinstance(node, Listing) else []
        texts = tuple(item.text for item in items if isinstance(item, Scalar))
        if not isinstance(node, Listing) or len(texts) < len(items):
            advice = "Un texte qui contient « : » se met entre guillemets."
            self.note(key, f"« {key} » doit être une liste de textes.", advice)
            return ()
        return texts

    def table(self, key: str) -> "Table | None":
        node = self._cell(key)
        if node is None:
            return None
        if not isinstance(node, Pairs):
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
        if node is None or (isinstance(node, Scalar) and not node.text):
            return
        if not isinstance(node, Listing):
            self.note(key, f"« {key} » doit être une liste.", "Chaque ligne de la liste commence par un tiret.")
            return
        for item in node.items:
            place = Place(self._file, item.line)
            if isinstance(item, Pairs):
                yield Table(item, self._file, self._notes, self.owner)
            elif isinstance(item, Scalar):
                yield (item.text, place)
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
