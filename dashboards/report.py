"""Write the board of every segmentation as one HTML file and one PDF, for those without a server.

    python dashboards/report.py [--folder FOLDER] [SEGMENTATION …]

An exported page has no filters, so each segmentation has its own.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
BOARD = Path(__file__).with_name("board")
PUBLISHED = ROOT / "serving" / "segments.duckdb"
DCT = Path(sys.executable).with_name("dct")


def main() -> None:
    """Render every segmentation asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("segmentation", nargs="*")
    parser.add_argument("--folder", type=Path, default=ROOT / "reports")
    arguments = parser.parse_args()
    if not PUBLISHED.exists():
        parser.error(f"{PUBLISHED.relative_to(ROOT)} is missing: `make build` publishes it")
    with duckdb.connect(PUBLISHED, read_only=True) as connection:
        known = [
            name
            for (name,) in connection.execute(
                "select distinct segmentation from marts.segment_summary order by all"
            ).fetchall()
        ]
    unknown = set(arguments.segmentation) - set(known)
    if unknown:
        parser.error(f"no segmentation {sorted(unknown)}; there are {known}")
    for name in arguments.segmentation or known:
        for kind in ["html", "pdf"]:
            path = (arguments.folder / f"{name}.{kind}").resolve()
            # Warnings are of charts that are hidden because the data have nothing for them.
            command = ["render", "index.yml", "--project-dir", BOARD, "--no-warnings"]
            done = subprocess.run(
                [DCT, *command, "--var", f"segmentation={name}", "--format", kind, "-o", path],
                capture_output=True,
                text=True,
                env=os.environ | {"DO_NOT_TRACK": "1"},
            )
            if done.returncode:
                sys.exit(done.stderr or done.stdout)
            print(path)


if __name__ == "__main__":
    main()
