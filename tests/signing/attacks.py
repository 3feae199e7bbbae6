"""What somebody could do to a signed document and hope to get away with; each returns the forged file."""

from asyncio import run
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from spie_diag.signing.applying import _Hand, _Signer, _style
from spie_diag.signing.identity import Identity, new_identity
from spie_diag.signing.quiet import QuietWriter
from spie_diag.signing.reading import Slot
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, paper, signed_by_both

DER = Encoding.DER
Change = Callable[[IncrementalPdfFileWriter], None]


class Silent(IncrementalPdfFileWriter):
    """Appends what it is told and nothing else: the forger leaves no other trace."""

    def _update_meta(self) -> None:
        return


def flipped(pdf: bytes, place: int) -> bytes:
    """One bit of one byte changed."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def appended(pdf: bytes, change: Change) -> bytes:
    """A further revision, as any PDF editor writes it."""
    writer = Silent(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def rewritten(pdf: bytes) -> bytes:
    """The same pages saved anew by another program."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(out)
    return out.getvalue()


class _Forger(_Signer):
    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        """What the document forbids is no obstacle."""


def forced(pdf: bytes, field: str, identity: Identity, *, certify: bool = False) -> bytes:
    """A signature put by a program that refuses nothing."""
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    slot = Slot(name=field, label="", is_signed=False, is_last=False, width=0, height=0)
    signer = _Forger(metadata, _Hand(identity), _style(slot, None), MONDAY + timedelta(minutes=9))
    return bytes(run(signer.async_sign_pdf(QuietWriter(BytesIO(pdf)))).getvalue())


def append_page(writer: IncrementalPdfFileWriter) -> None:
    page = {
        pdf_name("/Type"): pdf_name("/Page"),
        pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
        pdf_name("/Contents"): writer.add_object(generic.StreamObject(stream_data=b"")),
        pdf_name("/Resources"): generic.DictionaryObject(),
    }
    writer.insert_page(generic.DictionaryObject(page))


def replace_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 595 842 re f"))
    writer.update_container(page)


def overwrite_content_in_place(writer: IncrementalPdfFileWriter) -> None:
    content = writer.root["/Pages"]["/Kids"][0]["/Contents"]
    content._data, content._encoded_data = b"0 0 595 842 re f", None
    writer.update_container(content)


def replace_data(writer: IncrementalPdfFileWriter) -> None:
    file = writer.root["/AF"][0]["/EF"]
    forged = generic.StreamObject(
        dict_data={pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=data(number="D-2026-9999")
    )
    file[pdf_name("/F")] = file[pdf_name("/UF")] = writer.add_object(forged)
    writer.update_container(file)


def second_attachment(writer: IncrementalPdfFileWriter) -> None:
    spec = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Filespec"), pdf_name("/UF"): pdf_string("a.json")})
    writer.root["/AF"].append(writer.add_object(spec))
    writer.update_container(writer.root["/AF"])


def sticky_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Text"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (10, 10, 30, 30))),
            pdf_name("/Contents"): pdf_string("Avis favorable"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])


def change_stamp(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    drawing = generic.StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 60))),
        },
        stream_data=b"0 0 200 60 re f",
    )
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing)})
    writer.update_container(field)


def change_title(writer: IncrementalPdfFileWriter) -> None:
    packet = generic.StreamObject(
        dict_data={pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")},
        stream_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Autre titre</x:xmpmeta>",
    )
    writer.root[pdf_name("/Metadata")] = writer.add_object(packet)
    writer.update_root()


def add_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/OpenAction")] = writer.add_object(
        generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")})
    )
    writer.update_root()


def add_security_store(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/DSS")] = writer.add_object(
        generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject()})
    )
    writer.update_root()


def new_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Troisieme", on_page=0, box=(10, 10, 60, 40)))


def same_again(writer: IncrementalPdfFileWriter) -> None:
    """A revision that changes nothing: the catalog is written a second time."""
    writer.update_root()


APPENDED: tuple[Change, ...] = (
    append_page,
    replace_content,
    overwrite_content_in_place,
    replace_data,
    second_attachment,
    sticky_note,
    change_stamp,
    change_title,
    add_script,
    add_security_store,
    new_field,
    same_again,
)


def between(change: Change, clara: Identity, idris: Identity) -> bytes:
    """The change slipped in after the first signature, before the second."""
    once, _ = signed_by_both(clara, idris)
    return forced(appended(once, change), EMPLOYMENT, idris)


def third_signature(twice: bytes) -> bytes:
    """Somebody else signs too, in a field of her own."""
    return forced(twice, "Troisieme", new_identity(CLARA, MONDAY))


def same_specialist_twice(clara: Identity) -> bytes:
    """One specialist signs in both places."""
    return forced(forced(paper(SOCIAL, EMPLOYMENT), SOCIAL, clara, certify=True), EMPLOYMENT, clara)


def without_certification(clara: Identity, idris: Identity) -> bytes:
    """The first signature leaves the document open to changes."""
    return forced(forced(paper(SOCIAL, EMPLOYMENT), SOCIAL, clara), EMPLOYMENT, idris)


def transplanted(twice: bytes, clara: Identity, idris: Identity) -> bytes:
    """The last signature of another document, pasted in the place of this one's."""
    _, other = signed_by_both(clara, idris, paper(SOCIAL, EMPLOYMENT, attachment=data(number="D-2026-0002")))
    start, end = last_gap(twice)
    there, stop = last_gap(other)
    return twice[:start] + other[there:stop].ljust(end - start, b"0")[: end - start] + twice[end:]


def last_gap(pdf: bytes) -> tuple[int, int]:
    last = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[-1].byte_range
    return int(last[1]), int(last[2])


def impostors() -> tuple[Identity, Identity]:
    """Other keys, in the same names."""
    return new_identity(CLARA, MONDAY - timedelta(days=1)), new_identity(IDRIS, MONDAY - timedelta(days=1))


def other_certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, *, commits: bool = True) -> Identity:
    """An identity that this room would not make, in Clara's name: another kind of key, or another use."""
    genuine = new_identity(CLARA, MONDAY - timedelta(days=1)).certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(genuine.subject)
        .issuer_name(genuine.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(genuine.not_valid_before_utc)
        .not_valid_after(genuine.not_valid_after_utc)
    )
    for extension in genuine.extensions:
        if isinstance(extension.value, x509.KeyUsage) and not commits:
            usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
            builder = builder.add_extension(usage, critical=True)
        elif not isinstance(extension.value, x509.SubjectKeyIdentifier):
            builder = builder.add_extension(extension.value, critical=extension.critical)
    return Identity(key, builder.sign(key, hashes.SHA256()))
