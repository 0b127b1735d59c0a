"""Columns that cannot be written may be left out: of types that are not read, and of doubled names."""

import re
import shlex

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from command import refusal, smooth
from samples import read_ipc, write_ipc

VIEWS = pa.array([["a long text in a view", None], None, []], pa.list_view(pa.string_view()))
RUNS = pc.run_end_encode(pa.array(["x", "x", None]))
UNSUPPORTED = {
    "list-view": VIEWS,
    "large-list-view": pa.array([[1], None, [2, 3]], pa.large_list_view(pa.int8())),
    "run-end-encoded": RUNS,
    "in-struct": pa.StructArray.from_arrays([RUNS, VIEWS], ["runs", "views"]),
    "in-list": pa.FixedSizeListArray.from_arrays(pa.concat_arrays([VIEWS, VIEWS]), 2),
    "in-dictionary": pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.int8()), VIEWS),
}
OTHERS = {
    "view": pa.array(["another long text in a view", None, "y"], pa.string_view()),
    "word": pa.array(["a", "b", "a"]).dictionary_encode(),
    "label": pa.array(["b", "a", "b"]),
}


def hinted(error):
    """The options that the hint of an error says, as a shell takes them."""
    return shlex.split(re.search(r"--drop ('.*?'(?= *\.)|[^ ]*[^ .])", error["hint"]).group())


@pytest.mark.parametrize("kind", UNSUPPORTED)
@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize("source, codec", [("in.arrow", None), ("in.arrows", "zstd")])
def test_a_column_of_a_type_that_is_not_read_can_be_dropped(tmp_path, kind, place, source, codec):
    table = pa.table(OTHERS).add_column(place, "my column", UNSUPPORTED[kind])
    options = pa.ipc.IpcWriteOptions(compression=codec)
    write_ipc(table.to_batches() * 2, tmp_path / source, options)
    error = refusal(tmp_path / source, tmp_path / "out.arrow")
    assert (error["code"], error["column"]) == ("UNSUPPORTED_TYPE", "my column")
    assert error["file"].endswith(source)
    assert hinted(error) == ["--drop", "my column"]
    smooth(tmp_path / source, tmp_path / "out.arrow", *hinted(error))
    written = read_ipc(tmp_path / "out.arrow").drop_columns("soft_target")
    expected = pa.concat_tables([pa.table(OTHERS)] * 2)
    assert written.schema.names == list(OTHERS)
    assert written.to_pylist() == expected.to_pylist()


def test_the_same_column_can_be_dropped_on_stdin_and_for_csv(tmp_path):
    table = pa.table({"v": VIEWS, "n": [1, 2, 3], "label": ["b", "a", "b"]})
    write_ipc(table.to_batches(), tmp_path / "in.arrows")
    stream = (tmp_path / "in.arrows").read_bytes()
    expected = smooth(tmp_path / "in.arrows", "--drop", "v", "--to", "csv")
    assert expected.startswith(b"n,label,soft_target_a,soft_target_b\n1,b,")
    assert smooth("-", "--drop", "v", "--to", "csv", input=stream) == expected
    assert smooth("-", "--keep", "n,label", "--to", "csv", input=stream) == expected


@pytest.mark.parametrize("source", ["in.arrow", "in.arrows", "in.csv"])
@pytest.mark.parametrize("name", ["a", "a b", "a,b", "p*", "it's", "a..b"])
def test_columns_of_a_doubled_name_can_be_dropped(tmp_path, source, name):
    if source == "in.csv":
        (tmp_path / source).write_text(f'"{name}",n,"{name}",label\n1,2,3,x\n4,5,6,y\n')
    else:
        arrays = [pa.array(values) for values in ([1, 4], [2, 5], [3, 6], ["x", "y"])]
        batch = pa.record_batch(arrays, [name, "n", name, "label"])
        write_ipc([batch], tmp_path / source)
    error = refusal(tmp_path / source, tmp_path / "out.arrow")
    assert (error["code"], error["column"]) == ("DOUBLED_COLUMN", name)
    smooth(tmp_path / source, tmp_path / "out.arrow", *hinted(error))
    written = read_ipc(tmp_path / "out.arrow").drop_columns("soft_target")
    assert written.to_pydict() == {"n": [2, 5], "label": ["x", "y"]}
    smooth(tmp_path / source, tmp_path / "kept.arrow", "--keep", "n")
    assert read_ipc(tmp_path / "kept.arrow").column_names == ["n", "soft_target"]


@pytest.mark.parametrize("source", ["in.arrow", "in.csv"])
@pytest.mark.parametrize("target", ["out.arrow", "out.csv"])
def test_one_of_a_doubled_name_can_be_dropped_by_a_range(tmp_path, source, target):
    if source == "in.csv":
        (tmp_path / source).write_text("a,n,a,m,label\n1,2,3,4,x\n")
    else:
        arrays = [pa.array([value]) for value in (1, 2, 3, 4, "x")]
        write_ipc([pa.record_batch(arrays, ["a", "n", "a", "m", "label"])], tmp_path / source)
    smooth(tmp_path / source, tmp_path / target, "--drop", "n..m")
    if target == "out.csv":
        assert (tmp_path / target).read_text() == "a,label,soft_target_x\n1,x,1\n"
    else:
        written = read_ipc(tmp_path / target).drop_columns("soft_target")
        assert written.to_pydict() == {"a": [1], "label": ["x"]}


@pytest.mark.parametrize("source", ["in.arrow", "in.csv"])
@pytest.mark.parametrize("options", [[], ["--label", "a"], ["--label", "b", "--keep", "a"]])
def test_a_doubled_name_cannot_be_selected(tmp_path, source, options):
    if source == "in.csv":
        (tmp_path / source).write_text("b,a,a\nx,1,y\n")
    else:
        arrays = [pa.array([value]) for value in ("x", "1", "y")]
        write_ipc([pa.record_batch(arrays, ["b", "a", "a"])], tmp_path / source)
    error = refusal(tmp_path / source, tmp_path / "out.csv", *options)
    assert (error["code"], error["column"]) == ("DOUBLED_COLUMN", "a")


def test_columns_without_a_name_stay_behind_where_others_are_kept(tmp_path):
    (tmp_path / "in.csv").write_text("n,label,,\n1,x,,\n2,y,,\n")
    error = refusal(tmp_path / "in.csv", tmp_path / "out.arrow")
    assert (error["code"], error["column"]) == ("DOUBLED_COLUMN", "")
    assert "--keep" in error["hint"]
    smooth(tmp_path / "in.csv", tmp_path / "out.arrow", "--keep", "n,label")
    assert read_ipc(tmp_path / "out.arrow").column_names == ["n", "label", "soft_target"]


def test_all_columns_of_a_doubled_name_go_from_arrow_to_csv(tmp_path):
    arrays = [pa.array([value]) for value in (1, 2, "x")]
    write_ipc([pa.record_batch(arrays, ["a", "a", "label"])], tmp_path / "in.arrow")
    output = smooth(tmp_path / "in.arrow", "-", "--to", "csv")
    assert output == b"a,a,label,soft_target_x\n1,2,x,1\n"
