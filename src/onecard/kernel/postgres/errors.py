"""What can be wrong around the embedded PostgreSQL, each with what to do about it."""

from onecard.kernel.errors import Fault


class DatabaseUnreachable(Fault):
    """The server of ONECARD_DATABASE_URL (or our own) does not answer."""

    code = "postgres.unreachable"
    title = ("数据库没有应答", "The database does not answer")
    next_step = (
        "请检查数据库是否在运行；用自己的服务器时，检查 ONECARD_DATABASE_URL 的主机、端口、库名、用户和密码。",
        "Check that the server is running; on a server of your own, check host, port, database, user and password in"
        " ONECARD_DATABASE_URL. Then try again.",
    )


class PortTaken(Fault):
    """Another program listens where our PostgreSQL (or the web server) should."""

    code = "ports.taken"
    title = ("端口 {port} 已被占用", "Port {port} is already in use")
    next_step = (
        "请停止占用该端口的程序，或改用其他端口：设置环境变量 {setting}。",
        "Stop the program that uses it, or choose another port with the environment variable {setting}.",
    )


class DiskFull(Fault):
    """No space is left where the data lives."""

    code = "postgres.disk_full"
    title = ("磁盘已满：{path}", "The disk is full at {path}")
    next_step = (
        "请释放空间，或把 ONECARD_HOME 指向更大的磁盘；已确认的数据没有丢失。",
        "Free some space, or point ONECARD_HOME to a larger disk; nothing that was acknowledged is lost.",
    )


class PermissionMissing(Fault):
    """The account PostgreSQL runs as may not use a file or folder it needs."""

    code = "postgres.permission_missing"
    title = ("没有访问权限：{path}", "No permission for {path}")
    next_step = (
        "请让系统账户 {account} 能够进入该目录及其上级目录，或把 ONECARD_HOME 设到别处（例如 /var/lib/onecard）。",
        "Let the account {account} enter this folder and those above it, or set ONECARD_HOME elsewhere"
        " (for example /var/lib/onecard).",
    )


class WrongVersion(Fault):
    """The data folder was made by another major version of PostgreSQL."""

    code = "postgres.wrong_version"
    title = (
        "数据属于 PostgreSQL {found}，程序是 {needed}",
        "The data is of PostgreSQL {found}, the program of {needed}",
    )
    next_step = (
        "请先用旧版本导出数据（pg_dump），再导入新的 ONECARD_HOME。",
        "Export the data with the old version first (pg_dump), then import it into a new ONECARD_HOME.",
    )


class SchemaBehind(Fault):
    """The database has not seen all migrations of this program."""

    code = "postgres.schema_behind"
    title = ("数据库尚未升级到本版本", "The database is not up to date with this program")
    next_step = ("请运行 onecard up。", "Run `onecard up`.")


class ServerFailed(Fault):
    """PostgreSQL did not start, for a reason we have no words for; its log says more."""

    code = "postgres.start_failed"
    title = ("数据库没有启动", "PostgreSQL did not start")
    next_step = ("原因见日志 {log}。", "The log says why: {log}.")


class ProgramsMissing(Fault):
    """The wheel that carries PostgreSQL's programs is not installed."""

    code = "postgres.programs_missing"
    title = ("没有找到 PostgreSQL 程序", "PostgreSQL's programs were not found")
    next_step = (
        "请运行 make run 重新安装，或用 ONECARD_DATABASE_URL 指向已有的服务器。",
        "Run make run to install again, or point ONECARD_DATABASE_URL to a server you have.",
    )
