"""Metrics add up over processes, as two web processes and a worker need it."""

import subprocess
import sys
from pathlib import Path

COUNT = """
import sys
from pathlib import Path
from onecard.kernel.metrics import exposition, set_up_metrics
set_up_metrics(Path(sys.argv[1]), fresh=sys.argv[2] == "fresh")
from prometheus_client import Counter
Counter("uses", "Uses").inc(3)
print(exposition()[0].decode())
"""


def test_two_processes_are_added_up(tmp_path: Path) -> None:
    said = [
        subprocess.run([sys.executable, "-c", COUNT, tmp_path / "m", how], capture_output=True, text=True, check=True)
        for how in ("fresh", "again", "fresh")
    ]
    assert ["uses_total 3.0" in said[0].stdout, "uses_total 6.0" in said[1].stdout] == [True, True]
    assert "uses_total 3.0" in said[2].stdout, "a fresh start counts from nothing"
