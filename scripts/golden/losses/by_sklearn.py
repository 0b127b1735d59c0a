"""scikit-learn's log_loss, which takes probabilities and smooths nothing."""

import warnings

import numpy as np
import sklearn
from case import FLOAT64, case
from inputs import INPUTS, sample_weights
from sklearn.metrics import log_loss

warnings.filterwarnings("ignore", message="The y_prob values do not sum to one")


def one(name, dtype="float64", weights=None):
    given = INPUTS[name]
    probs = given["probs"].astype(dtype)
    labels = list(range(probs.shape[1]))

    def loss(pick, **more):
        some = None if weights is None else np.array(weights)[pick]
        return log_loss(given["codes"][pick], probs[pick], labels=labels, sample_weight=some, **more)

    every = range(len(probs))
    rows = [log_loss(given["codes"][[row]], probs[[row]], labels=labels) for row in every]
    result = {"rows": rows, "sum": loss(list(every), normalize=False), "mean": loss(list(every))}
    if weights is not None:
        del result["rows"]
    more = {"prediction": "probs", "sampleWeights": weights, **result}
    if dtype != "float64":
        more["note"] = f"{dtype} probabilities: clipped at its eps, {np.finfo(dtype).eps}"
    tolerance = FLOAT64 if dtype == "float64" else 2e-6
    return case("sklearn", name, "codes", obtained=f"ran: scikit-learn {sklearn.__version__}", tolerance=tolerance, **more)


def cases():
    for name in ("random", "two classes", "extreme probs"):
        yield one(name)
        yield one(name, weights=sample_weights(len(INPUTS[name]["codes"])))
        yield one(name, "float32")


def edges():
    probs = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])

    def tried(*arguments, **more):
        try:
            return log_loss(*arguments, **more)
        except ValueError as fault:
            return f"ValueError: {fault}"

    labels = [0, 1, 2]
    yield "no rows", tried([], probs[:0], labels=labels)
    yield "all sample weights 0", tried([0, 2], probs, labels=labels, sample_weight=[0, 0])
    yield "a label that is not one of labels", tried([0, -100], probs, labels=labels)
    yield "a NaN in a row of weight 0", tried([0, 2], [probs[0], [np.nan] * 3], labels=labels, sample_weight=[1, 0])
    yield "probabilities below 0", tried([0, 2], probs - 0.2, labels=labels)
    yield "soft targets", tried([[0.5, 0.5, 0], [0, 0, 1]], probs)
