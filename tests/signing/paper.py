"""A small tagged document prepared for signatures, as the real ones are: fields with locks, attached data, XMP."""

import hashlib
import json
import re
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.writer import PdfFileWriter

from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, new_identity

SOCIAL, EMPLOYMENT = "Signature_Social", "Approbation_Emploi"
MONDAY = datetime.fromisoformat("2026-11-23T10:41:00+01:00")

CLARA = Specialist(
    id=SpecialistId(UUID(int=1)),
    name="Clara Délos",
    structure="Maison des solidarités de Vauclaire",
    field_of_work=FieldOfWork.SOCIAL,
    role="assistante de service social",
)
IDRIS = Specialist(
    id=SpecialistId(UUID(int=2)),
    name="Idris N’Guessan",
    structure="Agence de Vauclaire",
    field_of_work=FieldOfWork.EMPLOYMENT,
    role="conseiller emploi",
)


def data(**changes: object) -> bytes:
    """What the document says, for programs; keyword arguments replace its entries."""
    people = [{"name": one.name, "field": one.field_of_work.value} for one in (CLARA, IDRIS)]
    told = {"schema": "spie-diag/diagnostic/1", "number": "D-2026-0001", "version": 1, "specialists": people}
    return json.dumps({**told, **changes}, ensure_ascii=False).encode()


def xmp_of(attachment: bytes, subject: str = "") -> bytes:
    """What a real document says of itself: the number and version of its pages, the digest of its data.

    ``subject`` is by default the one of ``data()`` and of what was changed in it.
    """
    digest = hashlib.sha256(attachment).hexdigest()
    numbered = re.search(rb'"number": "(D-[0-9-]+)", "version": (\d+)', attachment)
    subject = subject or (f"{numbered[1].decode()}, version {numbered[2].decode()}" if numbered else "Document")
    return (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        f"<diag:Sha256>{digest}</diag:Sha256></x:xmpmeta>"
    ).encode()


class _Writer(PdfFileWriter):
    def _update_meta(self) -> None:
        """The packet stays as it was written."""


def paper(*fields: str, attachment: bytes | None = None, bare: bool = False, packet: bytes | None = None) -> bytes:
    """An unsigned document of one page with one prepared signature field per name; ``bare`` has no attached data.

    ``packet`` is its XMP, by default one that tells the truth about the attached data.
    """
    attachment = data() if attachment is None else attachment
    writer = _Writer(stream_xrefs=False)  # type: ignore[no-untyped-call]
    writer.output_version = (1, 7)
    page = _page(writer)
    _tagged_fields(writer, page, fields)
    if not bare:
        _attach(writer, attachment)
    xmp = generic.StreamObject(
        dict_data={pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")},
        stream_data=xmp_of(attachment) if packet is None else packet,
    )
    writer.root["/Metadata"] = writer.add_object(xmp)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _page(writer: PdfFileWriter) -> generic.IndirectObject:
    content = generic.StreamObject(stream_data=b"/P <</MCID 0>> BDC 72 700 200 20 re f EMC")
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            pdf_name("/Resources"): generic.DictionaryObject(),
            pdf_name("/Contents"): writer.add_object(content),
            pdf_name("/StructParents"): generic.NumberObject(0),
        }
    )
    placed: generic.IndirectObject = writer.insert_page(page)
    return placed


