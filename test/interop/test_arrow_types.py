"""Columns of every type pass from Arrow to Arrow unchanged."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from command import refusal, smooth
from every_type import every_type
from samples import assert_same_table, read_ipc, write_ipc

COLUMNS = every_type()
LABELS = pa.array(["cat", "dog", "cat", "cow", "dog", "cat"])


@pytest.fixture(scope="module")
def every_table():
    """All columns side by side."""
    return pa.table({**COLUMNS, "label": LABELS})


def assert_passes(table, source, out, *options):
    smooth(source, out, *options)
    assert_same_table(read_ipc(out).drop_columns(["soft_target"]).replace_schema_metadata(), table)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_passes_in_batches_cut_anew(tmp_path, name):
    batch = pa.record_batch({name: COLUMNS[name], "label": LABELS})
    batches = [batch, batch.slice(1, 4), batch.slice(3), batch, batch.slice(2, 1), batch]
    write_ipc(batches, tmp_path / "in.arrow")
    table = pa.Table.from_batches(batches)
    assert_passes(table, tmp_path / "in.arrow", tmp_path / "out.arrow", "--chunk-rows", 4)


@pytest.mark.parametrize("source", ["in.arrow", "in.arrows"])
@pytest.mark.parametrize("out", ["out.arrow", "out.arrows"])
def test_all_columns_pass_between_file_and_stream(every_table, tmp_path, source, out):
    write_ipc(every_table.to_batches(), tmp_path / source)
    assert_passes(every_table, tmp_path / source, tmp_path / out)


@pytest.mark.parametrize("codec", ["lz4", "zstd"])
def test_all_columns_pass_out_of_compressed_buffers(every_table, tmp_path, codec):
    options = pa.ipc.IpcWriteOptions(compression=codec)
    write_ipc(every_table.to_batches(), tmp_path / "in.arrow", options)
    assert_passes(every_table, tmp_path / "in.arrow", tmp_path / "out.arrow")


def test_all_columns_pass_through_standard_input_and_output(every_table, tmp_path):
    write_ipc(every_table.to_batches(), tmp_path / "in.arrows")
    output = smooth("-", input=(tmp_path / "in.arrows").read_bytes())
    table = pa.ipc.open_stream(output).read_all()
    assert_same_table(table.drop_columns(["soft_target"]).replace_schema_metadata(), every_table)


def test_no_rows_of_all_columns_pass(every_table, tmp_path):
    empty = every_table.slice(0, 0)
    write_ipc([every_table.to_batches()[0].slice(0, 0)], tmp_path / "in.arrow")
    options = ["--classes", "cat,cow,dog"]
    assert_passes(empty, tmp_path / "in.arrow", tmp_path / "out.arrow", *options)
    assert read_ipc(tmp_path / "out.arrow").schema.field("soft_target").type == pa.list_(
        pa.float32(), 3
    )


def test_the_only_offset_of_a_column_without_rows_need_not_be_zero(tmp_path):
    empty = pa.ListArray.from_arrays(pa.array([1], pa.int32()), pa.array([7, 8]))
    batch = pa.record_batch({"x": empty, "label": pa.array([], pa.string())})
    write_ipc([batch], tmp_path / "in.arrow")
    table = pa.Table.from_batches([batch])
    assert_passes(table, tmp_path / "in.arrow", tmp_path / "out.arrow", "--classes", "a,b")


def test_names_metadata_and_nullability_of_fields_pass(tmp_path):
    fields = [
        pa.field("a.b", pa.int8(), nullable=False, metadata={"unit": "m", "": ""}),
        pa.field("", pa.list_(pa.field("ä", pa.int8(), nullable=False, metadata={"k": "v"}))),
        pa.field("label", pa.string(), nullable=False),
    ]
    schema = pa.schema(fields, metadata={"made by": "a test", "ключ": "значение"})
    batch = pa.record_batch(
        [pa.array([1, 2], pa.int8()), pa.array([[1], None], fields[1].type), ["a", "b"]], schema
    )
    write_ipc([batch], tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow")
    found = read_ipc(tmp_path / "out.arrow").schema
    for expected in schema:
        assert found.field(expected.name).equals(expected, check_metadata=True)
    assert schema.metadata.items() <= found.metadata.items()


@pytest.mark.parametrize(
    "storage, extension",
    [
        (pa.array([b"0123456789abcdef", None], pa.binary(16)), pa.uuid()),
        (pa.array(['{"a": 1}', None]), pa.json_()),
        (
            pa.array([[1.0, 2.0], [3.0, 4.0]], pa.list_(pa.float32(), 2)),
            pa.fixed_shape_tensor(pa.float32(), [2]),
        ),
        (pa.array([True, None]).cast(pa.int8()), pa.bool8()),
    ],
    ids=["uuid", "json", "fixed_shape_tensor", "bool8"],
)
def test_extension_types_pass(tmp_path, storage, extension):
    table = pa.table({"x": pa.ExtensionArray.from_storage(extension, storage), "label": ["a", "b"]})
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    assert_passes(table, tmp_path / "in.arrow", tmp_path / "out.arrow")


@pytest.mark.parametrize(
    "values, name",
    [
        (pa.array([[1], None], pa.list_view(pa.int8())), "list-view"),
        (pa.array([[1], None], pa.large_list_view(pa.int8())), "large list-view"),
        (pc.run_end_encode(pa.array([1, 1])), "run-end-encoded"),
    ],
)
def test_other_types_are_refused_by_name(tmp_path, values, name):
    table = pa.table({"x": values, "label": ["a", "b"]})
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    error = refusal(tmp_path / "in.arrow", tmp_path / "out.arrow")
    assert error["code"] == "UNSUPPORTED_TYPE"
    assert error["column"] == "x"
    assert name in error["message"]
    assert not (tmp_path / "out.arrow").exists()


def test_the_bits_of_floats_pass(tmp_path):
    bits = np.array([0x7FF8DEADBEEF0001, 0xFFF0000000000001, 0x8000000000000000, 1], np.uint64)
    table = pa.table({"x": bits.view(np.float64), "label": list("abab")})
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow")
    passed = read_ipc(tmp_path / "out.arrow")["x"].to_numpy()
    np.testing.assert_array_equal(passed.view(np.uint64), bits)
