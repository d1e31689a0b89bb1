"""What ``mkdocs`` adds to the pages of this folder: the specification with linked rules, and the reference.

Links are written so that they are right in the repository as well; those to what is no page become plain text.
"""

import posixpath
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
#: Path in the repository -> page of the site.
BROUGHT = {
    "spec/README.md": "spec/index.md",
    "spec/rocq/README.md": "spec/rocq.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
}
RULE = re.compile(r"\bR\d+\.\d+\b")
DEFINITION = re.compile(r"\*\*\[(R\d+\.\d+)\]\*\*")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made from elsewhere."""
    for path in sorted((ROOT / "spec").glob("*.md")):
        BROUGHT.setdefault(f"spec/{path.name}", f"spec/{path.name}")
    for source, page in BROUGHT.items():
        if (ROOT / source).is_file():
            files.append(File.generated(config, page, content=(ROOT / source).read_text("utf-8")))
    files.append(File.generated(config, "api.md", content="\n".join(reference_page())))
    if (ROOT / "page").is_dir():
        files.append(File.generated(config, "proof.html", content=proof_page()))
    return files


def on_page_markdown(text: str, page: Any, files: Files, **_: Any) -> str:
    """Rules are anchors where they stand and links elsewhere; links of the repository lead to pages."""
    here = page.file.src_uri
    source = next((path for path, brought in BROUGHT.items() if brought == here), f"docs/{here}")
    homes = {rule: BROUGHT[path] for rule, path in homes_of_rules().items()}
    text += "\n".join(rules_of_claims()) if here == "claims.md" else ""
    text = outside_code(text, lambda part: with_links(part, source, here, {file.src_uri for file in files}))
    return outside_code(text, lambda part: with_rules(part, here, homes))


def homes_of_rules() -> dict[str, str]:
    """Rule -> the file of the specification in which it stands."""
    return {
        rule: f"spec/{path.name}"
        for path in sorted((ROOT / "spec").glob("*.md"))
        for rule in DEFINITION.findall(path.read_text("utf-8"))
    }


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with everything changed that is not code."""
    parts = re.split(r"(^```.*?^```$|^ {4}.*?$|`[^`\n]*`)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def with_links(text: str, source: str, here: str, pages: set[str]) -> str:
    """Links from a file of the repository, turned into links from a page of the site."""

    def turned(found: re.Match[str]) -> str:
        words, target = found.group(1), found.group(2)
        path, hash_sign, anchor = target.partition("#")
        if "://" in target or not path:
            return found.group(0)
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        page = BROUGHT.get(inside, inside.removeprefix("docs/"))
        if page not in pages:
            return words if found.group(0)[0] != "!" else found.group(0)
        return f"[{words}]({posixpath.relpath(page, posixpath.dirname(here) or '.')}{hash_sign}{anchor})"

    return re.sub(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", turned, text)


def with_rules(text: str, here: str, homes: dict[str, str]) -> str:
    """``**[R1.2]**`` becomes an anchor, and any other mention of a rule that exists a link to it."""
    text = DEFINITION.sub(r'<a id="\1"></a>**[[\1]](#\1)**', text)

    def linked(found: re.Match[str]) -> str:
        rule = found.group(0)
        home = homes.get(rule)
        if home is None:
            return rule
        target = "" if home == here else posixpath.relpath(home, posixpath.dirname(here) or ".")
        return f"[{rule}]({target}#{rule})"

    # Not where it stands in a link, an anchor or a heading already.
    parts = re.split(r'(<a id="[^"]*"></a>|!?\[[^\]]*\]*\]\([^)]*\)|^#.*$)', text, flags=re.MULTILINE)
    return "".join(part if number % 2 else RULE.sub(linked, part) for number, part in enumerate(parts))


def rules_of_claims() -> Iterator[str]:
    """Below the claims: the rules that state each, and the theorems of Rocq."""
    from freebit.claims.registry import CLAIMS

    yield "\n## Rules and theorems of Rocq\n"
    yield "| claim | rules | Rocq |"
    yield "|---|---|---|"
    for claim in CLAIMS:
        yield f"| `{claim.id}` | {', '.join(claim.rules)} | {', '.join(f'`{name}`' for name in claim.rocq)} |"


def proof_page() -> str:
    """The page that checks certificates in a browser."""
    sys.path.insert(0, str(ROOT))
    try:
        from page.build import page
    finally:
        sys.path.remove(str(ROOT))
    return page()


def reference_page() -> Iterator[str]:
    """Everything that ``import freebit`` offers, by the module in which it is defined."""
    import freebit

    yield "# Reference\n"
    yield "All names are offered by `import freebit`; numbers are exact (`Fraction`) or enclosed.\n"
    homes: dict[str, list[str]] = {}
    for name in freebit.__all__:
        if name != "__version__":
            homes.setdefault(freebit._MODULE_OF[name], []).append(name)
    for module, names in sorted(homes.items()):
        yield f"## `{module}`\n"
        for name in names:
            yield f"::: {module}.{name}\n"
