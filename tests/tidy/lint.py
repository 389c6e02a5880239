#!/usr/bin/env python3
"""Runs clang-tidy 14 over the C++ files, and never twice over what has not changed.

    tests/tidy/lint.py BUILD_FOLDER [--changed | --sources | --all | FILE...]

--changed (the default) takes the files that differ from `main`, or include a header that does; --sources takes
what is shipped, --all the tests too. A file is clean as long as itself, the project headers it includes, the
.clang-tidy files above it and its compiler flags are what they were: .cache/lint/<hash> remembers.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = "clang-tidy-14"
CACHE = ROOT / ".cache/lint"
FOLDERS = ("src", "tests", "bench")
# g++ knows flags that clang does not; they change no meaning. A precompiled header of g++ is no use to clang.
FOR_CLANG = ROOT / "cmake/for_clang_14.hpp"
EXTRA = [
    "--extra-arg=-Wno-unknown-warning-option",
    "--extra-arg=-Wno-unused-command-line-argument",
    "--extra-arg=-Wno-ignored-optimization-argument",
    f"--extra-arg=-include{FOR_CLANG}",
]
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.M)


def headers_of(path, root, seen=None):
    """Returns the project files that `path` includes, directly or not, and itself."""
    seen = set() if seen is None else seen
    if path in seen:
        return seen
    seen.add(path)
    for name in _INCLUDE.findall(path.read_text(errors="replace")):
        for folder in (path.parent, root / "src", root / "tests", root):
            if (folder / name).is_file():
                headers_of((folder / name).resolve(), root, seen)
                break
    return seen


def configurations_of(path, root):
    """Returns the .clang-tidy files that govern `path`, outermost first."""
    folders = [folder for folder in path.parents if folder == root or root in folder.parents]
    return [folder / ".clang-tidy" for folder in reversed(folders) if (folder / ".clang-tidy").exists()]


def key_of(path, command, root):
    """Returns what the verdict on `path` depends on, as one hash."""
    digest = hashlib.sha256(command.encode())
    for file in configurations_of(path, root) + sorted(headers_of(path, root)):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def commands_of(build, root):
    """Returns {file: flags} of the project's own files in the compile database."""
    entries = json.loads((build / "compile_commands.json").read_text())
    found = {}
    for entry in entries:
        path = Path(entry["directory"], entry["file"]).resolve()
        if path.suffix == ".cpp" and any(root / folder in path.parents for folder in FOLDERS):
            found[path] = re.sub(r"\s-o\s+\S+", "", entry["command"]).replace(str(root), "")
    return found


def without_precompiled_headers(build, folder):
    """Writes the compile database for clang: a precompiled header becomes an ordinary include."""
    text = (build / "compile_commands.json").read_text()
    text = re.sub(r" -Winvalid-pch| -fpch-preprocess| -include \S*cmake_pch\.hxx", "", text)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compile_commands.json").write_text(text)


def changed_since_main(root):
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True).stdout

    base = git("merge-base", "HEAD", "main").strip() or "HEAD"
    if base == git("rev-parse", "HEAD").strip():
        base = "HEAD~1"
    names = git("diff", "--name-only", base).split() + git("ls-files", "--others", "--exclude-standard").split()
    return {(root / name).resolve() for name in names}


def lint(path, database):
    begun = time.monotonic()
    run = subprocess.run([TOOL, "-p", str(database), "--quiet", *EXTRA, str(path)], capture_output=True, text=True)
    findings = run.stdout.strip()
    if run.returncode and not findings:
        findings = run.stderr.strip()
    return run.returncode, findings, time.monotonic() - begun


def main(arguments):
    build, what = Path(arguments[0]), arguments[1:] or ["--changed"]
    commands = commands_of(build, ROOT)
    chosen = sorted(commands)
    if what == ["--changed"]:
        changed = changed_since_main(ROOT)
        chosen = [path for path in chosen if headers_of(path, ROOT) & changed]
    elif what == ["--sources"]:
        chosen = [path for path in chosen if ROOT / "src" in path.parents and not path.stem.endswith("_test")]
    elif what != ["--all"]:
        chosen = [path for path in chosen if path in {Path(name).resolve() for name in what}]
    database = CACHE / "database"
    without_precompiled_headers(build, database)

    keys = {path: key_of(path, commands[path], ROOT) for path in chosen}
    stale = [path for path in chosen if not (CACHE / keys[path]).exists()]
    print(f"{len(chosen)} files, {len(chosen) - len(stale)} of them known to be clean")
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (code, findings, seconds) in zip(stale, pool.map(lambda it: lint(it, database), stale)):
            print(f"{path.relative_to(ROOT)}: {'clean' if code == 0 else 'findings'} after {seconds:.1f} s", flush=True)
            if code == 0:
                (CACHE / keys[path]).touch()
            else:
                failed += 1
                print(findings)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
