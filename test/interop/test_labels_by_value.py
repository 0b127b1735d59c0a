"""Labels that another library wrote as numbers or booleans, under classes that were learned from text."""

import numpy as np
import pyarrow as pa
import pyarrow.csv
import polars as pl
import pytest

from command import refusal, smooth
from samples import assert_same_targets, read_ipc, smoothed, target_rows, write_ipc

BOOLEANS = ["true", "True", "TRUE", "false", "False", "FALSE"]


@pytest.mark.parametrize(
    "names, labels",
    [
        (["1.0", "2.0", "3.0"], pa.array([3.0, 1.0], pa.float64())),
        (["1.0", "2.0", "3.0"], pa.array([3.0, 1.0], pa.float16())),
        (["1.0", "2.0", "3.0"], pa.array([3, 1], pa.uint8())),
        (["1.0", "2.0", "3.0"], pa.array([3, 1]).dictionary_encode()),
        (["1", "2", "3"], pa.array([3.0, 1.0])),
        (["001", "002", "003"], pa.array([3, 1])),
        (["0.10", "0.20", "0.30"], pa.array([0.3, 0.1])),
        (["False", "None", "True"], pa.array([True, False])),
        (["FALSE", "TRUE", "unknown"], None),
    ],
    ids=str,
)
def test_validation_data_of_another_type_has_the_classes_of_the_text(tmp_path, names, labels):
    expected = [2, 0]
    if labels is None:
        labels, expected = pa.array([True, False]), [1, 0]
    (tmp_path / "train.csv").write_text("label\n" + "".join(f"{name}\n" for name in names))
    smooth(tmp_path / "train.csv", tmp_path / "train.arrow")
    write_ipc([pa.record_batch({"label": labels})], tmp_path / "val.arrow")
    train = f"@{tmp_path / 'train.arrow'}"
    smooth(tmp_path / "val.arrow", tmp_path / "out.arrow", "--classes", train)
    targets = target_rows(read_ipc(tmp_path / "out.arrow")["soft_target"], 3)
    assert_same_targets(targets, smoothed(np.array(expected), 3))


def test_a_number_that_may_be_either_of_two_classes_is_neither(tmp_path):
    write_ipc([pa.record_batch({"label": [1, 2]})], tmp_path / "in.arrow")
    error = refusal(tmp_path / "in.arrow", tmp_path / "out.arrow", "--classes", "1.0,1.00,2")
    assert (error["code"], error["row"]) == ("UNKNOWN_LABEL", 1)


def test_the_exact_spelling_wins(tmp_path):
    write_ipc([pa.record_batch({"label": [1, 2]})], tmp_path / "in.arrow")
    smooth(tmp_path / "in.arrow", tmp_path / "out.arrow", "--classes", "1.0,1,2", "--codes", "c")
    assert read_ipc(tmp_path / "out.arrow")["c"].to_pylist() == [1, 2]


@pytest.mark.parametrize("cells", [BOOLEANS, BOOLEANS[1::3], ["True", "", "False"]], ids=str)
def test_booleans_of_csv_are_those_of_pyarrow_and_polars(tmp_path, cells):
    path = tmp_path / "in.csv"
    path.write_text("flag,label\n" + "".join(f"{cell},a\n" for cell in cells))
    smooth(path, tmp_path / "out.arrow")
    flags = read_ipc(tmp_path / "out.arrow")["flag"]
    assert flags.type == pa.bool_()
    assert flags.to_pylist() == pa.csv.read_csv(path)["flag"].to_pylist()
    assert flags.to_pylist() == pl.read_csv(path)["flag"].to_list()


@pytest.mark.parametrize("cells", [["tRUE", "false"], ["T", "F"], ["yes", "no"], ["True", "x"]])
def test_other_words_are_text_as_for_pyarrow(tmp_path, cells):
    path = tmp_path / "in.csv"
    path.write_text("flag,label\n" + "".join(f"{cell},a\n" for cell in cells))
    smooth(path, tmp_path / "out.arrow")
    flags = read_ipc(tmp_path / "out.arrow")["flag"]
    assert flags.type == pa.csv.read_csv(path)["flag"].type == pa.string()
    assert flags.to_pylist() == cells


def test_booleans_go_out_to_csv_in_small_letters(tmp_path):
    (tmp_path / "in.csv").write_text("flag,label\nTRUE,a\nFalse,a\n")
    smooth(tmp_path / "in.csv", tmp_path / "out.arrow")
    text = smooth(tmp_path / "out.arrow", "-", "--to", "csv", "--keep", "flag", "--allow-resmooth")
    assert text.decode().splitlines() == ["flag,soft_target_a", "true,1", "false,1"]
