"""Links in the documentation lead somewhere, and its lists are the code's."""

import re

from tree import Finding, rule

_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.M)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


def anchors(text):
    """Returns the anchors of a page's headings, as code hosts make them."""
    found = set()
    for heading in re.findall(r"^#+\s+(.*?)\s*#*$", _FENCE.sub("", text), re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = 0
        while f"{anchor}-{count}" if count else anchor in found:
            count += 1
            if f"{anchor}-{count}" not in found:
                anchor = f"{anchor}-{count}"
                break
        found.add(anchor)
    return found


@rule("doc-link")
def doc_link(tree):
    """Every relative link in a page names an existing file, and every #part an existing heading."""
    for file in tree.docs:
        text = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), file.text)
        for match in _LINK.finditer(text):
            link = match.group(1) or match.group(2)
            if re.match(r"[a-z][a-z+.-]*:", link):
                continue
            path, _, part = link.partition("#")
            target = tree.root / path.lstrip("/") if path.startswith("/") else (tree.root / file.path).parent / path
            target = target if path else tree.root / file.path
            line = text.count("\n", 0, match.start()) + 1
            if not target.exists():
                yield Finding(file.path, line, f"{link}: there is no such file")
            elif part and target.suffix == ".md" and part not in anchors(target.read_text()):
                yield Finding(file.path, line, f"{link}: there is no such heading")


def compare(tree, page_path, heading, call, what):
    """Yields where the names that `call` finds in the source and those in the table below the page's heading differ."""
    page = next((file for file in tree.docs if file.path == page_path), None)
    if page is None:
        return
    part = page.text.partition(heading)[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\|([^|]*)\|", part, re.M)
    listed = {name for cell in first_cells for name in re.findall(r"`(\w+\.\w+)`", cell)}
    placed = set()
    for file in tree.sources:
        for match in call.finditer(file.text):
            placed.add(match.group(1))
            if match.group(1) not in listed:
                line = file.text.count("\n", 0, match.start(1)) + 1
                yield Finding(file.path, line, f"{page_path} has no row for the {what} {match.group(1)}")
    for name in sorted(listed - placed):
        yield Finding(page_path, 1, f"the source has no {what} {name}")


@rule("test-point-list")
def test_point_list(tree):
    """docs/simulation.md names exactly the test points of the source: a crash at an unlisted one is hard to read."""
    call = re.compile(r'\bGYEOL_POINT\("([^"]+)"\)')
    yield from compare(tree, "docs/simulation.md", "## Killed at every step\n", call, "test point")


@rule("note-list")
def note_list(tree):
    """docs/operating.md says of exactly the notes of the source what they want from whom."""
    call = re.compile(r'\bnote\(\s*NoteLevel::\w+,\s*"([^"]+)"')
    yield from compare(tree, "docs/operating.md", "## Notes\n", call, "note")
