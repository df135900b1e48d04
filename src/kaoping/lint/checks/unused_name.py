"""N004: a fact or a definition that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaoping.diagnostics import Fix, Related
from kaoping.language import link as link_language
from kaoping.language.document import removal
from kaoping.language.link import LinkError
from kaoping.language.outline import DefinitionDraft
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.names import mentions
from kaoping.lint.subject import Subject
from kaoping.model import Rule
from kaoping.resolve.links import names_of
from kaoping.resolve.lookalikes import Lookalikes
from kaoping.resolve.names import folded
from kaoping.resolve.slips import alike, linked
from kaoping.source import Span

_SHARED = 50
"""Percent of the characters: one of two."""


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Declarations whose names stand in no clause and no definition, and computed fields that no clause looks at."""
    used = _used(subject)
    if used is None:
        return
    drafts, looked = subject.outline.definitions, _looked_at(subject)
    for spec in subject.rubric.facts:
        span = subject.fact(spec.name)
        if span is None:
            continue
        if not spec.clauses and spec.name not in used:
            slips = _slips(subject, spec.name)
            if any(_told(subject, wrong) for wrong in slips):
                continue
            own = [d for d in drafts if d.field and d.name == spec.name]
            edits = [removal(subject.source, s) for s in (span, *(d.span for d in own))]
            yield Found(
                span,
                f"「{spec.name}」声明了，没有哪一条用到",
                _help(spec.name, slips),
                witness=f"填不填「{spec.name}」，得分都一样",
                related=_related(slips),
                fix=Fix("删去没有用到的声明", tuple(edits)) if not slips else None,
            )
        elif spec.kind == "event":
            for field in spec.fields:
                if field.type != "text" and field.name not in looked.get(spec.name, ()):
                    yield Undecided(span, f"字段「{field.name}」没有哪一条用到；若只作佐证，不必改")
    events = {spec.name for spec in subject.rubric.facts if spec.clauses or spec.name in used}
    for draft in drafts:
        if _idle(subject, draft, used, events, looked):
            what = f"{draft.name}.{draft.field}" if draft.field else draft.name
            slips = _slips(subject, draft.field or draft.name)
            yield Found(
                draft.span,
                f"「{what}」定义了，没有哪一条用到",
                _help(draft.name, slips)
                if slips or not draft.field
                else "在句中链接它；用不着的，删去这一行",
                witness="删去这个定义，每一条怎样计分都不变",
                related=_related(slips),
                fix=Fix("删去没有用到的定义", (removal(subject.source, draft.span),)) if not slips else None,
            )


def _idle(
    subject: Subject, draft: DefinitionDraft, used: set[str], events: set[str], looked: Mapping[str, set[str]]
) -> bool:
    if not draft.field:
        return draft.name not in used
    return subject.understood() and draft.name in events and draft.field not in looked.get(draft.name, ())


def _used(subject: Subject) -> set[str] | None:
    """The names that links, sentences and definitions use; None where some could not be read."""
    found: set[str] = set()
    if not subject.understood():  # whatever stands where something was not understood may be used there
        found.update(
            spec.name for spec, span in subject.outline.facts if _elsewhere(subject, spec.name, span)
        )
        found.update(draft.name for draft in subject.outline.definitions)
    for draft in subject.outline.definitions:
        try:
            names = set(mentions(link_language.parse_expression(draft.expression)))
        except LinkError:
            return None
        found |= names if not draft.field else set()
    for place in subject.resolved.clauses.values():
        found.update(names_of(place.reading))
        links = [*place.bound.terms.values(), *([place.bound.once] if place.bound.once else [])]
        expressions = [link.expression for link in links if link.expression is not None]
        for expression in (*expressions, *place.bound.names.values()):
            found.update(mentions(expression))
    return found


def _elsewhere(subject: Subject, name: str, span: Span) -> bool:
    """Whether a name stands anywhere but in its declaration."""
    text = subject.source.text
    return name in text[: span.start] or name in text[span.end :]


def _looked_at(subject: Subject) -> dict[str, set[str]]:
    """The fields that clauses and computed fields look at, by event."""
    found: dict[str, set[str]] = {}
    for item in subject.rubric.computed:
        found.setdefault(item.event, set()).update(mentions(item.expression))
    for clause in subject.rubric.clauses():
        for rule in (rule for section in clause.sections for rule in section.rules):
            for event, field in _looks(rule):
                found.setdefault(event, set()).add(field)
    return found


