"""Rows of several labels: cells as pandas splits them, lists as pyarrow and polars write them."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather

from command import smooth

ROWS = [["drama", "comedy"], [], ["comedy"], ["western", "a longer name"], ["drama", "drama"]]
CLASSES = ["a longer name", "comedy", "drama", "western"]
HOT = np.array([[float(name in row) for name in CLASSES] for row in ROWS])

TEXTS = pa.list_(pa.string())
LISTS = {
    "list": pa.array(ROWS, TEXTS),
    "large list of large text": pa.array(ROWS, pa.large_list(pa.large_string())),
    "list of views": pa.array(ROWS, pa.list_(pa.string_view())),
    "list of a dictionary": pa.ListArray.from_arrays(
        pa.array(ROWS, TEXTS).offsets,
        pa.DictionaryArray.from_arrays(
            pa.array([CLASSES.index(name) for row in ROWS for name in row], pa.int8()), CLASSES
        ),
    ),
    "list that begins late": pa.array([["x", "y"], *ROWS], TEXTS).slice(1),
    "text": pa.array(["|".join(row) for row in ROWS]),
    "dictionary of text": pa.array(["|".join(row) for row in ROWS]).dictionary_encode(),
}


def targets(path):
    column = feather.read_table(path)["soft_target"].combine_chunks()
    return column.values.to_numpy().reshape(len(column), -1)


@pytest.mark.parametrize("kind", LISTS)
def test_arrow_of_every_form(tmp_path, kind):
    table = pa.table({"id": range(len(ROWS)), "tags": LISTS[kind]})
    feather.write_feather(table, tmp_path / "in.arrow", compression="uncompressed")
    options = ["--multi-label", "--label", "tags", "--eps", "0.25", "--dtype", "float64"]
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", *options)
    np.testing.assert_array_equal(targets(tmp_path / "out.arrow"), HOT * 0.75 + 0.125)
    assert feather.read_table(tmp_path / "out.arrow").drop_columns("soft_target").equals(table)


def test_lists_of_polars(tmp_path):
    pl.DataFrame({"tags": ROWS}).write_ipc(tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", "--multi-label", "--eps", "0")
    np.testing.assert_array_equal(targets(tmp_path / "out.arrow"), HOT)


def test_cells_as_pandas_splits_them(tmp_path):
    cells = ["b|a", "", "a||a|", " a|b", "|", "a|ä", "A", 'say "a"|b, c']
    frame = pd.DataFrame({"tags": pd.Series(cells, dtype=object)})
    frame.to_csv(tmp_path / "in.csv", index_label="id")
    smooth(tmp_path / "in.csv", tmp_path / "out.csv", "--multi-label", "--label", "tags", "--eps", "0")
    written = pd.read_csv(tmp_path / "out.csv").filter(like="soft_target_")
    dummies = frame.tags.str.get_dummies("|")
    names = sorted(dummies.columns, key=str.encode)
    assert list(written.columns) == [f"soft_target_{name}" for name in names]
    np.testing.assert_array_equal(written.to_numpy(), dummies[names].to_numpy())


def test_missing_lists_are_ignored_where_that_is_asked_for(tmp_path):
    table = pa.table({"tags": pa.array([["b", "a"], None, []], TEXTS)})
    feather.write_feather(table, tmp_path / "in.arrow", compression="uncompressed")
    options = ["--multi-label", "--ignore-label", "", "--eps", "0.5"]
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", *options)
    written = feather.read_table(tmp_path / "out.arrow")["soft_target"].to_pylist()
    assert written == [[0.75, 0.75], None, [0.25, 0.25]]
