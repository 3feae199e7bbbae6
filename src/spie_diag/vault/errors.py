"""What can go wrong in this room, in French.

No text here names a person or a specialist; facts are counts, machine names and times.
"""

from spie_diag.french import counted
from spie_diag.vault.copy_errors import (
    BackupDamagedError,
    BackupDiskFullError,
    BackupFailedError,
    BackupFolderMissingError,
    BackupInsideVaultError,
    BackupIsNoVaultError,
    BackupOfAnotherVaultError,
    BackupRefusedError,
    BackupStoppedError,
    NotABackupError,
    NothingReadableError,
    NothingToSalvageError,
    ReplacementUnsettledError,
    UnfinishedRestorationError,
)
from spie_diag.vault.fault import VaultError
from spie_diag.vault.sheet_errors import (
    NoBackupSheetError,
    NoRecoverySheetError,
    SheetLengthError,
    SheetMismatchError,
    SheetWordsError,
    WrongBackupSheetError,
    WrongSheetError,
)

__all__ = [
    "BackupDamagedError",
    "BackupDiskFullError",
    "BackupFailedError",
    "BackupFolderMissingError",
    "BackupInsideVaultError",
    "BackupIsNoVaultError",
    "BackupOfAnotherVaultError",
    "BackupRefusedError",
    "BackupStoppedError",
    "NoBackupSheetError",
    "NoRecoverySheetError",
    "NotABackupError",
    "NothingReadableError",
    "NothingToSalvageError",
    "ReplacementUnsettledError",
    "SheetLengthError",
    "SheetMismatchError",
    "SheetWordsError",
    "UnfinishedRestorationError",
    "VaultError",
    "WrongBackupSheetError",
    "WrongSheetError",
]

_MEND = "Réparez le coffre pour reprendre tout ce qui est lisible, ou restaurez sa dernière sauvegarde."


class EmptyPassphraseError(VaultError):
    """The passphrase is empty, or only spaces."""

    sentence = "La phrase secrète est vide."
    advice = "Tapez-la, puis recommencez. Rien n’a été modifié."


class ShortPassphraseError(VaultError):
    """A passphrase chosen at creation is shorter than the smallest one accepted."""

    sentence = "La phrase secrète est trop courte : il faut au moins {minimum} caractères."
    advice = "Quatre ou cinq mots sans rapport entre eux se retiennent bien et résistent longtemps."


class SharedPassphraseError(VaultError):
    """Two specialists chose the same passphrase: each could then sign for the other."""

    sentence = "Les deux phrases secrètes sont les mêmes."
    advice = "Choisissez chacun la vôtre : c’est elle qui protège votre signature."


class WrongPassphraseError(VaultError):
    """The passphrase does not open the slot of this specialist; which of the two is wrong is never said."""

    sentence = "Cette phrase secrète n’ouvre pas ce coffre."
    advice = "Vérifiez la touche Verr. Maj. et le nom choisi, puis essayez encore. Rien n’est perdu."


class StillWrongPassphraseError(WrongPassphraseError):
    """The same, several times in a row: why it takes longer each time is told."""

    advice = (
        "Vérifiez la touche Verr. Maj. et le nom choisi. Après plusieurs refus, chaque essai attend un peu plus, "
        "{seconds} au plus, pour décourager qui devinerait. Rien n’est perdu."
    )


class VaultMissingError(VaultError):
    """The folder does not exist."""

    sentence = "Le coffre est introuvable à cet endroit."
    advice = "Vérifiez que la clé USB ou le disque est branché, ou choisissez un autre dossier."


class NotAVaultError(VaultError):
    """The folder exists and holds no vault."""

    sentence = "Ce dossier ne contient pas de coffre."
    advice = "Choisissez le dossier du coffre, ou créez un nouveau coffre. Rien n’a été modifié."


class VaultExistsError(VaultError):
    """A vault was asked for where one already is."""

    sentence = "Ce dossier contient déjà un coffre."
    advice = "Ouvrez ce coffre, ou choisissez un autre dossier. Rien n’a été modifié."


class KeyFileDamagedError(VaultError):
    """The key file and its copy are both missing or unreadable."""

    sentence = "Le fichier de clés du coffre est abîmé, et sa copie aussi."
    advice = "Reprenez ces deux fichiers dans une sauvegarde du coffre. Les réponses sont toujours dans le coffre."


class KeyFileTamperedError(VaultError):
    """The key file reads well but its signature, seal or authentication code does not hold."""

    sentence = "Le fichier de clés du coffre a été modifié par quelqu’un d’autre que ce programme."
    advice = "N’écrivez rien pour l’instant. Prévenez la personne qui s’occupe de cet ordinateur."


