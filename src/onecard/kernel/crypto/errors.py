"""What can be wrong with keys and with what they sealed. Nothing here names a person or shows a key."""

from onecard.kernel.errors import Fault


class KeysMissing(Fault):
    """The folder holds no keys, or not every kind of key."""

    code = "crypto.keys_missing"
    title = ("找不到密钥:{folder}", "No keys in {folder}")
    next_step = (
        "请从备份恢复密钥目录;没有密钥,已有数据无法读取。全新安装请运行 onecard up。",
        "Restore the key folder from its backup; the data cannot be read without it. New here? Run `onecard up`.",
    )


class KeysPresent(Fault):
    """New keys were asked for where keys already are; they are never overwritten."""

    code = "crypto.keys_present"
    title = ("{folder} 中已有密钥", "{folder} already holds keys")
    next_step = (
        "不会覆盖现有密钥。要更换密钥请使用轮换,或另选空目录。",
        "Existing keys are never overwritten. Rotate them, or choose an empty folder.",
    )


class KeysExposed(Fault):
    """Somebody other than the owner may read a key file."""

    code = "crypto.keys_exposed"
    title = ("密钥文件权限过宽:{path}", "A key file is open to others: {path}")
    next_step = (
        "请运行 chmod 600(目录为 700),并考虑轮换密钥。",
        "Run chmod 600 on it (700 on the folder) and consider rotating the key.",
    )


class KeyDamaged(Fault):
    """A key file cannot be read as one."""

    code = "crypto.key_damaged"
    title = ("密钥文件损坏:{path}", "A key file is damaged: {path}")
    next_step = ("请从备份恢复该文件。", "Restore this file from its backup.")


class KeyUnknown(Fault):
    """Something names a key id that the folder does not hold."""

    code = "crypto.key_unknown"
    title = ("没有编号为 {key_id} 的 {use} 密钥", "There is no {use} key number {key_id}")
    next_step = (
        "请恢复该编号的密钥文件,它可能已被移走或尚未分发到本机。",
        "Restore the key file of that number; it was moved away or has not reached this machine.",
    )


class SealBroken(Fault):
    """A sealed field does not open: changed, moved to another person or field, or sealed with other keys."""

    code, status = "crypto.seal_broken", 500
    title = ("加密字段无法解开", "A sealed field does not open")
    next_step = (
        "数据可能被改动或密钥不匹配。请停止写入,核对密钥目录与数据库备份。",
        "The data was changed or the keys do not match. Stop writing and compare key folder and database backup.",
    )


class KeyForEver(Fault):
    """The holder key gives every person the same id everywhere; another key would make another person of each."""

    code, status = "crypto.key_for_ever", 409
    title = ("{use} 密钥不可轮换", "The {use} key cannot be rotated")
    next_step = (
        "更换它会改变每个人的标识。确有必要时须走全国性迁移。",
        "Another key would change every person's id. If it must be, it takes a national migration.",
    )


class KeyInUse(Fault):
    """The key signs or seals now, or soon will; without it nothing could be made."""

    code, status = "crypto.key_in_use", 409
    title = ("第 {key_id} 号 {use} 密钥正在使用或即将启用", "The {use} key number {key_id} is in use or will be")
    next_step = (
        "请先用 onecard keys rotate 换新，待新密钥启用后再停用旧密钥。",
        "Rotate first (`onecard keys rotate`); retire the old key once the new one is active.",
    )


class Sm2Missing(Fault):
    """The OpenSSL under this Python has no SM2: it is older than 3, or was built without it."""

    code = "crypto.sm2_missing"
    title = ("本机的 OpenSSL 不支持 SM2", "The OpenSSL of this machine has no SM2")
    next_step = (
        "请安装含 SM2 的 OpenSSL 3 或更新版本；或改用国际算法签码（onecard keys rotate code --suite international）。",
        "Install OpenSSL 3 or newer with SM2, or sign with Ed25519 (onecard keys rotate code --suite international).",
    )
