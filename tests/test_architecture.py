"""What the design rules out, checked on the syntax trees of src/kaoping.

Each check yields one line for each fault. It runs over every module, and over a sample that it must catch.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaoping.diagnostics import CODES

SRC = Path(__file__).parents[1] / "src" / "kaoping"
MAX_LINES = 450

# A part may import itself and what stands before it.
ORDER = (
    *(
        "kaoping",
        "exact",
        "encoding",
        "timeless",
        "signature",
        "source",
        "diagnostics",
        "progress",
    ),  # values that every part may use
    *("facts", "selection", "engines"),  # the side of the facts: no wording, no points
    *("language", "model", "judged", "resolve", "lacking", "measure", "plan"),  # the side of the words
    *("score", "tree", "valuation", "ranking", "completion"),  # from figures to points
    *(
        "uses",
        "template",
        "ledger",
        "evidence",
        "sentences",
        "assess",
        "item_points",
        "sheet",
        "rounds",
        "gaps",
        "layout",
        "repair",
        "lint",
        "report",
        "render",
    ),
    # The shell: only here are files named, engines chosen.
    *("settings", "revisions", "pipeline", "follow", "cases", "audit", "diff", "check"),
    *("scaffold", "commands", "cli", "__main__"),
)
SHELL = ORDER[ORDER.index("settings") :]
AMBIENT = {"time", "random", "secrets", "uuid", "socket", "ssl", "urllib", "http", "asyncio"}

Check = Callable[[str, ast.Module], Iterator[str]]


def part(module: str) -> str:
    """The part that a dotted name belongs to: kaoping.language.clause → language."""
    return module.split(".")[1] if "." in module else module


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every imported module, also inside functions and under TYPE_CHECKING, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            submodules = [alias.name for alias in node.names if module == "kaoping" and alias.name in ORDER]
            yield from ((node.lineno, f"kaoping.{name}") for name in submodules)
            if not submodules:
                yield node.lineno, module


def import_order(module: str, tree: ast.Module) -> Iterator[str]:
    """Parts import only parts before them; nobody but the shell chooses an engine."""
    here = part(module)
    if here not in ORDER:
        yield f"1: {here} has no place in ORDER yet"
        return
    for line, name in imports(tree):
        if name.startswith("."):
            yield f"{line}: relative import"
        elif name.split(".")[0] != "kaoping":
            continue
        elif ORDER.index(part(name)) > ORDER.index(here):
            yield f"{line}: {here} must not know {part(name)}"
        elif (here, name) == ("lint", "kaoping.engines.reference"):
            continue  # witnesses are tried on the oracle
        elif part(name) == "engines" and here not in ("engines", *SHELL):
            yield f"{line}: {here} must not know engines"


def libraries(module: str, tree: ast.Module) -> Iterator[str]:
    """The parser and the matcher each stay behind one door."""
    for line, name in imports(tree):
        library = name.split(".")[0]
        if library == "lark" and part(module) != "language":
            yield f"{line}: lark belongs to language"
        if library == "durable" and module != "kaoping.engines.durable":
            yield f"{line}: durable belongs to engines.durable"


def no_float(module: str, tree: ast.Module) -> Iterator[str]:
    """Numbers are exact. A float may be told (isinstance) to be refused, and be the cutoff of a spelling guess."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    allowed = {
        id(n) for c in calls if _called(c) == "isinstance" for arg in c.args[1:] for n in ast.walk(arg)
    }
    allowed |= {id(keyword.value) for call in calls for keyword in call.keywords if keyword.arg == "cutoff"}
    for call in calls:
        if _called(call) in ("json.loads", "json.load") and "parse_float" not in {
            k.arg for k in call.keywords
        }:
            yield f"{call.lineno}: {_called(call)} without parse_float=Decimal reads floats"
    for node in ast.walk(tree):
        if id(node) in allowed:
            continue
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"{node.lineno}: float"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: the literal {node.value!r}"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            sides = (node.left, node.right)
            if any(isinstance(side, ast.Constant) and isinstance(side.value, int) for side in sides):
                yield f"{node.lineno}: a quotient of int is a float; use exact.divide"


def no_ambient(module: str, tree: ast.Module) -> Iterator[str]:
    """Outside the shell nothing depends on clock, chance, environment or network."""
    if part(module) in SHELL:
        return
    for line, name in imports(tree):
        if name.split(".")[0] in AMBIENT and name != "urllib.parse":  # that only quotes
            yield f"{line}: {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today", "environ", "getenv"):
            yield f"{node.lineno}: {ast.unparse(node)}"


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func)


CHECKS: tuple[Check, ...] = (import_order, libraries, no_float, no_ambient)

SAMPLES: list[tuple[Check, str, str]] = [
    (import_order, "kaoping.engines.tally", "from kaoping.language.reading import Part"),
    (import_order, "kaoping.engines.tally", "def f():\n    import kaoping.score"),
    (import_order, "kaoping.score", "from kaoping.engines.durable import Matcher"),
    (import_order, "kaoping.exact", "from kaoping import ledger"),
    (import_order, "kaoping.exact", "from .source import Span"),
    (import_order, "kaoping.helpers", ""),
    (libraries, "kaoping.model", "from lark import Tree"),
    (libraries, "kaoping.engines.tally", "import durable.engine"),
    (no_float, "kaoping.score", "def f(points: float | None): ..."),
    (no_float, "kaoping.score", "x = float('1')"),
    (no_float, "kaoping.score", "x = 0.5"),
    (no_float, "kaoping.score", "x = count / 2"),
    (no_float, "kaoping.facts.stream", "json.loads(line)"),
    (no_ambient, "kaoping.ledger", "datetime.now()"),
    (no_ambient, "kaoping.ledger", "os.environ['HOME']"),
    (no_ambient, "kaoping.ledger", "import random"),
]


def modules() -> dict[str, Path]:
    names = {}
    for path in sorted(SRC.rglob("*.py")):
        dotted = ".".join(path.relative_to(SRC.parent).with_suffix("").parts)
        names[dotted.removesuffix(".__init__")] = path
    return names


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_module_keeps_to(check: Check) -> None:
    faults = [
        f"{path.relative_to(SRC)}:{fault}"
        for module, path in modules().items()
        for fault in check(module, ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not faults, "\n".join([check.__doc__ or "", *faults])


@pytest.mark.parametrize(("check", "module", "text"), SAMPLES)
def test_check_catches(check: Check, module: str, text: str) -> None:
    assert list(check(module, ast.parse(text)))


@pytest.mark.parametrize("text", ["isinstance(x, (bool, float))", "get_close_matches(x, names, cutoff=0.5)"])
def test_floats_that_are_no_numbers_of_a_rubric(text: str) -> None:
    assert not list(no_float("kaoping.facts.cells", ast.parse(text)))


def test_every_module_can_be_read_in_one_sitting() -> None:
    lengths = {
        path.relative_to(SRC).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules().values()
    }
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_codes_of_diagnostics_are_those_in_use() -> None:
    used = {
        node.value
        for path in modules().values()
        if path.name != "diagnostics.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[A-Z]\d{3}", node.value)
    }
    assert sorted(set(CODES) - used) == [], "in CODES, but no module reports it"
    assert sorted(used - set(CODES)) == [], "reported, but not in CODES"
