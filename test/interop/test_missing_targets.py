"""Rows without a target: null for every reader, in every layout."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from command import smooth
from samples import read_ipc

ROWS = [("p", "yes"), ("q", "?"), ("r", "no"), ("s", "?")]
TARGETS = [[0.25, 0.75], None, [0.75, 0.25], None]
LAYOUTS = {
    "fixed-list": {"t": TARGETS},
    "list": {"t": TARGETS},
    "columns": {"t_no": [0.25, None, 0.75, None], "t_yes": [0.75, None, 0.25, None]},
    "positive": {"t": [0.75, None, 0.25, None]},
}


@pytest.fixture(params=["coded", "dense"])
def written(request, tmp_path):
    """Writes the rows in a layout and gives the path."""

    def write(layout, name, *options):
        how = ["--positive", "yes"] if layout == "positive" else ["--layout", layout]
        if request.param == "coded":
            table = pa.table({"id": [row[0] for row in ROWS], "label": [row[1] for row in ROWS]})
            kind = ["--ignore-label", "?", "--classes", "no,yes", "--drop", "label"]
        else:
            no = pa.array([0.0, None, 1.0, None])
            table = pa.table({"id": [row[0] for row in ROWS], "p_no": no, "p_yes": pa.array([1.0, None, 0.0, None])})
            kind = ["--ignore-label", "", "--soft", "p_*", "--drop", "p_*"]
        with pa.OSFile(str(tmp_path / "in.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        smooth(tmp_path / "in.arrow", tmp_path / name, *how, *kind, "--eps", "0.5", "--target-name", "t", *options)
        return tmp_path / name

    return write


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_are_null_in_arrow(written, layout, dtype):
    for chunk in ["1", "3", "4"]:
        path = written(layout, "out.arrow", "--dtype", dtype, "--chunk-rows", chunk)
        table = read_ipc(path)
        table.validate(full=True)
        assert table.to_pydict() == {"id": [row[0] for row in ROWS], **LAYOUTS[layout]}
    assert pl.read_ipc(path).to_dict(as_series=False) == table.to_pydict()
    frame = pd.read_feather(path)
    for name in LAYOUTS[layout]:
        assert frame[name].isna().tolist() == [False, True, False, True]


@pytest.mark.parametrize("layout", ["columns", "positive"])
def test_are_empty_fields_in_csv(written, layout):
    frame = pd.read_csv(written(layout, "out.csv"))
    found = {name: [None if pd.isna(value) else value for value in frame[name]] for name in LAYOUTS[layout]}
    assert found == LAYOUTS[layout]
    fields = "," * len(LAYOUTS[layout])
    assert written(layout, "out.csv").read_text().splitlines()[2] == f"q{fields}"


def test_have_no_line_in_long_rows(written):
    for name in ["out.arrow", "out.csv"]:
        path = written("long", name)
        frame = pd.read_feather(path) if name == "out.arrow" else pd.read_csv(path)
        assert frame.to_dict("list") == {
            "id": ["p", "p", "r", "r"],
            "row": [0, 0, 2, 2],
            "class": ["no", "yes", "no", "yes"],
            "t": [0.25, 0.75, 0.75, 0.25],
        }


def test_have_no_class_index(tmp_path):
    table = pa.table({"id": [row[0] for row in ROWS], "label": [row[1] for row in ROWS]})
    path = tmp_path / "in.csv"
    path.write_text("".join(f"{a},{b}\n" for a, b in [table.column_names, *ROWS]))
    options = ["--ignore-label", "?", "--classes", "no,yes", "--codes", "code", "--layout", "none"]
    smooth(path, tmp_path / "out.arrow", *options)
    assert read_ipc(tmp_path / "out.arrow")["code"].to_pylist() == [1, None, 0, None]
