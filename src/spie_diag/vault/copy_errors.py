"""What can go wrong where a vault is copied, put back or repaired, in French; ``errors`` says them too."""

from spie_diag.vault.fault import VaultError


class BackupFolderMissingError(VaultError):
    """The folder where backups go is not there: perhaps the stick is not."""

    sentence = "Le dossier des sauvegardes est introuvable."
    advice = (
        "Branchez la clé ou le disque des sauvegardes, ou choisissez un autre dossier. Aucune sauvegarde n’est faite."
    )


class BackupInsideVaultError(VaultError):
    """A backup inside the folder that it saves would be lost with it."""

    sentence = "Le dossier choisi pour les sauvegardes est dans le coffre lui-même."
    advice = "Choisissez un dossier ailleurs : une clé USB ou un autre disque. Aucune sauvegarde n’est faite."


class BackupDiskFullError(VaultError):
    """The disk of the backups has no room for one more."""

    sentence = "La sauvegarde n’est pas faite : il n’y a pas assez de place sur le disque choisi."
    advice = "Libérez de la place ou choisissez un autre disque. Le coffre et les autres sauvegardes sont intacts."


class BackupRefusedError(VaultError):
    """The folder of the backups may not be written."""

    sentence = "La sauvegarde n’est pas faite : le dossier choisi refuse d’être écrit."
    advice = "Choisissez un autre dossier, ou redonnez le droit d’y écrire. Le coffre est intact."


class BackupFailedError(VaultError):
    """The disk of the backups went away, or answered with an error of its own."""

    sentence = "La sauvegarde n’est pas faite : le disque choisi ne répond plus."
    advice = "Vérifiez qu’il est bien branché, puis recommencez. Le coffre est intact."


class BackupStoppedError(VaultError):
    """A backup was stopped on request, or because the vault was being closed."""

    sentence = "La sauvegarde a été arrêtée avant la fin : elle n’est pas faite."
    advice = "Le coffre et les autres sauvegardes sont intacts. Vous pourrez recommencer."


class NotABackupError(VaultError):
    """A folder given for a backup is none, or one that was never finished."""

    sentence = "Ce dossier n’est pas une sauvegarde de coffre."
    advice = "Choisissez un dossier nommé « coffre- » suivi d’une date. Rien n’a été modifié."


class BackupDamagedError(VaultError):
    """A file of a backup is not the one that was written."""

    sentence = "Cette sauvegarde est abîmée : un de ses fichiers a changé depuis qu’elle a été faite."
    advice = "Prenez-en une autre, plus ancienne ou sur un autre disque. Rien n’a été modifié."


class BackupOfAnotherVaultError(VaultError):
    """The backup is that of another vault than the one that it would replace."""

    sentence = "Cette sauvegarde est celle d’un autre coffre que celui de ce dossier."
    advice = "Restaurez-la dans un dossier vide, ou choisissez une sauvegarde de ce coffre. Rien n’a été modifié."


class BackupIsNoVaultError(VaultError):
    """Somebody would write in a backup as in a vault: it could not be put back any more."""

    sentence = "Ce dossier est une sauvegarde : on n’y écrit pas."
    advice = "Restaurez-la dans le dossier de votre coffre, ou dans un dossier vide. Rien n’a été modifié."


class UnfinishedRestorationError(VaultError):
    """A backup was being put where no key file could be read: what lies there is neither the old vault nor the new."""

    sentence = "La restauration du coffre a été interrompue dans ce dossier."
    advice = "Restaurez de nouveau la sauvegarde, dans ce même dossier. Ce qui s’y trouvait avant n’a pas été modifié."


class ReplacementUnsettledError(VaultError):
    """The disk does not say which of two files the key file names: whoever wrote on might write in the one that goes.

    The vault is closed then, and the next opening reads the key file.
    """

    sentence = "Le disque ne répond plus : le coffre a été fermé avant que son fichier soit remplacé."
    advice = "Rien n’est perdu. Vérifiez que le disque est bien branché, puis ouvrez le coffre de nouveau."


class NothingToSalvageError(VaultError):
    """A repair was asked for of a vault in which nothing is damaged."""

    sentence = "Rien n’est abîmé dans le fichier de ce coffre : il n’y a rien à réparer."
    advice = "Ouvrez-le comme d’habitude. Rien n’a été modifié."


class NothingReadableError(VaultError):
    """A repair found no entry that holds: the new vault would be empty."""

    sentence = "Aucune réponse n’a pu être relue dans le fichier de ce coffre."
    advice = "Rien n’a été modifié. Restaurez une sauvegarde."
