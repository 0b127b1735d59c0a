"""Dictionaries that change within a stream: replaced, or grown by deltas."""

import numpy as np
import pyarrow as pa
import pytest

from command import smooth
from samples import assert_same_targets, read_ipc, smoothed, target_rows, write_ipc

NUMBERS = ["one", "two", "three", "four"]


def dictionary_batch(indices, values, labels):
    color = pa.DictionaryArray.from_arrays(pa.array(indices, pa.int8()), pa.array(values))
    label = pa.array(labels).dictionary_encode()
    return pa.record_batch({"color": color, "label": label, "n": list(range(len(indices)))})


REPLACED = [
    dictionary_batch([0, 1, None], ["red", "green"], ["b", "a", "b"]),
    dictionary_batch([1, 0, 1], ["blue", "red"], ["a", "c", "c"]),
    dictionary_batch([2, None, 0], ["green", None, "grey"], ["c", "c", "b"]),
]

GROWN = [
    dictionary_batch([0, 1, 0], NUMBERS[:2], ["a", "b", "a"]),
    dictionary_batch([2, 0, 1], NUMBERS[:3], ["b", "a", "c"]),
    dictionary_batch([3, 2, None], NUMBERS, ["a", "a", "c"]),
]


def write_deltas(batches, path):
    write_ipc(batches, path, pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True))


def delta_count(path):
    with open(path, "rb") as file, pa.ipc.open_stream(file) as reader:
        reader.read_all()
        return reader.stats.num_dictionary_deltas


@pytest.mark.parametrize("batches, write", [(REPLACED, write_ipc), (GROWN, write_deltas)])
@pytest.mark.parametrize("options", [[], ["--chunk-rows", "2"], ["--chunk-rows", "100"]], ids=str)
@pytest.mark.parametrize("out", ["out.arrow", "out.arrows"])
def test_values_pass_whatever_the_dictionary(tmp_path, batches, write, options, out):
    write(batches, tmp_path / "in.arrows")
    smooth(tmp_path / "in.arrows", tmp_path / out, *options)
    table = read_ipc(tmp_path / out)
    table.validate(full=True)
    expected = pa.Table.from_batches(batches)
    for name in expected.schema.names:
        assert table.schema.field(name).type == expected.schema.field(name).type
        assert table[name].to_pylist() == expected[name].to_pylist()


def test_the_grown_stream_has_deltas(tmp_path):
    write_deltas(GROWN, tmp_path / "in.arrows")
    assert delta_count(tmp_path / "in.arrows") > 0


@pytest.mark.parametrize("batches, write", [(REPLACED, write_ipc), (GROWN, write_deltas)])
def test_labels_keep_their_classes_when_the_dictionary_changes(tmp_path, batches, write):
    write(batches, tmp_path / "in.arrows")
    smooth(tmp_path / "in.arrows", tmp_path / "out.arrow", "--codes", "code", "--classes", "c,b,a")
    table = read_ipc(tmp_path / "out.arrow")
    labels = [label for batch in batches for label in batch["label"].to_pylist()]
    codes = np.array(["cba".index(label) for label in labels])
    np.testing.assert_array_equal(table["code"].to_numpy(), codes)
    assert_same_targets(target_rows(table["soft_target"], 3), smoothed(codes, 3))


@pytest.mark.parametrize("batches, write", [(REPLACED, write_ipc), (GROWN, write_deltas)])
def test_learned_classes_hold_for_every_dictionary_of_the_stream(tmp_path, batches, write):
    write(batches, tmp_path / "in.arrows")
    smooth(tmp_path / "in.arrows", tmp_path / "out.arrow", "--layout", "columns")
    table = read_ipc(tmp_path / "out.arrow")
    names = [name for name in table.schema.names if name.startswith("soft_target_")]
    highest = np.argmax(np.stack([table[name].to_numpy() for name in names]), axis=0)
    labels = [label for batch in batches for label in batch["label"].to_pylist()]
    assert sorted(names) == ["soft_target_a", "soft_target_b", "soft_target_c"]
    assert [names[place].removeprefix("soft_target_") for place in highest] == labels


def test_classes_are_the_values_of_an_unchanging_dictionary_in_its_order(tmp_path):
    label = pa.DictionaryArray.from_arrays([1, 0, 1, 2], ["low", "high", "extreme"])
    table = pa.table({"label": label})
    write_ipc(table.to_batches(), tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", "--codes", "code")
    assert read_ipc(tmp_path / "out.arrow")["code"].to_pylist() == [1, 0, 1, 2]
