import os

import pytest

from command import MAIN
from samples import Sample, labelled_table, write_csv

# Nothing here may ask the network for anything.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"


def pytest_sessionstart():
    if not MAIN.exists():
        pytest.exit("There is no built command: run `npm run build` first.", returncode=2)


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """2,500 rows of CSV."""
    return _sample(tmp_path_factory, 2_500)


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """20,000 rows of CSV: several blocks of input."""
    return _sample(tmp_path_factory, 20_000)


def _sample(tmp_path_factory, rows):
    table, codes = labelled_table(rows)
    path = tmp_path_factory.mktemp("sample") / "sample.csv"
    write_csv(table, path)
    return Sample(path, table, codes)
