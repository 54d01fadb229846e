"""The arrow between the floors, as it stands in pyproject.toml."""

import subprocess
import sys
from pathlib import Path


def test_every_import_follows_the_arrow() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
