"""What the command writes as Arrow, read by other libraries."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import polars.testing
import pyarrow as pa
import pytest

from command import smooth
from samples import (
    CLASSES,
    assert_same_table,
    assert_same_targets,
    read_ipc,
    smoothed,
    target_rows,
)

K = len(CLASSES)
ARROW_DTYPES = {"float16": pa.float16(), "float32": pa.float32(), "float64": pa.float64()}


@pytest.fixture(scope="module")
def written(large, tmp_path_factory):
    """The Arrow file of the large sample, smoothed by 0.1."""
    path = tmp_path_factory.mktemp("written") / "out.arrow"
    smooth(large.path, path, "--eps", "0.1")
    return path


def test_pyarrow_reads_every_column_and_the_targets(large, written):
    table = read_ipc(written)
    target = table.schema.field("soft_target")
    assert table.schema.names == [*large.table.schema.names, "soft_target"]
    assert target.type == pa.list_(pa.field("item", pa.float32()), K)
    assert target.type.value_field.name == "item"
    assert_same_table(table.drop_columns(["soft_target"]).replace_schema_metadata(), large.table)
    assert_same_targets(target_rows(table["soft_target"], K), smoothed(large.codes, K))


def test_pyarrow_reads_the_stream_as_the_same_table(large, written, tmp_path):
    stream = tmp_path / "out.arrows"
    smooth(large.path, stream, "--eps", "0.1")
    assert read_ipc(stream).equals(read_ipc(written), check_metadata=True)


def test_standard_output_is_the_stream_of_the_same_table(large, written):
    output = smooth("-", "--from", "csv", "--to", "arrow", input=large.path.read_bytes())
    assert pa.ipc.open_stream(output).read_all().equals(read_ipc(written))


@pytest.mark.parametrize("dtype", ["float16", "float64"])
def test_pyarrow_reads_targets_of_other_types(small, tmp_path, dtype):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--dtype", dtype)
    table = read_ipc(out)
    assert table.schema.field("soft_target").type == pa.list_(ARROW_DTYPES[dtype], K)
    expected = smoothed(small.codes, K, dtype=dtype)
    assert_same_targets(target_rows(table["soft_target"], K), expected)


@pytest.mark.parametrize("epsilon", ["0", "0.3", "1"])
def test_targets_are_those_of_numpy_for_each_epsilon(small, tmp_path, epsilon):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--eps", epsilon)
    expected = smoothed(small.codes, K, epsilon=float(epsilon))
    assert_same_targets(target_rows(read_ipc(out)["soft_target"], K), expected)


def test_others_spreads_epsilon_over_the_other_classes(small, tmp_path):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--eps", "0.2", "--method", "others")
    one_hot = np.eye(K)[small.codes]
    expected = (0.8 * one_hot + 0.2 * (1 - one_hot) / (K - 1)).astype(np.float32)
    assert_same_targets(target_rows(read_ipc(out)["soft_target"], K), expected)


def test_polars_reads_the_file(large, written):
    frame = pl.read_ipc(written)
    assert frame.schema["soft_target"] == pl.Array(pl.Float32, K)
    polars.testing.assert_frame_equal(frame.drop("soft_target"), pl.from_arrow(large.table))
    assert_same_targets(frame["soft_target"].to_numpy(), smoothed(large.codes, K))


def test_polars_scans_the_file(large, written):
    frame = pl.scan_ipc(written).collect()
    polars.testing.assert_frame_equal(frame.drop("soft_target"), pl.from_arrow(large.table))


def test_polars_reads_the_stream(large, tmp_path):
    out = tmp_path / "out.arrows"
    smooth(large.path, out)
    frame = pl.read_ipc_stream(out)
    polars.testing.assert_frame_equal(frame.drop("soft_target"), pl.from_arrow(large.table))
    assert_same_targets(frame["soft_target"].to_numpy(), smoothed(large.codes, K))


def test_pandas_reads_the_file_as_feather(large, written):
    frame = pd.read_feather(written)
    pd.testing.assert_frame_equal(frame.drop(columns="soft_target"), large.table.to_pandas())
    assert_same_targets(np.stack(frame["soft_target"]), smoothed(large.codes, K))


def test_duckdb_reads_the_table_through_pyarrow(large, written):
    table = read_ipc(written)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("data", table)
        types = dict(
            connection.execute("SELECT column_name, column_type FROM (DESCRIBE data)").fetchall()
        )
        rows = connection.sql("SELECT * EXCLUDE soft_target FROM data").to_arrow_table()
        targets = connection.execute("SELECT soft_target FROM data").fetchall()
    assert types["soft_target"] == f"FLOAT[{K}]"
    assert rows.cast(large.table.schema).equals(large.table)
    assert_same_targets(np.array(targets, np.float32)[:, 0], smoothed(large.codes, K))
