"""Labelled data with a fixed seed, and what has to become of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

CLASSES = ["apple", "banana, ripe", 'the "best" cherry', "Ähre", "🥝"]
"""In the order of their UTF-8 bytes, which is that of learned classes."""

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("x", pa.float64()),
        ("gap", pa.float64()),
        ("flag", pa.bool_()),
        ("note", pa.string()),
        ("day", pa.date32()),
        ("at", pa.timestamp("us")),
        ("utc", pa.timestamp("us", tz="UTC")),
        ("label", pa.string()),
    ]
)

NOTES = ["plain", "", None, "a,b", 'say "hi"', "two\nlines", "007", " spaced ", "ünï¢ode 🥝", "NA"]


@dataclass(frozen=True)
class Sample:
    """A labelled file, the table its columns are, and the class index of each row."""

    path: Path
    table: pa.Table
    codes: np.ndarray


def labelled_table(rows, seed=7):
    """A table of `SCHEMA` and the class index of each row. Every class occurs from ten rows on."""
    random = np.random.default_rng(seed)
    codes = np.concatenate([np.arange(5), random.integers(0, 5, max(0, rows - 5))])[:rows]
    ids = random.integers(-(2**63), 2**63 - 1, rows)
    xs = random.standard_normal(rows) * 10.0 ** random.integers(-12, 12, rows)
    gaps = np.round(random.standard_normal(rows), 3)
    start = datetime(1969, 12, 31, 23, 59)
    columns = {
        "id": ids.tolist(),
        "x": xs.tolist(),
        "gap": [None if index % 7 == 3 else value for index, value in enumerate(gaps.tolist())],
        "flag": [(True, False, None)[index % 3] for index in range(rows)],
        "note": [NOTES[index % len(NOTES)] for index in range(rows)],
        "day": [date(1969, 12, 1) + timedelta(days=index) for index in range(rows)],
        "at": [start + timedelta(microseconds=7919 * index) for index in range(rows)],
        "utc": [start + timedelta(seconds=86_399 * index) for index in range(rows)],
        "label": [CLASSES[code] for code in codes],
    }
    return pa.table(columns, schema=SCHEMA), codes


def write_csv(table, path):
    """Writes a table as CSV: null is an empty field, the empty string is quoted."""
    lines = [table.schema.names, *(row.values() for row in table.to_pylist())]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.writelines(",".join(map(_cell, line)) + "\n" for line in lines)


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    text = repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, str) and (text == "" or any(mark in text for mark in ',"\n')):
        return '"' + text.replace('"', '""') + '"'
    return text


def smoothed(codes, classes, epsilon=0.1, dtype=np.float32):
    """The smoothed one-hot rows of class indices: computed in float64, cast once."""
    one_hot = np.eye(classes)[codes]
    return ((1 - epsilon) * one_hot + epsilon / classes).astype(dtype)


def target_rows(column, classes):
    """A list column of targets as an array [rows, classes]."""
    values = column.combine_chunks().flatten()
    return values.to_numpy(zero_copy_only=False).reshape(-1, classes)


def assert_same_targets(actual, expected):
    """Each value is the expected one or its neighbour in its own type."""
    assert actual.shape == expected.shape
    np.testing.assert_array_max_ulp(actual, expected, maxulp=1)


def assert_same_table(actual, expected):
    """Equal types, names, order and values, in a layout that holds what Arrow demands."""
    actual.validate(full=True)
    assert actual.schema.equals(expected.schema), f"{actual.schema}\n\n{expected.schema}"
    assert actual.equals(expected), "the values differ"


def read_ipc(path):
    """A table from an Arrow file or stream, by extension."""
    opened = pa.ipc.open_stream if str(path).endswith(".arrows") else pa.ipc.open_file
    with pa.OSFile(str(path), "rb") as file:
        return opened(file).read_all()


def write_ipc(batches, path, options=None):
    """Writes record batches as an Arrow file or stream, by extension."""
    opened = pa.ipc.new_stream if str(path).endswith(".arrows") else pa.ipc.new_file
    with opened(str(path), batches[0].schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)
