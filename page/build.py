"""Builds the page: ``python -m page.build`` writes one file of HTML that loads nothing else.

The modules of ``implementations/javascript`` are put in as they are, but for their lines of import and export.
"""

import argparse
import base64
import gzip
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CHECKER = ROOT / "implementations" / "javascript"
OUTPUT = ROOT / "site" / "proof.html"

_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./([^']+)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
_KIND = re.compile(r"^## Kind `([a-z-]+)`", re.MULTILINE)
_RULE = re.compile(r"^\*\*\[(R\d+\.\d+)\]\*\* (.*?)(?=\n\n|\n\*|\Z)", re.MULTILINE | re.DOTALL)


class BundleError(ValueError):
    """A module that cannot be put into a page."""


# Modules.


def bundle(start: Path, folders: Iterable[Path], name: str) -> str:
    """A script that defines ``name`` as what the module ``start`` exports, with all that it imports before it."""
    sources: dict[str, str] = {}
    wanted = [start.name]
    while wanted:
        module = wanted.pop()
        if module not in sources:
            sources[module] = _source(module, folders)
            wanted += [imported for _, imported in _IMPORT.findall(sources[module])]
    order = TopologicalSorter({module: {used for _, used in _IMPORT.findall(text)} for module, text in sources.items()})
    parts = [_module(module, sources[module]) for module in order.static_order()]
    body = "\n".join(["'use strict';", "const modules = {};", *parts, f"return modules['{start.name}'];"])
    script = f"const {name} = (() => {{\n{body}\n}})();"
    if "</script" in script:
        raise BundleError(f"{start.name}: a module holds what ends a script")
    return script


def _source(module: str, folders: Iterable[Path]) -> str:
    for folder in folders:
        if (folder / module).is_file():
            return (folder / module).read_text("utf-8")
    raise BundleError(f"{module}: there is no such module")


def _module(module: str, text: str) -> str:
    """One module as a function that returns what it exports."""

    def taken(found: re.Match[str]) -> str:
        names = ", ".join(name.strip().replace(" as ", ": ") for name in found[1].split(",") if name.strip())
        return f"const {{ {names} }} = modules['{found[2]}'];\n"

    names = _EXPORT.findall(text)
    body = _EXPORT.sub(lambda found: found[0].removeprefix("export "), _IMPORT.sub(taken, text))
    left = re.search(r"^(?:import|export)\b.*", body, re.MULTILINE)
    if left:
        raise BundleError(f"{module}: {left[0]!r} cannot be put into a page")
    return f"modules['{module}'] = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();"


# What the modules are about.


def rules(chapters: Iterable[Path]) -> dict[str, object]:
    """The sentence of each rule, and the rules of each kind of certificate, from the specification."""
    sentences: dict[str, str] = {}
    kinds: dict[str, list[str]] = {}
    for chapter in chapters:
        text = chapter.read_text("utf-8")
        sentences |= {rule: " ".join(sentence.split()) for rule, sentence in _RULE.findall(text)}
        for kind, part in _parts_of_kinds(text):
            kinds[kind] = [rule for rule, _ in _RULE.findall(part)]
    return {"sentences": sentences, "kinds": kinds}


def _parts_of_kinds(text: str) -> Iterator[tuple[str, str]]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    for part in parts[1:]:
        found = _KIND.match(f"## {part}")
        if found:
            yield found[1], part


def certificates(folder: Path) -> dict[str, str]:
    """The committed certificates by name, as their files have them."""
    files = sorted(path for path in folder.rglob("*.json") if path.name != "index.json")
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def _packed(files: Mapping[str, str]) -> str:
    return base64.b64encode(gzip.compress(json.dumps(files).encode(), mtime=0)).decode()


def _data(value: object) -> str:
    """JSON that no element of HTML ends in."""
    return json.dumps(value).replace("<", "\\u003c")


# The page.


def page() -> str:
    """The whole page."""
    files = certificates(ROOT / "certificates")
    sizes = json.loads((HERE / "sizes.json").read_text("utf-8"))
    checker = bundle(HERE / "worker.mjs", (HERE, CHECKER), "freebit")
    parts = {
        "page.css": (HERE / "page.css").read_text("utf-8"),
        "count": str(len(files)),
        "delta": html.escape(sizes["delta"]),
        "rules": _data(rules(sorted((ROOT / "spec").glob("[0-9]*.md")))),
        "sizes": _data(sizes),
        "certificates": _packed(files),
        "checker": checker,
        "app": bundle(HERE / "app.mjs", (HERE, CHECKER), "app") + "\napp.start();",
    }
    return re.sub(r"\{\{([a-z.]+)\}\}", lambda found: parts[found[1]], (HERE / "page.html").read_text("utf-8"))


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m page.build", description="Build the page of proofs.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help=f"default: {OUTPUT.relative_to(ROOT)}")
    output: Path = parser.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page(), "utf-8")
    print(f"{output}: {output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
