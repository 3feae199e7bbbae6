"""What in a document acts by itself, or may be seen otherwise than when it was signed: ours have nothing of the kind.

Signatures say nothing against it: whoever prepares a document may hide in it what others will see once all have signed.
"""

from collections.abc import Iterator

from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject

from spie_diag.signing.reading import array_at, at

_MOST_PARTS = 5_000
"""Pages, annotations and fields: the longest document of ours has some sixty."""
_DEEPEST = 8  # fields within fields
_LEADS_SOMEWHERE = {"/URI", "/GoTo"}


def runs_something(root: DictionaryObject) -> bool:
    """Whether a script or an action waits in the document: at its opening, on a page, in a field.

    Raises:
        ValueError: it has far more pages, annotations or fields than any of ours.
    """
    if "/OpenAction" in root or at(at(root, "/Names"), "/JavaScript") is not None:
        return True
    return any("/AA" in part or _acts(part) for part in (root, *_parts(root)))


def shows_otherwise(root: DictionaryObject) -> bool:
    """Whether a part of it is shown at times only, is typed into, or is drawn anew by whoever opens it.

    Raises:
        ValueError: it has far more pages, annotations or fields than any of ours.
    """
    form = at(root, "/AcroForm")
    if "/OCProperties" in root or "/Collection" in root or at(form, "/XFA") is not None:
        return True
    redrawn = at(form, "/NeedAppearances") is not None
    return redrawn or any(_is_foreign(part) for part in _parts(root))


def _acts(part: DictionaryObject) -> bool:
    action = at(part, "/A")
    leads = str(at(part, "/Subtype")) == "/Link" and str(at(action, "/S")) in _LEADS_SOMEWHERE
    return action is not None and not leads


def _is_foreign(part: DictionaryObject) -> bool:
    """Whether an annotation or a field is another than a link or the place of a signature."""
    kind = str(at(part, "/Subtype") or at(part, "/Type"))
    if kind in {"/Page", "/Pages", "/Link"}:
        return False
    field = part
    for _ in range(_DEEPEST):
        if "/FT" in field:
            return str(field["/FT"]) != "/Sig"
        parent = at(field, "/Parent")
        if not isinstance(parent, DictionaryObject):
            break
        field = parent
    return True


def _parts(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every page, annotation and field."""
    left: list[PdfObject] = [root["/Pages"], *array_at(at(root, "/AcroForm"), "/Fields")]
    for _ in range(_MOST_PARTS):
        if not left:
            return
        part = left.pop().get_object()
        if not isinstance(part, DictionaryObject):
            raise ValueError("no page, annotation or field")
        yield part
        left += [*array_at(part, "/Kids"), *array_at(part, "/Annots")]
    raise ValueError("too many pages, annotations or fields")
