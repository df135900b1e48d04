"""Run the cases of a rule file. A case that is wrong in itself has faults; one that fails has differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kaoping.cases.compare import Difference, differences, rounds_differ
from kaoping.cases.inline import files_of, inline_of
from kaoping.cases.lines import Lines, lines_of
from kaoping.cases.model import Case, Comparison, Excuses
from kaoping.cases.read import CaseFile, Entry, nearest, read_cases, say
from kaoping.diagnostics import Diagnostic
from kaoping.engines.durable import DurableEngine
from kaoping.facts.intake import Intake
from kaoping.facts.names import Names
from kaoping.facts.read import read_facts
from kaoping.facts.schema import Schema
from kaoping.language.document import read_outline
from kaoping.ledger import Header
from kaoping.model import Rubric
from kaoping.pipeline import assess, digests
from kaoping.plan import Plan, make_plan, schema_of
from kaoping.progress import Tell
from kaoping.resolve import resolve
from kaoping.selection import EngineFactory
from kaoping.sheet import Sheet
from kaoping.source import SourceFile, UnreadableFileError, as_text

FOLDER = "cases"
KINDS = (".yaml", ".yml")


@dataclass(frozen=True)
class RuleFile:
    """A rule file that cases are run on; lines: of what in it is no clause."""

    path: Path
    rubric: Rubric
    lines: Lines = field(default_factory=dict)

    @cached_property
    def plan(self) -> Plan:
        """What to select, measure and score."""
        return make_plan(self.rubric)

    @cached_property
    def schema(self) -> Schema:
        """Which facts may be given."""
        return schema_of(self.rubric)

    @cached_property
    def names(self) -> Names:
        """The names of its facts, however they are typed."""
        return Names(self.schema)


@dataclass(frozen=True)
class Outcome:
    """What came of a case.

    Attributes:
        faults: of the case itself; then nothing is compared.
        sheet: None where the case has faults.
        intake: the facts that were taken in.
        differences: from what was expected, in the order of the case.
        against: of a comparison: the sheet of the round before.
    """

    file: CaseFile
    entry: Entry
    faults: tuple[Diagnostic, ...] = ()
    sheet: Sheet | None = None
    intake: Intake | None = None
    differences: tuple[Difference, ...] = ()
    against: Sheet | None = None

    @property
    def name(self) -> str:
        """As the file calls it."""
        return self.entry.content.name if isinstance(self.entry.content, Case | Comparison) else ""

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.faults and not self.differences


@dataclass
class RuleRun:
    """A rule file with its cases.

    Attributes:
        path: of the rule file.
        rules: None where it cannot be scored by; see diagnostics.
        files: the case files.
        outcomes: of the cases that were run.
        diagnostics: what keeps the rule file, or a case file, from being read.
        unreadable: why files cannot be read at all.
    """

    path: Path
    rules: RuleFile | None = None
    files: list[CaseFile] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unreadable: list[UnreadableFileError] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether there was something to run and all came out as expected."""
        return (
            not self.diagnostics and not self.unreadable and all(outcome.passed for outcome in self.outcomes)
        )


def case_files(rule: Path) -> list[Path]:
    """The case files that belong to a rule file, by name."""
    folder = rule.parent / FOLDER
    return sorted(path for path in folder.glob("*") if path.suffix in KINDS and path.is_file())


def run_cases(
    rule: Path,
    files: Sequence[Path],
    chosen: str = "",
    engine: EngineFactory = DurableEngine,
    tell: Tell | None = None,
) -> RuleRun:
    """Run the cases that files hold for a rule file.

    Args:
        rule: the rule file.
        files: case files; documents for other rule files are passed over.
        chosen: only cases with this in their name; a comparison needs its two cases and runs them.
        engine: who selects and measures.
        tell: is told how far it has come.
    """
    tested = RuleRun(rule)
    try:
        outline = read_outline(SourceFile.read(rule))
    except UnreadableFileError as error:
        tested.unreadable.append(error)
        return tested
    resolved = resolve(outline)
    if resolved.rubric is None:
        tested.diagnostics += resolved.diagnostics
        return tested
    tested.rules = RuleFile(rule, resolved.rubric, lines_of(outline, resolved.indicators))
    for path in files:
        try:
            tested.files.append(read_cases(path))
        except UnreadableFileError as error:
            tested.unreadable.append(error)
    known: dict[str, Outcome] = {}
    total = sum(len(file.entries) for file in tested.files)
    for file in tested.files:
        tested.diagnostics += file.diagnostics
        for entry in file.entries:
            if tell is not None:
                tell(f"{rule.name} 用例", len(tested.outcomes), total)
            fault = _other_rule(entry, rule)
            if fault is not None:
                tested.diagnostics += [fault] if fault.message else []
                continue
            outcome = _outcome(tested.rules, file, entry, known, engine, chosen)
            if outcome is not None:
                tested.outcomes.append(outcome)
    return tested


def _other_rule(entry: Entry, rule: Path) -> Diagnostic | None:
    """Whether a document is for another rule file: with a message, if nobody can tell for which."""
    named = entry.content.rule if isinstance(entry.content, Case | Excuses) else ""
    folder = Path(entry.document.source.name).parent
    if named:
        if (folder / named).resolve() == rule.resolve():
            return None
        found = (folder / named).is_file()
        help_ = "从用例文件所在的文件夹找起，例如 ../规则.rubric"
        return say(entry.document, ("规则",), "Y004", "" if found else f"没有规则文件「{named}」", help_)
    rivals = sorted(path.name for path in rule.parent.glob("*.rubric"))
    if len(rivals) < 2 or isinstance(entry.content, Comparison):
        return None
    if rule.name != rivals[0]:  # said once
        return say(entry.document, (), "Y005", "")
    message = f"没有写明是哪个规则文件的用例（有{'、'.join(rivals)}）"
    return say(entry.document, (), "Y005", message, f"加一行 规则: ../{rivals[0]}")


