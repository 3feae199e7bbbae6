"""What makes the file PDF/A-3a and PDF/UA-1 besides its tags: metadata, colour profile, the attached diagnosis.

Source: ISO 19005-3 (PDF/A-3), ISO 14289-1 (PDF/UA-1), ISO 16684-1 (XMP).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab import rl_config
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFStream,
    PDFString,
    PDFText,
    PDFZCompress,
)

from spie_diag.documents.right_to_left import spoken_form
from spie_diag.documents.tagging import PRODUCER, TaggedCanvas
from spie_diag.documents.typography import MEANT

ATTACHMENT: Final = "diagnostic.json"
NAMESPACE: Final = "urn:spie-diag:pdf:1#"
"""Of the three properties that tie the attached file to the metadata."""

_PDFUA: Final = "http://www.aiim.org/pdfua/ns/id/"
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="{pdfua}"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:diag="{namespace}">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>{identifier}</xmpMM:DocumentID>
{carried}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_CARRIED: Final = (
    "<diag:FileName>{file}</diag:FileName><diag:SchemaVersion>{schema}</diag:SchemaVersion>"
    "<diag:Sha256>{digest}</diag:Sha256>\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the file says of itself, and the machine-readable diagnosis that it carries, if any."""

    title: str = field(repr=False)
    authors: tuple[str, ...]
    subject: str
    moment: datetime
    """Aware of its time zone: the date of the file, so that building twice gives the same bytes."""
    attachment: bytes = field(default=b"", repr=False)
    """Empty for a document that carries no file."""
    attached: str = ""
    """What the attached file is, in words."""
    schema_version: str = ""


def mend_reportlab() -> None:
    """Replace the two functions of reportlab whose output no archive accepts; doing it twice changes nothing.

    WORKAROUND: streams end without an end of line before ``endstream`` (ISO 19005-3, 6.1.7.1), and ToUnicode tables
    name U+0000, hold more than 100 entries and are wrong beyond the basic plane.
    """
    rl_config.useA85 = 0  # pages are a quarter smaller when they are not spelled in letters
    pdfdoc.PDFStream.format = _stream
    ttfonts.makeToUnicodeCMap = _unicode_table


_plain_stream = pdfdoc.PDFStream.format


def _stream(stream: PDFStream, document: object) -> bytes:
    # CR LF, because data that happens to end in CR would make a lone LF ambiguous
    written: bytes = _plain_stream(stream, document)
    return written.removesuffix(b"endstream\n") + b"\r\nendstream\n"


