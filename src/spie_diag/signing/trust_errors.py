"""What can go wrong with the authorities that this computer believes, and with adding proofs to a document."""

from spie_diag.errors import SpieError


class NotAnAuthorityError(SpieError):
    """The certificate offered is that of a person, or may not certify others."""

    sentence = "Ce certificat n’est pas celui d’une autorité : il ne certifie personne d’autre."
    advice = "Demandez à l’autorité du territoire son propre certificat (« autorite.pem »)."


class DamagedTrustError(SpieError):
    """One file of the folder of authorities cannot be believed; ``file`` is a fingerprint."""

    sentence = "La fiche « {file} » des autorités reconnues par cet ordinateur est abîmée."
    advice = "Supprimez cette fiche et sa liste de révocation, puis ajoutez de nouveau l’autorité."


class AuthoritiesFolderError(SpieError):
    """The folder of authorities refuses to be read or written."""

    sentence = "Le dossier des autorités reconnues par cet ordinateur n’est pas accessible."
    advice = "Vérifiez que ce dossier n’est pas en lecture seule et qu’il reste de la place sur le disque."


class NotAListError(SpieError):
    """The file offered as a revocation list is something else."""

    sentence = "Ce fichier n’est pas une liste de révocation complète."
    advice = "Demandez à l’autorité sa liste la plus récente (« liste-revocation.crl »)."


class UnknownListIssuerError(SpieError):
    """No authority recognised here signed the list: it may be forged."""

    sentence = "Cette liste de révocation n’est signée par aucune autorité reconnue par cet ordinateur."
    advice = "Ajoutez d’abord l’autorité, ou demandez-lui de nouveau sa liste."


class OlderListError(SpieError):
    """A newer list is kept: going back would forget revocations."""

    sentence = "Une liste de révocation plus récente de « {authority} » est déjà là (du {day})."
    advice = "Gardez celle-ci, ou demandez la dernière à l’autorité."


class NotFullySignedError(SpieError):
    """Proofs are added once everybody has signed: earlier, they would close the document too soon."""

    sentence = "Ce document attend encore une signature, ou ne tient plus : rien n’y a été ajouté."
    advice = "Ajoutez les preuves quand les signatures prévues sont toutes faites."


class StampFailedError(SpieError):
    """The server gave no usable time-stamp."""

    sentence = "Le serveur d’horodatage n’a pas répondu, ou sa réponse ne peut pas servir : rien n’a été ajouté."
    advice = "Vérifiez la connexion et l’adresse du serveur, ou recommencez plus tard : le document reste valable."


class TooManyProofsError(SpieError):
    """The document was stamped as often as it may be."""

    sentence = "Ce document porte déjà toutes les preuves qu’il peut recevoir."
    advice = "Gardez-le tel quel : il reste valable."