def _outcome(
    rules: RuleFile,
    file: CaseFile,
    entry: Entry,
    known: dict[str, Outcome],
    engine: EngineFactory,
    chosen: str,
) -> Outcome | None:
    content = entry.content
    match content:
        case Case():
            outcome = Outcome(file, entry)
            if content.name in known:
                twice = say(
                    entry.document, ("名称",), "Y002", f"用例「{content.name}」有两个", "另起一个名称"
                )
                return Outcome(file, entry, (twice,))
            if chosen in content.name or _is_compared(file, content.name, chosen):
                outcome = run_case(rules, file, entry, content, engine)
            known[content.name] = outcome
            return outcome if chosen in content.name else None
        case Comparison() if chosen in content.name:
            return _compared(file, entry, content, known)
    return None


def _is_compared(file: CaseFile, name: str, chosen: str) -> bool:
    comparisons = [entry.content for entry in file.entries if isinstance(entry.content, Comparison)]
    return any(chosen in one.name and name in one.compares for one in comparisons)


def run_case(rules: RuleFile, file: CaseFile, entry: Entry, case: Case, engine: EngineFactory) -> Outcome:
    """Score the facts of a case and compare the scores with what it expects."""
    document, folder = entry.document, file.path.parent
    paths = list(files_of(case, document, folder))
    items = list(inline_of(case, document, rules.names, file.path.name))
    faults = [one for one in (*paths, *items) if isinstance(one, Diagnostic) and one.source is not None]
    if not case.facts and "事实" not in (document.data if isinstance(document.data, dict) else {}):
        faults.append(
            say(document, ("名称",), "Y005", "没有写事实", "加一行 事实: …；要试没有事实的，写 事实: []")
        )
    if faults:
        return Outcome(file, entry, tuple(faults))
    given = [path for path in paths if isinstance(path, Path)]
    intake = read_facts(
        given, rules.schema, [one for one in items if not isinstance(one, Diagnostic) or one.source is None]
    )
    header = Header(rules.rubric.title, {as_text(rules.path.name): rules.rubric.digest}, digests(given))
    sheet = assess(rules.plan, intake, header, engine, tuple(case.units))
    faults = list(unknown_names(case, entry, sheet))
    if faults:
        return Outcome(file, entry, tuple(faults), sheet, intake)
    return Outcome(file, entry, (), sheet, intake, tuple(differences(case, sheet, intake.diagnostics)))


def unknown_names(case: Case, entry: Entry, sheet: Sheet) -> list[Diagnostic]:
    """Units, clauses and indicators that a case names, and the rubric does not have."""
    found: list[Diagnostic] = []
    units = sheet.assessment.units
    for unit, expected in case.units.items():
        path = ("单位", unit)
        if unit not in units:
            near = nearest(unit, units)
            help_ = f"是不是“{near}”？" if near else f"有：{'、'.join(units[:8])}"
            found.append(say(entry.document, path, "Y004", f"没有单位「{unit}」", help_, key=True))
            continue
        table = sheet.rubric.table_of(unit)
        clauses = [clause.id for clause in table.clauses()]
        tops = [top.name for top in table.indicators]
        nodes = [*clauses, *(name for i in table.walk() for name in (i.id, i.name))]
        wanted = (
            ("得分", expected.scores, nodes, "条或指标"),
            ("结论", expected.verdicts, clauses, "条"),
            ("待评", expected.pending, clauses, "条"),
            ("解释", expected.sentences, [*nodes, "总分"], "条或指标"),
            ("达标率", expected.completion, tops, "一级指标"),
        )
        for key, named, known, what in wanted:
            for name in named:
                if name not in known:
                    near = nearest(name, known)
                    help_ = f"是不是“{near}”？" if near else f"有：{'、'.join(known[:8])}…"
                    message = f"没有「{name}」这一{what}"
                    found.append(say(entry.document, (*path, key, name), "Y004", message, help_, key=True))
    return found


def _compared(file: CaseFile, entry: Entry, content: Comparison, known: dict[str, Outcome]) -> Outcome:
    faults: list[Diagnostic] = []
    sheets: list[Sheet] = []
    for index, name in enumerate(content.compares):
        outcome = known.get(name)
        if outcome is None:
            near = nearest(name, known)
            help_ = f"是不是“{near}”？" if near else "要比较的用例写在它前面"
            faults.append(say(entry.document, ("比较", index), "Y004", f"前面没有用例「{name}」", help_))
        elif outcome.sheet is None or outcome.faults:
            faults.append(
                say(entry.document, ("比较", index), "Y004", f"用例「{name}」没有算出来", "先改好它")
            )
        else:
            sheets.append(outcome.sheet)
    if not faults:
        before, after = sheets
        for unit in content.differences:
            if unit not in after.assessment.units or unit not in before.assessment.units:
                near = nearest(unit, after.assessment.units)
                help_ = f"是不是“{near}”？" if near else ""
                faults.append(
                    say(entry.document, ("差", unit), "Y004", f"没有单位「{unit}」", help_, key=True)
                )
    if faults:
        return Outcome(file, entry, tuple(faults))
    found = tuple(rounds_differ(content, before, after))
    return Outcome(file, entry, (), after, None, found, before)
