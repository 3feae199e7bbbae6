"""What people do again and again, in a few words: unlock, receive somebody, give one's view."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt

from spie_diag.interview.course import Stage
from tests.journeys.desk import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Someone:
    """A specialist who comes to the desk."""

    name: str
    structure: str
    passphrase: str = field(repr=False)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


CLARA = Someone("Clara Témoin", "Maison de l’insertion", "quatre arbres verts au bord du canal")
IDRIS = Someone("Idris Spécimen", "Agence Exemple", "sept vélos rouges devant la mairie")
STAGES = [stage.title for stage in Stage]
PERSON = "Samira"
FAMILY_NAME = "Benzouaouine"


def create_vault(desk: Desk, name: str) -> None:
    """First start: the vault, both specialists, and a passphrase each, typed by each."""
    desk.types("Nom du coffre", name)
    desk.clicks("Continuer")
    desk.types("Champ social : prénom et nom", CLARA.name)
    desk.types("Champ social : structure", CLARA.structure)
    desk.types("Champ emploi : prénom et nom", IDRIS.name)
    desk.types("Champ emploi : structure", IDRIS.structure)
    desk.clicks("Continuer")
    for one, deed in ((CLARA, "Continuer"), (IDRIS, "Créer le coffre")):
        desk.reads(f"{one.first_name}, à vous")
        desk.types(f"Phrase secrète de {one.name}", one.passphrase)
        desk.types("La même phrase, une deuxième fois", one.passphrase)
        desk.clicks(deed)
    desk.reads(f"Bonjour {CLARA.first_name}")


def unlock(desk: Desk, who: Someone = CLARA) -> None:
    desk.clicks(f"{who.name}, champ")
    desk.types("Phrase secrète", who.passphrase, leaves=False)
    desk.presses(Qt.Key.Key_Return)
    desk.waits(lambda: "Qui ouvre le coffre" not in desk.page(), "the vault to open")
    desk.settles()


def receive(desk: Desk, *, family_name: str = FAMILY_NAME, alone: bool = False) -> None:
    """Add the person and begin her interview, with both specialists or with the social one alone."""
    desk.clicks("Nouvelle personne")
    desk.types("Comment souhaite-t-elle être appelée", PERSON)
    desk.types("Prénoms", PERSON)
    desk.types("Nom (facultatif)", family_name)
    desk.types("Date de naissance", "07/04/1991")
    desk.types("Commune", "Saint-Aubin")
    desk.clicks("Créer et préparer")
    desk.reads("Qui la reçoit ?")
    if alone:
        desk.clicks(IDRIS.name)
        desk.reads("Diagnostic non conjoint")
    desk.clicks("Commencer l’entretien")
    desk.reads("Préparer l’entretien")


def go_to_stage(desk: Desk, stage: str) -> None:
    """Any stage opens at any time, from the map at the top."""
    desk.clicks(f"{STAGES.index(stage) + 1}. {stage}")


def agree(desk: Desk, said: str = "Oui") -> None:
    """The welcome: nothing is urgent, the information is given, and what she decides."""
    go_to_stage(desk, "Accord")
    desk.clicks("Rien d’urgent")
    desk.clicks("Oui", among="L’information sur les données")
    desk.clicks(said, among="Êtes-vous d’accord")


def pass_keyboard(desk: Desk, to: Someone, *, first: bool) -> None:
    """Ctrl T; the first time of a session the colleague types her passphrase."""
    desk.presses(Qt.Key.Key_T, CONTROL)
    if first:
        desk.reads(f"{to.first_name} prend le clavier")
        desk.types("Votre phrase secrète", to.passphrase, leaves=False)
        desk.presses(Qt.Key.Key_Return)
    desk.reads(f"{to.first_name} écrit")
    desk.settles()


def give_view(desk: Desk, domain: str, level: str, reason: str) -> None:
    """One's own view of one domain."""
    desk.picks(domain)
    desk.clicks(level, among="Mon regard")
    desk.types("Ce qui me le fait dire", reason)


def note(desk: Desk, text: str) -> None:
    desk.presses(Qt.Key.Key_N, CONTROL)
    desk.keys(text)
    desk.presses(Qt.Key.Key_Return, CONTROL)
    desk.reads(text)


def conclude(desk: Desk, domain: str, level: str, text: str, *, alone: bool = False) -> None:
    """The joint conclusion, with the keyboard at the end."""
    desk.picks(domain)
    desk.clicks(level, among="Ma conclusion" if alone else "Notre conclusion commune")
    desk.types("Ce que nous retenons ensemble", text, leaves=False)
    desk.presses(Qt.Key.Key_Return, CONTROL)
