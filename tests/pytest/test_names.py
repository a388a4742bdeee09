"""Nothing downstream of models/customers knows a data set by its name.

YAML is left out: its unit tests give rows of some model, which has to have a name.
"""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
VARS = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
SOURCES = {path.stem.removeprefix("base_") for path in (ROOT / "models/staging").glob("base_*.sql")}
NAMES = {
    *SOURCES,
    *(path.stem for path in (ROOT / "models/customers").glob("*.sql")),
    *(path.stem for path in (ROOT / "seeds").glob("sample_*.csv")),
    *VARS["segmentations"],
} - {
    # Made from whatever customers models are declared.
    "customers_list"
}
# `campaign` is a word of the field, and `small` has none of a mall.
DATA_SET = re.compile(rf"(?<![a-z])(mall(?![a-z])|retail|{'|'.join(sorted(NAMES))})", re.IGNORECASE)
FILES = [
    *(ROOT / "models/features").rglob("*.sql"),
    *(ROOT / "models/clustering").rglob("*.sql"),
    *(ROOT / "models/marts").rglob("*.sql"),
    *(ROOT / "python_models").rglob("*.sql"),
    *(ROOT / "python_models").rglob("*.py"),
    *(ROOT / "src").rglob("*.py"),
]


def named(path: Path) -> set[str]:
    return {found.group() for found in DATA_SET.finditer(path.read_text())}


@pytest.mark.parametrize(
    "path",
    FILES,
    ids=lambda p: p.stem,
)
def test_no_data_set_is_known_by_name(path):
    assert named(path) == set()


def test_the_names_are_those_that_are_shipped():
    assert {"mall_customers", "campaign_customers", "retail_transactions"} <= NAMES
    assert {"retail_customers", "sample_mall_customers", "campaign_engagement"} <= NAMES
    for text in ["stg_mall_customers", "'mall'", "retail_rfm", "Campaign_Engagement", "a mall."]:
        assert DATA_SET.search(text), text
    for text in ["small", "smallest_share", "campaign", "best_campaign", "sample_weight"]:
        assert not DATA_SET.search(text), text
    assert len(FILES) > 50
