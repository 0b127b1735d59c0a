"""Makes test/golden/binary-cross-entropy.jsonl: losses as PyTorch has them, for machines without Python.

A line is a case: logits x or probabilities p and targets y, row-major [rows, classes]; eps, with which the targets
were smoothed to y (1 - eps) + eps / 2; weights w; and the answers: rows (means over the classes) and mean.

    python scripts/golden/binary_cross_entropy.py > test/golden/binary-cross-entropy.jsonl
"""

import itertools
import json
import random

import torch
import torch.nn.functional as F

CLASSES = [1, 2, 5, 20]
EPSILONS = [0, 0.1, 1]
PREDICTIONS = ["x usual", "x large", "p"]
TARGETS = ["hard", "soft"]
WEIGHTS = ["none", "some zeros"]


def cases():
    for number, point in enumerate(itertools.product(CLASSES, EPSILONS, PREDICTIONS, TARGETS, WEIGHTS)):
        case = make_case(random.Random(number), *point)
        yield {**case, **answers(case)}


def make_case(rng, classes, eps, predictions, targets, weights):
    size = classes * rng.randint(1, 3)
    case = {"classes": classes, "eps": eps, "y": [make_target(rng, targets) for _ in range(size)]}
    if weights != "none":
        case["w"] = [rng.choice([0, 0.5, 1, 2.25]) for _ in range(classes)]
    if predictions == "p":
        case["p"] = [round(rng.uniform(0.001, 0.999), 3) for _ in range(size)]
    elif predictions == "x usual":
        case["x"] = [round(rng.gauss(0, 4), 3) for _ in range(size)]
    else:
        case["x"] = [rng.choice([1e4, -1e4, 710.5, -40.25, 1e306, -1e306, 0, 1e-9]) for _ in range(size)]
    return case


def make_target(rng, kind):
    return rng.randint(0, 1) if kind == "hard" else round(rng.random(), 2)


def answers(case):
    tensor = lambda values: torch.tensor(values, dtype=torch.float64).view(-1, case["classes"])
    target = tensor(case["y"]) * (1 - case["eps"]) + case["eps"] / 2
    loss = F.binary_cross_entropy if "p" in case else F.binary_cross_entropy_with_logits
    predictions = tensor(case["p"] if "p" in case else case["x"])
    options = {"weight": tensor(case["w"])} if "w" in case else {}
    rows = loss(predictions, target, **options, reduction="none").mean(1)
    return {"rows": rows.tolist(), "mean": loss(predictions, target, **options).item()}


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13."), torch.__version__
    for case in cases():
        print(json.dumps(case, separators=(",", ":"), allow_nan=False))
