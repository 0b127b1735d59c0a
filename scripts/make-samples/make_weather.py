"""Writes samples/05-arrow-input/weather.feather with pyarrow, as pandas' `to_feather` would."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
from pyarrow import feather

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "05-arrow-input"


def weather():
    """Six observations. The labels are a dictionary whose order is not the alphabet's."""
    times = [datetime(2024, 2, 28, hour, 30, tzinfo=timezone.utc) for hour in range(6, 12)]
    times[1] += timedelta(milliseconds=250)
    labels = pa.DictionaryArray.from_arrays(
        pa.array([0, 1, 1, 2, 0, 1], pa.int8()), pa.array(["sun", "rain", "snow"])
    )
    return pa.table(
        {
            "station": pa.array([2**53 + 1 + row for row in range(6)], pa.int64()),
            "observed": pa.array(times, pa.timestamp("ms", tz="UTC")),
            "celsius": pa.array([11.5, 8.25, None, -2.0, 12.0, 7.5], pa.float64()),
            "weather": labels,
        }
    )


if __name__ == "__main__":
    feather.write_feather(weather(), SAMPLE / "weather.feather", compression="lz4")
