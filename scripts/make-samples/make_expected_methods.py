"""Writes the targets of the samples whose smoothing is no uniform one, or whose epsilon differs, computed with NumPy.

Every one of them is a row of one-hot targets times a matrix: S = (1 - epsilon) I + epsilon M.
"""

import numpy as np

from make_expected import (
    lists, one_hot, provenance, read_records, soft_target, table_rows, write_rows, write_table,
)


def through(targets, matrix, epsilon):
    """epsilon: one for all, or one for each class."""
    own = np.diag(1 - epsilon * np.ones(len(matrix)))
    return targets @ (own + np.reshape(epsilon, (-1, 1)) * matrix)


def prior():
    counts = {"ham": 4, "receipt": 1, "spam": 3}
    shares = np.array(list(counts.values())) / 8
    matrix = np.tile(shares, (3, 1))
    codes = [0, 2, 0, 1, 2, 0, 0, 2]
    columns = {
        "mail": list(range(1, 9)),
        "kind": [list(counts)[code] for code in codes],
        "soft_target": lists(through(one_hot(codes, 3), matrix, 0.1)),
    }
    write_table(
        "21-prior/expected.train.arrow.json",
        {"mail": "Int64", "kind": "Utf8", "soft_target": "FixedSizeList[3]<Float32>"},
        table_rows(columns),
        {"smooth_dataset": {**provenance("kind", counts), "method": "prior", "prior": list(shares)}},
    )
    header, rows = read_records("21-prior/validation.csv")
    targets = through(one_hot([2, 0], 3), matrix, 0.1)
    write_rows(
        "21-prior/expected.smoothed.csv", header, rows, names=soft_target(counts), targets=targets
    )


def ordinal():
    distance = np.abs(np.subtract.outer(np.arange(5), np.arange(5)))
    gauss = np.where(distance == 0, 0, np.exp(-(distance**2) / (2 * 0.8**2)))
    matrix = gauss / gauss.sum(axis=1, keepdims=True)
    header, rows = read_records("22-ordinal/essays.csv")
    write_rows(
        "22-ordinal/expected.stdout.csv", header, rows,
        names=soft_target("12345"), targets=through(one_hot([4, 2, 3], 5), matrix, 0.2),
    )


def hierarchy():
    # In the order of the classes: car, cat, dog, wolf.
    matrix = np.array([[1, 0, 0, 0], [0, 0, 0.5, 0.5], [0, 0.25, 0, 0.75], [0, 0.25, 0.75, 0]])
    header, rows = read_records("23-hierarchy/images.csv")
    write_rows(
        "23-hierarchy/expected.stdout.csv", header, rows,
        names=soft_target(["car", "cat", "dog", "wolf"]),
        targets=through(one_hot([1, 0, 2, 3], 4), matrix, 0.2),
    )


def epsilon_by_row():
    header, rows = read_records("24-epsilon-by-row/clips.csv")
    epsilon = np.array([[0], [0.25], [0.1], [1]])
    targets = (1 - epsilon) * one_hot([0, 1, 0, 1], 2) + epsilon / 2
    write_rows(
        "24-epsilon-by-row/expected.stdout.csv", header, rows,
        names=soft_target(["bird", "frog"]), targets=targets,
    )


def epsilon_by_class():
    header, rows = read_records("25-epsilon-by-class/animals.csv")
    targets = through(one_hot([2, 1, 0], 3), np.full((3, 3), 1 / 3), np.array([0.3, 0, 0.6]))
    write_rows(
        "25-epsilon-by-class/expected.stdout.csv", header, rows,
        names=soft_target(["cat", "fox", "other"]), targets=targets,
    )


if __name__ == "__main__":
    for make in [prior, ordinal, hierarchy, epsilon_by_row, epsilon_by_class]:
        make()