def _tagged_fields(writer: PdfFileWriter, page: generic.IndirectObject, names: tuple[str, ...]) -> None:
    document = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/StructElem"), pdf_name("/S"): pdf_name("/P")})
    fields, tags = [], []
    for place, name in enumerate(names):
        later = names[place + 1 :]
        others = generic.ArrayObject(pdf_string(other) for other in (*later, "Horodatage") if later)
        lock = {
            pdf_name("/Type"): pdf_name("/SigFieldLock"),
            pdf_name("/Action"): pdf_name("/Exclude" if others else "/All"),
            pdf_name("/P"): generic.NumberObject(2 if others else 1),
        }
        if others:
            lock[pdf_name("/Fields")] = others
        left = 72 + 220 * place
        field = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/FT"): pdf_name("/Sig"),
                pdf_name("/T"): pdf_string(name),
                pdf_name("/TU"): pdf_string(f"Signature {place + 1}"),
                pdf_name("/F"): generic.NumberObject(132),
                pdf_name("/P"): page,
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (left, 80, left + 200, 140))),
                pdf_name("/Lock"): writer.add_object(generic.DictionaryObject(lock)),
                pdf_name("/StructParent"): generic.NumberObject(place + 1),
            }
        )
        fields.append(writer.add_object(field))
        tags.append(_tag(writer, fields[-1], page))
    _form(writer, page, fields)
    _tree(writer, document, tags)


def _tag(writer: PdfFileWriter, field: generic.IndirectObject, page: generic.IndirectObject) -> generic.IndirectObject:
    reference = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field, pdf_name("/Pg"): page}
    )
    return writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/K"): reference,
            }
        )
    )


def _form(writer: PdfFileWriter, page: generic.IndirectObject, fields: list[generic.IndirectObject]) -> None:
    page.get_object()["/Annots"] = generic.ArrayObject(fields)
    writer.root["/AcroForm"] = generic.DictionaryObject(
        {pdf_name("/Fields"): generic.ArrayObject(fields), pdf_name("/SigFlags"): generic.NumberObject(3)}
    )


def _tree(writer: PdfFileWriter, document: generic.DictionaryObject, tags: list[generic.IndirectObject]) -> None:
    top = writer.add_object(document)
    document["/K"] = generic.ArrayObject(tags)
    numbers = [generic.NumberObject(0), generic.ArrayObject([top])]
    for place, tag in enumerate(tags):
        tag.get_object()["/P"] = top
        numbers += [generic.NumberObject(place + 1), tag]
    root = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructTreeRoot"),
            pdf_name("/K"): top,
            pdf_name("/ParentTree"): writer.add_object(
                generic.DictionaryObject({pdf_name("/Nums"): generic.ArrayObject(numbers)})
            ),
        }
    )
    document["/P"] = writer.add_object(root)
    writer.root["/StructTreeRoot"] = document.raw_get("/P")
    writer.root["/MarkInfo"] = generic.DictionaryObject({pdf_name("/Marked"): generic.BooleanObject(True)})


def _attach(writer: PdfFileWriter, content: bytes) -> None:
    file = generic.StreamObject(
        dict_data={pdf_name("/Type"): pdf_name("/EmbeddedFile"), pdf_name("/Subtype"): pdf_name("/application#2Fjson")},
        stream_data=content,
    )
    kept = writer.add_object(file)
    spec = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Filespec"),
                pdf_name("/F"): pdf_string("diagnostic.json"),
                pdf_name("/UF"): pdf_string("diagnostic.json"),
                pdf_name("/AFRelationship"): pdf_name("/Source"),
                pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): kept, pdf_name("/UF"): kept}),
            }
        )
    )
    writer.root["/AF"] = generic.ArrayObject([spec])
    names = generic.DictionaryObject({pdf_name("/Names"): generic.ArrayObject([pdf_string("diagnostic.json"), spec])})
    writer.root["/Names"] = generic.DictionaryObject({pdf_name("/EmbeddedFiles"): names})


def identities() -> tuple[Identity, Identity]:
    """Fresh keys for both specialists."""
    start = MONDAY - timedelta(days=30)
    return new_identity(CLARA, start), new_identity(IDRIS, start)


def signed_by_both(clara: Identity, idris: Identity, document: bytes | None = None) -> tuple[bytes, bytes]:
    """The document as it leaves the first specialist, then as it leaves the second."""
    base = document or paper(SOCIAL, EMPLOYMENT)
    once = sign(base, SOCIAL, clara, who=CLARA.name, moment=MONDAY, certify=True)
    later = MONDAY + timedelta(minutes=4)
    return once, sign(once, EMPLOYMENT, idris, who=IDRIS.name, moment=later, certify=False)
