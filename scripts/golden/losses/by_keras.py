"""Keras on its JAX backend, float64 unless said otherwise (on PyTorch's its means are float32 whatever is asked)."""

import os

os.environ |= {"KERAS_BACKEND": "jax", "JAX_ENABLE_X64": "1"}

import keras  # noqa: E402
import numpy as np  # noqa: E402
from case import FLOAT32, FLOAT64, case  # noqa: E402
from inputs import EPSILONS, INPUTS, one_hot, sample_weights, with_ignored  # noqa: E402

keras.config.set_floatx("float64")
LIKE = {"like": "keras", "obtained": f"ran: keras {keras.__version__} (jax backend, floatx float64)"}


def losses(make, targets, predictions, weights):
    """Rows, sum and mean, as the three reductions give them."""
    weights = None if weights is None else np.array(weights)
    names = {"rows": None, "sum": "sum", "mean": "sum_over_batch_size"}
    return {key: make(reduction=name)(targets, predictions, sample_weight=weights) for key, name in names.items()}


def categorical(name, target, prediction, epsilon=0.0, weights=None):
    given = INPUTS[name]
    classes = given[prediction].shape[1]
    targets = one_hot(given["codes"], classes) if target == "codes" else given[target]

    def make(**more):
        kind = {"from_logits": prediction == "logits", "label_smoothing": epsilon}
        return keras.losses.CategoricalCrossentropy(**kind, **more)

    found = losses(make, targets, given[prediction], weights)
    more = {"prediction": prediction, "epsilon": epsilon, "sampleWeights": weights, "tolerance": FLOAT64}
    return case(inputs=name, target=target, **found, **more, **LIKE)


def ignoring(name, prediction, weights=None):
    """Only the sparse loss knows rows to ignore, and it does not smooth."""
    codes = with_ignored(INPUTS[name]["codes"])

    def make(**more):
        kind = {"from_logits": prediction == "logits", "ignore_class": -100}
        return keras.losses.SparseCategoricalCrossentropy(**kind, **more)

    found = losses(make, codes, INPUTS[name][prediction], weights)
    rows = make(reduction=None)(codes, INPUTS[name][prediction])  # unweighted: its weighted rows hold N / valid too
    found["rows"] = [None if code == -100 else row for code, row in zip(codes, rows.tolist(), strict=True)]
    more = {"codes": codes, "ignoreIndex": -100, "prediction": prediction, "sampleWeights": weights}
    if weights is not None:
        del found["rows"]
    note = {"note": "SparseCategoricalCrossentropy(ignore_class)"}
    return case(inputs=name, target="codes", **found, **more, **note, **LIKE, tolerance=FLOAT64)


def binary(name, prediction, epsilon, weights=None):
    """Keras takes the mean over the classes in float32, whatever its floatx."""
    given = INPUTS[name]

    def make(**more):
        kind = {"from_logits": prediction == "logits", "label_smoothing": epsilon}
        return keras.losses.BinaryCrossentropy(**kind, **more)

    found = losses(make, given["multi"].astype(float), given[prediction], weights)
    more = {"prediction": prediction, "epsilon": epsilon, "sampleWeights": weights, "loss": "BinaryCrossentropy"}
    return case(inputs=name, target="multi", **found, **more, **LIKE, tolerance=FLOAT32)


def as_float32(name):
    """The default type, whose 1 − 1e-7 is 1 − 2⁻²³."""
    given = INPUTS[name]
    make = keras.losses.CategoricalCrossentropy(reduction=None, dtype="float32")
    rows = make(one_hot(given["codes"], 3).astype("float32"), given["probs"].astype("float32"))
    like = {"like": "keras", "obtained": f"ran: keras {keras.__version__} (jax backend, float32)"}
    return case(inputs=name, target="codes", prediction="probs", rows=rows, tolerance=FLOAT32, **like)


def cases():
    for name, given in INPUTS.items():
        if "codes" not in given:
            continue
        weights = sample_weights(len(given["codes"]))
        for prediction in ("probs", "logits"):
            if prediction not in given:
                continue
            for epsilon in EPSILONS:
                for target in ("codes", "soft"):
                    if target in given:
                        yield categorical(name, target, prediction, epsilon)
                        yield categorical(name, target, prediction, epsilon, weights)
            if len(given["codes"]) > 1:
                yield ignoring(name, prediction)
                yield ignoring(name, prediction, weights)
    for prediction in ("probs", "logits"):
        for epsilon in EPSILONS:
            yield binary("multi-label", prediction, epsilon)
            yield binary("multi-label", prediction, epsilon, sample_weights(5))
    yield as_float32("extreme probs")


def edges():
    loss, sparse = keras.losses.CategoricalCrossentropy(), keras.losses.SparseCategoricalCrossentropy(ignore_class=-100)
    probs = np.array([[0.7, 0.2, 0.1]])
    yield "no rows", loss(np.zeros((0, 3)), np.zeros((0, 3)))
    yield "all rows ignored", sparse(np.array([-100]), probs)
    yield "all sample weights 0", loss(np.eye(3)[:1], probs, sample_weight=np.zeros(1))
    yield "probabilities all 0", loss(np.eye(3)[:1], np.zeros((1, 3)))
    single = keras.losses.CategoricalCrossentropy(dtype="float32")
    yield "probability 1 of the true class, float32", single(np.eye(3)[:1], np.eye(3)[:1])
    yield "probability 1 of the true class, float64", loss(np.eye(3)[:1], np.eye(3)[:1])
    yield "a NaN in an ignored row", sparse(np.array([0, -100]), np.array([[0.7, 0.2, 0.1], [np.nan] * 3]))
    weighted = loss(np.eye(3)[:2], np.array([[0.7, 0.2, 0.1], [np.nan] * 3]), sample_weight=np.array([1.0, 0]))
    yield "a NaN in a row of weight 0", weighted
    metric = keras.metrics.CategoricalCrossentropy()
    metric.update_state(np.eye(3)[:2], np.array([[0.7, 0.2, 0.1]] * 2), sample_weight=np.array([1.0, 3]))
    yield "the metric (not the loss), weights 1 and 3: over Σ weights", metric.result()
    again = loss(np.eye(3)[:2], np.array([[0.7, 0.2, 0.1]] * 2), sample_weight=np.array([1.0, 3]))
    yield "the loss, weights 1 and 3: over 2 rows", again
