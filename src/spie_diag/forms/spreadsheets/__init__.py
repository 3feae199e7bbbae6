"""Forms in spreadsheets: read from XLSForms of any origin, written so that Kobo, ODK and people read them."""

from spie_diag.forms.spreadsheets.exporting import export_workbook, write_workbook
from spie_diag.forms.spreadsheets.importing import Imported, import_workbook, read_workbook

__all__ = ["Imported", "export_workbook", "import_workbook", "read_workbook", "write_workbook"]
