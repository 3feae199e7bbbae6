"""Shows every kind of document, at every stage of its signing, to veraPDF: the reference for PDF/A and PDF/UA.

    uv run python packaging/verapdf.py

Needs Java and Maven, which brings veraPDF from where this computer finds its packages; skipped in one line without
them. Nothing of veraPDF (GPL or MPL) is shipped: it only looks. Ends with 1 where a file does not comply.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ARTEFACT = "org.verapdf.apps:greenfield-apps:1.28.2"
COMMAND = "org.verapdf.apps.GreenfieldCliWrapper"
PROFILES = ("3a", "ua1")
ROOT = Path(__file__).parent.parent
_TO_FETCH_S = 120
_TO_LOOK_S = 300


def main() -> int:
    """The exit code."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        print(f"veraPDF: skipped, {' and '.join(missing)} missing here")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tool, files = Path(folder, "tool"), Path(folder, "files")
        files.mkdir()
        if not _brought(tool):
            print(f"veraPDF: skipped, Maven does not bring {ARTEFACT} here")
            return 0
        made = _run([sys.executable, "-m", "tests.documents.stages", str(files)])
        if made.returncode:
            print(made.stderr, "veraPDF: the documents could not be made", sep="\n")
            return 1
        return _judged(sorted(files.glob("*.pdf")), tool)


def _brought(folder: Path) -> bool:
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTEFACT}", f"-DoutputDirectory={folder}"]
    try:
        told = _run(command, patience_s=_TO_FETCH_S)
    except subprocess.TimeoutExpired:
        return False
    return told.returncode == 0 and any(folder.glob("*.jar"))


def _judged(files: Sequence[Path], tool: Path) -> int:
    """Both profiles are found in the files themselves, in one run: starting costs more than looking."""
    every = [str(file) for file in files]
    told = _run(["java", "-cp", f"{tool}/*", COMMAND, "--flavour", "0", "--format", "text", "-v", *every])
    passed = {line for line in told.stdout.splitlines() if line.startswith("PASS ")}
    refused = [
        f"{file.stem} ({profile})" for file in files for profile in PROFILES if f"PASS {file} {profile}" not in passed
    ]
    if refused or not files:
        print(told.stdout, told.stderr, sep="\n")
        print(f"veraPDF: {len(refused)} refused: {', '.join(refused)}")
        return 1
    print(f"veraPDF: {len(files)} documents comply with PDF/A-3a and PDF/UA-1")
    return 0


def _run(command: Sequence[str], *, patience_s: float = _TO_LOOK_S) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=patience_s)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