def _looks(rule: Rule) -> Iterator[tuple[str, str]]:
    """Event and field of every look that a rule takes."""
    nodes = list(link_language.walk(rule.measure)) if rule.measure is not None else []
    sources = [node for node in nodes if isinstance(node, link_language.Source)]
    if rule.each is not None:
        yield from ((rule.each.name, field) for field in (*(s.name for s in sources), rule.mark, rule.grade))
        sources = [rule.each]
    for source in sources:
        yield from ((source.name, field) for field in (*(test.field for test in source.tests), source.field))
        if rule.once is not None:
            yield from ((source.name, field) for field in (rule.once.by, rule.once.best))


def _slips(subject: Subject, name: str) -> dict[str, Span | None]:
    """The names that are used without a declaration and may be this one misspelt, the likeliest, with their places."""
    [(places, known)] = subject.once(_undeclared)
    likely = {other for word in known.like(folded(name), _SHARED) for other in places[word]}
    found = {other: places[folded(other)][other] for other in sorted(likely) if alike(other, name)}
    whole = {other: span for other, span in found.items() if len(other) == len(name)}
    return whole or found


def _undeclared(subject: Subject) -> Iterator[tuple[dict[str, dict[str, Span | None]], Lookalikes]]:
    """The names that are used without a declaration, with their places, by how they look; once a file.

    What stands in a link that was not understood counts: to delete the declaration would be the worst answer.
    """
    places: dict[str, dict[str, Span | None]] = {}
    for word, span in _linked(subject):
        places.setdefault(folded(word), {}).setdefault(word, span)
    declared = {spec.name for spec, _ in subject.outline.facts}
    for spec in subject.rubric.facts:
        if spec.clauses and spec.name not in declared and not spec.name.replace(".", "").isdecimal():
            places.setdefault(folded(spec.name), {}).setdefault(spec.name, None)
    yield places, Lookalikes(places)


def _linked(subject: Subject) -> Iterator[tuple[str, Span]]:
    """The words of links and definitions that nothing declares."""
    known = {draft.field or draft.name for draft in subject.outline.definitions}
    for spec, _ in subject.outline.facts:
        known |= {spec.name, *spec.choices}
        for field in spec.fields:
            known |= {field.name, *field.choices}
    return ((name, span) for name, span in linked(subject.outline) if name not in known)


def _told(subject: Subject, wrong: str) -> bool:
    """Whether N001 tells of the slip, at the link."""
    return any(e.code == "N001" and f"「{wrong}」" in e.message for e in subject.resolved.diagnostics)


def _help(name: str, slips: Mapping[str, Span | None]) -> str:
    if slips:
        used = "、".join(f"「{wrong}」" for wrong in slips)
        return (
            f"别处用了没有声明的{used}，是不是「{name}」？"
            f"是的，在那里改成「{name}」；不是的，链接「{name}」，或删去这一行"
        )
    return f"在说到它的句子里链接：…{{{name}}}…；用不着的，删去这一行"


def _related(slips: Mapping[str, Span | None]) -> tuple[Related, ...]:
    return tuple(
        Related(span, f"这里用的是没有声明的「{wrong}」") for wrong, span in slips.items() if span is not None
    )


CHECK = Check(
    code="N004",
    severity="warning",
    finds="声明了的事实，或写了的定义，没有哪一条用到。",
    why=(
        "多半是句子里忘了链接，或者名称写得与声明不同：填报的人照着模板填了，分数却一点不变。"
        "文本字段是佐证，没有用到不算问题。"
    ),
    bad="""办法  某某考核办法
事实  月报问题：事件（次）
事实  群众投诉：事件（件）
一级指标  信息报送（5分）
  不报、迟报、漏报{月报问题}一次扣0.5分，最高扣5分。
""",
    good="""办法  某某考核办法
事实  月报问题：事件（次）
一级指标  信息报送（5分）
  不报、迟报、漏报{月报问题}一次扣0.5分，最高扣5分。
""",
    run=find,
)
