"""Arrow files of polars as input: views, categories and enums, compressed or not."""

from datetime import datetime, time, timedelta, timezone

import polars as pl
import polars.testing
import pytest

from command import smooth

ROWS = 600
FIRST = datetime(2020, 1, 1, tzinfo=timezone.utc)
FRAME = pl.DataFrame(
    {
        "text": [
            None if n % 5 == 0 else f"a text of more than twelve bytes {n}" for n in range(ROWS)
        ],
        "bytes": [str(n).encode() * (n % 3) for n in range(ROWS)],
        "category": pl.Series([("red", "green")[n % 2] for n in range(ROWS)], dtype=pl.Categorical),
        "list": [list(range(n % 4)) for n in range(ROWS)],
        "array": pl.Series([[n, n + 1] for n in range(ROWS)], dtype=pl.Array(pl.Int16, 2)),
        "struct": [{"a": n, "b": str(n)} for n in range(ROWS)],
        "decimal": pl.Series(range(ROWS)).cast(pl.Decimal(20, 3)),
        "instant": [FIRST + timedelta(seconds=n) for n in range(ROWS)],
        "duration": [timedelta(seconds=n) for n in range(ROWS)],
        "time": [time(n % 24) for n in range(ROWS)],
        "nothing": [None] * ROWS,
        "bool": [n % 3 == 0 for n in range(ROWS)],
        "label": pl.Series(["xyz"[n % 3] for n in range(ROWS)], dtype=pl.Enum(["z", "y", "x"])),
    }
)


@pytest.mark.parametrize("compression", ["uncompressed", "lz4", "zstd"])
@pytest.mark.parametrize("write", [pl.DataFrame.write_ipc, pl.DataFrame.write_ipc_stream])
def test_polars_reads_back_what_it_wrote(tmp_path, compression, write):
    source, out = tmp_path / "in.arrow", tmp_path / "out.arrow"
    write(FRAME, source, compression=compression)
    smooth(source, out, "--chunk-rows", "250", "--codes", "code")
    read = pl.read_ipc(out)
    polars.testing.assert_frame_equal(read.drop("soft_target", "code"), FRAME)
    assert read["code"].to_list() == ["zyx".index(label) for label in FRAME["label"]]
