"""Writes the targets that every sample is expected to have, computed with NumPy.

Nothing here calls smooth-dataset: the class index of each row and the order of the classes are written down by
hand, the rest is the formula. Messages (expected.stderr.txt) are written by hand too.
"""

import json
from pathlib import Path

import numpy as np

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def one_hot(codes, classes):
    return np.eye(classes)[codes]


def uniform(targets, epsilon):
    return (1 - epsilon) * targets + epsilon / targets.shape[1]


def others(targets, epsilon):
    return (1 - epsilon) * targets + epsilon * (1 - targets) / (targets.shape[1] - 1)


def read_records(path, line_end="\n"):
    """The header and the rows of a text as they are, without their line ends."""
    text = (SAMPLES / path).read_bytes().decode()
    header, *rows = text.removesuffix(line_end).split(line_end)
    return header, rows


def write_rows(path, header, rows, *, names, targets, delimiter=",", line_end="\n"):
    """Rows as they were, each followed by its targets: NumPy prints the shortest decimal of a float32."""
    cells = [[decimal(value) for value in row] for row in targets.astype(np.float32)]
    records = [delimiter.join([header, *names])]
    records += [delimiter.join([row, *values]) for row, values in zip(rows, cells, strict=True)]
    (SAMPLES / path).write_bytes("".join(record + line_end for record in records).encode())


def decimal(value):
    """The shortest decimal, from a millionth on without an exponent."""
    return np.format_float_positional(value, unique=True, trim="-")


def soft_target(classes):
    return [f"soft_target_{name}" for name in classes]


def write_table(path, schema, rows, metadata):
    """What apache-arrow reads of an Arrow file: its types by their names there, and its rows."""
    lines = ",\n    ".join(json.dumps(row) for row in rows)
    head = json.dumps({"schema": schema, "metadata": metadata}, indent=2).removesuffix("\n}")
    (SAMPLES / path).write_text(f'{head},\n  "rows": [\n    {lines}\n  ]\n}}\n')


def provenance(label, counts, epsilon=0.1, target="soft_target"):
    return {
        "method": "uniform",
        "epsilon": epsilon,
        "target": target,
        "label": label,
        "classes": [{"name": name, "count": count} for name, count in counts.items()],
    }


def lists(targets, dtype=np.float32):
    return targets.astype(dtype).astype(np.float64).tolist()


def class_index():
    targets = uniform(one_hot([2, 0, 4], 5), 0.1)
    header, rows = read_records("01-class-index/labels.csv")
    write_rows(
        "01-class-index/expected.stdout.csv", header, rows,
        names=soft_target("01234"), targets=targets,
    )
    header, rows = read_records("02-one-hot/one-hot.csv")
    names = soft_target(["c0", "c1", "c2", "c3", "c4"])
    write_rows("02-one-hot/expected.stdout.csv", header, rows, names=names, targets=targets)


def iris():
    header, rows = read_records("03-iris/iris.csv")
    targets = uniform(one_hot([0] * 50 + [1] * 50 + [2] * 50, 3), 0.1)
    names = soft_target(["setosa", "versicolor", "virginica"])
    write_rows("03-iris/expected.smoothed.csv", header, rows, names=names, targets=targets)


TRAIN = {"image": [f"{letter}.png" for letter in "abcdef"]}
TRAIN["animal"] = ["dog", "cat", "fox", "cat", "cat", "dog"]
TRAIN_CODES = [1, 0, 2, 0, 0, 1]
TRAIN_COUNTS = {"cat": 3, "dog": 2, "fox": 1}
TEXT_COLUMNS = {"image": "Utf8", "animal": "Utf8"}


def table_rows(columns):
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def same_classes():
    schema = {**TEXT_COLUMNS, "soft_target": "FixedSizeList[3]<Float32>"}
    metadata = {"smooth_dataset": provenance("animal", TRAIN_COUNTS)}
    train = {**TRAIN, "soft_target": lists(uniform(one_hot(TRAIN_CODES, 3), 0.1))}
    validation = {
        "image": ["y.png", "z.png"],
        "animal": ["fox", "cat"],
        "soft_target": lists(uniform(one_hot([2, 0], 3), 0.1)),
    }
    for name, columns in {"train": train, "validation": validation}.items():
        path = f"04-same-classes/expected.{name}.arrow.json"
        write_table(path, schema, table_rows(columns), metadata)


