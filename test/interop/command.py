"""Runs the built command."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "dist" / "cli" / "main.js"


def run(*arguments, input=None):
    """The finished process of `smooth-dataset` with these arguments, whatever its exit code."""
    return subprocess.run(
        ["node", str(MAIN), *map(str, arguments)], input=input, capture_output=True, timeout=60
    )


def smooth(*arguments, input=None):
    """Runs `smooth-dataset`, which has to succeed, and gives what it wrote to stdout."""
    done = run(*arguments, input=input)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def refusal(*arguments, input=None):
    """Runs `smooth-dataset`, which has to refuse, and gives the error it reports."""
    done = run(*arguments, "--quiet", "--error-format", "json", input=input)
    assert done.returncode in (1, 2), done.stderr.decode()
    return json.loads(done.stderr)
