"""Values survive the ways between CSV and Arrow."""

import csv
import io
import math
from decimal import Context, Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from command import smooth
from every_type import every_type
from samples import (
    CLASSES,
    SCHEMA,
    assert_same_targets,
    labelled_table,
    read_ipc,
    smoothed,
    target_rows,
    write_ipc,
)

K = len(CLASSES)
UNITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}
"""How many decimals of a second each unit counts."""

AGAIN = ["--layout", "none", "--drop", "soft_target", "--allow-resmooth"]
"""What leaves the columns as they are when a smoothed dataset is read again."""


def csv_rows(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_csv_to_csv_is_read_by_pandas(small, tmp_path):
    out = tmp_path / "out.csv"
    smooth(small.path, out)
    before = pd.read_csv(small.path, keep_default_na=False, dtype=str)
    after = pd.read_csv(out, keep_default_na=False, dtype=str)
    targets = [f"soft_target_{name}" for name in CLASSES]
    pd.testing.assert_frame_equal(after[before.columns], before)
    assert list(after.columns) == [*before.columns, *targets]
    assert_same_targets(after[targets].to_numpy().astype(np.float32), smoothed(small.codes, K))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_targets_in_csv_are_the_shortest_decimals_of_their_type(small, tmp_path, dtype):
    out = tmp_path / "out.csv"
    smooth(small.path, out, "--eps", "0.3", "--dtype", dtype)
    cells = np.array([row[-K:] for row in csv_rows(out.read_bytes())[1:]])
    expected = smoothed(small.codes, K, epsilon=0.3, dtype=dtype)
    assert_same_targets(cells.astype(dtype), expected)
    shortest = [
        np.format_float_positional(value, unique=True, trim="-")
        for value in cells.astype(dtype).flat
    ]
    assert cells.ravel().tolist() == shortest


def test_csv_to_arrow_to_csv_keeps_each_value(small, tmp_path):
    smooth(small.path, tmp_path / "out.arrow")
    smooth(tmp_path / "out.arrow", tmp_path / "again.csv", *AGAIN)
    header, *before = csv_rows(small.path.read_bytes())
    again, *after = csv_rows((tmp_path / "again.csv").read_bytes())
    assert again == header
    assert [row_values(header, row) for row in after] == [row_values(header, row) for row in before]


def row_values(header, row):
    return [cell_value(name, cell) for name, cell in zip(header, row, strict=True)]


def cell_value(name, cell):
    """Numbers and instants can be spelled in several ways."""
    if name in ("x", "gap"):
        return None if cell == "" else float(cell)
    if name in ("at", "utc"):
        return pd.Timestamp(cell)
    return cell


def test_arrow_to_csv_to_arrow_keeps_each_value(tmp_path):
    table, codes = labelled_table(1_000)
    write_ipc(table.to_batches(max_chunksize=300), tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "middle.csv")
    smooth(tmp_path / "middle.csv", tmp_path / "out.arrow", "--drop", "soft_target_*")
    out = read_ipc(tmp_path / "out.arrow")
    assert out.drop_columns(["soft_target"]).cast(SCHEMA).equals(table)
    assert_same_targets(target_rows(out["soft_target"], K), smoothed(codes, K))


def test_null_and_the_empty_string_stay_apart_on_every_way(tmp_path):
    text = 'note,label\n,a\n"",b\n"",a\n,b\n'
    (tmp_path / "in.csv").write_text(text)
    smooth(tmp_path / "in.csv", tmp_path / "out.arrow")
    assert read_ipc(tmp_path / "out.arrow")["note"].to_pylist() == [None, "", "", None]
    smooth(tmp_path / "out.arrow", tmp_path / "again.csv", *AGAIN)
    assert (tmp_path / "again.csv").read_text() == text


def test_floats_that_are_no_numbers_go_through_arrow_and_back(tmp_path):
    (tmp_path / "in.csv").write_text("x,label\n1.5,a\nnan,b\ninf,a\n-inf,b\n-0.0,a\n")
    smooth(tmp_path / "in.csv", tmp_path / "out.arrow")
    values = read_ipc(tmp_path / "out.arrow")["x"].to_pylist()
    assert values[0] == 1.5 and math.isnan(values[1])
    assert values[2:4] == [math.inf, -math.inf]
    assert values[4] == 0 and math.copysign(1, values[4]) == -1
    smooth(tmp_path / "out.arrow", tmp_path / "again.csv", *AGAIN)
    cells = [row[0] for row in csv_rows((tmp_path / "again.csv").read_bytes())]
    assert cells == ["x", "1.5", "NaN", "Infinity", "-Infinity", "-0"]


def test_whole_numbers_of_every_width_are_printed_exactly(tmp_path):
    integers = {
        name: column
        for name, column in every_type().items()
        if "int" in name and pa.types.is_integer(column.type)
    }
    table = pa.table({**integers, "label": list("ababab")})
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    header, *rows = csv_rows(smooth(tmp_path / "in.arrow", "--to", "csv"))
    for name, column in integers.items():
        place = header.index(name)
        expected = ["" if value is None else str(value) for value in column.to_pylist()]
        assert [row[place] for row in rows] == expected


def test_decimals_are_printed_exactly(tmp_path):
    decimals = {name: column for name, column in every_type().items() if name.startswith("decimal")}
    table = pa.table({**decimals, "label": list("ababab")})
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    header, *rows = csv_rows(smooth(tmp_path / "in.arrow", "--to", "csv"))
    for name, column in decimals.items():
        place = header.index(name)
        expected = ["" if value is None else str(value) for value in column.to_pylist()]
        assert [row[place] for row in rows] == expected


@pytest.mark.parametrize("unit, digits", UNITS.items())
def test_spans_and_instants_are_printed_exactly(tmp_path, unit, digits):
    random = np.random.default_rng(digits)
    ticks = [0, 1, -1, 2**63 - 1, 1 - 2**63, *random.integers(-(2**63), 2**63 - 1, 200).tolist()]
    table = pa.table(
        {
            "span": pa.array(ticks, pa.duration(unit)),
            "instant": pa.array(ticks, pa.timestamp(unit, "UTC")),
            "label": ["a"] * len(ticks),
        }
    )
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    _, *rows = csv_rows(smooth(tmp_path / "in.arrow", "--to", "csv", "--layout", "none"))
    assert [row[0] for row in rows] == [iso_span(tick, digits) for tick in ticks]
    assert [row[1].split("T")[1] for row in rows] == [iso_clock(tick, digits) for tick in ticks]


def iso_span(ticks, digits):
    seconds = Decimal(abs(ticks)).scaleb(-digits, Context(prec=40)).normalize(Context(prec=40))
    return f"{'-' if ticks < 0 else ''}PT{seconds:f}S"


def iso_clock(ticks, digits):
    seconds, rest = divmod(ticks, 10**digits)
    hours, minutes, second = seconds // 3600 % 24, seconds // 60 % 60, seconds % 60
    fraction = f"{rest:0{digits}}".rstrip("0") if rest else ""
    return f"{hours:02}:{minutes:02}:{second:02}{'.' if fraction else ''}{fraction}Z"


@pytest.mark.parametrize("out", ["out.arrow", "out.arrows"])
def test_a_header_alone_gives_a_valid_table_without_rows(tmp_path, out):
    (tmp_path / "in.csv").write_text("id,x,label\n")
    smooth(tmp_path / "in.csv", tmp_path / out, "--classes", "a,b", "--types", "id=int64,x=float64")
    table = read_ipc(tmp_path / out)
    table.validate(full=True)
    assert table.num_rows == 0
    fields = [("id", pa.int64()), ("x", pa.float64()), ("label", pa.string())]
    assert table.schema.equals(pa.schema([*fields, ("soft_target", pa.list_(pa.float32(), 2))]))


def test_soft_targets_are_smoothed_again(tmp_path):
    random = np.random.default_rng(5)
    soft = random.dirichlet(np.ones(4), 300)
    names = [f"p_{name}" for name in "abcd"]
    pd.DataFrame(soft, columns=names).to_csv(tmp_path / "in.csv", index=False)
    smooth(
        tmp_path / "in.csv",
        tmp_path / "out.arrow",
        "--soft",
        "p_*",
        "--eps",
        "0.2",
        "--dtype",
        "float64",
    )
    out = read_ipc(tmp_path / "out.arrow")
    np.testing.assert_allclose(target_rows(out["soft_target"], 4), 0.8 * soft + 0.2 / 4, rtol=1e-15)
    np.testing.assert_array_equal(out.select(names).to_pandas().to_numpy(), soft)


def test_a_list_column_of_soft_targets_is_smoothed(tmp_path):
    soft = np.random.default_rng(6).dirichlet(np.ones(3), 50)
    column = pa.FixedSizeListArray.from_arrays(pa.array(soft.ravel()), 3)
    write_ipc([pa.record_batch({"q": column})], tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", "--soft", "q", "--dtype", "float64")
    out = read_ipc(tmp_path / "out.arrow")
    np.testing.assert_allclose(target_rows(out["soft_target"], 3), 0.9 * soft + 0.1 / 3, rtol=1e-15)
