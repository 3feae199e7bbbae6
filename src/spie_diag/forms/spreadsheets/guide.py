"""The sheet « lisez-moi »: how to work in the workbook, for authors."""

from spie_diag.forms.definition import Form
from spie_diag.forms.spreadsheets.book import OWN_SHEET
from spie_diag.forms.spreadsheets.sheets import Sheet
from spie_diag.french import spaced

_HEAD = "À quoi sert ce classeur"
_LINES = (
    "Il contient un questionnaire de SPIE Diag, au format XLSForm : Kobo et ODK l’ouvrent aussi.",
    "survey : une question par ligne, dans l’ordre de l’entretien ; begin_group et end_group entourent un domaine.",
    "choices : les choix, liste par liste. settings : le nom, le titre, la version et la langue.",
    "Vous pouvez changer les libellés, ajouter des lignes, des choix, et des colonnes label::Langue pour traduire.",
    "Un code (LOG-01) ne change jamais une fois publié : les réponses et les statistiques s’y fient.",
    "Une formule du tableur n’est pas lue : écrivez la valeur elle-même.",
    "Pour reprendre le classeur : spie-diag form import CLASSEUR.xlsx questionnaire.yaml",
)
_METHOD = (
    "spie_blocs, spie_situations et spie_objectifs portent ce que Kobo et ODK ne connaissent pas ; vous pouvez les "
    "modifier.",
    "Kobo et ODK posent les questions, sans plus : ni choix qui se cochent seuls, ni niveaux, ni situations suggérées.",
)
_ORIGINALS = (
    "spie_originaux garde ce que Kobo et ODK écrivent autrement ; n’y touchez pas. Une cellule que vous changez "
    "ailleurs l’emporte toujours.",
)


def guide_sheet(form: Form) -> Sheet:
    """The sheet, which also tells an import that the workbook is ours."""
    lines = (*_LINES, *(_METHOD if form.blocks else ()), *_ORIGINALS)
    return Sheet(OWN_SHEET, [_HEAD], [{_HEAD: spaced(line)} for line in lines])
