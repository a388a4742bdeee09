"""Write each segmentation as one HTML file and one PDF, for those without a server.

    python dashboards/report.py [--file FILE] [--folder FOLDER] [SEGMENTATION …]

A report has what the pages of the dashboard have, but for single customers: no id is in it. Its
fonts, styles and drawings are in the file. The PDF is printed from the HTML by WeasyPrint, which
needs the Pango library of the system.
"""

import argparse
import base64
import sys
from pathlib import Path

import contents
import vl_convert
import words
from markupsafe import Markup
from parts import ENVIRONMENT, STYLE, part
from published import InTheLakeError, Published

FILE = Path(__file__).parents[1] / "serving" / "segments.duckdb"


def drawn(piece) -> Markup:
    """Return a chart as a picture, and anything else as it is."""
    if not hasattr(piece, "to_dict"):
        return piece
    # As SVG it would be drawn in the fonts of whoever reads it, and its labels be cut.
    picture = vl_convert.vegalite_to_png(piece.properties(width=640).to_dict(), scale=2)
    data = base64.b64encode(picture).decode()
    return Markup('<figure><img alt="{}" src="data:image/png;base64,{}"></figure>').format(
        piece.description, data
    )


def trend(published: Published, segmentation: str) -> list:
    """Return the trend with all moves between the last two days."""
    return [
        *contents.trend(published, segmentation),
        part("heading", "Moves between the last two days", None, 2),
        contents.moves_sentence(published, segmentation),
        contents.moves_table(contents.changes(published.moves(segmentation))),
    ]


def failing(published: Published) -> list:
    """Return the checks that do not hold; those that do are many."""
    table, _ = contents.checks(published)
    return [
        part("heading", "Checks of the data", None, 2),
        contents.warnings(published),
        table,
    ]


def html(published: Published, segmentation: str) -> str:
    """Return the report of one segmentation as one page of HTML."""
    sections = [
        contents.overview(published, segmentation),
        *(
            contents.segment(published, segmentation, segment_id)
            for segment_id in published.names(segmentation)
        ),
        *([trend(published, segmentation)] if published.moves(segmentation) else []),
        [*contents.how_sure(published, segmentation), *failing(published)],
    ]
    return ENVIRONMENT.get_template("report.html.j2").render(
        title=words.title(segmentation),
        style=STYLE,
        sections=[[drawn(piece) for piece in pieces if piece] for pieces in sections],
    )


def write_pdf(pages: list[Path]) -> None:
    """Print HTML files beside them as PDF."""
    try:
        from weasyprint import HTML
    except OSError as error:
        needed = "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0"
        said = str(error).splitlines()[0]
        sys.exit(f"No PDF is written: WeasyPrint needs the Pango library ({needed}): {said}")
    for page in pages:
        path = page.with_suffix(".pdf")
        HTML(page).write_pdf(path)
        print(path)


def main() -> None:
    """Write every report asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("segmentation", nargs="*")
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--folder", type=Path, default=Path("reports"))
    arguments = parser.parse_args()
    if not arguments.file.exists():
        parser.error(f"{arguments.file.name} is missing: `make build` publishes it")
    published = Published(arguments.file)
    known = published.segmentations()
    unknown = set(arguments.segmentation) - set(known)
    if unknown:
        parser.error(f"no segmentation {sorted(unknown)}; there are {known}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted(arguments.folder.glob("*.html")):
        if path.stem not in known:
            print(f"{path} is of a segmentation that the file does not have")
    for name in arguments.segmentation or known:
        path = arguments.folder / f"{name}.html"
        try:
            path.write_text(html(published, name), encoding="utf-8")
        except InTheLakeError as error:
            parser.error(str(error))
        written.append(path)
        print(path)
    write_pdf(written)


if __name__ == "__main__":
    main()
