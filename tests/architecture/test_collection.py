"""Two processes share the tests only if both list them in one order; a set as parameters orders itself by chance."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _collecting(seed: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "--verbosity=0", "-p", "no:cacheprovider"]
    env = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_every_process_lists_the_same_tests_in_the_same_order():
    listings = []
    for process in [_collecting("1"), _collecting("2"), _collecting("3")]:
        text, _ = process.communicate(timeout=120)
        listings.append([line for line in text.splitlines() if "<Function" in line])
    assert listings[0], text
    assert listings[0] == listings[1] == listings[2]
