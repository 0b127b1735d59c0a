"""One golden case: what a framework was asked, and what it said."""

import math

import numpy as np

FLOAT64 = 1e-12
FLOAT32 = 2e-6


def plain(value):
    """Numbers for JSON: what is not finite is a string, arrays are lists."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if hasattr(value, "__array__"):
        value = np.asarray(value).tolist()
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def case(like, inputs, target, *, obtained, tolerance, epsilon=0.0, **more):
    """`inputs` names the predictions, `target` which of its targets: codes, soft, multi; `more` holds weights, codes that
    replace the input's, and what came out: rows, sum, mean."""
    result = {"like": like, "input": inputs, "target": target, "epsilon": epsilon}
    for key in ("prediction", "loss", "codes", "ignoreIndex", "classWeights", "sampleWeights", "rows", "sum", "mean"):
        if more.get(key) is not None:
            result[key] = plain(more[key])
    if "note" in more:
        result["note"] = more["note"]
    return {**result, "tolerance": tolerance, "obtained": obtained}
