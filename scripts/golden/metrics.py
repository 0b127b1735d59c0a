"""Writes test/golden/digits.csv, predictions of a small model, and metrics.json, what scikit-learn, PyTorch and
torchmetrics say of them. See README.md."""

import json
from pathlib import Path

import numpy as np
import sklearn
import torch
import torch.nn.functional as F
import torchmetrics
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, brier_score_loss, confusion_matrix, log_loss, top_k_accuracy_score
from torchmetrics.functional.classification import calibration_error as calibration
from torchmetrics.functional.classification import multiclass_accuracy, multiclass_calibration_error

FOLDER = Path(__file__).resolve().parents[2] / "test" / "golden"
SAMPLE = FOLDER.parents[1] / "samples" / "30-digits"
NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
BINS = [10, 15]


def predict():
    """A logistic regression that saw 200 of the 1,797 digits: logits of the next 600, of four decimals."""
    pixels, digits = load_digits(return_X_y=True)
    model = LogisticRegression(C=0.05, max_iter=1000).fit(pixels[:200], digits[:200])
    return np.round(model.decision_function(pixels[200:800]), 4) + 0.0, digits[200:800]


def write_csv(logits, digits):
    header = ["id", "label", *(f"logit_{name}" for name in NAMES)]
    rows = [[f"digit-{200 + row}", NAMES[digit], *logits[row].tolist()] for row, digit in enumerate(digits)]
    SAMPLE.joinpath("digits.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in [header, *rows]))


def softmax(logits):
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def binned(confidence, correct, bins, numbers):
    """ECE and MCE of rows that are already in bins."""
    count = np.bincount(numbers, minlength=bins)
    gap = np.abs(np.bincount(numbers, confidence, bins) - np.bincount(numbers, correct, bins))
    return {"ece": gap.sum() / count.sum(), "mce": (gap / np.maximum(count, 1)).max()}


def conventions(confidence, correct):
    """Calibration errors by bins [lo, hi) as NumPy's histogram, (lo, hi] as scikit-learn's calibration_curve, and
    torchmetrics' own, in its float32 and, by its inner function, in float64."""
    found = {}
    for bins in BINS:
        edges = np.linspace(0, 1, bins + 1)
        counts, sums, hits = (
            np.histogram(confidence, bins, (0, 1), weights=weights)[0] for weights in (None, confidence, correct)
        )
        gap = np.abs(sums - hits)
        histogram = {"ece": gap.sum() / counts.sum(), "mce": (gap / np.maximum(counts, 1)).max()}
        tensors = torch.tensor(confidence), torch.tensor(correct)
        error = {"ece": "l1", "mce": "max"}
        ce = calibration.__globals__["_ce_compute"]
        found[bins] = {
            "histogram": histogram,
            "right-closed": binned(confidence, correct, bins, np.searchsorted(edges[1:-1], confidence)),
            "torchmetrics": {k: ce(*(t.float() for t in tensors), bins, norm).item() for k, norm in error.items()},
            "torchmetrics in float64": {k: ce(*tensors, bins, norm).item() for k, norm in error.items()},
        }
    return found


def of_digits(logits, digits):
    names = np.array(NAMES)
    order = np.argsort(names)  # scikit-learn's columns are in the order of the sorted labels
    probs, labels = softmax(logits), names[digits]
    x, y = torch.tensor(logits), torch.tensor(digits)
    ranked = {f"top{k}": top_k_accuracy_score(digits, probs, k=k) for k in (2, 3, 5)}
    smooth = {epsilon: F.cross_entropy(x, y, label_smoothing=epsilon).item() for epsilon in (0.0, 0.1, 0.5, 1.0)}
    by_class = {n: log_loss(labels[labels == n], probs[labels == n][:, order], labels=names[order]) for n in NAMES}
    norms = {"ece": "l1", "mce": "max"}
    errors = {k: multiclass_calibration_error(x.softmax(1), y, 10, 15, norm).item() for k, norm in norms.items()}
    confidence, correct = probs.max(axis=1), (probs.argmax(axis=1) == digits).astype(float)
    return {
        "file": "digits.csv",
        "rows": len(digits),
        "obtained": f"ran: {', '.join(f'{each.__name__} {each.__version__}' for each in (sklearn, torch, torchmetrics, np))}",
        "loss by torch": smooth,
        "log_loss": log_loss(labels, probs[:, order]),
        "log_loss by class": by_class,
        "accuracy": accuracy_score(digits, probs.argmax(axis=1)),
        "accuracy by torchmetrics": multiclass_accuracy(x, y, 10, average="micro").item(),
        **ranked,
        "brier": brier_score_loss(labels, probs[:, order], scale_by_half=False),
        "classes": NAMES,
        "confusion": confusion_matrix(digits, probs.argmax(axis=1)).tolist(),
        "multiclass_calibration_error, 15 bins": errors,
        "calibration": conventions(confidence, correct),
        "self confidence, first rows": probs[np.arange(5), digits[:5]].tolist(),
    }


def on_the_edges():
    """Confidences that lie on the edges of bins, where the three conventions part."""
    confidence = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0, 1 / 3, 2 / 3, 7 / 15, 11 / 15])
    correct = np.array([1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0], float)
    float32_edges = {bins: torch.linspace(0, 1, bins + 1).double().tolist() for bins in BINS}
    return {
        "confidence": confidence.tolist(),
        "correct": correct.tolist(),
        "edges of numpy.linspace": {bins: np.linspace(0, 1, bins + 1).tolist() for bins in BINS},
        "edges of torch.linspace, float32": float32_edges,
        "calibration": conventions(confidence, correct),
    }


def ties():
    """Every class alike: which true classes count as a hit."""
    level = np.full((1, 4), 0.25)
    top = {k: [top_k_accuracy_score([c], level, k=k, labels=range(4)) for c in range(4)] for k in (1, 2, 3)}
    tensor = torch.tensor(level)
    truths = [torch.tensor([c]) for c in range(4)]
    by_torch = {k: [multiclass_accuracy(tensor, c, 4, "micro", k).item() for c in truths] for k in (1, 2, 3)}
    argmax = {"numpy": int(level.argmax()), "torch": tensor.argmax().item()}
    return {"argmax": argmax, "top_k_accuracy_score": top, "torchmetrics multiclass_accuracy": by_torch}


def brier():
    probs, three = np.array([[0.7, 0.3], [0.4, 0.6]]), np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
    return {
        "two classes, by default": brier_score_loss([0, 1], probs),
        "two classes, scale_by_half=False": brier_score_loss([0, 1], probs, scale_by_half=False),
        "three classes, by default": brier_score_loss([0, 1], three, labels=[0, 1, 2]),
        "three classes, scale_by_half=True": brier_score_loss([0, 1], three, labels=[0, 1, 2], scale_by_half=True),
    }


def main():
    logits, digits = predict()
    write_csv(logits, digits)
    found = {"digits": of_digits(logits, digits), "edges of bins": on_the_edges(), "ties": ties(), "brier": brier()}
    (FOLDER / "metrics.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