def _unicode_table(name: str, subset: Sequence[int]) -> str:
    meant = {ord(stands): letter for stands, letter in MEANT.items()}
    pairs = [
        f"<{place:02X}> <{(meant.get(code) or spoken_form(code)).encode('utf-16-be').hex().upper()}>"
        for place, code in enumerate(subset)
        if code
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap"]
    lines.append(f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def")
    lines += [f"/CMapName /{name} def", "/CMapType 2 def"]
    lines += ["1 begincodespacerange", "<00> <FF>", "endcodespacerange"]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


@cache
def _srgb() -> bytes:
    """The sRGB profile that Pillow makes, 588 bytes, with its date pinned and its identifier left empty."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07e800010001000000000000")
    profile[84:100] = bytes(16)
    return bytes(profile)


def finish(canvas: TaggedCanvas, metadata: Metadata) -> None:
    """Write all of this into the document; to be called once, before the canvas is saved."""
    document, catalog = canvas._doc, canvas._doc.Catalog  # noqa: SLF001  # reportlab offers no other way
    document._timeStamp = _time_stamp(metadata.moment)  # noqa: SLF001
    known_by = metadata.attachment or f"{metadata.title}\n{metadata.subject}".encode()
    digest = hashlib.sha256(known_by).hexdigest()
    document.updateSignature(digest)
    _describe(canvas, metadata)
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.Metadata = PDFStream(
        PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
        _xmp(metadata, digest).encode(),  # without a filter: an archive reads it in clear
    )
    profile = PDFStream(PDFDictionary({"N": 3}), _srgb(), [PDFZCompress])
    catalog.OutputIntents = PDFArray([document.Reference(_intent(document.Reference(profile)))])
    if metadata.attachment:
        _attach(document, metadata)
    if canvas.fields:
        catalog.AcroForm = PDFDictionary({"Fields": PDFArray(canvas.fields), "SigFlags": 3})


def _attach(document: PDFDocument, metadata: Metadata) -> None:
    catalog = document.Catalog
    attached = document.Reference(_attached(document, metadata))
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]
    catalog.AF = PDFArray([attached])
    names = PDFDictionary({"Names": PDFArray([PDFString(ATTACHMENT), attached])})
    catalog.Names = PDFDictionary({"EmbeddedFiles": names})


def _time_stamp(moment: datetime) -> TimeStamp:
    """The date as reportlab keeps it; by itself it knows only the present and SOURCE_DATE_EPOCH."""
    stamp = TimeStamp(1)
    stamp.t, stamp.lt, stamp.YMDhms = moment.timestamp(), moment.timetuple(), tuple(moment.timetuple())[:6]
    stamp.dhh, stamp.dmm = _offset(moment)
    stamp.tzname = None
    return stamp


def _offset(moment: datetime) -> tuple[int, int]:
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("the moment of a document must be aware of its time zone")
    minutes = int(offset.total_seconds()) // 60
    sign = -1 if minutes < 0 else 1
    return sign * (abs(minutes) // 60), abs(minutes) % 60


def _describe(canvas: TaggedCanvas, metadata: Metadata) -> None:
    canvas.setTitle(metadata.title)
    canvas.setAuthor("; ".join(metadata.authors))
    canvas.setSubject(metadata.subject)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _intent(profile: object) -> PDFDictionary:
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
            "RegistryName": PDFString("http://www.color.org"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": profile,
        }
    )


def _attached(document: PDFDocument, metadata: Metadata) -> PDFDictionary:
    """The file specification of the diagnosis, source of what the pages say."""
    hours, minutes = _offset(metadata.moment)
    date = PDFString(f"D:{metadata.moment:%Y%m%d%H%M%S}{hours:+03d}'{minutes:02d}'")
    checksum = hashlib.md5(metadata.attachment, usedforsecurity=False).digest()
    content = PDFStream(
        PDFDictionary(
            {
                "Type": PDFName("EmbeddedFile"),
                "Subtype": "/application#2Fjson",  # written as it must stand: reportlab would not escape the slash
                "Params": PDFDictionary(
                    {
                        "Size": len(metadata.attachment),
                        "CreationDate": date,
                        "ModDate": date,
                        "CheckSum": PDFText(checksum, enc="raw"),
                    }
                ),
            }
        ),
        metadata.attachment,
        [PDFZCompress],
    )
    reference = document.Reference(content)
    return PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": PDFString(ATTACHMENT),
            "UF": PDFString(ATTACHMENT),
            "Desc": PDFString(metadata.attached),
            "AFRelationship": PDFName("Source"),
            "EF": PDFDictionary({"F": reference, "UF": reference}),
        }
    )


def _xmp(metadata: Metadata, digest: str) -> str:
    return _XMP.format(
        pdfua=_PDFUA,
        namespace=NAMESPACE,
        title=_in_xml(metadata.title),
        authors="".join(f"<rdf:li>{_in_xml(author)}</rdf:li>" for author in metadata.authors),
        subject=_in_xml(metadata.subject),
        producer=PRODUCER,
        date=metadata.moment.isoformat(timespec="seconds"),
        identifier=f"uuid:{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}",
        carried=_CARRIED.format(file=ATTACHMENT, schema=escape(metadata.schema_version), digest=digest)
        if metadata.attachment
        else "",
        schemas=_extension("PDF/UA identification", _PDFUA, "pdfuaid", (("part", "Integer", "internal", "Part"),))
        + _extension(
            "Diagnostic socio-professionnel",
            NAMESPACE,
            "diag",
            (
                ("FileName", "Text", "external", "Name of the attached machine-readable diagnosis"),
                ("SchemaVersion", "Text", "external", "Version of its JSON schema"),
                ("Sha256", "Text", "external", "SHA-256 of the attached file, hexadecimal"),
            ),
        ),
    )


def _in_xml(text: str) -> str:
    """Escaped, and without the words that end a stream: this one is in clear, and some readers look for them."""
    return escape(text).replace("endstream", "endstr&#101;am").replace("endobj", "endob&#106;")


def _extension(name: str, address: str, prefix: str, properties: Sequence[tuple[str, str, str, str]]) -> str:
    """The declaration of a schema that PDF/A does not know: name, type, category and meaning of each property."""
    described = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{title}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for title, kind, category, meaning in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{address}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
