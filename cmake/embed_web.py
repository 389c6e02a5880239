#!/usr/bin/env python3
"""Writes the table of web files that the binary carries.

    embed_web.py DIST OUT [FILE...]     writes OUT/web_table.S and OUT/web_table.cpp, only when they change

Every file of DIST becomes one row: its path, content type, bytes and ETag, with its `.br` and `.gz`
siblings as variants; each FILE becomes a row by its name alone. Equal contents are stored once.
Without DIST its rows are missing.
"""

import hashlib
import sys
from pathlib import Path

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
ENCODINGS = {".br": "br", ".gz": "gz"}


class Blobs:
    """The contents to store, each under one symbol."""

    def __init__(self):
        self.symbols = {}
        self.assembly = []

    def add(self, path):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.symbols:
            symbol = f"gyeol_web_blob_{len(self.symbols)}"
            self.symbols[digest] = symbol
            self.assembly.append(f'.balign 16\n.global {symbol}\n{symbol}: .incbin "{path}"\n# {digest}\n')
        return f"{{{self.symbols[digest]}, {len(content)}}}", digest[:20]


def variant_of(blobs, path, suffix):
    if not path.is_file():
        return "{}"
    view, digest = blobs.add(path)
    tail = f"-{ENCODINGS[suffix]}" if suffix else ""
    return f'{{{view}, "\\"{digest}{tail}\\""}}'


def rows_of(dist, more, blobs):
    paths = [path for path in dist.rglob("*") if path.is_file() and path.suffix in CONTENT_TYPES]
    named = {path.relative_to(dist).as_posix(): path for path in paths} | {path.name: path for path in more}
    for name, path in sorted(named.items()):
        variants = [variant_of(blobs, path.with_name(path.name + suffix), suffix) for suffix in ("", ".br", ".gz")]
        yield f'    {{"{name}", "{CONTENT_TYPES[path.suffix]}", {", ".join(variants)}}},\n'


def write_if_changed(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main(dist, out, more):
    blobs = Blobs()
    rows = list(rows_of(dist, more, blobs))
    symbols = "".join(f'extern "C" const char {symbol}[];\n' for symbol in blobs.symbols.values())
    body = f"constexpr StaticFile files[] = {{\n{''.join(rows)}}};\n" if rows else "constexpr std::span<const StaticFile> files;\n"
    out.mkdir(parents=True, exist_ok=True)
    write_if_changed(
        out / "web_table.S",
        ".section .rodata\n" + "".join(blobs.assembly) + '.section .note.GNU-stack,"",@progbits\n',
    )
    write_if_changed(
        out / "web_table.cpp",
        '#include "http/static_files.hpp"\n\n' + symbols + "\nnamespace gyeol::http {\nnamespace {\n\n" + body
        + "\n}  // namespace\n\nstd::span<const StaticFile> embedded_files() { return files; }\n\n}  // namespace gyeol::http\n",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), [Path(each).resolve() for each in sys.argv[3:]])
