"""Compares test/golden/frameworks.json with the formulas of the documentation, written here once more in NumPy.

Nothing of smooth-dataset runs: this says whether the formulas say what the frameworks do.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

GOLDEN = Path(__file__).resolve().parents[2] / "test" / "golden" / "frameworks.json"


def float32(value):
    return float(np.float32(value))


def numbers(values):
    """JSON's numbers; null, as a row that is not counted has it, is NaN."""
    rows = [row if isinstance(row, list) else [row] for row in values]
    found = np.array([[float("nan" if x is None else x) for x in row] for row in rows])
    return found if values and isinstance(values[0], list) else found[:, 0]


def log_softmax(x):
    shifted = x - x.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def clipped(p, least):
    return np.log(np.clip(p, least, 1 - least))


def normalised(p):
    return p / p.sum(axis=1, keepdims=True)


def floored(p, least, floor):
    return np.where(p > least, np.log(np.maximum(p, least)), floor)


def log_probabilities(like, p, obtained, note):
    """What each framework makes of probabilities before it takes their logarithm."""
    if like in ("keras", "tfjs layers"):
        least, p = 1e-7, normalised(p)
        most = 1 - float32(2**-23) if "float32)" in obtained else 1 - least
        return np.log(np.clip(p, least, most))
    if like == "sklearn":
        return clipped(p, np.finfo("float32" if "float32" in note else "float64").eps)
    if like == "xgboost":
        return floored(p, float32(1e-16), np.log(float32(1e-16)))
    if like == "lightgbm":  # the logarithm of its least is a float32 too
        return floored(p, float32(1e-15), float32(np.log(np.float32(1e-15))))
    raise ValueError(like)


def binary(case, x, y):
    y = y * (1 - case["epsilon"]) + case["epsilon"] / 2
    if case["prediction"] == "probs":
        p = np.clip(x, 1e-7, 1 - 1e-7)
        return -(y * np.log(p) + (1 - y) * np.log1p(-p)).mean(axis=1)
    return (np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x)))).mean(axis=1)


def denominator(like, case, counted, true_weights, sample_weights):
    if like == "torch":
        return len(counted) if case["target"] in ("soft", "multi") else true_weights.sum()
    if like == "tfjs":
        return np.count_nonzero(sample_weights)
    if like in ("sklearn", "xgboost", "lightgbm"):
        return sample_weights.sum()
    return counted.sum()  # keras and those that have no weights; composer's as well


def fastai(case, nll, smooth, true_weights):
    epsilon, total = case["epsilon"], true_weights.sum()
    rows = (1 - epsilon) * nll + epsilon * smooth
    return {"rows": rows, "sum": rows.sum(), "mean": (1 - epsilon) * nll.sum() / total + epsilon * smooth.mean()}


def expected(case, inputs):
    like, epsilon = case["like"], case["epsilon"]
    x = numbers(inputs[case["prediction"]])
    rows, classes = x.shape
    codes = np.array(case.get("codes", inputs.get("codes", [0] * rows)))
    counted = codes != case["ignoreIndex"] if "ignoreIndex" in case else np.ones(rows, bool)
    codes = np.where(counted, codes, 0)
    samples = np.array(case.get("sampleWeights", np.ones(rows)))
    weights = np.array(case.get("classWeights", np.ones(classes)))
    true_weights = weights[codes] * counted
    if case["target"] == "multi":
        loss = binary(case, x, numbers(inputs["multi"]))
    else:
        q = numbers(inputs["soft"]) if case["target"] == "soft" else np.eye(classes)[codes]
        smooth = epsilon * (1 - q) / (classes - 1) if like == "fairseq" else epsilon / classes
        some = (case["obtained"], case.get("note", ""))
        lp = log_softmax(x) if case["prediction"] == "logits" else log_probabilities(like, x, *some)
        if like == "fastai":
            return fastai(case, -(q * lp).sum(axis=1) * true_weights, -lp.mean(axis=1), true_weights)
        loss = -(weights * (q * (1 - epsilon) + smooth) * lp).sum(axis=1)
    total = (loss * samples)[counted].sum()
    mean = total / (denominator(like, case, counted, true_weights, samples) or np.nan)
    kept = loss * samples if like == "keras" else loss
    return {"rows": np.where(counted, kept, np.nan), "sum": total, "mean": mean}


def agrees(wanted, found, tolerance):
    wanted = numbers(wanted) if isinstance(wanted, list) else np.array(float(wanted))
    same = np.abs(wanted - found) <= tolerance * np.maximum(1, np.abs(wanted))
    return bool(np.all(same | (wanted == found) | (np.isnan(wanted) & np.isnan(found))))


def main():
    golden, compared, wrong = json.loads(GOLDEN.read_text()), Counter(), 0
    for case in golden["cases"]:
        found = expected(case, golden["inputs"][case["input"]])
        for key in found.keys() & case.keys():
            compared[case["like"]] += 1
            if not agrees(case[key], found[key], case["tolerance"]):
                wrong += 1
                print(key, found[key], json.dumps(case))
    print(dict(compared), "compared,", wrong, "wrong")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
