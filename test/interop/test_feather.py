"""Feather files of pandas as input, compressed as pandas compresses them."""

import numpy as np
import pandas as pd
import pytest

from command import smooth
from samples import CLASSES, assert_same_targets, labelled_table, read_ipc, smoothed, target_rows

ROWS = 5_000


@pytest.fixture(scope="module")
def labelled():
    """A frame with columns that compress well and such that do not."""
    table, codes = labelled_table(ROWS)
    frame = table.to_pandas()
    frame["constant"] = 1.5
    frame["noise"] = np.random.default_rng(3).standard_normal(ROWS)
    frame["category"] = pd.Categorical(np.array(["low", "high", None])[np.arange(ROWS) % 3])
    return frame, codes


@pytest.mark.parametrize("compression", [None, "lz4", "zstd", "uncompressed"])
def test_pandas_reads_back_what_it_wrote(labelled, tmp_path, compression):
    frame, codes = labelled
    source, out = tmp_path / "in.feather", tmp_path / "out.feather"
    frame.to_feather(source, **({} if compression is None else {"compression": compression}))
    smooth(source, out)
    read = pd.read_feather(out)
    pd.testing.assert_frame_equal(read.drop(columns="soft_target"), frame)
    assert_same_targets(np.stack(read["soft_target"]), smoothed(codes, len(CLASSES)))


def test_a_category_can_be_the_label(labelled, tmp_path):
    frame, _ = labelled
    source, out = tmp_path / "in.feather", tmp_path / "out.arrow"
    known = frame[frame["category"].notna()].reset_index(drop=True)
    known.to_feather(source)
    smooth(source, out, "--label", "category")
    codes = known["category"].cat.codes.to_numpy()
    assert_same_targets(target_rows(read_ipc(out)["soft_target"], 2), smoothed(codes, 2))
