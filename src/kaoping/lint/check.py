"""A check: one way in which a rule file can be unsound, with its documentation and its two examples.

A check is a file of `lint/checks/` with one `CHECK`. What it finds it yields as `Found`; the code and the
severity are stamped on by `run`, the only place where a finding of a check is made. Where a check sees
that it cannot decide, it yields `Undecided`, which people see under --verbose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kaoping.diagnostics import Choice, Fix, Related, Severity
from kaoping.lint.subject import Subject
from kaoping.source import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A fault at a place of the file; the fields are those of `Diagnostic`.

    A finding without a witness proves nothing: the message must then hold the proof itself.

    instead: what other checks find of tiers, meaning and points in this range only follows from it and is left out.
    """

    span: Span
    message: str
    help: str = ""
    witness: str = ""
    related: tuple[Related, ...] = ()
    choices: tuple[Choice, ...] = ()
    fix: Fix | None = None
    instead: Span | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A place at which a check cannot tell whether there is a fault, and why."""

    span: Span
    reason: str


Run = Callable[[Subject], Iterator[Found | Undecided]]


@dataclass(frozen=True, slots=True)
class Page:
    """What people can read about a code: `kaoping code CODE`, and docs/codes/CODE.md.

    Attributes:
        code: a key of CODES, where its title is.
        severity: unless kaoping.toml says otherwise.
        finds: what is found; Chinese, whole sentences.
        why: why it matters, and what to do.
        bad: a whole rule file that triggers it, as short as can be, and nothing else.
        good: the same file without the fault: nothing at all is found in it (of K, what is acknowledged stays).
    """

    code: str
    severity: Severity
    finds: str
    why: str
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class FactPage(Page):
    """A page about facts: bad and good are tables that are read by the same rules.

    Attributes:
        rules: a rule file in which nothing is found.
        file: what the tables are called. One of .xlsx tells its sheets by lines 【工作表 名称】, and by a
            line 【模板 办法的名称】 that it was made as a template.
    """

    rules: str
    file: str = "台账.csv"


@dataclass(frozen=True, slots=True)
class CasePage(FactPage):
    """A page about rule tests: bad and good are case files."""

    file: str = "cases/例.yaml"


@dataclass(frozen=True, slots=True)
class PublishedPage(FactPage):
    """A page about published tables: bad and good are such tables.

    Attributes:
        facts, good_facts: what they are held against; "" for none, or the same.
        first: the table that they are compared with; "" for none.
    """

    file: str = "公布.csv"
    facts: str = ""
    good_facts: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class FilePage(Page):
    """About a file that is not read at all: bad and good say in words what file that is."""


@dataclass(frozen=True, slots=True)
class Check(Page):
    """A page with the function that finds."""

    run: Run
