"""Finds one module of the package with other text than that of its file; used in programs that tests start, too."""

import importlib.machinery
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import CodeType, ModuleType

#: The variable that names the file with the mutant.
MUTANT = "FREEBIT_MUTANT"


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self._source, self.path, "exec", dont_inherit=True)
        return code


class Finder(MetaPathFinder):
    """Finds the module."""

    def __init__(self, module: str, path: str, source: str) -> None:
        self._module, self._path, self._source = module, path, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's own folder is that of its file."""
        if fullname != self._module:
            return None
        folder = [str(Path(self._path).parent)] if self._path.endswith("__init__.py") else None
        loader = _Loader(fullname, self._path, self._source)
        return importlib.util.spec_from_file_location(
            fullname, self._path, loader=loader, submodule_search_locations=folder
        )


def install(module: str, path: str, source: str) -> None:
    """What imports the module from now on gets this text."""
    sys.meta_path.insert(0, Finder(module, path, source))


def install_from_environment() -> None:
    """The mutant that the environment names, if it names one."""
    if name := os.environ.get(MUTANT):
        install(**json.loads(Path(name).read_text()))
