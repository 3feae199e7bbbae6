"""Adding one revision to a PDF, and nothing that was not asked for."""

from io import BytesIO
from typing import BinaryIO

from pyhanko.pdf_utils.crypt import SecurityHandler
from pyhanko.pdf_utils.generic import Reference, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_plainly_written = StreamObject.write_to_stream


def _write_to_stream(
    stream: StreamObject, out: BinaryIO, handler: SecurityHandler | None = None, container_ref: Reference | None = None
) -> None:
    written = BytesIO()
    _plainly_written(stream, written, handler, container_ref)
    out.write(written.getvalue().removesuffix(b"\nendstream") + b"\r\nendstream")


def mend_pyhanko() -> None:
    """Replace the one function whose output not every archive accepts; doing it twice changes nothing.

    WORKAROUND: a line feed alone stands before ``endstream``, and data that happen to end in a carriage return then
    seem one byte too long: one signature in a hundred (ISO 19005-3, 6.1.7.1).
    """
    setattr(StreamObject, "write_to_stream", _write_to_stream)  # noqa: B010  # a method is not assigned to, for mypy


class QuietWriter(IncrementalPdfFileWriter):
    """Adds what it is told: PDF/A-3 forbids version 2.0, and rewritten metadata are a change to explain.

    Left alone, pyHanko rewrites XMP and Info at each revision, and raises the version for elliptic curves.
    """

    def __init__(self, file: BinaryIO) -> None:
        mend_pyhanko()
        super().__init__(file)

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))  # type: ignore[no-untyped-call]
