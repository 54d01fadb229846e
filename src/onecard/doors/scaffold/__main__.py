"""`python -m onecard.doors.scaffold scene museum`, or `province jilin`: what the two make targets call."""

import sys

from onecard.doors.scaffold import province, scene

_MAKERS = {"scene": scene.main, "province": province.main}


def main() -> int:
    """Hand the rest of the line to the maker it names."""
    kind, *rest = sys.argv[1:] or [""]
    if kind not in _MAKERS:
        print(f"用法 · usage: python -m onecard.doors.scaffold {{{' | '.join(_MAKERS)}}} NAME", file=sys.stderr)
        return 2
    return _MAKERS[kind](rest)


if __name__ == "__main__":
    sys.exit(main())
