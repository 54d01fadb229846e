"""Plug-ins are folders with a manifest, found by looking and never listed anywhere."""

import importlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Plugin:
    """One found folder: its id (the folder's name), its manifest and its package's dotted name."""

    id: str
    manifest: dict[str, Any]
    package: str

    def module(self, name: str) -> ModuleType | None:
        """The plug-in's own module of that name, or None where the room is empty."""
        if not files(self.package).joinpath(f"{name}.py").is_file():
            return None
        return importlib.import_module(f"{self.package}.{name}")


def read_manifest(package: str, manifest: str = "scene.toml") -> dict[str, Any]:
    """The manifest of one plug-in, for its own use: `read_manifest(__package__)`."""
    return tomllib.loads(files(package).joinpath(manifest).read_text(encoding="utf-8"))


def discover(package: str, manifest: str = "scene.toml") -> list[Plugin]:
    """Every folder of `package` that has a manifest, by name. The manifest's `id` must be the folder's name."""
    found = []
    for folder in sorted(files(package).iterdir(), key=lambda f: f.name):
        page = folder.joinpath(manifest)
        if not page.is_file():
            continue
        facts = tomllib.loads(page.read_text(encoding="utf-8"))
        if facts.get("id") != folder.name:
            raise ValueError(f"{folder.name}/{manifest}: id must be {folder.name!r}, is {facts.get('id')!r}")
        found.append(Plugin(folder.name, facts, f"{package}.{folder.name}"))
    return found
