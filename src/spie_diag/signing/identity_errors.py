"""What can go wrong with keys, certificates, requests, authorities, cards and time-stamps, in French."""

from spie_diag.errors import SpieError


class UnsuitableKeyError(SpieError):
    """A key that does not sign documents here."""

    sentence = "Cette clé ne convient pas : il faut une clé P-256, ou RSA d’au moins 2048 bits."
    advice = "Demandez à l’autorité qui l’a délivrée une clé plus récente, ou utilisez la clé du coffre."


class AuthorityCertificateError(SpieError):
    """The certificate of an authority, offered as the one of a person."""

    sentence = "Ce certificat est celui d’une autorité : personne ne signe un document avec lui."
    advice = "Choisissez le certificat délivré à votre nom."


class NotForSigningError(SpieError):
    """A certificate for another use: web sites, logging in, encryption."""

    sentence = "Ce certificat n’est pas fait pour signer des documents."
    advice = "Demandez un certificat de signature, avec l’usage « engagement » (contentCommitment)."


class OtherKeyError(SpieError):
    """None of the certificates of a file is about the specialist's key."""

    sentence = "Ce certificat n’est pas celui de votre clé de signature."
    advice = "Redonnez votre demande à l’autorité, et prenez le certificat qu’elle délivre pour cette demande."


class OtherNameError(SpieError):
    """The certificate names somebody else than the specialist: documents name their signers."""

    sentence = "Ce certificat est à un autre nom que le vôtre dans ce coffre."
    advice = "Choisissez le vôtre, ou demandez-en un à votre nom, écrit comme dans ce coffre."


class RevokedIdentityError(SpieError):
    """The authority took the certificate back; ``why`` names it and says since when."""

    sentence = "Vous ne pouvez plus signer avec ce certificat : {why}."
    advice = "Créez une nouvelle clé de signature, et faites-la certifier, ou appelez l’autorité si c’est une erreur."


class IssuerMissingError(SpieError):
    """The certificate was issued by somebody whose own certificate is not in the file."""

    sentence = "Ce fichier ne contient pas le certificat de l’autorité qui a délivré le vôtre."
    advice = "Demandez-lui le fichier complet : votre certificat, suivi du sien."


class SupersededCertificateError(SpieError):
    """The document was made for another certificate of the same specialist: she changed it in between."""

    sentence = "Ce document attend un autre certificat que celui avec lequel vous signez maintenant."
    advice = "Reprenez l’ancienne clé pour le signer, ou créez une nouvelle version du document."


class NotAKeyFileError(SpieError):
    """The file offered as a PKCS#12 is something else."""

    sentence = "Ce fichier n’est pas un fichier de clé (.p12 ou .pfx)."
    advice = "Choisissez le fichier que votre autorité vous a remis avec son mot de passe."


class WrongKeyFilePasswordError(SpieError):
    """The password does not open the PKCS#12 file."""

    sentence = "Ce mot de passe n’ouvre pas ce fichier de clé."
    advice = "Vérifiez la touche Majuscules ; le mot de passe est celui donné avec le fichier."


class NoKeyInFileError(SpieError):
    """The PKCS#12 file holds certificates only, or a key without its certificate."""

    sentence = "Ce fichier ne contient pas une clé avec son certificat."
    advice = "Exportez de nouveau votre certificat, avec sa clé privée."


class SeveralKeysError(SpieError):
    """The PKCS#12 file holds several keys: which one is meant cannot be known."""

    sentence = "Ce fichier contient plusieurs clés."
    advice = "Exportez de nouveau le seul certificat avec lequel vous signez, avec sa clé."


class NotARequestError(SpieError):
    """The file offered as a request of a certificate is something else."""

    sentence = "« {file} » n’est pas une demande de certificat."
    advice = "La demande est le fichier « demande-….csr.pem » que SPIE Diag a écrit."


class ForgedRequestError(SpieError):
    """The request is not signed by the key that it is about."""

    sentence = "« {file} » n’est pas signée par la clé qu’elle présente : elle a été modifiée ou fabriquée."
    advice = "Ne la certifiez pas ; demandez au professionnel d’en écrire une autre."


class UnclearRequestError(SpieError):
    """Its name has several readings: control marks, too long, repeated, nobody's."""

    sentence = "Le nom écrit dans « {file} » manque, est trop long ou contient des signes cachés."
    advice = "Ne la certifiez pas ; demandez au professionnel d’en écrire une autre avec SPIE Diag."


