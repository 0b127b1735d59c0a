"""PyTorch, float64."""

import numpy as np
import torch
import torch.nn.functional as F
from case import FLOAT64, case
from inputs import CLASS_WEIGHTS, EPSILONS, INPUTS, with_ignored

LIKE = {"like": "torch", "obtained": f"ran: torch {torch.__version__}", "tolerance": FLOAT64}


def tensor(values):
    return None if values is None else torch.tensor(np.array(values))


def cross_entropy(name, target, epsilon=0.0, weights=None, ignored=False):
    given = INPUTS[name]
    targets = with_ignored(given["codes"]) if ignored else given[target]
    options = {"weight": tensor(weights), "label_smoothing": epsilon}

    def loss(reduction):
        return F.cross_entropy(tensor(given["logits"]), tensor(targets), reduction=reduction, **options)

    rows = loss("none").tolist()
    if ignored:
        rows = [None if code == -100 else row for code, row in zip(targets, rows, strict=True)]
    return case(
        inputs=name,
        target=target,
        prediction="logits",
        epsilon=epsilon,
        classWeights=weights,
        codes=targets if ignored else None,
        ignoreIndex=-100 if ignored else None,
        rows=rows,
        sum=loss("sum"),
        mean=loss("mean"),
        **LIKE,
    )


def binary(name, epsilon):
    """BCEWithLogitsLoss smooths nothing: the targets are smoothed first."""
    given = INPUTS[name]
    targets = tensor(given["multi"]).double() * (1 - epsilon) + epsilon / 2
    each = F.binary_cross_entropy_with_logits(tensor(given["logits"]), targets, reduction="none")
    mean = F.binary_cross_entropy_with_logits(tensor(given["logits"]), targets)
    more = {"prediction": "logits", "rows": each.mean(1), "mean": mean, "loss": "BCEWithLogitsLoss"}
    return case(inputs=name, target="multi", epsilon=epsilon, **more, **LIKE)


def cases():
    for name, given in INPUTS.items():
        if "codes" not in given or "logits" not in given:
            continue
        weights = CLASS_WEIGHTS[given["logits"].shape[1]]
        without_a_class = [0.0, *weights[1:]]
        for epsilon in EPSILONS:
            for some in (None, weights, without_a_class):
                yield cross_entropy(name, "codes", epsilon, some)
                if "soft" in given:
                    yield cross_entropy(name, "soft", epsilon, some)
            if len(given["codes"]) > 1:
                yield cross_entropy(name, "codes", epsilon, None, ignored=True)
                yield cross_entropy(name, "codes", epsilon, weights, ignored=True)
    for epsilon in EPSILONS:
        yield binary("multi-label", epsilon)


def edges():
    """What PyTorch says where it has nothing to say, or where 0 · ∞ makes it say NaN."""
    logits, none = torch.tensor([[2, 1, 0.1]], dtype=torch.float64), torch.tensor([], dtype=torch.long)
    gone = torch.tensor([[1, 2, -torch.inf]], dtype=torch.float64)
    first, last = torch.tensor([0]), torch.tensor([2])
    not_last = torch.tensor([1.0, 1, 0], dtype=torch.float64)
    one_hot = torch.tensor([[1.0, 0, 0]], dtype=torch.float64)
    yield "no rows", F.cross_entropy(logits[:0], none)
    yield "all rows ignored", F.cross_entropy(logits, torch.tensor([-100]))
    yield "all rows ignored, sum", F.cross_entropy(logits, torch.tensor([-100]), reduction="sum")
    yield "true class of weight 0", F.cross_entropy(logits, last, weight=not_last)
    yield "−∞ logit of another class, ε = 0", F.cross_entropy(gone, first)
    yield "−∞ logit of another class, ε = 0.1", F.cross_entropy(gone, first, label_smoothing=0.1)
    yield "−∞ logit of the true class", F.cross_entropy(gone, last)
    yield "−∞ logit under a soft target of 0", F.cross_entropy(gone, one_hot)
    yield "−∞ logit of a class of weight 0, ε = 0.1", F.cross_entropy(gone, first, weight=not_last, label_smoothing=0.1)
    yield "−∞ logit of the true class, of weight 0", F.cross_entropy(gone, last, weight=not_last, reduction="sum")
    yield "−∞ logit of the true class, ε = 1", F.cross_entropy(gone, last, label_smoothing=1.0)
    bits = torch.tensor([-torch.inf, torch.inf], dtype=torch.float64)
    binary = F.binary_cross_entropy_with_logits(bits, torch.tensor([0.0, 1], dtype=torch.float64), reduction="none")
    yield "BCEWithLogitsLoss of ∓∞ under 0, 1", binary
