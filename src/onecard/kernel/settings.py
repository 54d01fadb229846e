"""Settings come from the environment, once, at the doors; whatever is wrong is said by name before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onecard.kernel.errors import Malformed


class SettingWrong(Malformed):
    """An environment variable says something we cannot use."""

    code = "settings.wrong"
    title = ("环境变量 {name} 的值不可用：{reason_zh}", "The environment variable {name} cannot be used: {reason_en}")
    next_step = ("请改正后重新启动。", "Correct it and start again.")


def default_home() -> Path:
    """/var/lib/onecard for root (whose own folder nobody else may enter), the user's data folder for anybody else."""
    if os.geteuid() == 0:
        return Path("/var/lib/onecard")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "onecard"


@dataclass(frozen=True)
class Settings:
    """All of them. Each is read from ONECARD_ + its name in capitals."""

    home: Path = field(default_factory=default_home)
    database_url: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None  # how others reach us, where that is not host and port
    postgres_port: int | None = None
    workers: int = 2
    demo_size: int = 10_000
    code_seconds: int = 60
    code_grace_seconds: int = 5
    clock_skew_seconds: int = 120
    late_upload_days: int = 90
    crypto_suite: str = "international"  # of a new home's keys; `onecard keys rotate --suite` changes it later
    log_level: str = "info"

    def __post_init__(self) -> None:
        for name in ("port", "postgres_port"):
            _within(name, getattr(self, name), 1, 65_535)
        _within("workers", self.workers, 1, 64)
        _within("demo_size", self.demo_size, 100, 10_000_000)
        _within("code_seconds", self.code_seconds, 10, 300)
        _within("code_grace_seconds", self.code_grace_seconds, 0, 60)
        _within("clock_skew_seconds", self.clock_skew_seconds, 0, 3600)
        _within("late_upload_days", self.late_upload_days, 1, 366)
        if self.crypto_suite not in ("international", "guomi"):
            raise _wrong("crypto_suite", "应为 international 或 guomi", "international or guomi is meant")
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise _wrong("log_level", "应为 debug、info、warning 或 error", "debug, info, warning or error is meant")
        if self.database_url and urlsplit(self.database_url).scheme not in ("postgresql", "postgres"):
            raise _wrong("database_url", "应以 postgresql:// 开头", "it should begin with postgresql://")
        if self.database_url and urlsplit(self.database_url).netloc.count("@") > 1:  # else a password's end is a host
            raise _wrong("database_url", "用户名与密码中的 @ 应写作 %40", "an @ in user or password is written %40")

    @property
    def address(self) -> str:
        """Where others reach us: what partners name as the audience of what they sign."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def code_validity(self) -> timedelta:
        """How long an e-card's code is good."""
        return timedelta(seconds=self.code_seconds)

    @property
    def code_grace(self) -> timedelta:
        """How long after its end a code is still taken, for clocks that differ."""
        return timedelta(seconds=self.code_grace_seconds)

    @property
    def clock_skew(self) -> timedelta:
        """How far a terminal's clock may be ahead of ours."""
        return timedelta(seconds=self.clock_skew_seconds)

    @property
    def late_upload(self) -> timedelta:
        """How long after it happened a use may still be uploaded."""
        return timedelta(days=self.late_upload_days)

    @property
    def keys(self) -> Path:
        """The folder of the keys, which no database dump contains."""
        return self.home / "keys"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; SettingWrong names the variable that is not right."""
    given = os.environ if environment is None else environment
    found: dict[str, Any] = {}
    for one in fields(Settings):
        text = given.get(f"ONECARD_{one.name.upper()}", "").strip()
        if text:
            found[one.name] = _parse(one.name, text)
    return Settings(**found)


def _parse(name: str, text: str) -> Any:
    if name == "home":
        return Path(text).expanduser().absolute()
    if name in ("database_url", "host", "public_url", "crypto_suite", "log_level"):
        return text
    try:
        return int(text)
    except ValueError:
        raise _wrong(name, "应为整数", "a whole number is meant") from None


def _within(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise _wrong(name, f"应在 {least} 与 {most} 之间", f"between {least} and {most} is meant")


def _wrong(name: str, reason_zh: str, reason_en: str) -> SettingWrong:
    return SettingWrong(name=f"ONECARD_{name.upper()}", reason_zh=reason_zh, reason_en=reason_en)
