"""The loss that PyTorch computes from our targets is its own label smoothing."""

import numpy as np
import torch

from command import smooth
from samples import CLASSES, read_ipc, target_rows

K = len(CLASSES)


def test_soft_targets_give_the_loss_of_label_smoothing(small, tmp_path):
    out = tmp_path / "out.arrow"
    smooth(small.path, out, "--eps", "0.1", "--dtype", "float64", "--codes", "code")
    table = read_ipc(out)
    targets = torch.from_numpy(target_rows(table["soft_target"], K).copy())
    codes = torch.from_numpy(table["code"].to_numpy().copy())
    logits = torch.from_numpy(np.random.default_rng(11).normal(size=(len(codes), K)) * 3)
    ours = torch.nn.CrossEntropyLoss(reduction="none")(logits, targets)
    theirs = torch.nn.CrossEntropyLoss(reduction="none", label_smoothing=0.1)(logits, codes)
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)
