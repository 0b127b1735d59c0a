"""The small predictions and targets on which every framework is asked for its loss."""

import numpy as np

RANDOM = np.random.default_rng(20261124)


def softmax(logits):
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def random_rows(rows, classes):
    logits = np.round(RANDOM.normal(0, 2, (rows, classes)), 3)
    soft = np.round(RANDOM.dirichlet(np.full(classes, 0.7), rows), 3)
    soft[:, -1] = 1 - soft[:, :-1].sum(axis=1)
    codes = RANDOM.integers(0, classes, rows)
    codes[:classes] = np.arange(classes)
    return {"logits": logits, "probs": softmax(logits), "codes": codes, "soft": np.round(soft, 3)}


def multi_hot(rows, classes):
    logits = np.round(RANDOM.normal(0, 3, (rows, classes)), 3)
    logits[0] = [40, -40, 0]
    return {"logits": logits, "probs": 1 / (1 + np.exp(-logits)), "multi": RANDOM.integers(0, 2, (rows, classes))}


INPUTS = {
    # The rows whose losses stand in the documentation.
    "worked": {
        "logits": np.array([[2, 1, 0.1], [0.5, 2.5, -1], [0, 0, 0], [1, -1, 3]]),
        "codes": np.array([0, 2, 1, 2]),
        "soft": np.array([[0.7, 0.2, 0.1], [0, 1, 0], [0.25, 0.25, 0.5], [0.1, 0.1, 0.8]]),
    },
    "article": {
        "logits": np.array([[0.1, 0.1, 0.8, 0.1, 0.1]]),
        "codes": np.array([2]),
        "soft": np.array([[0.0, 0, 1, 0, 0]]),
    },
    "random": random_rows(8, 4),
    "two classes": random_rows(6, 2),
    "extreme logits": {
        "logits": np.array([[1e4, -1e4, 0], [700, 710, 705], [-745, -745, -745], [0, 0, 1e-9], [100, 0, 0]]),
        "codes": np.array([1, 0, 2, 2, 0]),
    },
    # Sure and right, sure and wrong, nothing at all, less than every clip, just above them, and a row that sums to 0.6.
    "extreme probs": {
        "probs": np.array(
            [
                [1, 0, 0],
                [0, 1, 0],
                [0.5, 0.5, 0],
                [1e-20, 0.5, 0.5],
                [1e-12, 0.4, 0.6],
                [5e-8, 0.25, 0.75],
                [3e-16, 0.125, 0.875],
                [3e-15, 0.625, 0.375],
                [0.2, 0.3, 0.1],
            ]
        ),
        "codes": np.array([0, 0, 2, 0, 0, 0, 0, 0, 1]),
    },
    "multi-label": multi_hot(5, 3),
}

EPSILONS = [0.0, 0.1, 0.5]
CLASS_WEIGHTS = {2: [0.25, 3.0], 3: [1.0, 2.0, 4.0], 4: [0.5, 1.0, 2.0, 0.25], 5: [1.0, 2.0, 0.5, 1.0, 3.0]}


def sample_weights(rows):
    """Weights of which every third is zero."""
    return [0.0 if row % 3 == 1 else 0.5 + row / 4 for row in range(rows)]


def one_hot(codes, classes):
    return np.eye(classes)[codes]


def with_ignored(codes, index=-100):
    """The same codes, the second and every third after it ignored."""
    codes = np.array(codes)
    codes[1::3] = index
    return codes
