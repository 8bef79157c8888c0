"""What the code writes into the trail, read from its source: verbs and the keys of their details.

A verb may be put together where it is recorded (`application.{verb}`): parts that only the running program knows stand
as `*`. Functions that pass their own details on are followed to those who call them.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "zhupei"
RECORD = "zhupei.audit.actions.record"
FIXED = frozenset({"verb", "actor", "role", "at", "object_type", "object_id"})
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Written:
    """`open`: whoever calls the function may add keys of his own. `{name}` in the verb is an argument of it."""

    verb: str
    keys: frozenset[str]
    open: bool = False


@dataclass
class Module:
    name: str
    tree: ast.Module
    imported: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def whole(self, called: ast.expr) -> str:
        """The dotted name of what is called."""
        if isinstance(called, ast.Name):
            return self.imported.get(called.id, f"{self.name}.{called.id}")
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            if called.value.id == "self":
                return f"{self.name}.{called.attr}"
            return f"{self.imported.get(called.value.id, '?')}.{called.attr}"
        return "?"


def modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        found = Module(dotted, ast.parse(path.read_text()))
        for node in ast.walk(found.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                found.imported |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        for node in found.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                found.constants |= {
                    target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)
                }
        yield found


def functions(module: Module) -> Iterator[tuple[str, Definition]]:
    for node in ast.walk(module.tree):
        if isinstance(node, Definition):
            yield f"{module.name}.{node.name}", node


def parameters(function: Definition) -> list[str]:
    """Of a method without the object itself."""
    found = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return [each.arg for each in found if each.arg != "self"]


class Scan:
    """Follows what is recorded from `record` outward, until nothing new is found."""

    def __init__(self) -> None:
        found = [(module, name, each) for module in modules() for name, each in functions(module)]
        self.defined = {name: each for _, name, each in found}
        self.calls = [
            (module, name, each, call, module.whole(call.func))
            for module, name, each in found
            for call in ast.walk(each)
            if isinstance(call, ast.Call)
        ]
        self.written: dict[str, set[Written]] = {RECORD: {Written("{verb}", frozenset(), open=True)}}
        self.faults: list[str] = []
        while self._again():
            pass

    def everything(self) -> set[Written]:
        """What is known in full, or as far as the source tells."""
        return {
            each for name, found in self.written.items() if name != RECORD for each in found if "{" not in each.verb
        }

    def _again(self) -> bool:
        before = sum(map(len, self.written.values()))
        for module, name, function, call, target in self.calls:
            for inner in list(self.written.get(target, ())):
                self.written.setdefault(name, set()).add(self._outward(module, function, call, target, inner))
        return sum(map(len, self.written.values())) > before

    def _outward(self, module: Module, outer: Definition, call: ast.Call, target: str, inner: Written) -> Written:
        named = parameters(self.defined[target])
        given = {each.arg: each.value for each in call.keywords if each.arg}
        given |= dict(zip(named, call.args, strict=False))
        verb = inner.verb
        for parameter in named:
            if "{" + parameter + "}" in verb and parameter in given:
                verb = verb.replace("{" + parameter + "}", self._text(module, outer, given[parameter]))
        keys, goes_on = set(inner.keys), False
        if inner.open:
            keys |= set(given) - set(named) - FIXED
            for spread in (each.value for each in call.keywords if each.arg is None):
                if isinstance(spread, ast.Name) and outer.args.kwarg and spread.id == outer.args.kwarg.arg:
                    goes_on = True
                else:
                    keys |= self._spread(module, outer, spread) - set(named) - FIXED
        return Written(verb, frozenset(keys), goes_on)

    def _text(self, module: Module, outer: Definition, given: ast.expr) -> str:
        if isinstance(given, ast.Constant):
            return str(given.value)
        if isinstance(given, ast.JoinedStr):
            return "".join(self._text(module, outer, part) for part in given.values)
        if isinstance(given, ast.FormattedValue):
            return self._text(module, outer, given.value)
        if isinstance(given, ast.Name):
            if given.id in parameters(outer):
                return "{" + given.id + "}"
            return module.constants.get(given.id, "*")
        return "*"

    def _spread(self, module: Module, outer: Definition, spread: ast.expr) -> set[str]:
        """The keys of a dict that is written down in the same function."""
        values = [spread]
        if isinstance(spread, ast.Name):
            assigned = [node for node in ast.walk(outer) if isinstance(node, ast.Assign | ast.AnnAssign)]
            values = [
                node.value
                for node in assigned
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name) and target.id == spread.id and node.value is not None
            ]
        if not values or not all(isinstance(each, ast.Dict) for each in values):
            self.faults.append(f"{module.name}.{outer.name} spreads what nobody can read here")
            return set()
        return {str(key.value) for each in values for key in each.keys if isinstance(key, ast.Constant)}  # type: ignore[attr-defined]
