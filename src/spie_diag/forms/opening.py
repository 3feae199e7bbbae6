"""Any form file, by its kind: ours in YAML, or a spreadsheet."""

from pathlib import Path

from spie_diag.forms.definition import Form
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.problems import Problem

YAML_FILES = (".yaml", ".yml")
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".csv", ".md")


def open_form_file(path: Path) -> Form:
    """The form in a file: read wholly, but not checked, so that an author may play or print what is not finished.

    Raises:
        WrongFormError: the file is missing, of another kind, or cannot be read as a form.
    """
    kind = path.suffix.lower()
    if kind in YAML_FILES:
        from spie_diag.forms.extending import extended, is_extension
        from spie_diag.forms.reading import read_unchecked

        return extended(path) if is_extension(path) else read_unchecked(path)
    if not path.exists():
        raise _refusal(path, f"Le fichier « {path.name} » n’existe pas.", "Vérifiez son nom et son dossier.")
    if not path.is_file():
        raise _refusal(path, f"« {path.name or path} » n’est pas un fichier.", "Nommez le fichier d’un formulaire.")
    if kind in SPREADSHEETS:
        from spie_diag.forms.spreadsheets import read_workbook

        return read_workbook(path)
    known = ", ".join((*YAML_FILES, *SPREADSHEETS))
    raise _refusal(path, f"« {path.name} » n’est pas un fichier de formulaire.", f"Ses noms finissent par : {known}.")


def _refusal(path: Path, sentence: str, advice: str) -> WrongFormError:
    return WrongFormError(path, [Problem(place=None, sentence=sentence, advice=advice)])
