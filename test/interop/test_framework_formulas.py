"""What the frameworks said of their losses follows from the formulas, written once more in NumPy."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts" / "golden"))

import check_formulas  # noqa: E402


def test_every_golden_loss_of_another_framework_follows_from_its_formula(capsys):
    assert check_formulas.main() is False, capsys.readouterr().out
