"""Makes test/golden/metrics.jsonl: metrics as scikit-learn, torchmetrics and NumPy have them.

A line is a case: probabilities p, row-major [rows, classes], class indices y, and the answers.

    python scripts/golden/row_metrics.py > test/golden/metrics.jsonl
"""

import json
import random

import numpy as np
import sklearn.metrics
import torch
from torchmetrics.functional.classification import multiclass_calibration_error

CLASSES = [2, 3, 10]
ROWS = 40
CASES_EACH = 3
BINS = [1, 10, 15]


def cases():
    for classes in CLASSES:
        for number in range(CASES_EACH):
            rng = random.Random(f"{classes}/{number}")
            p = [make_row(rng, classes) for _ in range(ROWS)]
            y = [rng.randrange(classes) if rng.random() < 0.5 else int(np.argmax(row)) for row in p]
            y[:classes] = range(classes)
            yield {"classes": classes, "p": sum(p, []), "y": y, **answers(np.array(p), np.array(y))}


def make_row(rng, classes):
    """Sometimes certain, often in tenths or fifteenths: on the edges of bins, and with ties."""
    kind = rng.random()
    if kind < 0.1:
        row = [0] * classes
        row[rng.randrange(classes)] = 1
        return row
    if kind < 0.7:
        parts = 10 if kind < 0.4 else 15
        row = [0] * classes
        for _ in range(parts):
            row[min(rng.randrange(classes), rng.randrange(classes))] += 1
        return [part / parts for part in row]
    row = [rng.random() ** 3 for _ in range(classes)]
    return [value / sum(row) for value in row]


def answers(p, y):
    classes = p.shape[1]
    predicted = p.argmax(1)
    top = np.argsort(-p, axis=1, kind="stable")
    floats = torch.from_numpy(p)
    labels = torch.from_numpy(y)
    return {
        "accuracy": sklearn.metrics.accuracy_score(y, predicted),
        "brier": sklearn.metrics.brier_score_loss(y, p, labels=range(classes), scale_by_half=False),
        "ranks": [int(np.flatnonzero(row == label)[0]) for row, label in zip(top, y)],
        "confusion": sklearn.metrics.confusion_matrix(y, predicted).tolist(),
        "log_loss": sklearn.metrics.log_loss(y, p * (1 - 1e-9) + 1e-9 / classes),
        "calibration": [
            {
                "bins": bins,
                "histogram": by_histogram(p, y, bins),
                "right-closed": by_searchsorted(p, y, bins),
                "torchmetrics": [
                    multiclass_calibration_error(floats, labels, classes, bins, norm).item()
                    for norm in ("l1", "max")
                ],
            }
            for bins in BINS
        ],
    }


def by_histogram(p, y, bins):
    confidence, correct = p.max(1), p.argmax(1) == y
    edges = np.linspace(0, 1, bins + 1)
    confidences, _ = np.histogram(confidence, edges, weights=confidence)
    corrects, _ = np.histogram(confidence, edges, weights=correct.astype(float))
    counts, _ = np.histogram(confidence, edges)
    return errors(counts, confidences, corrects)


def by_searchsorted(p, y, bins):
    """The bins of scikit-learn's calibration_curve."""
    confidence, correct = p.max(1), p.argmax(1) == y
    indices = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidence)
    sums = lambda weights: np.bincount(indices, weights, bins)
    return errors(sums(np.ones(len(y))), sums(confidence), sums(correct))


def errors(counts, confidences, corrects):
    filled = counts > 0
    gaps = np.abs(corrects[filled] - confidences[filled]) / counts[filled]
    return [float((gaps * counts[filled]).sum() / counts.sum()), float(gaps.max())]


if __name__ == "__main__":
    for case in cases():
        print(json.dumps(case, separators=(",", ":"), allow_nan=False))
