"""Links in the documentation lead somewhere."""

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
