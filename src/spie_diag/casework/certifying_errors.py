"""What can go wrong in the folder of a territory's authority, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class AuthorityFolderTakenError(SpieError):
    """The folder for a new authority exists and holds something."""

    sentence: ClassVar[str] = "« {folder} » existe déjà et n’est pas un dossier vide."
    advice: ClassVar[str] = "Donnez le nom d’un nouveau dossier : une autorité n’en remplace jamais une autre."


class NotAnAuthorityFolderError(SpieError):
    """The folder holds no authority."""

    sentence: ClassVar[str] = "« {folder} » n’est pas le dossier d’une autorité."
    advice: ClassVar[str] = "Donnez le dossier créé par « spie-diag authority create »."


class AuthorityStorageError(SpieError):
    """The folder of the authority refuses to be read or written."""

    sentence: ClassVar[str] = "Le dossier « {folder} » ne peut pas être lu ou écrit."
    advice: ClassVar[str] = "Vérifiez qu’il est là, qu’il n’est pas en lecture seule et qu’il reste de la place."


class DamagedRegistryError(SpieError):
    """The register of what was certified cannot be read."""

    sentence: ClassVar[str] = "Le registre de l’autorité (« registre.json ») est abîmé."
    advice: ClassVar[str] = "Remettez sa dernière copie : sans lui, un certificat révoqué pourrait être oublié."


class RegisterChangedError(SpieError):
    """Two people use the folder at the same time: the second one would have forgotten what the first one did."""

    sentence: ClassVar[str] = "Le registre de l’autorité vient de changer : quelqu’un d’autre s’en sert."
    advice: ClassVar[str] = "Rien n’a été fait. Attendez que l’autre ait fini, puis recommencez."


class UnreadableRequestFileError(SpieError):
    """A file of requests or certificates cannot be read."""

    sentence: ClassVar[str] = "« {file} » ne peut pas être lu, ou est trop gros."
    advice: ClassVar[str] = "Vérifiez le nom du fichier et le support où il se trouve."


class AlreadyCertifiedError(SpieError):
    """This key has a certificate that still holds for long."""

    sentence: ClassVar[str] = "La clé de « {file} » est déjà certifiée jusqu’au {end}."
    advice: ClassVar[str] = "Son certificat est gardé : « {certificate} ». Il se renouvelle dans ses six derniers mois."


class RevokedKeyError(SpieError):
    """This key was taken back: it must not come back under another certificate."""

    sentence: ClassVar[str] = "La clé de « {file} » a été révoquée : elle ne peut plus être certifiée."
    advice: ClassVar[str] = "Le professionnel crée une nouvelle clé, et écrit une nouvelle demande."


class AskedTwiceError(SpieError):
    """Two of the files given are about the same key or certificate."""

    sentence: ClassVar[str] = "« {file} » fait double emploi avec un autre fichier de la même commande."
    advice: ClassVar[str] = "Donnez chaque demande et chaque certificat une seule fois."


class AlreadyRevokedError(SpieError):
    """The certificate was taken back before."""

    sentence: ClassVar[str] = "« {file} » est déjà révoqué, depuis le {since}."
    advice: ClassVar[str] = "Remettez la liste aux partenaires ; « spie-diag authority refresh » la refait."


class RevokedTooEarlyError(SpieError):
    """The day given for a revocation is in the future, or before the certificate."""

    sentence: ClassVar[str] = "« {file} » ne peut pas être révoqué à cette date : il vaut depuis le {start}."
    advice: ClassVar[str] = "Donnez un jour entre cette date et aujourd’hui."
