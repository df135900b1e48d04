"""Readings: an ambiguous sentence under each of its meanings, with what one small fact scores under each.

    Site ─ options ─▶ the leaf resolved anew with each option written into it ─ facts ─▶ ClauseState ─▶ Choice

Nothing is scored here by other means than everywhere: an option is written into the clause, the indicator is
resolved, planned and valued. So what a finding promises is what the author gets who writes the option down.
If no fact tells the readings apart there is no ambiguity, and no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.diagnostics import Choice, Edit
from kaoping.exact import Exact
from kaoping.language.link import PERCENT_UNITS, Link, LinkError, parse, ratio
from kaoping.language.outline import ClauseDraft, TableDraft
from kaoping.language.reading import Award, Rate, Term
from kaoping.lint.check import Found
from kaoping.lint.subject import Subject
from kaoping.measure import Apply, Constant, Get, Measure
from kaoping.model import Clause, Indicator, Rule, Section
from kaoping.plan import ClausePlan, RulePlan, plan_clause
from kaoping.resolve import resolve
from kaoping.selection import Aggregate, FieldTest, Figure
from kaoping.source import Span
from kaoping.tree import ClauseState
from kaoping.valuation import Valuation

Key = tuple[str, tuple[FieldTest, ...], str, str]
"""What a figure is of: name, tests, operation, field."""

Facts = Mapping[Key, Figure]


MOST_TERMS = 40
"""A clause with more terms is no sentence that people weigh; each would be resolved anew for each of them."""


@dataclass(frozen=True, slots=True)
class Site:
    """A term of a clause in its place, with the link that it has already."""

    leaf: Indicator
    clause: Clause
    section: Section
    rule: Rule
    index: int
    link: Link

    @property
    def term(self) -> Term:
        """As read."""
        return self.rule.term


@dataclass(frozen=True, slots=True)
class Option:
    """One way to understand a site: what it says, and what the author writes for it between braces.

    taken: so it is read today. open: it leaves the points to somebody, and tells no facts apart.
    """

    label: str
    write: str
    taken: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """An option, the edit that writes it down, and what the facts of the witness score then."""

    option: Option
    edit: Edit
    facts: Facts
    state: ClauseState

    @property
    def points(self) -> tuple[Decimal, Decimal]:
        """The least and the most that the clause may still come to."""
        return self.state.low, self.state.high


def sites(subject: Subject) -> Iterator[Site]:
    """All terms of all clauses that were understood; clauses that score rows one by one, or have far too many
    terms, are left out.
    """
    for leaf in subject.rubric.walk():
        for clause in leaf.clauses:
            rules = [(section, rule) for section in clause.sections for rule in section.rules]
            if (
                len(rules) > MOST_TERMS
                or not subject.understood(clause)
                or any(rule.each is not None for _, rule in rules)
            ):
                continue
            links = subject.resolved.clauses[clause.id].bound.terms
            for index, (section, rule) in enumerate(rules):
                yield Site(leaf, clause, section, rule, index, links.get(index, Link()))


class Scale:
    """The options of a site, each written into the file, ready for facts."""

    def __init__(self, subject: Subject, site: Site, options: Iterable[Option]) -> None:
        self._made = (
            (option, edit, *valued)
            for option in options
            if _is_link(option.write)
            for edit in [_edit(subject, site, option.write)]
            if (valued := _valued(subject, site, edit)) is not None
        )
        self._written: list[tuple[Option, Edit, ClausePlan, Valuation]] | None = None

    def weigh(self, facts: Callable[[ClausePlan], Facts | None]) -> tuple[Reading, ...]:
        """The readings under some facts; () where these do not tell them apart.

        Args:
            facts: for the clause under each option; None where they cannot be made up.
        """
        if self._written is None:
            self._written = list(self._made)
        found = []
        for option, edit, plan, valuation in self._written:
            given = facts(plan)
            if given is None:
                return ()
            found.append(Reading(option, edit, given, _state(valuation, given)))
        apart = {reading.points for reading in found if not reading.option.open}
        return tuple(found) if len(apart) > 1 else ()


def same(
    site: Site, subject: Subject, figure: Figure, extra: Facts | None = None
) -> Callable[[ClausePlan], Facts | None]:
    """The same facts under every option: those that make a figure of the site as it is read today.

    Args:
        site, subject: where.
        figure: that its measure comes to.
        extra: what else is known.
    """
    plan = plan_clause(subject.rubric, site.clause)
    rules = [rule for section in plan.sections for rule in section.rules]
    made = facts_for(rules[site.index].measure, figure)
    found = None if made is None else {**_beside(rules, site.index), **made, **(extra or {})}
    return lambda _: found


def _beside(rules: Iterable[RulePlan], index: int) -> Facts:
    """What settles the other terms of a clause: its conditions are met, nothing is held against the unit."""
    found: dict[Key, Figure] = {}
    for number, rule in enumerate(rules):
        if number == index or not isinstance(rule.measure, Get) or rule.measure.aggregate.op != "value":
            continue
        if rule.rule.wants == "truth":
            found[_key(rule.measure.aggregate)] = isinstance(rule.rule.term, Award)
        elif rule.rule.wants == "points":
            found[_key(rule.measure.aggregate)] = Decimal(0)
    return found


def figure_at(site: Site, term: Rate, amount: Exact) -> tuple[Exact, str]:
    """The figure that is so far from where the steps of a rate begin, and how it is told."""
    rule = site.rule
    if rule.base is None:
        figure = exact.add(amount, term.beyond.number) if term.beyond is not None else amount
        shown = exact.percent(figure) if rule.percent else f"{exact.text(figure)}{term.per.unit}"
        return figure, f"{_CHANGED[term.of]}{shown}"
    base = ratio(rule.base) if rule.percent else rule.base.number
    below = term.of in ("short", "drop")
    figure = exact.simplest(exact.subtract(base, amount) if below else exact.add(base, amount))
    shown = exact.percent(figure) if rule.percent else f"{exact.text(figure)}{rule.base.unit}"
    name = term.subject or (rule.label if len(rule.label) <= 12 else "")
    return figure, f"{name or '实际'}{shown}"


def step_size(site: Site, term: Rate) -> Exact:
    """How much one step is, in the unit of the figure."""
    size: Exact = ratio(term.per) if term.per.unit in PERCENT_UNITS else term.per.number
    if site.rule.relative and site.rule.base is not None:
        return exact.multiply(size, ratio(site.rule.base))
    return size


_CHANGED = {"event": "累计", "short": "短少", "over": "超出", "drop": "下降", "rise": "上升"}


def first(weighed: Iterable[tuple[str, tuple[Reading, ...]]]) -> tuple[str, tuple[Reading, ...]] | None:
    """The first facts that tell the readings apart, and how they are told."""
    return next(((told, readings) for told, readings in weighed if readings), None)


def finding(
    subject: Subject,
    site: Site,
    message: str,
    told: str,
    readings: tuple[Reading, ...],
    span: Span | None = None,
) -> Found:
    """What a check yields for an ambiguity.

    Args:
        subject, site: where it is.
        message: what the sentence leaves open.
        told: the facts of the witness, in words.
        readings: under these facts.
        span: of the words in question, where they are not those of the term.
    """
    shown = [_open_score(readings) if reading.option.open else _score(reading.state) for reading in readings]
    scores = "；".join(f"{r.option.label}，{score}" for r, score in zip(readings, shown, strict=True))
    example = next(reading for reading in readings if not reading.option.open).option.write
    return Found(
        span or subject.term(site.clause, site.term),
        message,
        f"选一种读法，用链接写在这句话里，例如：{{{example}}}；各种读法怎样写，见 --readings",
        witness=f"{told}：{scores}",
        choices=tuple(
            Choice(
                reading.option.label,
                f"{{{reading.option.write}}}",
                score,
                _working(reading.state),
                reading.option.taken,
            )
            for reading, score in zip(readings, shown, strict=True)
        ),
    )


def facts_for(measure: Measure | None, figure: Figure) -> dict[Key, Figure] | None:
    """Facts of which a measure comes to a figure; None if it cannot be turned round."""
    found: dict[Key, Figure] = {}
    return found if measure is not None and _give(measure, figure, found) else None


def named(figures: Mapping[str, Figure]) -> dict[Key, Figure]:
    """Values by their names."""
    return {(name, (), "value", ""): figure for name, figure in figures.items()}


def given(figures: Mapping[str, Figure]) -> Callable[[ClausePlan], Facts | None]:
    """Values by their names, the same under every option."""
    facts = named(figures)
    return lambda _: facts


def _give(measure: Measure, figure: Figure, found: dict[Key, Figure]) -> bool:
    match measure:
        case Get(aggregate):
            key = _key(aggregate)
            return aggregate.op in ("value", "count") and found.setdefault(key, figure) == figure
        case Apply("/", (above, below)) if isinstance(figure, (Decimal, Fraction)):
            whole = (
                Decimal(1000) if (Fraction(figure) * 1000).denominator == 1 else Fraction(figure).denominator
            )
            base = Decimal(whole)
            return _give(below, base, found) and _give(above, _plain(figure, base), found)
        case Apply("-", (Constant(Decimal() as whole), right)) if isinstance(figure, (Decimal, Fraction)):
            return _give(right, exact.subtract(whole, figure), found)
        case Apply("-" | "+", (left, right)) if isinstance(figure, (Decimal, Fraction)):
            return _give(right, Decimal(0), found) and _give(left, figure, found)
    return False


def _plain(figure: Exact, base: Decimal) -> Exact:
    return exact.simplest(exact.multiply(figure, base))


def _key(aggregate: Aggregate) -> Key:
    selector = aggregate.selector
    return selector.name, selector.tests, aggregate.op, aggregate.field


def _state(valuation: Valuation, facts: Facts) -> ClauseState:
    def figure(_: str, aggregate: Aggregate) -> Figure:
        none = Decimal(0) if aggregate.op in ("count", "sum", "distinct") else None
        return facts.get(_key(aggregate), none)

    return valuation.state(figure, "")


def _valued(subject: Subject, site: Site, edit: Edit) -> tuple[ClausePlan, Valuation] | None:
    """The clause with an option written into it; None where that makes the file wrong."""
    leaf = subject.resolved.indicators[site.leaf.id]
    before = subject.resolved.clauses[site.clause.id].draft
    drafts = [_edited(draft, edit) if draft is before else draft for draft in leaf.clauses]
    table = TableDraft("", Span(0, 1), indicators=[replace(leaf, clauses=drafts)])
    outline = replace(subject.outline, tables=[table], diagnostics=[])
    known = (subject.resolved.clauses[c.id] for c in site.leaf.clauses if c is not site.clause)
    resolved = resolve(outline, int(site.leaf.id) - 1, known, site.leaf)
    old = {(d.code, d.message) for d in subject.resolved.diagnostics}  # elsewhere: the clause itself has none
    if any(d.severity == "error" and (d.code, d.message) not in old for d in resolved.diagnostics):
        return None
    clause = next(c for c in resolved.draft.clauses() if c.id == site.clause.id)
    plan = plan_clause(resolved.draft, clause)
    return plan, Valuation(plan, resolved.draft)


def _edited(draft: ClauseDraft, edit: Edit) -> ClauseDraft:
    """The clause with an edit of the file in its wording."""
    inside = [i for i, offset in enumerate(draft.offsets) if edit.span.start <= offset < edit.span.end]
    start = (
        inside[0] if inside else sum(1 for o in draft.offsets[: len(draft.wording)] if o < edit.span.start)
    )
    end = inside[-1] + 1 if inside else start
    wording = draft.wording[:start] + edit.text + draft.wording[end:]
    offsets = [*draft.offsets[:start], *[edit.span.start] * len(edit.text), *draft.offsets[end:]]
    return replace(draft, wording=wording, offsets=offsets)


def _is_link(write: str) -> bool:
    """A name that was made from words of the sentence need not be one."""
    try:
        parse(write)
    except LinkError:
        return False
    return True


def _edit(subject: Subject, site: Site, write: str) -> Edit:
    """Write an option behind the words of a term; a measure takes the place of the one that is there."""
    place = subject.resolved.clauses[site.clause.id].bound.spans.get(site.index)
    if place is not None and site.link.expression is not None and parse(write).expression is not None:
        return Edit(Span(*place), write)
    end = subject.term(site.clause, site.term).end
    return Edit(Span(end, end), f"{{{write}}}")


def _open_score(readings: tuple[Reading, ...]) -> str:
    """Whoever decides may come to any of the others."""
    scores = sorted({r.points: _score(r.state) for r in readings if not r.option.open}.items())
    return f"看怎样定：{'，或'.join(score for _, score in scores)}"


def _working(state: ClauseState) -> str:
    told = "；".join(filter(None, (state.working, *state.pending)))
    return f"{told}（{'、'.join(state.limits)}）" if told and state.limits else told


def free(subject: Subject, name: str) -> str:
    """The name, or with a number behind it where the rule file has a fact of that name."""
    taken = {spec.name for spec in subject.rubric.facts}
    return next(n for n in (name, *(f"{name}{i}" for i in range(2, len(taken) + 3))) if n not in taken)


def _score(state: ClauseState) -> str:
    if state.low == state.high:
        return f"得{exact.text(state.low)}分" if state.low >= 0 else f"倒扣{exact.text(-state.low)}分"
    return f"待评，{exact.text(state.low)}～{exact.text(state.high)}分"
