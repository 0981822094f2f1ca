"""How alike two texts are is the same in every run, however Python orders its sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOW = """
from pipeline.checks.likeness import Weighed
words = [f"{a}{b}sign" for a in "bdfgklmn" for b in "aeiou"]
texts = Weighed({str(n): " ".join(words[:: n + 1]) for n in range(6)})
print([texts.likeness(str(a), str(b)).hex() for a in range(6) for b in range(6)])
"""


def test_the_order_of_the_words_does_not_show() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SHOW], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in "12345"
    }  # fmt: skip
    assert len(said) == 1
    assert "0x1." in said.pop()