def arrow_input():
    rows = [
        "9007199254740993,2024-02-28T06:30:00Z,11.5,sun",
        "9007199254740994,2024-02-28T07:30:00.25Z,8.25,rain",
        "9007199254740995,2024-02-28T08:30:00Z,,rain",
        "9007199254740996,2024-02-28T09:30:00Z,-2,snow",
        "9007199254740997,2024-02-28T10:30:00Z,12,sun",
        "9007199254740998,2024-02-28T11:30:00Z,7.5,rain",
    ]
    write_rows(
        "05-arrow-input/expected.weather.csv", "station,observed,celsius,weather", rows,
        names=soft_target(["sun", "rain", "snow"]),
        targets=uniform(one_hot([0, 1, 1, 2, 0, 1], 3), 0.1),
    )


def pipe():
    write_rows(
        "06-pipe/expected.stdout.csv", "id", ["1", "2", "3"],
        names=soft_target("12345"), targets=uniform(one_hot([4, 0, 3], 5), 0.1),
    )


def others_method():
    header, rows = read_records("08-others/tokens.csv")
    targets = others(one_hot([0, 3, 1], 5), 0.1)
    path = "08-others/expected.stdout.csv"
    write_rows(path, header, rows, names=soft_target("01234"), targets=targets)


def several_inputs():
    header, first = read_records("09-several-inputs/part-1.csv")
    _, second = read_records("09-several-inputs/part-2.csv")
    write_rows(
        "09-several-inputs/expected.all.csv", header, first + second,
        names=soft_target(["cat", "dog", "fox"]),
        targets=uniform(one_hot([1, 0, 1, 2, 0, 0], 3), 0.1),
    )


def votes():
    _, rows = read_records("10-votes/votes.csv")
    cells = [row.split(",") for row in rows]
    shares = np.array([[float(cell) for cell in row[1:]] for row in cells])
    write_rows(
        "10-votes/expected.stdout.csv", "image", [row[0] for row in cells],
        names=["q_cat", "q_dog", "q_fox"], targets=uniform(shares, 0.3),
    )


def class_index_column():
    feature = {"names": list(TRAIN_COUNTS), "_type": "ClassLabel"}
    metadata = {
        "smooth_dataset": provenance("animal", TRAIN_COUNTS, target=None),
        "huggingface": {"info": {"features": {"label_id": feature}}},
    }
    rows = table_rows({**TRAIN, "label_id": TRAIN_CODES})
    path = "11-class-index-column/expected.animals.arrow.json"
    write_table(path, {**TEXT_COLUMNS, "label_id": "Int64"}, rows, metadata)


def semicolons():
    header, rows = read_records("12-semicolons/umfrage.csv", "\r\n")
    write_rows(
        "12-semicolons/expected.smoothed.csv", header, rows,
        names=soft_target(["ja", "nein"]), targets=uniform(one_hot([0, 1, 0, 1], 2), 0.1),
        delimiter=";", line_end="\r\n",
    )


def list_layout():
    rows = table_rows(
        {**TRAIN, "soft_target": lists(uniform(one_hot(TRAIN_CODES, 3), 0.1), np.float64)}
    )
    write_table(
        "13-list-layout/expected.animals.arrow.json",
        {**TEXT_COLUMNS, "soft_target": "List<Float64>"}, rows,
        {"smooth_dataset": provenance("animal", TRAIN_COUNTS)},
    )


def smoothed_twice():
    columns = {
        "sensor": [1, 2, 3, 4, 5, 6],
        "x": [0.25, 0.5, 0.75, 1.25, 1.5, None],
        "label": ["low", "high", "low", "middle", "high", "low"],
        "soft_target": lists(uniform(one_hot([1, 0, 1, 2, 0, 1], 3), 0.1)),
    }
    schema = {"sensor": "Int64", "x": "Float64", "label": "Utf8"}
    write_table(
        "15-smoothed-twice/expected.once.arrow.json",
        {**schema, "soft_target": "FixedSizeList[3]<Float32>"}, table_rows(columns),
        {"smooth_dataset": provenance("label", {"high": 2, "low": 3, "middle": 1})},
    )


def similar_classes():
    header, rows = read_records("16-similar-classes/colours.csv")
    write_rows(
        "16-similar-classes/expected.smoothed.csv", header, rows,
        names=soft_target(["Red", "green", "red"]),
        targets=uniform(one_hot([2, 0, 1, 2, 1, 1], 3), 0.1),
    )


if __name__ == "__main__":
    for make in [
        class_index, iris, same_classes, arrow_input, pipe, others_method, several_inputs, votes,
        class_index_column, semicolons, list_layout, smoothed_twice, similar_classes,
    ]:
        make()
