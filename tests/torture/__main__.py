"""``python -m tests.torture --kills 1000``: the torture of the suite for as long as one likes, with other moments."""

import argparse
import random
import tempfile
from pathlib import Path

from tests.stretching import stretched_quickly
from tests.torture.killing import torture


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30), help="to see the same moments again")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, stretched_quickly():
        print(torture(Path(folder), asked.kills, asked.seed))


if __name__ == "__main__":
    main()
