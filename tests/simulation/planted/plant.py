"""Writes a source file with a bug planted in it: plant.py BUG ROOT OUT.

BUG names the file and what to replace (see the .bug files beside this one). A place that is not there any
more is an error: a bug that is no longer planted would prove nothing.
"""

import sys
from pathlib import Path


def read_bug(text):
    """Returns (file, [(find, plant), ...])."""
    head, *pieces = text.split("--- find\n")
    file = next(line.removeprefix("file ") for line in head.splitlines() if line.startswith("file "))
    return file, [tuple(piece.split("--- plant\n")) for piece in pieces]


def main(bug, root, out):
    file, changes = read_bug(Path(bug).read_text())
    source = (Path(root) / file).read_text()
    for find, plant in changes:
        if source.count(find) != 1:
            sys.exit(f"{bug}: its place is in {file} {source.count(find)} times, not once:\n{find}")
        source = source.replace(find, plant)
    Path(out).write_text(source)


if __name__ == "__main__":
    main(*sys.argv[1:])
