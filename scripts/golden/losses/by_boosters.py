"""XGBoost's mlogloss and LightGBM's multi_logloss, given the probabilities themselves.

XGBoost takes them as margins of an objective that transforms nothing; LightGBM as the scores of a custom objective,
for which its metric sees them as they are. Neither trains: no round, or one whose gradients are zero.
"""

import lightgbm
import numpy as np
import xgboost
from case import FLOAT32, FLOAT64, case
from inputs import INPUTS, sample_weights


def xgboost_loss(probs, labels, weights=None, objective="reg:squarederror", metric="mlogloss"):
    margins = np.asarray(probs, "float32")
    data = xgboost.DMatrix(np.zeros((len(probs), 1)), label=labels, base_margin=margins, weight=weights)
    options = {"objective": objective, "eval_metric": metric, "base_score": 0.0, "nthread": 1}
    if margins.ndim == 2:
        options["num_class"] = margins.shape[1]
    return float(xgboost.train(options, data, num_boost_round=0).eval(data).split(":")[-1])


def lightgbm_loss(scores, labels, weights=None, metric="multi_logloss"):
    scores = np.asarray(scores)
    classes = scores.shape[1] if scores.ndim == 2 else 1
    start = np.zeros((40, classes)) if classes > 1 else np.zeros(40)
    quiet = {"verbose": -1, "min_data_in_bin": 1}
    train = lightgbm.Dataset(np.arange(40.0)[:, None], np.arange(40) % max(classes, 2), init_score=start, params=quiet)
    some = {"weight": weights, "init_score": scores, "params": quiet}
    valid = lightgbm.Dataset(np.zeros((len(scores), 1)), labels, reference=train, **some)
    seen = {}
    options = {"objective": lambda s, _: (0 * s, 0 * s), "num_class": classes, "metric": metric, "verbose": -1}
    watch = {"valid_sets": [valid], "valid_names": ["valid"], "callbacks": [lightgbm.record_evaluation(seen)]}
    lightgbm.train({**options, "num_threads": 1}, train, 1, **watch)
    return float(seen["valid"][metric][0])


LOSSES = {
    "xgboost": (xgboost_loss, f"ran: xgboost {xgboost.__version__}, mlogloss of given probabilities", FLOAT32),
    "lightgbm": (lightgbm_loss, f"ran: lightgbm {lightgbm.__version__}, multi_logloss of given probabilities", FLOAT64),
}


def cases():
    for like, (loss, obtained, tolerance) in LOSSES.items():
        for name in ("random", "two classes", "extreme probs"):
            probs, codes = INPUTS[name]["probs"], INPUTS[name]["codes"]
            rows = [loss(probs[[row]], codes[[row]]) for row in range(len(codes))]
            common = {"prediction": "probs", "obtained": obtained, "tolerance": tolerance}
            yield case(like, name, "codes", rows=rows, mean=loss(probs, codes), **common)
            weights = sample_weights(len(codes))
            mean = loss(probs, codes, weights)
            yield case(like, name, "codes", sampleWeights=weights, mean=mean, **common)


def edges():
    probs, zero = np.array([[0.7, 0.2, 0.1]]), [0.0]
    for like, (loss, _, _) in LOSSES.items():
        yield like, "all sample weights 0", loss(probs, [0], zero)
        for name, rows, labels in (("no rows", probs[:0], []), ("label −100", probs, [-100]), ("label K", probs, [3])):
            try:
                yield like, name, loss(rows, labels)
            except Exception as fault:
                lines = [line for line in str(fault).split("\n") if "Check failed" in line]
                yield like, name, f"{type(fault).__name__}: {lines[0][-160:] if lines else ''}"
    for p in (0.0, 1e-20, 0.3, 1.0):
        for label in (0.0, 0.1, 1.0):
            yield "xgboost", f"logloss, label {label}, p {p}", xgboost_loss([p], [label], metric="logloss")
            score = np.array([p])
            yield "lightgbm", f"cross_entropy, label {label}, p {p}", lightgbm_loss(score, [label], metric="cross_entropy")
            if label in (0.0, 1.0):
                name = f"binary_logloss, label {label}, p {p}"
                yield "lightgbm", name, lightgbm_loss(score, [label], metric="binary_logloss")
