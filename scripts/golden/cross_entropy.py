"""Makes test/golden/cross-entropy.jsonl: losses as PyTorch has them, for machines without Python.

A line is a case: logits x, row-major [rows, classes]; class indices y or soft targets q; eps, weights w, the
ignored index; and the answers: rows (reduction "none") and mean. Numbers that JSON does not know are strings.
Cases in which PyTorch's answer for a row is NaN, or an infinity that it met on the way to a number that float64 can
hold, are drawn again, and left out if that does not help.

    python scripts/golden/cross_entropy.py > test/golden/cross-entropy.jsonl
"""

import itertools
import json
import math
import random
import sys

import numpy as np
import torch
import torch.nn.functional as F

CLASSES = [2, 3, 5, 10, 37, 100]
EPSILONS = [0, 0.1, 0.5, 1]
LOGITS = ["usual", "long", "large", "huge", "impossible", "ties"]
WEIGHTS = ["none", "random", "zeros"]
TARGETS = ["index", "index -100", "index class", "soft", "soft zeros"]
ATTEMPTS = 20


def cases():
    """Every case of the grid for which PyTorch has an answer."""
    torch.set_num_threads(1)
    grid = itertools.product(CLASSES, EPSILONS, LOGITS, WEIGHTS, TARGETS)
    for number, point in enumerate(grid):
        for attempt in range(ATTEMPTS):
            case = make_case(random.Random(f"{number}/{attempt}"), *point)
            rows, mean = answers(case)
            if is_settled(case, rows, mean):
                yield {**case, "rows": rows, "mean": mean}
                break


def make_case(rng, classes, eps, logits, weights, targets):
    rows = 1 if classes == 100 else rng.randint(1, 3)
    case = {"classes": classes, "eps": eps}
    case["x"] = [x for _ in range(rows) for x in make_logits(rng, logits, classes)]
    if weights != "none":
        case["w"] = make_weights(rng, weights, classes)
    if targets.startswith("soft"):
        case["q"] = [q for _ in range(rows) for q in make_soft(rng, targets, classes)]
        return case
    case["y"] = [rng.randrange(classes) for _ in range(rows)]
    if targets != "index":
        case["ignore"] = -100 if targets == "index -100" else rng.randrange(classes)
        case["y"][rng.randrange(rows)] = case["ignore"]
        case["y"].append(rng.randrange(classes))
        case["x"] += make_logits(rng, logits, classes)
    return case


def make_logits(rng, kind, classes):
    usual = [round(rng.gauss(0, 3), 2) for _ in range(classes)]
    if kind == "long":
        return [rng.gauss(0, 3) for _ in range(classes)]
    if kind == "large":
        return [rng.choice([1e4, -1e4, 9999.5, 0.25]) for _ in range(classes)]
    if kind == "huge":
        return [rng.choice([1e308, -1e308, 5e307, 0, 1]) for _ in range(classes)]
    if kind == "impossible":
        return [x if rng.random() < 0.7 else -math.inf for x in usual]
    return [float(round(x)) for x in usual] if kind == "ties" else usual


def make_weights(rng, kind, classes):
    weights = [round(rng.uniform(0.1, 3), 2) for _ in range(classes)]
    return [0 if kind == "zeros" and rng.random() < 0.3 else w for w in weights]


def make_soft(rng, kind, classes):
    shares = [rng.randint(1, 9) if kind == "soft" or rng.random() < 0.5 else 0 for _ in range(classes)]
    shares[rng.randrange(classes)] += 1
    return [round(share / sum(shares), 3) for share in shares]


def answers(case):
    """The losses of the rows, and their mean."""
    tensor = lambda values: torch.tensor(values, dtype=torch.float64)
    x = tensor(case["x"]).view(-1, case["classes"])
    target = tensor(case["q"]).view_as(x) if "q" in case else torch.tensor(case["y"])
    weight = tensor(case["w"]) if "w" in case else None
    options = {"weight": weight, "label_smoothing": case["eps"]}
    if "ignore" in case:
        options["ignore_index"] = case["ignore"]
    rows = F.cross_entropy(x, target, **options, reduction="none")
    return rows.tolist(), F.cross_entropy(x, target, **options).item()


def wide_rows(case):
    """The losses of the rows in the 80 bits of x86, which overflow at 1e4932; NaN where infinities meet."""
    wide = lambda values: np.array(values, dtype=np.longdouble)
    x = wide(case["x"]).reshape(-1, case["classes"])
    if "q" in case:
        q = wide(case["q"]).reshape(x.shape)
    else:
        q = wide([[y == c for c in range(case["classes"])] for y in case["y"]])
    q = (1 - case["eps"]) * q + wide(case["eps"]) / case["classes"]
    with np.errstate(all="ignore"):
        lp = x - x.max(1, keepdims=True)
        lp -= np.log(np.exp(lp).sum(1, keepdims=True))
        return -(q * lp * wide(case.get("w", [1] * case["classes"]))).sum(1)


def is_settled(case, rows, mean):
    """Whether float64 was wide enough for PyTorch's answers, and 0 times infinity did not come up."""
    if any(map(math.isnan, rows)):
        return False
    limit = sys.float_info.max
    if any(math.isinf(loss) and wide < limit for loss, wide in zip(rows, wide_rows(case))):
        return False
    counted = [y for y in case.get("y", [0]) if y != case.get("ignore")]
    has_weight = "q" in case or any(case["w"][y] if "w" in case else 1 for y in counted)
    return math.isfinite(mean) or not has_weight or not all(map(math.isfinite, rows))


def plain(value):
    """As JSON has it: infinities and NaN as JavaScript writes them, whole numbers short."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return int(value) if isinstance(value, float) and value == int(value) and abs(value) < 1e15 else value


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13."), torch.__version__
    for case in cases():
        line = {key: plain(value) for key, value in case.items()}
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
