"""How rows are cut into record batches, and what stays the same whatever the cut."""

import pyarrow as pa
import pytest

from command import smooth
from samples import labelled_table, read_ipc, write_csv, write_ipc


def batch_sizes(path):
    with pa.ipc.open_file(path) as reader:
        return [reader.get_batch(index).num_rows for index in range(reader.num_record_batches)]


def cut(rows, size):
    return [size] * (rows // size) + ([rows % size] if rows % size else [])


@pytest.mark.parametrize("chunk_rows", [1, 7, 1000, 65536])
def test_batches_have_exactly_the_rows_asked_for(small, tmp_path, chunk_rows):
    default, out = tmp_path / "default.arrow", tmp_path / "out.arrow"
    smooth(small.path, default)
    smooth(small.path, out, "--chunk-rows", chunk_rows)
    assert batch_sizes(out) == cut(2_500, chunk_rows)
    assert read_ipc(out).equals(read_ipc(default), check_metadata=True)


def test_large_batches_gather_the_rows_of_many_blocks(tmp_path):
    rows = 70_000
    source, out = tmp_path / "long.csv", tmp_path / "out.arrow"
    source.write_text("n,label\n" + "".join(f"{n},{'ab'[n % 2]}{'x' * 30}\n" for n in range(rows)))
    smooth(source, out, "--chunk-rows", 65536)
    assert batch_sizes(out) == [65536, 4464]
    assert read_ipc(out)["n"].to_pylist() == list(range(rows))


def test_arrow_keeps_the_batches_of_the_input(tmp_path):
    table, _ = labelled_table(100)
    source, out = tmp_path / "in.arrow", tmp_path / "out.arrow"
    write_ipc([table.slice(0, 13).to_batches()[0], table.slice(13).to_batches()[0]], source)
    smooth(source, out)
    assert batch_sizes(out) == [13, 87]


@pytest.mark.parametrize("chunk_rows", [1, 7, 1000])
def test_arrow_batches_are_cut_anew(tmp_path, chunk_rows):
    table, _ = labelled_table(1_500)
    source, out = tmp_path / "in.arrow", tmp_path / "out.arrow"
    write_ipc(table.to_batches(max_chunksize=64), source)
    smooth(source, out, "--chunk-rows", chunk_rows)
    assert batch_sizes(out) == cut(1_500, chunk_rows)
    assert read_ipc(out).drop_columns(["soft_target"]).equals(table)


@pytest.mark.parametrize("chunk_rows", [1, 7, 1000, 65536])
def test_the_bytes_of_csv_do_not_depend_on_the_cut(small, tmp_path, chunk_rows):
    expected = smooth(small.path, "--to", "csv")
    assert smooth(small.path, "--to", "csv", "--chunk-rows", chunk_rows) == expected
    table, _ = labelled_table(500)
    source = tmp_path / "in.arrows"
    write_ipc(table.to_batches(max_chunksize=64), source)
    expected = smooth(source, "--to", "csv")
    write_ipc(table.to_batches(max_chunksize=chunk_rows), source)
    assert smooth(source, "--to", "csv") == expected


def test_several_inputs_are_one_table_in_their_order(tmp_path):
    first, _ = labelled_table(40, seed=1)
    second, _ = labelled_table(60, seed=2)
    write_csv(first, tmp_path / "first.csv")
    write_csv(second, tmp_path / "second.csv")
    out = tmp_path / "out.arrow"
    smooth(tmp_path / "second.csv", tmp_path / "first.csv", "-o", out)
    expected = pa.concat_tables([second, first])
    assert read_ipc(out).drop_columns(["soft_target"]).equals(expected)
