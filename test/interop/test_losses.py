"""What the command says predictions cost, read by others and compared with PyTorch's own loss."""

import json

import numpy as np
import pandas
import polars
import pyarrow as pa
import pytest
import torch

from command import smooth
from samples import read_ipc

ROWS, K = 400, 7
CLASSES = [f"class {code}" for code in range(K)]


@pytest.fixture
def dataset(tmp_path):
    rng = np.random.default_rng(5)
    logits, codes = rng.normal(size=(ROWS, K)) * 4, rng.integers(0, K, ROWS)
    ignored = rng.random(ROWS) < 0.1
    columns = {"label": ["?" if skip else CLASSES[code] for code, skip in zip(codes, ignored)]}
    columns |= {f"logit_{name}": logits[:, code] for code, name in enumerate(CLASSES)}
    path = tmp_path / "in.arrow"
    table = pa.table(columns)
    with pa.ipc.new_file(path, table.schema) as file:
        file.write_table(table, max_chunksize=90)
    return path, torch.from_numpy(logits), torch.from_numpy(np.where(ignored, -100, codes))


def common(path, *more):
    classes = ",".join(CLASSES)
    return [path, *more, "--label", "label", "--ignore-label", "?", "--classes", classes, "--pred", "logit_*"]


def test_rows_and_mean_are_those_of_pytorch(dataset, tmp_path):
    path, logits, codes = dataset
    out, summary = tmp_path / "out.arrow", tmp_path / "summary.json"
    weights = np.linspace(0.5, 2, K)
    listed = ",".join(map(str, weights))
    smooth(*common(path, out), "--eps", "0.2", "--class-weights", listed, "--summary", summary, "--chunk-rows", "37")
    loss = torch.nn.CrossEntropyLoss(torch.from_numpy(weights), label_smoothing=0.2, reduction="none")
    expected = loss(logits, codes).numpy()
    found = read_ipc(out)["loss"].to_numpy()
    assert np.array_equal(np.isnan(found), codes.numpy() == -100)
    counted = ~np.isnan(found)
    np.testing.assert_allclose(found[counted], expected[counted], rtol=1e-12, atol=1e-12)
    mean = torch.nn.CrossEntropyLoss(torch.from_numpy(weights), label_smoothing=0.2)(logits, codes).item()
    assert json.loads(summary.read_text())["loss"]["mean"] == pytest.approx(mean, rel=1e-12)


def test_other_readers_see_what_is_predicted(dataset, tmp_path):
    path, logits, codes = dataset
    out, text = tmp_path / "scored.arrow", tmp_path / "scored.csv"
    for place in (out, text):
        smooth("score", *common(path, place))
    predicted = [CLASSES[code] for code in logits.argmax(1)]
    confidence = logits.softmax(1).amax(1).numpy()
    for frame in (read_ipc(out).to_pandas(), polars.read_ipc(out), pandas.read_csv(text), polars.read_csv(text)):
        assert [str(name) for name in frame["predicted"]] == predicted
        np.testing.assert_allclose(frame["confidence"].to_numpy(), confidence, rtol=1e-12)
        loss = frame["loss"].to_numpy()
        assert np.array_equal(np.isnan(loss.astype(float)), codes.numpy() == -100)
