"""Trains XGBoost, LightGBM, CatBoost, scikit-learn and PyTorch on soft targets, and compares their loss with its floor.

    python train_soft.py            on files of its own, written with NumPy in the layouts of smooth-dataset
    python train_soft.py FOLDER     on long.arrow, list.arrow and positive.arrow that smooth-dataset has written there
    python train_soft.py --write FOLDER    writes the inputs for these: wine.csv and cancer.csv, with features and `label`

long.arrow and list.arrow are wine.csv in the layouts `long` and `fixed-list`; positive.arrow is cancer.csv with the one
target column of `--positive malignant`.
"""

import os
import sys
import tempfile
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import torch
import torch.nn.functional as F
import xgboost
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

EPSILON = 0.1
NEAR = 0.02  # nats above the floor


def table(loaded):
    names = [name.replace(" ", "_").replace("/", "_") for name in loaded.feature_names]
    labels = np.array(loaded.target_names, dtype=object)[loaded.target]
    columns = {name: loaded.data[:, k] for k, name in enumerate(names)}
    return pa.table({**columns, "label": pa.array(labels, pa.string())})


def write_inputs(folder):
    """wine.csv of three classes and cancer.csv of two."""
    for name, loaded in (("wine", load_wine()), ("cancer", load_breast_cancer())):
        pyarrow.csv.write_csv(table(loaded), folder / f"{name}.csv")


def write_layouts(folder):
    """What smooth-dataset writes, by NumPy."""
    wine, cancer = table(load_wine()), table(load_breast_cancer())
    codes, classes = load_wine().target, 3
    soft = (1 - EPSILON) * np.eye(classes)[codes] + EPSILON / classes
    rows = np.repeat(np.arange(len(codes)), classes)
    names = np.tile(load_wine().target_names.astype(str), len(codes))
    long = wine.take(pa.array(rows)).append_column("row", pa.array(rows)).append_column("class", pa.array(names))
    long = long.append_column("weight", pa.array(soft.ravel().astype("float32")))
    lists = pa.FixedSizeListArray.from_arrays(pa.array(soft.ravel().astype("float32")), classes)
    positive = np.where(load_breast_cancer().target == 0, 1 - EPSILON / 2, EPSILON / 2)
    pa.feather.write_feather(long, folder / "long.arrow", "uncompressed")
    pa.feather.write_feather(wine.append_column("soft_target", lists), folder / "list.arrow", "uncompressed")
    with_target = cancer.append_column("soft_target", pa.array(positive.astype("float32")))
    pa.feather.write_feather(with_target, folder / "positive.arrow", "uncompressed")


def features(data):
    """Every column of numbers that smooth-dataset did not add."""
    added = ("row", "class", "weight", "soft_target", "label")
    names = [name for name in data.column_names if name not in added]
    return np.column_stack([data[name].to_numpy() for name in names])


def above_the_floor(targets, probs):
    """Cross-entropy less the entropy of the targets: the Kullback-Leibler divergence, mean over the rows."""
    return float((targets * (np.log(targets) - np.log(np.clip(probs, 1e-15, 1)))).sum(axis=1).mean())


def read_long(folder):
    long, lists = pa.feather.read_table(folder / "long.arrow"), pa.feather.read_table(folder / "list.arrow")
    classes = sorted(set(long["class"].to_pylist()))
    codes = np.array([classes.index(name) for name in long["class"].to_pylist()])
    targets = np.array(lists["soft_target"].to_pylist(), dtype="float64")
    return features(long), codes, long["weight"].to_numpy().astype("float64"), features(lists), targets


def multiclass(folder):
    """Each yields its probabilities of the rows of wine.csv."""
    x, codes, weight, rows, targets = read_long(folder)
    classes = targets.shape[1]

    options = {"objective": "multi:softprob", "num_class": classes, "min_child_weight": 0, "lambda": 0, "nthread": 1}
    trees = xgboost.train(options, xgboost.DMatrix(x, codes, weight=weight), 100)
    yield "xgboost multi:softprob, long rows", targets, trees.predict(xgboost.DMatrix(rows))

    options = {"objective": "multiclass", "num_class": classes, "verbose": -1, "num_threads": 1}
    options |= {"min_data_in_leaf": classes, "min_sum_hessian_in_leaf": 0}
    trees = lightgbm.train(options, lightgbm.Dataset(x, codes, weight=weight), 100)
    yield "lightgbm multiclass, long rows", targets, trees.predict(rows)

    quiet = {"iterations": 300, "verbose": False, "allow_writing_files": False}
    trees = catboost.CatBoostClassifier(loss_function="MultiClass", **quiet)
    trees.fit(x, codes, sample_weight=weight)
    yield "catboost MultiClass, long rows", targets, trees.predict_proba(rows)

    linear = make_pipeline(StandardScaler(), PolynomialFeatures(), LogisticRegression(C=1000, max_iter=1000))
    linear.fit(x, codes, logisticregression__sample_weight=weight)
    yield "scikit-learn LogisticRegression, long rows", targets, linear.predict_proba(rows)

    yield "torch cross_entropy, fixed-size lists", targets, by_torch(rows, targets)


def by_torch(rows, targets):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    x = torch.tensor((rows - rows.mean(0)) / rows.std(0))
    model = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 32), torch.nn.Tanh(), torch.nn.Linear(32, targets.shape[1]))
    model.double()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(500):
        optimizer.zero_grad()
        F.cross_entropy(model(x), torch.tensor(targets)).backward()
        optimizer.step()
    return model(x).softmax(1).detach().numpy()


def binary(folder):
    """Each yields its probabilities of malignant."""
    data = pa.feather.read_table(folder / "positive.arrow")
    x, y = features(data), data["soft_target"].to_numpy().astype("float64")
    options = {"objective": "binary:logistic", "min_child_weight": 0, "lambda": 0, "nthread": 1}
    yield "xgboost binary:logistic", y, xgboost.train(options, xgboost.DMatrix(x, y), 100).predict(xgboost.DMatrix(x))
    for objective in ("cross_entropy", "binary"):
        options = {"objective": objective, "verbose": -1, "min_data_in_leaf": 1, "num_threads": 1}
        yield f"lightgbm {objective}", y, lightgbm.train(options, lightgbm.Dataset(x, y), 100).predict(x)
    quiet = {"iterations": 300, "verbose": False, "allow_writing_files": False}
    trees = catboost.CatBoost({"loss_function": "CrossEntropy", **quiet})
    yield "catboost CrossEntropy", y, trees.fit(x, y).predict(x, prediction_type="Probability")[:, 1]


def report(name, targets, probs):
    excess = above_the_floor(targets, probs)
    floor = float(-(targets * np.log(targets)).sum(axis=1).mean())
    print(f"{name:45} floor {floor:.4f}  above it {excess:8.4f}  probabilities {probs.min():.4f} to {probs.max():.16g}")
    return excess


def main(folder):
    trap = "lightgbm binary"
    wrong = [name for name, targets, probs in multiclass(folder) if report(name, targets, probs) > NEAR]
    for name, y, p in binary(folder):
        excess = report(name, np.column_stack([1 - y, y]), np.column_stack([1 - p, p]))
        wrong += [name] if (excess > NEAR) != (name == trap) else []
        if name == trap:
            print(f"    {trap} takes every label above 0 for a whole 1: it predicts {p.min():.16g} for every row")
    if wrong:
        sys.exit(f"not as expected: {', '.join(wrong)}")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if sys.argv[1:2] == ["--write"]:
        write_inputs(Path(sys.argv[2]))
    elif sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as own:
            write_layouts(Path(own))
            main(Path(own))
