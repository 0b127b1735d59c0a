"""The ways targets are laid out in Arrow."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from command import smooth
from samples import CLASSES, assert_same_targets, read_ipc, smoothed, target_rows

K = len(CLASSES)
DTYPES = {"float16": pa.float16(), "float32": pa.float32(), "float64": pa.float64()}


@pytest.mark.parametrize("dtype", DTYPES)
def test_list_holds_the_targets_of_each_row(small, tmp_path, dtype):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--layout", "list", "--dtype", dtype)
    table = read_ipc(out)
    table.validate(full=True)
    assert table.schema.field("soft_target").type == pa.list_(pa.field("item", DTYPES[dtype]))
    expected = smoothed(small.codes, K, dtype=dtype)
    assert_same_targets(target_rows(table["soft_target"], K), expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_columns_hold_the_targets_of_each_class(small, tmp_path, dtype):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--layout", "columns", "--dtype", dtype, "--target-name", "q")
    table = read_ipc(out)
    table.validate(full=True)
    names = [f"q_{name}" for name in CLASSES]
    assert table.schema.names == [*small.table.schema.names, *names]
    assert [table.schema.field(name).type for name in names] == [DTYPES[dtype]] * K
    actual = np.stack([table[name].to_numpy() for name in names], axis=1)
    assert_same_targets(actual, smoothed(small.codes, K, dtype=dtype))


def test_none_leaves_the_columns_and_the_class_index(small, tmp_path):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--layout", "none", "--codes", "code")
    table = read_ipc(out)
    assert table.schema.names == [*small.table.schema.names, "code"]
    assert table.schema.field("code").type == pa.int64()
    np.testing.assert_array_equal(table["code"].to_numpy(), small.codes)


def test_polars_reads_lists_and_columns(small, tmp_path):
    for layout in ["list", "columns"]:
        smooth(small.path, tmp_path / f"{layout}.arrow", "--layout", layout)
    lists = pl.read_ipc(tmp_path / "list.arrow")
    columns = pl.read_ipc(tmp_path / "columns.arrow")
    assert lists.schema["soft_target"] == pl.List(pl.Float32)
    expected = smoothed(small.codes, K)
    assert_same_targets(np.array(lists["soft_target"].to_list(), np.float32), expected)
    assert_same_targets(columns.select(pl.col("^soft_target_.*$")).to_numpy(), expected)


def test_kept_and_dropped_columns(small, tmp_path):
    smooth(small.path, tmp_path / "kept.arrow", "--keep", "utc,id")
    smooth(small.path, tmp_path / "dropped.arrow", "--drop", "flag..at,label")
    kept = read_ipc(tmp_path / "kept.arrow").drop_columns(["soft_target"])
    dropped = read_ipc(tmp_path / "dropped.arrow").drop_columns(["soft_target"])
    assert kept.equals(small.table.select(["id", "utc"]))
    assert dropped.equals(small.table.select(["id", "x", "gap", "utc"]))
