"""Adding one revision to a PDF, and nothing that was not asked for."""

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class QuietWriter(IncrementalPdfFileWriter):
    """Adds what it is told: PDF/A-3 forbids version 2.0, and rewritten metadata are a change to explain.

    Left alone, pyHanko rewrites XMP and Info at each revision, and raises the version for elliptic curves.
    """

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))  # type: ignore[no-untyped-call]
