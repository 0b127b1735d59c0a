"""The layout `long`: a line for each row and class."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from command import smooth
from every_type import every_type
from samples import CLASSES, assert_same_table, assert_same_targets, read_ipc, smoothed, write_ipc

K = len(CLASSES)


@pytest.mark.parametrize("options", [[], ["--chunk-rows", "777"]], ids=["", "777 lines at a time"])
def test_lines_repeat_the_columns_of_their_rows(large, tmp_path, options):
    smooth(large.path, tmp_path / "rows.arrow")
    smooth(large.path, tmp_path / "long.arrow", "--layout", "long", "--codes", "code", *options)
    rows, lines = read_ipc(tmp_path / "rows.arrow"), read_ipc(tmp_path / "long.arrow")
    places = np.repeat(np.arange(len(rows)), K)
    columns = large.table.schema.names
    expected = rows.select(columns).take(pa.array(places)).replace_schema_metadata()
    assert_same_table(lines.select(columns).replace_schema_metadata(), expected)
    np.testing.assert_array_equal(lines["row"], places)
    np.testing.assert_array_equal(lines["code"], np.tile(np.arange(K), len(rows)))
    assert lines["class"].to_pylist() == CLASSES * len(rows)
    assert lines.schema.field("weight").type == pa.float32()
    weights = lines["weight"].to_numpy().reshape(-1, K)
    assert_same_targets(weights, smoothed(large.codes, K))
    # The very numbers of the fixed-size list.
    listed = rows["soft_target"].combine_chunks().values.to_numpy().reshape(-1, K)
    np.testing.assert_array_equal(weights, listed)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-6)


def test_lines_of_every_type(tmp_path):
    columns = every_type()
    table = pa.table({**columns, "label": ["a", "b", "c", "a", "b", "c"]})
    # A second batch begins within the arrays.
    batches = pa.concat_tables([table, table.slice(2)]).to_batches()
    write_ipc(batches, tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", "--label", "label", "--layout", "long", "--chunk-rows", "7")
    lines = read_ipc(tmp_path / "out.arrow")
    lines.validate(full=True)
    rows = np.repeat([0, 1, 2, 3, 4, 5, 2, 3, 4, 5], 3)
    assert lines["row"].to_pylist() == np.repeat(np.arange(10), 3).tolist()
    for name, column in columns.items():
        assert lines[name].type == column.type, name
        found = lines[name]
        assert all(found[at].equals(column[row]) for at, row in enumerate(rows.tolist())), name


def test_other_readers_see_the_same_lines(small, tmp_path):
    path = tmp_path / "long.arrow"
    smooth(small.path, path, "--layout", "long", "--keep", "id")
    expected = smoothed(small.codes, K).ravel()
    for weights in [pd.read_feather(path)["weight"].to_numpy(), pl.read_ipc(path)["weight"].to_numpy()]:
        assert_same_targets(weights, expected)
    lines = read_ipc(path)
    sums = duckdb.sql('select "row", sum(weight) as total from lines group by "row" order by 1').fetchnumpy()
    np.testing.assert_allclose(sums["total"], 1, atol=1e-6)
    assert len(sums["total"]) == len(small.codes)


def test_csv_holds_the_same_lines(small, tmp_path):
    smooth(small.path, tmp_path / "long.csv", "--layout", "long", "--keep", "note,label", "--dtype", "float64")
    lines = pd.read_csv(tmp_path / "long.csv", keep_default_na=False)
    assert lines.columns.tolist() == ["note", "label", "row", "class", "weight"]
    assert lines["row"].tolist() == np.repeat(np.arange(len(small.codes)), K).tolist()
    assert lines["class"].tolist() == CLASSES * len(small.codes)
    assert lines["label"].tolist() == [CLASSES[code] for code in np.repeat(small.codes, K)]
    assert_same_targets(lines["weight"].to_numpy(), smoothed(small.codes, K, dtype=np.float64).ravel())
