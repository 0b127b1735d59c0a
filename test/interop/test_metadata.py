"""What the schema's metadata says of the classes, and who reads it."""

import json

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.feather
import pytest

from command import smooth

TRAIN = "id,label\n1,b\n2,a\n3,b\n4,b\n"
COUNTS = [{"name": "a", "count": 1}, {"name": "b", "count": 3}, {"name": "c", "count": 0}]


@pytest.fixture
def train(tmp_path):
    path = tmp_path / "train.csv"
    path.write_text(TRAIN)
    return path


def metadata_of(path):
    """What `smooth_dataset` says in the schema that pyarrow reads."""
    opened = pa.ipc.open_stream if path.suffix == ".arrows" else pa.ipc.open_file
    with pa.OSFile(str(path), "rb") as file:
        return json.loads(opened(file).schema.metadata[b"smooth_dataset"])


@pytest.mark.parametrize(
    "options, classes",
    [
        (["--classes", "a,b,c"], COUNTS),
        ([], COUNTS[:2]),
        (["--classes", "a,b,c", "--layout", "none", "--codes", "code"], COUNTS),
        (["--classes", "a,b,c", "--chunk-rows", "1"], COUNTS),
    ],
    ids=str,
)
def test_a_file_has_the_counts_of_its_rows(train, tmp_path, options, classes):
    out = tmp_path / "out.arrow"
    smooth(train, out, *options)
    assert metadata_of(out)["classes"] == classes


def test_a_file_has_the_counts_of_class_indices(tmp_path):
    (tmp_path / "in.csv").write_text("id,label\n1,2\n2,0\n3,2\n")
    smooth(tmp_path / "in.csv", tmp_path / "out.arrow", "--num-classes", "3")
    counts = [each["count"] for each in metadata_of(tmp_path / "out.arrow")["classes"]]
    assert counts == [1, 0, 2]


def test_every_reader_of_files_reads_a_file_with_counts(train, tmp_path):
    out = tmp_path / "out.arrow"
    smooth(train, out, "--classes", "a,b,c", "--codes", "code")
    for schema in [
        pa.dataset.dataset(out, format="ipc").schema,
        pa.feather.read_table(out).schema,
    ]:
        assert json.loads(schema.metadata[b"smooth_dataset"])["classes"] == COUNTS
    ids = [1, 2, 3, 4]
    assert pl.read_ipc(out)["id"].to_list() == ids
    assert pl.scan_ipc(out).collect()["id"].to_list() == ids
    assert pd.read_feather(out)["id"].tolist() == ids
    table = pa.feather.read_table(out)
    with duckdb.connect() as connection:
        connection.register("data", table)
        assert connection.execute("SELECT list(id) FROM data").fetchall() == [(ids,)]
    loaded = datasets.load_dataset(
        "arrow", data_files=str(out), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert loaded["id"][:] == ids
    assert loaded.features["code"] == datasets.ClassLabel(names=["a", "b", "c"])


def test_a_stream_has_the_names_alone(train, tmp_path):
    out = tmp_path / "out.arrows"
    smooth(train, out, "--classes", "a,b,c")
    assert metadata_of(out)["classes"] == [{"name": "a"}, {"name": "b"}, {"name": "c"}]


def test_counts_of_the_training_data_come_along(train, tmp_path):
    validation = tmp_path / "validation.csv"
    validation.write_text("id,label\n9,c\n")
    smooth(train, tmp_path / "train.arrow", "--classes", "a,b,c")
    smooth(validation, tmp_path / "val.arrow", "--classes", f"@{tmp_path / 'train.arrow'}")
    assert metadata_of(tmp_path / "val.arrow")["classes"] == COUNTS
    smooth(train, tmp_path / "again.arrows", "--classes", f"@{tmp_path / 'val.arrow'}")
    assert metadata_of(tmp_path / "again.arrows")["classes"] == COUNTS


def test_soft_targets_have_no_counts(tmp_path):
    (tmp_path / "in.csv").write_text("p_a,p_b\n0.5,0.5\n1,0\n")
    smooth(tmp_path / "in.csv", tmp_path / "out.arrow", "--soft", "p_*")
    assert metadata_of(tmp_path / "out.arrow")["classes"] == [{"name": "a"}, {"name": "b"}]
