"""What can go wrong with the fourteen words of a recovery sheet, in French; ``errors`` says them too."""

from spie_diag.vault.fault import VaultError


class NoRecoverySheetError(VaultError):
    """The words of a sheet were given to a vault that has none."""

    sentence = "Ce coffre n’a pas de fiche de secours."
    advice = "Ouvrez-le avec la phrase secrète d’une ou d’un des spécialistes."


class WrongSheetError(VaultError):
    """The words are those of a sheet, and not of the present one of this vault."""

    sentence = "Cette fiche de secours n’ouvre pas ce coffre."
    advice = (
        "C’est peut-être la fiche d’un autre coffre, ou une fiche remplacée depuis : prenez la plus récente. "
        "Rien n’est perdu."
    )


class SheetLengthError(VaultError):
    """More or fewer words were typed than a sheet has."""

    sentence = "La fiche de secours compte {due} mots ; vous en avez écrit {given}."
    advice = "Suivez les numéros de la fiche. Les majuscules, les accents et la ponctuation ne comptent pas."


class SheetWordsError(VaultError):
    """Some words are on no sheet; the texts hold their places and what they may have been, never what was typed."""

    sentence = "{what}"
    advice = "Les quatre premières lettres de chaque mot suffisent ; les majuscules et les accents ne comptent pas."


class SheetMismatchError(VaultError):
    """Every word exists, and together they are no sheet: one was misread, or two changed places."""

    sentence = "Les mots existent tous, mais ils ne forment pas une fiche : {what}."
    advice = "Relisez la fiche mot à mot, dans l’ordre des numéros."


class NoBackupSheetError(NoRecoverySheetError):
    """The words of a sheet were given to a backup that is older than any sheet."""

    sentence = "Le jour de cette sauvegarde, le coffre n’avait pas encore de fiche de secours."
    advice = "Donnez la phrase secrète de ce jour-là, ou prenez une sauvegarde plus récente. Rien n’a été modifié."


class WrongBackupSheetError(WrongSheetError):
    """The words are those of a sheet, and not of the one that the vault had when the backup was made."""

    sentence = "Cette fiche de secours n’ouvre pas cette sauvegarde."
    advice = (
        "Elle ne s’ouvre qu’avec la fiche de son jour, faite le {made_on} : une fiche plus récente, plus ancienne ou "
        "d’un autre coffre ne convient pas. Rien n’a été modifié."
    )
