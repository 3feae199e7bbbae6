"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class NoDisplayError(SpieError):
    """There is no screen to open a window on."""

    sentence: ClassVar[str] = "Aucun écran n’est disponible ici : les fenêtres ne peuvent pas s’ouvrir."
    advice: ClassVar[str] = "Lancez SPIE Diag depuis une session graphique ; les autres commandes restent utilisables."


class MissingLibraryError(SpieError):
    """Qt needs system libraries that are not installed: all of them are named at once."""

    sentence: ClassVar[str] = "Il manque au système, pour ouvrir les fenêtres : {library}."
    advice: ClassVar[str] = "Installez {package} (sous Debian : sudo apt install {package}), puis recommencez."


class UnusableDateError(SpieError):
    """What was typed as a date is none."""

    sentence: ClassVar[str] = "Cette date ne se lit pas."
    advice: ClassVar[str] = "Écrivez-la comme 07/04/1991, ou laissez la ligne vide."


class UnwritableMemoryError(SpieError):
    """The size of the window and the text could not be kept."""

    sentence: ClassVar[str] = "Les réglages de la fenêtre n’ont pas pu être gardés."
    advice: ClassVar[str] = "Rien d’autre n’est touché : vos réponses sont dans le coffre."
