"""A column of six rows for every Arrow type that is carried: nulls, extremes, empty values."""

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

LONG = "more than twelve bytes, ünï¢ode"
TEXTS = ["", LONG, None, "short", "ä", LONG * 2]
BYTES = [b"", b"\x00\xff" * 20, None, b"\n", b"abc", b"0123456789abcdef"]
COLORS = ["red", "green", None, "red", "blue", "green"]
TICKS = [0, -1, None, 2**62, 1 - 2**63, 1]
LISTS = [[1, 2], [], None, [None], [3], [4, 5, 6]]
STRUCTS = [{"n": 1, "s": "a"}, {"s": LONG}, None, {"n": 3}, {"n": 4, "s": ""}, {}]

STRUCT = pa.struct([("n", pa.int64()), ("s", pa.string())])
NOT_NULL_STRUCT = pa.struct([pa.field("n", pa.int16(), nullable=False)])


def every_type():
    """The columns by name."""
    return {**_numbers(), **_texts(), **_times(), **_nested(), **_unions(), **_dictionaries()}


def _numbers():
    columns = {
        "null": pa.nulls(6),
        "bool": pa.array([True, False, None, True, True, False]),
        "float16": pa.array([0.1, 65504, None, float("-inf"), 6e-8, -2.5], pa.float16()),
        "float32": pa.array([0.1, 3.4e38, None, float("inf"), 1e-45, -2.5], pa.float32()),
        "float64": pa.array([0.1, 1.7e308, None, float("inf"), 5e-324, -2.5], pa.float64()),
    }
    for bits in (8, 16, 32, 64):
        least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        columns[f"int{bits}"] = pa.array([least, most, None, 0, -1, 5], f"int{bits}")
        columns[f"uint{bits}"] = pa.array([0, 2**bits - 1, None, 1, most, 7], f"uint{bits}")
    for bits, precision in {32: 9, 64: 18, 128: 38, 256: 76}.items():
        most = Decimal((0, (9,) * precision, -2))
        values = [
            most,
            most.copy_negate(),
            None,
            Decimal("0.00"),
            Decimal("-0.01"),
            Decimal("1.50"),
        ]
        columns[f"decimal{bits}"] = pa.array(values, getattr(pa, f"decimal{bits}")(precision, 2))
    return columns


def _texts():
    columns = {
        name: pa.array(TEXTS, getattr(pa, name)())
        for name in ("string", "large_string", "string_view")
    }
    for name in ("binary", "large_binary", "binary_view"):
        columns[name] = pa.array(BYTES, getattr(pa, name)())
    fixed = [b"abc", b"\0\0\0", None, b"\xff\xfe\xfd", b"xyz", b"   "]
    return {**columns, "fixed_binary": pa.array(fixed, pa.binary(3))}


def _times():
    days = [date(1970, 1, 1), date(1, 1, 1), None, date(9999, 12, 31), date(2262, 1, 1), None]
    columns = {
        "date32": pa.array(days, pa.date32()),
        "date64": pa.array(days, pa.date64()),
        "interval": pa.array(
            [(0, 0, 0), (-1, 2, -3), None, (12, 31, 2**62), (1, 1, 1), None],
            pa.month_day_nano_interval(),
        ),
    }
    for unit, scale in {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}.items():
        time = (pa.time32 if unit in ("s", "ms") else pa.time64)(unit)
        columns[f"time[{unit}]"] = pa.array([0, 86_400 * scale - 1, None, 1, 2, 3], time)
        columns[f"duration[{unit}]"] = pa.array(TICKS, pa.duration(unit))
        for zone in (None, "UTC", "Europe/Berlin", "+05:30"):
            columns[f"timestamp[{unit}, {zone}]"] = pa.array(TICKS, pa.timestamp(unit, zone))
    return columns


def _nested():
    pairs = [[1, 2], [3, None], None, [5, 6], [None, None], [7, 8]]
    maps = [[("a", 1), ("b", None)], [], None, [(LONG, 3)], [("a", 4)], []]
    return {
        "list": pa.array(LISTS, pa.list_(pa.int32())),
        "large_list": pa.array(LISTS, pa.large_list(pa.uint8())),
        "list of named items": pa.array(LISTS, pa.list_(pa.field("element", pa.int8()))),
        "list of lists": pa.array([[["a"], []], [], None, [None], [["b", None]], [[]]]),
        "list of bools": pa.array([[True], [], None, [False, None, True], [True] * 9, []]),
        "list of structs": pa.array(
            [STRUCTS[:2], [], None, STRUCTS[2:], [], STRUCTS], pa.list_(STRUCT)
        ),
        "fixed_size_list": pa.array(pairs, pa.list_(pa.float32(), 2)),
        "fixed_size_list of texts": pa.array(
            [["a"], [""], None, [LONG], [None], ["b"]], pa.list_(pa.string(), 1)
        ),
        "fixed_size_list of nothing": pa.array([[], [], None, [], [], []], pa.list_(pa.int8(), 0)),
        "struct": pa.array(STRUCTS, STRUCT),
        "struct of nothing": pa.array([{}, {}, None, {}, {}, {}], pa.struct([])),
        "struct with no nulls": pa.array([{"n": n} for n in range(6)], NOT_NULL_STRUCT),
        "struct of structs": pa.array([{"inner": struct} for struct in STRUCTS]),
        "map": pa.array(maps, pa.map_(pa.string(), pa.int64())),
        "sorted map": pa.array(maps, pa.map_(pa.string(), pa.int64(), keys_sorted=True)),
    }


def _unions():
    numbers, texts = pa.array([1, 2, None, 4, 5, 6]), pa.array(TEXTS)
    kinds = pa.array([0, 1, 0, 1, 1, 0], pa.int8())
    codes = pa.array([5, 9, 5, 9, 9, 5], pa.int8())
    places = pa.array([0, 0, 2, 3, 4, 5], pa.int32())
    return {
        "sparse union": pa.UnionArray.from_sparse(kinds, [numbers, texts], ["n", "s"]),
        "sparse union of types 5 and 9": pa.UnionArray.from_sparse(
            codes, [numbers, texts], ["n", "s"], [5, 9]
        ),
        "dense union": pa.UnionArray.from_dense(kinds, places, [numbers, texts], ["n", "s"]),
        "dense union of types 5 and 9": pa.UnionArray.from_dense(
            codes, places, [numbers, texts], ["n", "s"], [5, 9]
        ),
    }


def _dictionaries():
    colors = pa.array(COLORS).dictionary_encode()
    columns = {
        f"dictionary of {name}": pa.array(COLORS, pa.dictionary(name, pa.string()))
        for name in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
    }
    indices = pa.array([0, 1, None, 2, 0, 2], pa.int8())
    ordered = pa.DictionaryArray.from_arrays(indices, ["low", "middle", "high"], ordered=True)
    instants = pa.array([datetime(2020, 1, 1), None, datetime(1969, 1, 1)], pa.timestamp("us"))
    return {
        **columns,
        "ordered dictionary": ordered,
        "dictionary of decimals": pa.DictionaryArray.from_arrays(
            indices, pa.array([Decimal("1.5"), Decimal("2.5"), None])
        ),
        "dictionary of instants": pa.DictionaryArray.from_arrays(indices, instants),
        "dictionary of lists": pa.DictionaryArray.from_arrays(indices, pa.array([[1], [], [2, 3]])),
        "list of dictionaries": pa.ListArray.from_arrays(
            pa.array([0, 2, 2, None, 3, 5, 6], pa.int32()), colors
        ),
        "struct of dictionaries": pa.StructArray.from_arrays([colors, ordered], ["color", "level"]),
    }
