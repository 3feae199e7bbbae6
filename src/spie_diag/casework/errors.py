"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class FrozenVersionError(SpieError):
    """Somebody signed this version: it no longer changes."""

    sentence: ClassVar[str] = "Cette version du diagnostic est signée : elle ne change plus."
    advice: ClassVar[str] = "Pour la corriger, créez une nouvelle version en donnant la raison."


class NotSignedYetError(SpieError):
    """A correction was asked of a version that nobody signed."""

    sentence: ClassVar[str] = "Cette version n’est pas encore signée."
    advice: ClassVar[str] = "Corrigez directement ce qui doit l’être."


class ReasonMissingError(SpieError):
    """A correction, or a conclusion that departs from both views, needs a sentence of explanation."""

    sentence: ClassVar[str] = "Il manque la raison de cette correction."
    advice: ClassVar[str] = "Écrivez une phrase : elle sera imprimée sur la nouvelle version."


class NotReadyToSignError(SpieError):
    """Something that signing depends on is missing; the checklist names it."""

    sentence: ClassVar[str] = "Le document n’est pas encore prêt à être signé : {missing}."
    advice: ClassVar[str] = "Complétez ce point, ou revenez-y depuis la liste de l’étape Signatures."


class NotOfThePairError(SpieError):
    """This specialist does not take part in this interview."""

    sentence: ClassVar[str] = "Ce spécialiste ne fait pas partie du binôme de cet entretien."
    advice: ClassVar[str] = "Choisissez un des deux spécialistes nommés dans la préparation."


class AlreadySignedError(SpieError):
    sentence: ClassVar[str] = "Vous avez déjà signé cette version."
    advice: ClassVar[str] = "Rien d’autre n’est à faire de votre côté."


class NotYourTurnError(SpieError):
    """The pair chose who signs first, and it is the other one."""

    sentence: ClassVar[str] = "Le champ {field} signe d’abord : c’est l’ordre choisi."
    advice: ClassVar[str] = "Attendez sa signature, ou changez l’ordre avant que quelqu’un signe."


class KeeperMissingError(SpieError):
    """A copy signed by hand that nobody keeps could not be shown to anybody."""

    sentence: ClassVar[str] = "Il manque qui conserve l’exemplaire signé."
    advice: ClassVar[str] = "Écrivez la structure ou la personne : c’est à elle que l’original sera demandé."


class PaperDateError(SpieError):
    """The day when the copy was signed by hand is not one of those when it could be; ``when`` tells them."""

    sentence: ClassVar[str] = "Un exemplaire de cette version n’a pu être signé {when}."
    advice: ClassVar[str] = "Vérifiez le jour ; si le texte a changé depuis, faites signer un nouvel exemplaire."


class PaperReliedOnError(SpieError):
    """Something drawn from the version signed on paper has left: the version stays as partners were told it is."""

    sentence: ClassVar[str] = "Un document tiré de cette version signée sur papier est déjà parti : la mention reste."
    advice: ClassVar[str] = "Pour la corriger, créez une nouvelle version en donnant la raison."


class SignatureNotKeptError(SpieError):
    """The document just signed does not verify: it was dropped, and nothing was frozen."""

    sentence: ClassVar[str] = "La signature n’a pas pu être vérifiée : elle n’a pas été gardée."
    advice: ClassVar[str] = (
        "Rien n’est perdu et le document n’a pas changé. Recommencez ; si cela se répète, prévenez la personne qui "
        "s’occupe de cet ordinateur."
    )


class NothingToUndoError(SpieError):
    """Nothing of hers is left in this sitting; the others say why her last deed stays."""

    sentence: ClassVar[str] = "Rien à annuler."
    advice: ClassVar[str] = "Ce qui est plus ancien se corrige à sa place."


class RevealedForGoodError(NothingToUndoError):
    sentence: ClassVar[str] = "Découvrir vos regards ne s’annule pas."
    advice: ClassVar[str] = "Ce qui change maintenant s’écrit dans la conclusion commune."


