"""Runs the recipes of the README's section "Training" as they stand, on files that smooth-dataset writes.

    python recipes.py [FOLDER]    FOLDER's node_modules holds TensorFlow.js and apache-arrow; default: those of this repository

Each must print what the comment behind its `print` says, within 0.03.
"""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import train_soft

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEAR = 0.03
PACKAGES = sys.argv[1] if sys.argv[1:] else HERE


def files(folder):
    """The three files of the section, by its own commands."""
    train_soft.write_inputs(folder)
    section = readme_section()
    for call in re.findall(r"^    smooth-dataset (.*?) +#", section, re.MULTILINE):
        command = ["node", ROOT / "dist" / "cli" / "main.js", *call.split(), "--quiet"]
        subprocess.run(command, cwd=folder, check=True)


def readme_section():
    return (ROOT / "README.md").read_text().split("\n## Training\n")[1].split("\n## ")[0]


def python(code):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code, {})
    return said.getvalue()


def javascript(code):
    # Packages are looked for beside the program, the data where it runs.
    program = Path(PACKAGES, ".recipe.mjs")
    try:
        program.write_text(code)
        return subprocess.run(["node", program], check=True, capture_output=True, text=True).stdout
    finally:
        program.unlink()


def main():
    os.environ.setdefault("KERAS_BACKEND", "torch")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        files(Path(folder))
        os.chdir(folder)
        for language, code in re.findall(r"```(\w+)\n(.*?)```", readme_section(), re.DOTALL):
            said = {"python": python, "javascript": javascript}[language](code)
            found = [float(number) for number in re.findall(r"^-?\d+\.\d+(?:e-?\d+)?$", said, re.MULTILINE)]
            expected = [float(number) for number in re.findall(r"(?:print|console\.log)\(.*\);? *(?:#|//) (\d+\.\d+)", code)]
            near = len(found) == len(expected) > 0 and all(abs(a - b) < NEAR for a, b in zip(found, expected))
            wrong += not near
            print("as expected" if near else "NOT AS EXPECTED", expected, found, code.splitlines()[0])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
