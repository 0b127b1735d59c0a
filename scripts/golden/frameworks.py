"""Writes test/golden/frameworks.json: losses as the frameworks themselves give them. See README.md."""

import json
import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "losses"))

import by_archives  # noqa: E402
import by_boosters  # noqa: E402
import by_keras  # noqa: E402
import by_sklearn  # noqa: E402
import by_torch  # noqa: E402
from case import plain  # noqa: E402
from inputs import INPUTS  # noqa: E402

TARGET = HERE.parents[1] / "test" / "golden" / "frameworks.json"


def edge(like, what, said):
    return {"like": like, "what": what, "said": plain(said)}


def main(archives):
    cases = [*by_torch.cases(), *by_keras.cases(), *by_archives.cases(archives), *by_sklearn.cases()]
    cases += by_boosters.cases()
    edges = [edge("torch", *each) for each in by_torch.edges()]
    edges += [edge("keras", *each) for each in by_keras.edges()]
    edges += [edge("sklearn", *each) for each in by_sklearn.edges()]
    edges += [edge(*each) for each in (*by_archives.edges(archives), *by_boosters.edges())]
    lines = ["{", '"tolerance": "|expected − found| ≤ tolerance · max(1, |expected|)",']
    lines += [f'"made": "by scripts/golden/frameworks.py and frameworks.js, on {platform.machine()}",', '"inputs": {']
    lines.append(",\n".join(f"{json.dumps(name)}: {json.dumps(plain(each))}" for name, each in INPUTS.items()))
    lines += ["},", '"cases": [', ",\n".join(json.dumps(each) for each in cases)]
    lines += ["],", '"edges": [', ",\n".join(json.dumps(each, ensure_ascii=False) for each in edges), "]", "}"]
    TARGET.write_text("\n".join(lines) + "\n")
    print(len(cases), "cases,", len(edges), "edges")


if __name__ == "__main__":
    main(sys.argv[1])
