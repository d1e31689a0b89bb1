"""Groups of vectors, as they are written to files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Semantic version of the set: a new vector is a minor step, a changed expectation a major one.
VERSION = "2.5.0"
#: Ids that were used once and must not be used again.
RETIRED: tuple[str, ...] = (
    "gap-types",
    "gap-loads-right-last-alone",
    "gap-loads-wrong-last-alone",
    "gap-text",
    "gap-blank-nul-before",
    "gap-blank-nul-after",
    "gap-blank-vertical-tab-before",
    "gap-blank-form-feed-before",
    "gap-blank-form-feed-inside",
    "gap-blank-form-feed-after",
    "gap-blank-next-line-after",
    "gap-blank-no-break-before",
    "gap-blank-no-break-inside",
    "gap-blank-line-after",
    "gap-blank-mark-before",
    "gap-blank-mark-after",
    "gap-header-mark",
    "gap-header-zero",
    "gap-key-trivial-w-4-two",
    "gap-key-trivial-w-10-two",
    "gap-nothing",
    "neighbour-types-half",
    "neighbour-types-2",
    "neighbour-class-not-claimed",
    "gap-limit-epsilon-0",
)

Input = dict[str, Any]


@dataclass
class Group:
    """One file of vectors."""

    name: str
    vectors: list[dict[str, Any]] = field(default_factory=list)

    def accept(
        self,
        name: str,
        rules: str,
        op: str,
        given: Input,
        why: str,
        value: Mapping[str, Any] | None = None,
        encloses: Mapping[str, Any] | None = None,
        features: tuple[str, ...] = (),
    ) -> str:
        """A vector that is accepted; returns its id."""
        expect: dict[str, Any] = {"verdict": "accepted"}
        if value is not None:
            expect["value"] = value
        if encloses is not None:
            expect["encloses"] = encloses
        return self._add(name, rules, op, {"input": given}, expect, why, features)

    def reject(
        self,
        name: str,
        base: str,
        patch: Mapping[str, Any],
        rule: str,
        why: str,
        *,
        verdict: str = "rejected",
        rules: str = "",
        isolated: bool = True,
        features: tuple[str, ...] = (),
        op: str | None = None,
    ) -> str:
        """A base with its one patch, which breaks one rule; a base of another group has its ``op`` named."""
        op = op or next(vector["op"] for vector in self.vectors if vector["id"] == base)
        expect = {"verdict": verdict, "rule": rule}
        body: dict[str, Any] = {"base": base, "patch": patch}
        if not isolated:
            body["isolated"] = False
        return self._add(name, f"{rule} {rules}", op, body, expect, why, features)

    def unreadable(self, name: str, base: str, patch: Mapping[str, Any], rule: str, why: str, **more: Any) -> str:
        """A base whose patch makes it unreadable."""
        more.setdefault("isolated", False)
        return self.reject(name, base, patch, rule, why, verdict="unreadable", **more)

    def _add(
        self,
        name: str,
        rules: str,
        op: str,
        body: dict[str, Any],
        expect: dict[str, Any],
        why: str,
        features: tuple[str, ...],
    ) -> str:
        vector = {"id": name, "rules": list(dict.fromkeys(rules.split())), "op": op, **body, "expect": expect}
        if features:
            vector["features"] = list(features)
        self.vectors.append({**vector, "why": why})
        return name

    def encoded(self) -> bytes:
        """The file: one vector on each line, so that changes can be read."""
        head = {"format": "freebit-vectors", "version": VERSION, "group": self.name}
        start = json.dumps(head)[:-1]
        lines = ",\n".join(" " + json.dumps(vector) for vector in self.vectors)
        return f'{start}, "vectors": [\n{lines}\n]}}\n'.encode("ascii")


def files(groups: list[Group]) -> dict[str, bytes]:
    """All files of the set, the manifest included."""
    made = {f"vectors/{group.name}.json": group.encoded() for group in groups}
    manifest = {
        "format": "freebit-vectors-manifest",
        "version": VERSION,
        "vectors": sum(len(group.vectors) for group in groups),
        "retired": list(RETIRED),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in made.items()},
    }
    return {**made, "manifest.json": (json.dumps(manifest, indent=1) + "\n").encode("ascii")}
