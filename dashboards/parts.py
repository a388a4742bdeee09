"""The parts of pages and reports as HTML, from templates/parts.html.j2."""

from pathlib import Path

import words
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")
# Text comes from whoever's data it is: autoescape keeps it text.
ENVIRONMENT = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
ENVIRONMENT.globals |= {
    name: getattr(words, name) for name in ("amount", "share", "day", "change", "signed", "at_risk")
}
STYLE = Markup((TEMPLATES / "style.css").read_text())


def part(name: str, *values) -> Markup:
    """Return one part: figures, cards, table, heading or sentence."""
    macro = getattr(ENVIRONMENT.get_template("parts.html.j2").module, name)
    return Markup('<div class="part">{}</div>').format(macro(*values))
