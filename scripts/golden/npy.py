"""Small arrays as NumPy writes them, for test/golden/npy.json: python scripts/golden/npy.py > test/golden/npy.json"""

import base64
import io
import json

import numpy as np


def saved(array, version=None):
    file = io.BytesIO()
    if version is None:
        np.save(file, array)
    else:
        np.lib.format.write_array(file, array, version=version)
    return base64.b64encode(file.getvalue()).decode()


x = np.array([[0.5, -1.25, 3e300], [-np.inf, 0.1, 7]])
y = np.array([[0.5, -1.25], [np.inf, 0.1]], dtype="<f4")
files = {
    "float64": saved(x),
    "float32": saved(y),
    "version 2": saved(x, (2, 0)),
    "version 3": saved(x, (3, 0)),
    "one dimension": saved(np.array([0.5, -2.0])),
    "no row": saved(np.zeros((0, 3))),
    "fortran": saved(np.asfortranarray(x)),
    "int64": saved(np.array([[1, 2]])),
    "big-endian": saved(x.astype(">f8")),
    "float16": saved(y.astype("<f2")),
    "three dimensions": saved(np.zeros((1, 2, 1))),
    "scalar": saved(np.array(1.5)),
    "record": saved(np.zeros(1, dtype=[("a", "<f8")])),
}
print(json.dumps({"numpy": np.__version__, **files}, indent=1))
