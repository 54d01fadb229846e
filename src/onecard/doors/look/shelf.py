"""Static files, read once at start: addressed by a digest of their content, so a browser may keep them for ever."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

_SHARED = "onecard.doors.look"
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file to serve, with its packed form."""

    name: str
    kind: str
    body: bytes
    packed: bytes
    digest: str


class Shelf:
    """The static files of one or more doors by name. `look.css` is the files of `styles/`, joined in order."""

    def __init__(self, packages: list[str]) -> None:
        self.files: dict[str, StaticFile] = {}
        for package in dict.fromkeys([_SHARED, *packages]):
            folder = files(package) / "static"
            if folder.is_dir():
                self._put(folder)
        pictures = {name: self.url(name) for name in self.files if name.endswith(".svg")}
        for name in [name for name in self.files if name.endswith(".css")]:
            self.files[name] = _file(name, _point_at(pictures, self.files[name].body))

    def _put(self, folder: Traversable) -> None:
        for made in _read(folder):
            if made.name in self.files:  # one name space: the later file would silently serve the other door's page
                raise ValueError(f"two doors have a static file named {made.name}")
            self.files[made.name] = made

    def url(self, name: str) -> str:
        """The address of a file; KeyError where there is none, so a dead link is seen in a test."""
        return f"/static/{self.files[name].digest}/{name}"


def _read(folder: Traversable) -> Iterator[StaticFile]:
    for page in sorted(folder.iterdir(), key=lambda f: f.name):
        if page.is_file():
            yield _file(page.name, page.read_bytes())
    styles = folder / "styles"
    if styles.is_dir():
        parts = sorted((f for f in styles.iterdir() if f.name.endswith(".css")), key=lambda f: f.name)
        yield _file("look.css", b"".join(part.read_bytes() for part in parts))


def _point_at(pictures: dict[str, str], style: bytes) -> bytes:
    """A style sheet names its pictures by file name; the browser needs their addresses."""
    for name, address in pictures.items():
        style = style.replace(f'url("{name}")'.encode(), f'url("{address}")'.encode())
    return style


def _file(name: str, body: bytes) -> StaticFile:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StaticFile(name, kind, body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])
