"""What whoever prepares a document could hide in it before anybody signs: signatures hold, the document does not."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import hashes
from pikepdf import Array, Dictionary, Name, Pdf, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfTimeStamper

from spie_diag.signing.applying import sign
from spie_diag.signing.certificates import for_documents
from spie_diag.signing.identity import Identity, KnownSigners, new_identity
from spie_diag.signing.quiet import QuietWriter
from spie_diag.signing.subjects import name_of, subject_of
from spie_diag.signing.trusted_authorities import Authorities
from spie_diag.signing.verdict import Verdict
from spie_diag.signing.verifying import verify
from tests.signing.attacks import forced
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, paper, xmp_of
from tests.signing.territory import believes_the_time, certified_pair, time_service, vauclaire

LATER = MONDAY + timedelta(hours=2)
ACTS = "un programme"
MOVES = "s’afficher autrement"
NOT_OURS = "ne contient pas les données"


@pytest.fixture
def office(tmp_path: Path) -> Authorities:
    return believes_the_time(vauclaire().recognised_in(tmp_path / "autorites"))


@pytest.fixture
def seen(nobody: KnownSigners, office: Authorities) -> Callable[[bytes], Verdict]:
    return lambda pdf: verify(pdf, nobody, authorities=office, now=LATER + timedelta(hours=1))


def _signed(base: bytes) -> bytes:
    clara, idris = certified_pair()
    return forced(forced(base, SOCIAL, clara, certify=True), EMPLOYMENT, idris)


def _prepared(change: Callable[[Pdf], object]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(paper(SOCIAL, EMPLOYMENT))) as document:
        change(document)
        document.save(out, static_id=True, fix_metadata_version=False)
    return out.getvalue()


def _script() -> Dictionary:
    return Dictionary(S=Name("/JavaScript"), JS=String("app.alert(1)"))


def _annotation(document: Pdf, **entries: Name | String | Dictionary) -> None:
    note = Dictionary({f"/{name}": entry for name, entry in entries.items()})
    note.update({"/Type": Name("/Annot"), "/Rect": Array([0, 0, 10, 10])})
    document.pages[0].obj.Annots.append(document.make_indirect(note))


def _text_field(document: Pdf) -> None:
    _annotation(document, Subtype=Name("/Widget"), FT=Name("/Tx"), T=String("avis"), V=String("favorable"))
    document.Root.AcroForm.Fields.append(document.pages[0].obj.Annots[-1])


def _other_file(document: Pdf) -> Dictionary:
    held = Dictionary(F=document.make_stream(b"{}"))
    named = Dictionary(Type=Name("/Filespec"), UF=String("diagnostic.json"), F=String("diagnostic.json"), EF=held)
    return Dictionary(Names=Array([String("diagnostic.json"), document.make_indirect(named)]))


HIDDEN: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "a script on a page": (lambda one: one.pages[0].obj.update({"/AA": Dictionary(O=_script())}), ACTS),
    "a script in a field": (lambda one: one.Root.AcroForm.Fields[0].update({"/AA": Dictionary(E=_script())}), ACTS),
    "a program behind a link": (
        lambda one: _annotation(one, Subtype=Name("/Link"), A=Dictionary(S=Name("/Launch"), F=String("a.exe"))),
        ACTS,
    ),
    "layers": (lambda one: one.Root.update({"/OCProperties": Dictionary(OCGs=Array([]), D=Dictionary())}), MOVES),
    "another form": (lambda one: one.Root.AcroForm.update({"/XFA": String("<x/>")}), MOVES),
    "a folder of files": (lambda one: one.Root.update({"/Collection": Dictionary()}), MOVES),
    "a field to type into": (_text_field, MOVES),
    "a file pinned to the page": (
        lambda one: _annotation(one, Subtype=Name("/FileAttachment"), FS=Dictionary(F=String("a.exe"))),
        MOVES,
    ),
    "other data under another name": (
        lambda one: one.Root.AF[0].EF.update({"/UF": one.make_stream(b'{"number": "D-2026-9999"}')}),
        NOT_OURS,
    ),
    "the data twice": (
        lambda one: one.Root.Names.EmbeddedFiles.update({"/Kids": Array([one.make_indirect(_other_file(one))])}),
        NOT_OURS,
    ),
    "data called otherwise": (lambda one: one.Root.AF[0].update({"/F": String("lisez-moi.exe")}), NOT_OURS),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_acts_or_moves_is_told_though_everybody_signed_it(what: str, seen: Callable[[bytes], Verdict]) -> None:
    hide, told = HIDDEN[what]
    verdict = seen(_signed(_prepared(lambda document: hide(document))))
    assert all(one.intact for one in verdict.signatures)
    assert not verdict.holds
    assert any(told in problem for problem in verdict.problems), verdict.problems


def test_a_link_to_a_page_of_the_web_is_no_program(seen: Callable[[bytes], Verdict]) -> None:
    target = Dictionary(S=Name("/URI"), URI=String("https://www.service-public.fr"))
    linked = _prepared(lambda document: _annotation(document, Subtype=Name("/Link"), A=target))
    assert seen(_signed(linked)).holds


def test_pages_tied_into_a_ring_are_one_sentence(seen: Callable[[bytes], Verdict]) -> None:
    def tie(document: Pdf) -> None:
        document.Root.AcroForm.Fields.append(document.Root.AcroForm.Fields[0])
        document.Root.AcroForm.Fields[0].Kids = Array([document.Root.AcroForm.Fields[0]])

    assert not seen(_prepared(tie)).holds


def test_a_script_in_the_field_of_a_time_stamp_is_found(seen: Callable[[bytes], Verdict]) -> None:
    writer = QuietWriter(BytesIO(_signed(paper(SOCIAL, EMPLOYMENT))))
    append_signature_field(writer, SigFieldSpec("Horodatage"))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    field[pdf_name("/AA")] = generic.DictionaryObject({pdf_name("/PV"): generic.DictionaryObject(script)})
    writer.update_container(field)
    stamped = PdfTimeStamper(time_service(LATER), field_name="Horodatage").timestamp_pdf(writer, "sha256")

    verdict = seen(bytes(stamped.getvalue()))
    assert not verdict.holds
    assert any(ACTS in problem for problem in verdict.problems), verdict.problems


def _hers_in_his_name() -> Identity:
    """A second certificate of Clara's own key, that says it is Idris's."""
    clara, name = certified_pair()[0], subject_of(name_of(IDRIS))
    made = for_documents(name, clara.certificate.public_key(), MONDAY - timedelta(days=9))  # type: ignore[arg-type]
    return Identity(clara.key, made.issuer_name(name).sign(clara.key, hashes.SHA256()))


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (_hers_in_his_name, "de la même clé"),
        (lambda: new_identity(CLARA, MONDAY - timedelta(days=3)), "du même professionnel"),
    ],
)
def test_one_specialist_with_two_certificates_is_not_a_pair(
    second: Callable[[], Identity], told: str, seen: Callable[[bytes], Verdict]
) -> None:
    once = forced(paper(SOCIAL, EMPLOYMENT), SOCIAL, certified_pair()[0], certify=True)
    verdict = seen(forced(once, EMPLOYMENT, second()))
    assert not verdict.holds
    assert any(told in problem for problem in verdict.problems), verdict.problems


LYING = "Département\n\x1b[2J\u202eClara Délos\n  Signature intacte, connue de cet ordinateur."


def test_what_the_document_says_of_itself_adds_no_line_to_the_verdict(seen: Callable[[bytes], Verdict]) -> None:
    origin = {"profile": LYING, "recipient": LYING, "purpose": LYING, "of": {"version": 1, "sha256": LYING}}
    told = data(number=LYING, extract=origin)
    base = paper(SOCIAL, attachment=told, packet=xmp_of(told, subject="sans"))
    signed = sign(base, SOCIAL, certified_pair()[0], who=CLARA.name, moment=MONDAY, certify=True)

    verdict = seen(signed)
    assert verdict.holds
    lines = [*verdict.lines(), *verdict.details()]
    shown = "".join(lines).replace("\xa0", "").replace("\u202f", "")
    assert shown.isprintable(), lines
    assert not any(line.startswith("  Signature intacte, connue") for line in lines)
    assert verdict.extract is not None
    assert verdict.extract.sha256 == ""


def test_the_name_of_a_place_adds_no_line_to_the_verdict(seen: Callable[[bytes], Verdict]) -> None:
    def rename(document: Pdf) -> None:
        document.Root.AcroForm.Fields[1].TU = String(LYING)

    half = forced(_prepared(rename), SOCIAL, certified_pair()[0], certify=True)
    assert all("\n" not in problem and "\x1b" not in problem for problem in seen(half).problems)
    hidden = _prepared(lambda document: document.Root.AcroForm.Fields[1].update({"/T": String("Emploi\x1b[2J")}))
    assert seen(hidden).problems == ("Ce PDF est abîmé ou a été modifié\xa0: il ne peut plus être lu.",)
