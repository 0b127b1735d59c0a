"""Arrow's own integration files: passed as pyarrow reads them, or refused by name."""

import pyarrow as pa
import pytest

from command import ROOT, refusal, smooth
from samples import assert_same_table, read_ipc, write_ipc

FOLDER = ROOT.parent / "shared" / "data" / "arrow" / "integration"
FILES = sorted(path for path in FOLDER.glob("*/*") if path.suffix in (".arrow_file", ".stream"))
BIG_ENDIAN = [path for path in FILES if path.parent.name.endswith("bigendian")]
LITTLE_ENDIAN = [path for path in FILES if path not in BIG_ENDIAN]

REFUSED = {
    "generated_list_view": "UNSUPPORTED_TYPE",
    "generated_duplicate_fieldnames": "DOUBLED_COLUMN",
}
"""What is not carried, and the code it is refused with."""

pytestmark = pytest.mark.skipif(not FILES, reason="Arrow's integration files are not here")


def name_of(path):
    return f"{path.parent.name}/{path.name}"


def opener(path):
    return pa.ipc.open_stream if path.suffix == ".stream" else pa.ipc.open_file


def read(path):
    with pa.OSFile(str(path), "rb") as file:
        return opener(path)(file).read_all()


def label_in(table):
    """The name of a column without nulls that can serve as the label."""
    for field, column in zip(table.schema, table.columns, strict=True):
        values = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if column.null_count == 0 and (pa.types.is_integer(values) or pa.types.is_string(values)):
            return field.name
    return None


def with_label(table, path, folder):
    """The same columns behind a label, in a file or stream compressed as the original is."""
    label = pa.array(["even" if row % 2 == 0 else "odd" for row in range(table.num_rows)])
    labelled = table.add_column(0, "label", label)
    codec = next((codec for codec in ("lz4", "zstd") if codec in path.name), None)
    target = folder / ("in.arrows" if path.suffix == ".stream" else "in.arrow")
    write_ipc(labelled.to_batches(), target, pa.ipc.IpcWriteOptions(compression=codec))
    return labelled, target


@pytest.mark.parametrize("path", LITTLE_ENDIAN, ids=name_of)
def test_a_little_endian_file_passes_or_is_refused_by_name(tmp_path, path):
    table, source = read(path), path
    label = label_in(table)
    if label is None:
        table, source = with_label(table, path, tmp_path)
        label = "label"
    arguments = [source, tmp_path / "out.arrow", "--label", label]
    if table.num_rows == 0:
        arguments += ["--classes", "a,b"]
    if path.stem in REFUSED:
        assert refusal(*arguments)["code"] == REFUSED[path.stem]
        return
    smooth(*arguments)
    out = read_ipc(tmp_path / "out.arrow")
    assert_same_table(out.drop_columns(["soft_target"]), table)
    assert (
        table.schema.metadata is None
        or table.schema.metadata.items() <= out.schema.metadata.items()
    )


@pytest.mark.parametrize("path", BIG_ENDIAN, ids=name_of)
def test_a_big_endian_file_is_refused(tmp_path, path):
    error = refusal(path, tmp_path / "out.arrow")
    assert error["code"] == "BIG_ENDIAN"
    assert not (tmp_path / "out.arrow").exists()
