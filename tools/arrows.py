"""Two kinds of import contract for import-linter: what a room may need, and through which door it is used."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Listed(Contract):
    """A contract that is broken by single imports, printed one a line."""

    def broken_by(self, graph: ImportGraph) -> set[tuple[str, str]]:
        """Pairs of importing and imported module that break the contract."""
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when nothing breaks it."""
        broken = [
            f"{importer} -> {imported} (line {detail['line_number']})"
            for importer, imported in sorted(self.broken_by(graph))
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print what breaks it."""
        for line in check.metadata["broken"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()


class Only(Listed):
    """A room imports itself, the standard library and the listed packages."""

    type_name = "only"

    room = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField())

    def broken_by(self, graph: ImportGraph) -> set[tuple[str, str]]:
        """Imports of anything else."""
        mine = {self.room, *graph.find_descendants(self.room)}
        allowed = {*self.allowed, *sys.stdlib_module_names}
        return {
            (importer, imported)
            for importer in mine
            for imported in graph.find_modules_directly_imported_by(importer) - mine
            if imported.split(".")[0] not in allowed
        }


class Doors(Listed):
    """Modules of other rooms are imported as `sojourn.room`, never as `sojourn.room.module`."""

    type_name = "doors"

    def broken_by(self, graph: ImportGraph) -> set[tuple[str, str]]:
        """Imports of a module inside another room."""
        (root,) = self.session_options["root_packages"]
        return {
            (importer, imported)
            for importer in graph.find_descendants(root)
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.startswith(f"{root}.") and imported.count(".") > 1 and room(imported) != room(importer)
        }


def room(module: str) -> str:
    """`sojourn.policy` of `sojourn.policy.types`."""
    return ".".join(module.split(".")[:2])
