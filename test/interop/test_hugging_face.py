"""What Hugging Face datasets make of the output."""

import datasets
import numpy as np
import pytest

from command import smooth
from samples import CLASSES, assert_same_targets, smoothed

K = len(CLASSES)


@pytest.fixture
def load(tmp_path):
    """Loads an Arrow file or stream; the generic loader takes both."""

    def load_arrow(path):
        return datasets.load_dataset(
            "arrow", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache")
        )

    return load_arrow


def assert_class_labels(dataset, sample):
    assert dataset.features["code"] == datasets.ClassLabel(names=CLASSES)
    assert dataset.features["code"].int2str(1) == CLASSES[1]
    columns = dataset.with_format("numpy")
    np.testing.assert_array_equal(columns["code"][:], sample.codes)
    assert_same_targets(columns["soft_target"][:], smoothed(sample.codes, K))
    assert dataset["label"][:] == sample.table["label"].to_pylist()


def test_from_file_reads_the_stream_with_class_labels(small, tmp_path):
    out = tmp_path / "out.arrows"
    smooth(small.path, out, "--codes", "code")
    assert_class_labels(datasets.Dataset.from_file(str(out)), small)


@pytest.mark.parametrize("extension", ["arrow", "arrows"])
def test_load_dataset_reads_file_and_stream_with_class_labels(small, tmp_path, load, extension):
    out = tmp_path / f"out.{extension}"
    smooth(small.path, out, "--codes", "code")
    assert_class_labels(load(out), small)


def test_a_saved_dataset_with_class_labels_gives_its_classes(tmp_path):
    names = ["zebra", "ant", "cow"]
    features = datasets.Features(
        {"x": datasets.Value("int64"), "y": datasets.ClassLabel(names=names)}
    )
    known = datasets.Dataset.from_dict({"x": [1, 2], "y": [2, 0]}, features=features)
    known.save_to_disk(str(tmp_path / "saved"))
    (stream,) = (tmp_path / "saved").glob("*.arrow")
    text = tmp_path / "more.csv"
    text.write_text("x,label\n1,cow\n2,ant\n")
    out = tmp_path / "out.arrows"
    smooth(text, out, "--classes", f"@{stream}", "--codes", "code")
    dataset = datasets.Dataset.from_file(str(out))
    assert dataset.features["code"].names == names
    assert dataset["code"][:] == [2, 1]
