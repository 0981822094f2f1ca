"""``python -m tests.sample`` writes the shipped templates, the sample's inputs/ and its September record anew; run it
from the project's root.
"""

from __future__ import annotations

from pathlib import Path

from tests.sample.build import write_december
from tests.sample.issued import write_issued_september
from tests.sample.templates import write_templates

write_templates()
write_december(Path("inputs"))
write_issued_september(Path("outputs"))
