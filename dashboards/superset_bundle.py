"""Zip dashboards/superset for `superset import-dashboards`, with the path of the published file.

    python dashboards/superset_bundle.py [PUBLISHED] [--zip ZIP]

PUBLISHED is where Superset finds the file, which may be another machine.
"""

import argparse
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUNDLE = Path(__file__).with_name("superset")
TEMPLATE = "{{ published }}"


def main() -> None:
    """Write the zip."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("published", nargs="?", default=ROOT / "serving/segments.duckdb")
    parser.add_argument("--zip", type=Path, default=ROOT / "target/superset_bundle.zip")
    arguments = parser.parse_args()
    published = Path(arguments.published).absolute().as_posix()
    arguments.zip.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(arguments.zip, "w") as bundle:
        for path in sorted(BUNDLE.rglob("*.yaml")):
            name = Path("superset_bundle", path.relative_to(BUNDLE)).as_posix()
            bundle.writestr(name, path.read_text().replace(TEMPLATE, published))
    print(f"{arguments.zip}: superset import-dashboards -p {arguments.zip} -u admin")


if __name__ == "__main__":
    main()
