"""The last column is the label, unless it holds fractional numbers."""

import numpy as np
import pyarrow as pa
import pytest

from command import refusal, smooth
from samples import write_ipc

HALF = np.array([1, 2.5, 0], np.float16)
FRACTIONS = {
    "float64": pa.array([1.0, 2.0, 2.5]),
    "float32": pa.array([1.0, None, 0.1], pa.float32()),
    "float16": pa.array(HALF, pa.float16()),
    "dictionary": pa.array([1.5, 2.0, 1.5]).dictionary_encode(),
}
WHOLE = {
    "float64": pa.array([1.0, 2.0, -0.0]),
    "float16": pa.array(HALF.round(), pa.float16()),
    "dictionary": pa.array([3.0, 2.0, 3.0]).dictionary_encode(),
    "int8": pa.array([1, 2, 2], pa.int8()),
}
SOURCES = ["in.arrow", "in.arrows"]


def write(column, path):
    write_ipc([pa.record_batch({"id": [1, 2, 3], "v": column})], path)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("kind", FRACTIONS)
@pytest.mark.parametrize("options", [[], ["--classes", "1,2"]], ids=["learned", "given"])
def test_fractions_are_no_label(tmp_path, source, kind, options):
    write(FRACTIONS[kind], tmp_path / source)
    error = refusal(tmp_path / source, tmp_path / "out.csv", *options)
    assert (error["code"], error["kind"], error["column"]) == ("NO_LABEL", "usage", "v")
    stream = (tmp_path / source).read_bytes()
    error = refusal("-", tmp_path / "out.csv", *options, input=stream)
    assert error["code"] == "NO_LABEL"


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("kind", WHOLE)
def test_whole_numbers_are(tmp_path, source, kind):
    write(WHOLE[kind], tmp_path / source)
    smooth(tmp_path / source, tmp_path / "out.arrow")
    stream = (tmp_path / source).read_bytes()
    smooth("-", tmp_path / "out.arrow", "--classes", "0,1,2,3", input=stream)


@pytest.mark.parametrize("options", [[], ["--classes", "0,1"]], ids=["learned", "given"])
@pytest.mark.parametrize("rows", [1, 300_000])
def test_a_fraction_is_found_behind_batches_without_any(tmp_path, rows, options):
    """300,000 rows are a record batch of 4.8 MB: more than is looked at of a pipe at first."""
    schema = pa.schema([("id", pa.int64()), ("v", pa.float64())])
    values = np.zeros(rows)
    values[-1] = 0.5
    batches = [
        pa.record_batch([[], []], schema=schema),
        pa.record_batch([np.arange(rows), values], schema=schema),
    ]
    write_ipc(batches, tmp_path / "in.arrows")
    assert refusal(tmp_path / "in.arrows", tmp_path / "out.csv", *options)["code"] == "NO_LABEL"
    stream = (tmp_path / "in.arrows").read_bytes()
    assert refusal("-", tmp_path / "out.csv", *options, input=stream)["code"] == "NO_LABEL"


@pytest.mark.parametrize("source", SOURCES)
def test_a_label_that_is_named_may_be_anything(tmp_path, source):
    write(FRACTIONS["float64"], tmp_path / source)
    error = refusal(tmp_path / source, tmp_path / "out.csv", "--label", "v")
    assert (error["code"], error["kind"]) == ("FRACTIONAL_LABEL", "data")