class UnfinishedVaultError(VaultError):
    """The creation of a vault was interrupted before its key was kept: the folder holds nothing that anybody wrote."""

    sentence = "La création du coffre a été interrompue dans ce dossier : rien n’y était encore écrit."
    advice = "Créez le coffre de nouveau, dans ce même dossier si vous voulez. Rien n’est perdu."


class FolderInTheWayError(VaultError):
    """A folder has the name of one of the vault's files."""

    sentence = "Un dossier nommé « {name} » se trouve à la place d’un fichier du coffre."
    advice = "Renommez ou déplacez ce dossier, puis recommencez. Rien n’est perdu."


class DatabaseMissingError(VaultError):
    """The key file is there, the encrypted file that it names is not."""

    sentence = "La clé du coffre est là, mais le fichier qu’elle ouvre est introuvable."
    advice = "Restaurez la dernière sauvegarde du coffre. Rien n’a été modifié."


class DatabaseMismatchError(VaultError):
    """The encrypted file starts with another salt than the key file remembers, or refuses the key."""

    sentence = "Le fichier du coffre ne correspond pas à sa clé, ou son début est abîmé."
    advice = f"Rien n’a été modifié. {_MEND}"


class DatabaseDamagedError(VaultError):
    """Pages of the encrypted file are missing or were changed."""

    sentence = "Le fichier du coffre est abîmé{extent}."
    advice = f"N’effacez rien. {_MEND}"

    def __init__(self, pages: int = 0) -> None:
        """``pages``: how many are damaged, where that is known."""
        super().__init__(extent=f" ({counted(pages, 'page')})" if pages else "")


class ReadOnlyFolderError(VaultError):
    """The folder, or a file in it, refuses to be written."""

    sentence = "Le dossier du coffre est en lecture seule."
    advice = "Rien n’est perdu. Redonnez le droit d’écrire dans ce dossier, ou ouvrez le coffre à un autre endroit."


class DiskFullError(VaultError):
    """No room left, even after the reserve was given back: nothing of what was asked is written."""

    sentence = "Non enregistré : le disque est plein."
    advice = "Ce qui était déjà enregistré est intact. Libérez de la place, puis recommencez."


class StorageFailedError(VaultError):
    """The disk, the stick or the network share answered with an error of its own."""

    sentence = "Le disque n’a pas répondu : ce qui vient d’être demandé n’est pas fait."
    advice = "Ce qui était déjà enregistré est intact. Vérifiez que le disque est bien branché, puis recommencez."


class AlreadyOpenError(VaultError):
    """Another start of the program holds this vault."""

    sentence = "Ce coffre est déjà ouvert{where}."
    advice = "Revenez à la fenêtre déjà ouverte, ou fermez-la avant de recommencer."


class NewerVaultError(VaultError):
    """The vault was written by a later version of the program."""

    sentence = "Ce coffre vient d’une version plus récente de SPIE Diag."
    advice = "Mettez l’application à jour sur cet ordinateur. Le coffre n’a pas été modifié."


class SigningKeyLockedError(VaultError):
    """Somebody who has not typed her passphrase in this session would have to sign."""

    sentence = "La phrase secrète de cette ou de ce spécialiste n’a pas encore été donnée."
    advice = "Demandez-lui de la taper : personne d’autre ne peut écrire ou signer à sa place."


class VaultLockedError(VaultError):
    """The vault was locked in the meantime."""

    sentence = "Le coffre est verrouillé."
    advice = "Ouvrez-le avec votre phrase secrète. Ce qui était écrit est enregistré."


class UnknownSpecialistError(VaultError):
    """No slot of the key file belongs to this specialist."""

    sentence = "Ce coffre ne connaît pas cette ou ce spécialiste."
    advice = "Choisissez un des noms proposés à l’ouverture."


class UnknownCaseError(VaultError):
    """The vault holds no person under this id."""

    sentence = "Cette personne n’est pas dans ce coffre."
    advice = "Revenez à la liste des personnes."


class NumberTakenError(VaultError):
    """Another person already carries this file number."""

    sentence = "Le numéro {number} est déjà donné."
    advice = "Recommencez : un nouveau numéro sera proposé."


class SecretMissingError(VaultError):
    """Nothing was kept under this name for this specialist."""

    sentence = "Ce coffre ne contient pas encore la clé de signature demandée."
    advice = "Fermez le coffre et ouvrez-le de nouveau ; si cela continue, prévenez qui s’occupe de cet ordinateur."


class FormMissingError(VaultError):
    """The form that an interview was led with is not in the vault, or is not what was kept."""

    sentence = "Le questionnaire de cet entretien manque dans le coffre, ou il a été modifié."
    advice = (
        "Les réponses ne sont pas touchées. N’écrivez rien dans cet entretien et prévenez la personne qui s’occupe de "
        "cet ordinateur."
    )


