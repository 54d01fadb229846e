"""The one folder everything lives in (ONECARD_HOME): marked as ours, so that nothing else is touched or deleted."""

import errno
import os
from pathlib import Path

from onecard.kernel.errors import Fault

_MARK = ".onecard"
_WORDS = "This folder belongs to OneCard 一卡通. `onecard reset` deletes it.\n"


class HomeNotOurs(Fault):
    """ONECARD_HOME holds something that OneCard did not make, or that belongs to another account."""

    code = "home.not_ours"
    title = ("{path} 不是本平台的数据目录", "{path} is not a data folder of OneCard")
    next_step = (
        "请把 ONECARD_HOME 指向一个空目录，或改回原来使用该目录的账户。",
        "Point ONECARD_HOME to an empty folder, or go back to the account that used this one before.",
    )


class HomeNotWritable(Fault):
    """We may not write where the data should live."""

    code = "home.not_writable"
    title = ("不能写入数据目录 {path}", "The data folder {path} cannot be written")
    next_step = (
        "请检查磁盘与权限，或用 ONECARD_HOME 指定其他目录。",
        "Check the disk and its permissions, or name another folder with ONECARD_HOME.",
    )


def prepare_home(home: Path) -> Path:
    """The folder, made and marked when it is new; a folder with other people's things in it is refused."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not (home / _MARK).exists():
            if any(home.iterdir()):
                raise HomeNotOurs(path=home)
            (home / _MARK).write_text(_WORDS, encoding="utf-8")
            # As root the database's own account must pass through; what is private below is closed by itself.
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise HomeNotWritable(errno.errorcode.get(error.errno or 0, ""), path=home) from error
    return home


def is_home(home: Path) -> bool:
    """Whether the folder carries our mark; asked before anything is deleted."""
    return (home / _MARK).is_file()