class ConsentUndoneElsewhereError(NothingToUndoError):
    sentence: ClassVar[str] = "L’accord de la personne ne s’annule que dans l’étape Accord."
    advice: ClassVar[str] = "Ouvrez cette étape pour le changer avec elle."


class ChangedSinceError(NothingToUndoError):
    sentence: ClassVar[str] = "L’autre spécialiste l’a changé depuis : rien n’est annulé."
    advice: ClassVar[str] = "Corrigez-le à sa place, ensemble."


class MissingNameError(SpieError):
    sentence: ClassVar[str] = "Il manque le nom ou le prénom d’usage de la personne."
    advice: ClassVar[str] = "Un prénom suffit pour commencer."


class UnlikelyBirthDateError(SpieError):
    sentence: ClassVar[str] = "La date de naissance donne un âge de {age} ans."
    advice: ClassVar[str] = "Vérifiez le jour, le mois et l’année, ou laissez la date vide."


class FutureBirthDateError(SpieError):
    sentence: ClassVar[str] = "La date de naissance est dans le futur."
    advice: ClassVar[str] = "Vérifiez le jour, le mois et l’année, ou laissez la date vide."


class TooLongError(SpieError):
    sentence: ClassVar[str] = "Ce texte compte {length} caractères ; la limite est {limit}."
    advice: ClassVar[str] = "Raccourcissez-le : rien n’est perdu, votre texte reste à l’écran."


class ClosedDomainError(SpieError):
    """The person did not wish this domain to be spoken of: nothing is written about it."""

    sentence: ClassVar[str] = "La personne ne souhaite pas aborder ce sujet : rien n’y est noté."
    advice: ClassVar[str] = "Si elle change d’avis, modifiez d’abord son accord."


class UnwrittenFileError(SpieError):
    """A file that the user asked for could not be written."""

    sentence: ClassVar[str] = "Le fichier n’a pas pu être écrit dans « {folder} »."
    advice: ClassVar[str] = "Vérifiez la place disponible et les droits du dossier, ou choisissez-en un autre."


class NotAFileNameError(SpieError):
    """A folder, or something that is not a file, bears the name that the user asked for."""

    sentence: ClassVar[str] = "« {name} » n’est pas un fichier : rien ne peut y être écrit."
    advice: ClassVar[str] = "Donnez le nom d’un fichier, comme questionnaire.pdf."


class UnreadableFileError(SpieError):
    """A file that the user named could not be read."""

    sentence: ClassVar[str] = "Le fichier « {name} » ne peut pas être lu."
    advice: ClassVar[str] = "Vérifiez qu’il existe et que vous avez le droit de l’ouvrir."


class NotAFileError(SpieError):
    """What the user named is a folder, a device or a pipe."""

    sentence: ClassVar[str] = "« {name} » n’est pas un fichier."
    advice: ClassVar[str] = "Choisissez le PDF lui-même, et non le dossier qui le contient."


class TooBigFileError(SpieError):
    """The file is larger than anything this program writes."""

    sentence: ClassVar[str] = "Le fichier « {name} » est trop gros pour être un diagnostic : il dépasse {limit} Mo."
    advice: ClassVar[str] = "Choisissez le PDF signé par les deux professionnels : il pèse moins de 1 Mo."


class SignersFolderMissingError(SpieError):
    """The folder of certificates that the user named is not there, or is a file."""

    sentence: ClassVar[str] = "Le dossier de signataires « {folder} » n’existe pas, ou n’est pas un dossier."
    advice: ClassVar[str] = "Vérifiez son nom, ou retirez cette option pour les signataires de cet ordinateur."


class SameFieldError(SpieError):
    """Both founders of a vault said that they work in the same field."""

    sentence: ClassVar[str] = "Les deux spécialistes ont choisi le même champ."
    advice: ClassVar[str] = "Il faut un champ social et un champ emploi : corrigez l’un des deux."


