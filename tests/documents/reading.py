"""A built document as others read it: its text, its tree, its fields."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Node:
    """One structure element and how deep it stands."""

    role: str
    depth: int
    element: pikepdf.Object


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def fields(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The form fields, in the order of signing."""
    return list(document.Root.AcroForm.Fields)


def tree(document: pikepdf.Pdf) -> list[Node]:
    """Every structure element, in reading order."""
    return list(_walk(document.Root.StructTreeRoot.K[0], 0))


def _walk(element: pikepdf.Object, depth: int) -> Iterator[Node]:
    yield Node(str(element.S)[1:], depth, element)
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _walk(kid, depth + 1)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def spoken(document: pikepdf.Pdf) -> str:
    """The text in the order in which a screen reader says it: by structure element, artifacts left out."""
    by_page = {page.obj.objgen: _marked_text(page) for page in document.pages}
    pieces: list[str] = []
    for node in tree(document):
        if "/Alt" in node.element:
            pieces.append(str(node.element.Alt))
        for kid in _kids(node.element):
            if isinstance(kid, int):
                pieces.append(by_page[node.element.Pg.objgen].get(kid, ""))
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.MCR:
                pieces.append(by_page[kid.Pg.objgen].get(int(kid.MCID), ""))
    return " ".join(pieces)


def printed(document: pikepdf.Pdf, page: int) -> str:
    """Everything printed on one page, artifacts and forms included."""
    found = document.pages[page]
    text = _texts(found)
    for form in found.Resources.get("/XObject", pikepdf.Dictionary()).as_dict().values():
        text += " " + _texts(form)
    return text


def painting_outside_marks(page: pikepdf.Page) -> list[str]:
    """Operators that put something on paper outside any marked-content sequence."""
    depth, loose = 0, []
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
        if depth == 0 and name in {"Tj", "TJ", "f", "f*", "S", "B", "B*", "Do", "b", "s", "sh"}:
            loose.append(name)
    return loose


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    tables = _unicode_tables(page)
    texts: dict[int, str] = {}
    mcid, font = None, ""
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in {"BDC", "BMC"}:
            mcid = int(instruction.operands[1].get("/MCID", -1)) if name == "BDC" else None
        elif name == "EMC":
            mcid = None
        elif name == "Tf":
            font = str(instruction.operands[0])
        elif name == "Tj" and mcid is not None:
            texts[mcid] = texts.get(mcid, "") + _decoded(instruction.operands[0], tables[font])
    return texts


def _texts(page: pikepdf.Page | pikepdf.Object) -> str:
    tables = _unicode_tables(page)
    text, font = "", ""
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name == "Tf":
            font = str(instruction.operands[0])
        elif name == "Tj":
            text += _decoded(instruction.operands[0], tables[font])
    return text


def _decoded(string: pikepdf.Object, table: dict[int, str]) -> str:
    return "".join(table.get(code, "") for code in bytes(string))


def _unicode_tables(page: pikepdf.Page | pikepdf.Object) -> dict[str, dict[int, str]]:
    fonts = page.Resources.Font
    return {str(name): _unicode_table(font.ToUnicode.read_bytes().decode()) for name, font in fonts.as_dict().items()}


def _unicode_table(cmap: str) -> dict[int, str]:
    table = {}
    for line in cmap.splitlines():
        if line.startswith("<") and line.count("<") == 2 and " " in line:
            code, text = (part.strip("<>") for part in line.split())
            if len(code) == 2 and len(text) >= 4:
                table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return table
