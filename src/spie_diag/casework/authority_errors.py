"""What can go wrong when documents are checked against authorities, or given proofs, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class AuthoritiesFolderMissingError(SpieError):
    """The folder of authorities that the user named is not there, or is a file."""

    sentence: ClassVar[str] = "Le dossier d’autorités « {folder} » n’existe pas, ou n’est pas un dossier."
    advice: ClassVar[str] = "Vérifiez son nom, ou retirez cette option pour les autorités de cet ordinateur."


class FileThereError(SpieError):
    """The file to be written exists: nothing is written over."""

    sentence: ClassVar[str] = "Il y a déjà un fichier « {name} »."
    advice: ClassVar[str] = "Donnez un autre nom : rien n’est jamais remplacé."


class UnknownAuthorityError(SpieError):
    """No authority recognised here has this fingerprint, or several begin like it."""

    sentence: ClassVar[str] = "Aucune autorité reconnue par cet ordinateur n’a cette empreinte."
    advice: ClassVar[str] = "La liste : « spie-diag authority known » ; donnez au moins huit chiffres de l’empreinte."


class ChangedCertificateError(SpieError):
    """The file no longer holds the certificate whose fingerprint was compared."""

    sentence: ClassVar[str] = "Ce fichier a changé pendant que vous compariez : rien n’est reconnu."
    advice: ClassVar[str] = "Copiez-le sur cet ordinateur, puis comparez de nouveau."
