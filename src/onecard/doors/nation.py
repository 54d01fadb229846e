"""Whole or a sample: a demo nation is one person in so many, a real one is everybody. Kept beside the demo's keys.

Who compares what is here with the census asks this, or a nation of one in ten thousand would seem almost uncovered.
"""

import json
from pathlib import Path

from onecard.kernel.settings import Settings

_PAGE = "nation.json"
WHOLE = 1


def write_scale(folder: Path, scale: int) -> None:
    """Note in the demo's folder that each of its people stands for so many."""
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / _PAGE).write_text(json.dumps({"one_in": scale}), encoding="utf-8")


def read_scale(settings: Settings) -> int:
    """How many real people one person here stands for; a demo nation from before this was noted has the set size."""
    folder = settings.home / "demo"
    if (folder / _PAGE).is_file():
        scale: int = json.loads((folder / _PAGE).read_text(encoding="utf-8"))["one_in"]
        return scale
    return settings.demo_size if (folder / "terminals.json").is_file() else WHOLE