class DeedStoppedError(VaultError):
    """Something long was stopped on request, or because the vault was being closed."""

    sentence = "L’opération a été arrêtée avant la fin."
    advice = "Rien n’a changé dans le coffre. Vous pourrez recommencer."


class RestorationStoppedError(DeedStoppedError):
    """Putting a backup back was stopped on request, before it took the place of the vault."""

    sentence = "La restauration a été arrêtée avant la fin : elle n’est pas faite."
    advice = "Le coffre est resté exactement ce qu’il était, et la sauvegarde aussi. Vous pourrez recommencer."


class RotationStoppedError(DeedStoppedError):
    """Encrypting everything anew was stopped on request, before the new file took the place of the old one."""

    sentence = "Le changement de clé a été arrêté avant la fin : le coffre garde la clé qu’il avait."
    advice = "Rien d’autre n’a changé. Vous pourrez le refaire plus tard."


class RevocationStoppedError(DeedStoppedError):
    """Shutting a colleague out was stopped on request: her passphrase still opens the vault."""

    sentence = "Le retrait a été arrêté avant la fin : l’accès n’est pas retiré."
    advice = "Sa phrase ouvre toujours le coffre, qui n’a pas changé. Recommencez pour retirer cet accès."


class CopyDamagedError(VaultError):
    """What was just written to the disk does not read as it was written: the new file is not used."""

    sentence = "Le disque n’a pas rendu ce qui vient d’y être écrit : la copie n’est pas utilisée."
    advice = "Le coffre n’a pas changé. Recommencez ; si cela continue, ce disque est sans doute fatigué."


class ReadApartError(VaultError):
    """The encrypted file cannot be replaced while a backup or a whole check reads it."""

    sentence = "Une sauvegarde ou une vérification est en cours."
    advice = "Attendez qu’elle finisse, ou arrêtez-la, puis recommencez. Rien n’a changé dans le coffre."


class MemberExistsError(VaultError):
    """A colleague was to be welcomed who already opens this vault."""

    sentence = "Cette personne ouvre déjà ce coffre."
    advice = "Elle peut changer sa phrase secrète elle-même."


class OwnAccessError(VaultError):
    """Somebody asked to shut herself out: nobody would be left to answer for it."""

    sentence = "Vous ne pouvez pas retirer votre propre accès."
    advice = "Demandez-le à une ou un collègue qui ouvre aussi ce coffre."


class NotOpenedBySheetError(VaultError):
    """Somebody's keys were to be made anew in a vault that was not opened with the recovery sheet."""

    sentence = "Choisir une nouvelle phrase sans l’ancienne n’est possible qu’avec la fiche de secours."
    advice = "Ouvrez le coffre avec la fiche de secours, ou changez la phrase avec l’ancienne."


class GuessablePassphraseError(VaultError):
    """A chosen passphrase would be found at once."""

    sentence = "Cette phrase secrète se devinerait trop vite. {mend}"
    advice = "Prenez une phrase proposée, ou quatre ou cinq mots sans rapport entre eux."


class CaseErasedError(VaultError):
    """Somebody writes in a file that was erased."""

    sentence = "Ce dossier a été effacé : plus rien ne peut y être écrit."
    advice = "Revenez à la liste des personnes. Si la personne revient, ouvrez-lui un nouveau dossier."


class ErasureUnfinishedError(VaultError):
    """The order of erasure stands, and the disk did not let the work end."""

    sentence = "Le dossier est effacé, mais le disque en garde encore des traces."
    advice = "Fermez le coffre et ouvrez-le de nouveau : l’effacement se terminera à l’ouverture."


class ErasureAwaitedError(VaultError):
    """Erased files came back with an older copy, and nobody's keys are there to erase them again."""

    sentence = "Des dossiers effacés sont revenus avec une ancienne copie de ce coffre : rien n’en est montré."
    advice = "Choisissez une nouvelle phrase secrète pour une ou un spécialiste : ils seront effacés de nouveau."


class NetworkFolderError(VaultError):
    """The folder is on a network share, where nothing keeps two computers apart."""

    sentence = "Ce dossier est sur un partage réseau : un coffre n’y est pas en sûreté."
    advice = (
        "Mettez-le sur le disque de cet ordinateur ; le partage peut recevoir les sauvegardes. Rien n’a été modifié."
    )


class LongPathError(VaultError):
    """The way to the folder has more letters than the database or the disk takes."""

    sentence = "Le chemin du dossier est trop long : rien ne pourrait y être lu."
    advice = "Choisissez un dossier au nom plus court, ou moins profond. Rien n’a été modifié."
