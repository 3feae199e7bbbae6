"""Print every measure: each module here that has ``measures()`` gives its own lines."""

import importlib
import sys
from pathlib import Path

from spie_diag.secrecy import lock_no_memory
from tests.benchmarks.measuring import peak_memory_mb
from tests.ordinary_user import give_up_locking


def main(wanted: list[str]) -> None:
    """Measure everything, or the modules named on the command line."""
    give_up_locking()
    lock_no_memory()  # as every command does
    here = Path(__file__).parent
    found = sorted(file.stem for file in here.glob("*.py") if file.stem not in {"__init__", "__main__", "measuring"})
    for name in (one for one in found if not one.startswith("test_") and (not wanted or one in wanted)):
        module = importlib.import_module(f"{__package__}.{name}")
        if not hasattr(module, "measures"):
            continue
        print(f"\n{(module.__doc__ or name).splitlines()[0]}")
        for measure in module.measures():
            print(f"  {measure}", flush=True)
    print(f"\npeak memory of this process: {peak_memory_mb():.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