class UnclearAuthorityNameError(SpieError):
    """An authority whose name other programs could not compare, or who has none."""

    sentence = "L’autorité a besoin d’un nom et d’un territoire, en lettres simples et en 64 caractères au plus."
    advice = "Écrivez-les sans émoji, sur une ligne, dans un seul sens d’écriture."


class WrongAuthorityPassphraseError(SpieError):
    """The passphrase does not open the key of the authority."""

    sentence = "La clé de l’autorité ne s’ouvre pas avec cette phrase secrète."
    advice = "Vérifiez la touche Majuscules et le dossier choisi."


class DamagedAuthorityError(SpieError):
    """The key or the certificate of the authority is cut, edited, or belongs to another one."""

    sentence = "La clé ou le certificat de cette autorité est abîmé."
    advice = "Remettez à leur place tous les fichiers du dossier, depuis la copie gardée en lieu sûr."


class AuthorityExpiredError(SpieError):
    """The authority does not certify at this moment; ``start`` and ``end`` are dates in words."""

    sentence = "Cette autorité vaut du {start} au {end} : elle ne certifie personne aujourd’hui."
    advice = "Vérifiez la date de cet ordinateur, ou créez une nouvelle autorité."


class NotIssuedHereError(SpieError):
    """A certificate of another authority, offered for revocation."""

    sentence = "« {file} » n’a pas été délivré par cette autorité : elle ne peut pas le révoquer."
    advice = "Vérifiez le fichier et le dossier de l’autorité."


class CardError(SpieError):
    """A card did not sign."""


class CardsMissingError(CardError):
    """The optional library for cards is not installed."""

    sentence = "La lecture des cartes de signature n’est pas installée sur cet ordinateur."
    advice = "La personne qui s’occupe de cet ordinateur peut l’ajouter : extension « cards » de SPIE Diag."


class CardModuleError(CardError):
    """The file chosen is not the PKCS#11 module of a card reader."""

    sentence = "Ce fichier n’est pas le module d’un lecteur de cartes, ou il ne fonctionne pas sur cet ordinateur."
    advice = "Choisissez le module PKCS#11 donné avec la carte (.dll, .so ou .dylib)."


class NoCardError(CardError):
    """No card, or another one than the one chosen."""

    sentence = "La carte de signature n’est pas dans le lecteur."
    advice = "Insérez votre carte, puis recommencez."


class CardRemovedError(CardError):
    """The card left the reader while it was at work."""

    sentence = "La carte a été retirée avant la fin : rien n’est signé."
    advice = "Insérez de nouveau votre carte, puis recommencez."


class CardKeyMissingError(CardError):
    """The card no longer holds the certificate that was chosen, or its key."""

    sentence = "Cette carte ne contient pas le certificat choisi, ou sa clé."
    advice = "Insérez la bonne carte, ou choisissez de nouveau le certificat."


class WrongPinError(CardError):
    """The PIN is wrong; ``left`` says how many trials are left, where the card tells."""

    sentence = "Ce code PIN n’est pas celui de la carte{left}."
    advice = "Vérifiez-le avant de recommencer : la carte se bloque après quelques erreurs."


class LockedPinError(CardError):
    """Too many wrong PINs."""

    sentence = "Le code PIN de cette carte est bloqué."
    advice = "Faites-la débloquer par l’organisme qui l’a délivrée ; la clé du coffre peut signer en attendant."


class CardRefusedError(CardError):
    """The card or its module refused for a reason of its own."""

    sentence = "La carte a refusé de signer."
    advice = "Retirez-la, insérez-la de nouveau, puis recommencez."


class TimeStampError(SpieError):
    """No time-stamp was given: the signature stands without it."""


class TimeStampUnreachableError(TimeStampError):
    """No answer, or not in time."""

    sentence = "Le serveur d’horodatage n’a pas répondu : la signature est faite, sans horodatage."
    advice = "L’horodatage est facultatif ; un serveur joignable pourra l’ajouter à une prochaine version."


class TimeStampRefusedError(TimeStampError):
    """The server said no, or what it gave is no stamp of this signature."""

    sentence = "Le serveur d’horodatage n’a pas donné d’horodatage valable : la signature est faite, sans horodatage."
    advice = "Vérifiez son adresse dans les réglages, ou demandez-la à qui le tient."


class TimeStampAddressError(SpieError):
    """The address of a time-stamp server is not one."""

    sentence = "Cette adresse n’est pas celle d’un serveur d’horodatage."
    advice = "Elle commence par https:// ou http://."
