"""How large a demo nation of one in so many is, and what it costs: told before anything is made."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onecard.doors.demo.rhythm import facts, past_days, uses_by_day
from onecard.kernel.errors import Malformed, Refusal

#: Measured on two cores at 1:10,000: people settled and uses posted in a second, and what each takes on the disk.
_PEOPLE_A_SECOND, _USES_A_SECOND, _STARTING_SECONDS = 14_000, 12_000, 3
_PERSON_BYTES, _USE_BYTES, _EMPTY_BYTES = 1_700, 900, 100_000_000
#: Besides the tables the write-ahead log, which the server lets grow to about this.
_LOG_BYTES_MAX = 4_300_000_000
_SCALES = (100, 1_000_000)


class ScaleWrong(Malformed):
    """A nation cannot be made one in so many."""

    code = "demo.scale_wrong"
    title = ("示范规模须在 1:{smallest} 与 1:{largest} 之间", "The scale must be between 1:{smallest} and 1:{largest}")
    next_step = ("例如 --size 10000(约 13.8 万人)。", "For example --size 10000, some 138,000 people.")


class DiskTooSmall(Refusal):
    """The demo nation of that size does not fit on the disk."""

    code, status = "demo.disk_too_small", 507
    title = (
        "磁盘空间不足:需要约 {needed_gb} GB,剩余 {free_gb} GB",
        "The disk is too small: about {needed_gb} GB are needed, {free_gb} GB are free",
    )
    next_step = (
        "请选更小的规模(更大的 --size),或把 ONECARD_HOME 指向更大的磁盘。",
        "Choose a smaller nation (a larger --size), or point ONECARD_HOME to a larger disk.",
    )


@dataclass(frozen=True)
class Size:
    """A nation of one in `scale`."""

    scale: int
    people: int
    ecards: int
    uses: int

    @property
    def seconds(self) -> int:
        """About how long it takes to make."""
        return round(_STARTING_SECONDS + self.people / _PEOPLE_A_SECOND + self.uses / _USES_A_SECOND)

    @property
    def disk_bytes(self) -> int:
        """About how much it needs on the disk, with room for the write-ahead log."""
        tables = self.people * _PERSON_BYTES + self.uses * _USE_BYTES
        return _EMPTY_BYTES + tables + min(2 * tables, _LOG_BYTES_MAX)

    def words(self) -> str:
        """One line for the screen."""
        return (
            f"示范国 1:{self.scale:,} · demo nation: {self.people:,} 人 people, {self.ecards:,} 电子卡 e-cards, "
            f"{self.uses:,} 次用卡 uses; 约 about {_duration(self.seconds)}, {self.disk_bytes / 1e9:.1f} GB"
        )


def size_of(scale: int, today: date) -> Size:
    """The nation's figures in small."""
    if not _SCALES[0] <= scale <= _SCALES[1]:
        raise ScaleWrong(smallest=_SCALES[1], largest=_SCALES[0])
    nation = facts()["nation"]
    people = nation["holders"] // scale
    uses = sum(uses_by_day(people, past_days(today)))
    return Size(scale, people, people * nation["ecards_per_mille"] // 1000, uses)


def must_fit(size: Size, home: Path) -> None:
    """Refuse a nation that the disk cannot hold."""
    free = shutil.disk_usage(home).free
    if size.disk_bytes > free:
        raise DiskTooSmall(needed_gb=f"{size.disk_bytes / 1e9:.1f}", free_gb=f"{free / 1e9:.1f}")


def _duration(seconds: int) -> str:
    return f"{seconds} 秒 s" if seconds < 120 else f"{round(seconds / 60)} 分钟 min"