class NobodyReceivesError(SpieError):
    """An interview was begun without any specialist."""

    sentence: ClassVar[str] = "Aucun spécialiste n’est choisi pour mener cet entretien."
    advice: ClassVar[str] = "Choisissez au moins un des deux spécialistes, puis recommencez."


class OtherFieldError(SpieError):
    """A specialist was named for the field of the other one, or is not of this vault."""

    sentence: ClassVar[str] = "Un spécialiste est choisi pour un champ qui n’est pas le sien."
    advice: ClassVar[str] = "Choisissez pour chaque champ un spécialiste de ce champ, ou laissez-le vide."


class SeveralDigestsError(SpieError):
    """The stored document is not the one that was signed first."""

    sentence: ClassVar[str] = "Le document gardé dans le coffre n’est plus celui qui a été signé."
    advice: ClassVar[str] = "N’y touchez plus et créez une nouvelle version."


class ViewsRevealedError(SpieError):
    """Both views of this domain are shown: neither changes any more."""

    sentence: ClassVar[str] = "Vos deux regards sur ce domaine sont déjà découverts : ils ne changent plus."
    advice: ClassVar[str] = "Écrivez ce qui a évolué dans votre conclusion commune."


class WrongCasesFileError(SpieError):
    """A file of fictional cases is not of the expected shape."""

    sentence: ClassVar[str] = "Le fichier de cas « {name} » ne peut pas être joué : {fault}."
    advice: ClassVar[str] = "Corrigez ce point, puis recommencez."


class WrongCorrespondenceError(SpieError):
    """A table of the codes that a partner’s program expects is not of the expected shape."""

    sentence: ClassVar[str] = "La table de correspondance « {name} » ne peut pas servir : {fault}."
    advice: ClassVar[str] = (
        "Corrigez ce fichier dans le dossier « correspondances » de cet ordinateur, ou retirez-le : la table fournie "
        "avec le programme sert alors."
    )


class UnknownCaseError(SpieError):
    """The file holds no case of this code."""

    sentence: ClassVar[str] = "Le fichier « {name} » ne contient pas de cas « {code} »."
    advice: ClassVar[str] = "Cas présents : {codes}."


class PersonGoneError(SpieError):
    """The vault holds no person under this id, or no longer: her file was erased."""

    sentence: ClassVar[str] = "Cette personne n’est plus dans ce coffre."
    advice: ClassVar[str] = "Revenez à la liste des personnes."


class PersonArchivedError(PersonGoneError):
    """Her file is kept, out of the list and of the search."""

    sentence: ClassVar[str] = "Le dossier de cette personne est archivé : elle n’est plus dans la liste."
    advice: ClassVar[str] = "Pour l’y remettre, ouvrez la page « Le coffre », rubrique « Conservation »."


class TooMuchError(SpieError):
    """Many texts in one answer, of more characters than a document can hold."""

    sentence: ClassVar[str] = "Cette réponse est trop longue : {limit} caractères au plus en tout."
    advice: ClassVar[str] = "Gardez l’essentiel : rien n’est perdu, votre texte reste à l’écran."


class OppositionError(SpieError):
    """Something of a file would leave the app for somebody else than the person, against her will."""

    sentence: ClassVar[str] = "La personne s’oppose au partage de son dossier : rien n’a été enregistré."
    advice: ClassVar[str] = "Vous pouvez lui remettre sa propre copie, ou voir avec elle si son avis a changé."


class RetentionRuleError(SpieError):
    """Months of retention that make no sense together."""

    sentence: ClassVar[str] = "Ces durées de conservation ne vont pas ensemble."
    advice: ClassVar[str] = "Comptez en mois, de 1 à {limit}, avec une alerte avant le terme."


class FormGoneError(SpieError):
    """The form chosen for an interview was withdrawn meanwhile."""

    sentence: ClassVar[str] = "Ce questionnaire n’est plus proposé sur cet ordinateur."
    advice: ClassVar[str] = "Choisissez-en un autre, ou ajoutez-le de nouveau."


class FormFileDamagedError(SpieError):
    """An installed form is not what was installed."""

    sentence: ClassVar[str] = "Un questionnaire ajouté sur cet ordinateur est abîmé (fichier « {name} »)."
    advice: ClassVar[str] = "Ajoutez-le de nouveau. Les entretiens déjà commencés gardent le leur."


class FormNotInstalledError(SpieError):
    """The folder of installed forms cannot be written."""

    sentence: ClassVar[str] = "Le questionnaire n’a pas pu être ajouté dans « {folder} »."
    advice: ClassVar[str] = "Vérifiez la place disponible et les droits de ce dossier."


class FormNotRemovedError(SpieError):
    """A file of the folder of installed forms cannot be taken away."""

    sentence: ClassVar[str] = "Le questionnaire n’a pas pu être retiré de « {folder} »."
    advice: ClassVar[str] = "Vérifiez les droits de ce dossier, puis recommencez."


class NotOfTheMethodError(SpieError):
    """The file is a survey of its own, without the common core."""

    sentence: ClassVar[str] = "« {title} » est un questionnaire libre : il ne contient pas le diagnostic commun."
    advice: ClassVar[str] = "Un questionnaire de territoire commence par « extends: diagnostic-commun »."


class ReservedFormNameError(SpieError):
    """A territory's form bears the name of the common one."""

    sentence: ClassVar[str] = "Ce questionnaire s’appelle « {name} », comme le questionnaire commun."
    advice: ClassVar[str] = "Donnez-lui un autre « form_id »."


class SameVersionError(SpieError):
    """Another content under a name and version that are installed already."""

    sentence: ClassVar[str] = "« {title} », version {version}, est déjà là avec un autre contenu."
    advice: ClassVar[str] = "Donnez à ce fichier un nouveau numéro de version : les documents signés le citent."


class OlderVersionError(SpieError):
    """The version to add comes before the one that is installed."""

    sentence: ClassVar[str] = "« {title} », version {version}, est plus ancien que la version {present}, déjà là."
    advice: ClassVar[str] = (
        "Pour y revenir, choisissez d’abord de ne plus proposer la version {present}, puis ajoutez ce fichier."
    )


class NoBackupSinceError(SpieError):
    """Older backups were to go, and the newest still holds what they were to go for."""

    sentence: ClassVar[str] = (
        "Aucune sauvegarde n’a été faite ici depuis le dernier effacement, le retrait d’un spécialiste, le "
        "changement de la clé ou la restauration."
    )
    advice: ClassVar[str] = "Faites d’abord une nouvelle sauvegarde, puis supprimez les anciennes. Aucune n’est partie."


class NewestBackupDamagedError(SpieError):
    """Older backups were to go, and the one to keep is no longer what was written."""

    sentence: ClassVar[str] = "La sauvegarde la plus récente est abîmée : les plus anciennes restent là."
    advice: ClassVar[str] = "Faites d’abord une nouvelle sauvegarde, si possible sur un autre disque."


class RestoredWithoutKeysError(SpieError):
    """A backup was put back with the recovery sheet, and the new passphrase could then not be kept."""

    sentence: ClassVar[str] = "La sauvegarde est restaurée, mais votre nouvelle phrase n’est pas enregistrée. {why}"
    advice: ClassVar[str] = "Ouvrez le coffre avec la fiche de secours : une nouvelle phrase vous sera demandée."


class IdentityToldError(SpieError):
    """A text that must let nobody guess who the person is says it."""

    sentence: ClassVar[str] = "Le texte saisi contient {what}."
    advice: ClassVar[str] = "Écrivez « la personne » : la fiche de réunion ne doit permettre de reconnaître personne."
