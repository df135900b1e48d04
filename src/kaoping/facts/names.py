"""Names as people type them: one folding for comparison, the nearest known name, and the schema's index.

>>> fold(" 申领数（人） ")
'申领数(人)'
>>> closest("金寨", ["金寨县", "霍山县"])
'金寨县'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.schema import FactSpec, Schema
from kaoping.source import visible

# Characters that show nothing but come along when text is pasted from web pages and chats.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]+")
_BLANK = re.compile(rf"\s+|{INVISIBLE.pattern}")
_SHOWN = 40

# A file of nothing but unknown names must not turn into a quadratic search for likely ones.
_MAX_OPTIONS = 5_000
_MAX_SUGGESTIONS = 100


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Half-width, without white space: equal for texts that people hold to be the same name."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def quoted(text: str) -> str:
    """The offending text in 「」, on one line, not longer than a message can bear, without what steers a terminal."""
    line = visible(" ".join(text.split()))
    return f"「{line}」" if len(line) <= _SHOWN else f"「{line[:_SHOWN]}…」"


def listed(names: Sequence[str], most: int = 6) -> str:
    """The first few names, for help."""
    return "、".join(names[:most]) + ("…" if len(names) > most else "")


def closest(text: str, options: Iterable[str]) -> str:
    """The option that is most like the text; "" if none is much like it."""
    known = list(islice(options, _MAX_OPTIONS + 1))
    if len(known) > _MAX_OPTIONS:
        return ""
    folded = {fold(option): option for option in known}
    found = get_close_matches(fold(text), folded, n=1)
    return folded[found[0]] if found else ""


class Names:
    """What the schema calls units, facts and fields, found however they are typed."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._units = {fold(unit): unit for unit in schema.units}
        self._specs = _index(schema.facts)
        self.fields = {fold(field.name): field.name for spec in schema.facts for field in spec.fields}
        self._suggestions: dict[str, str] = {}

    def unit(self, text: str) -> str | None:
        """The unit as the rubric spells it; any name where the rubric lists no units."""
        if not self._units:
            return " ".join(text.split())
        return self._units.get(text) or self._units.get(fold(text))

    def asks(self, unit: str, spec: FactSpec) -> bool:
        """Whether a unit, however it is typed, is asked for a fact: that of another kind may leave it empty."""
        known = self.unit(unit)
        return known is not None and self.schema.asks(known, spec)

    def is_listed_unit(self, text: str) -> bool:
        """Whether the rubric lists this very unit."""
        return fold(text) in self._units

    @property
    def only_unit(self) -> str:
        """The unit that goes without saying: the only one listed; else ""."""
        return self.schema.units[0] if len(self.schema.units) == 1 else ""

    def spec(self, text: str) -> FactSpec | None:
        """The fact of this name or alias."""
        return self._specs.get(fold(text))

    def likely_unit(self, text: str) -> str:
        """The listed unit that is much like the text; "" if there is none."""
        return self._suggest("单位", text, self.schema.units)

    def no_such_unit(self, text: str, place: Place) -> Diagnostic:
        """Refusal of a unit that the rubric does not list."""
        near = self.likely_unit(text)
        help_ = f"是不是“{near}”？" if near else "请按评价办法中的单位名单填写"
        return Diagnostic("F003", "error", f"单位{quoted(text)}不在名单内", help_, place=place)

    def no_such_fact(self, text: str, place: Place, kind: str = "") -> Diagnostic:
        """Refusal of a name that no clause asks for. kind: what the row can be, if it can be only one (event)."""
        facts = [spec for spec in self.schema.facts if not kind or spec.kind == kind] or self.schema.facts
        if shared := [spec.label for spec in facts if fold(text) in map(fold, spec.aliases)]:
            message = f"{quoted(text)}有 {len(shared)} 个，分不清是哪一个"
            return Diagnostic("F004", "error", message, f"请写全：{listed(shared)}", place=place)
        names = [spec.name for spec in facts]
        called = [alias for spec in facts for alias in spec.aliases if not alias[0].isdecimal()]
        near = self._suggest(f"事项{kind}", text, [*names, *called])
        help_ = f"是不是“{near}”？" if near else f"本规则的事项：{listed(names)}"
        return Diagnostic("F004", "error", f"没有{quoted(text)}这个事项或指标", help_, place=place)

    def _suggest(self, kind: str, text: str, options: Iterable[str]) -> str:
        key = f"{kind} {fold(text)}"
        if key not in self._suggestions:
            if len(self._suggestions) >= _MAX_SUGGESTIONS:
                return ""
            self._suggestions[key] = closest(text, options)
        return self._suggestions[key]


def _index(specs: Iterable[FactSpec]) -> dict[str, FactSpec]:
    """Facts by folded name and alias. A name beats an alias; an alias that two facts claim means neither."""
    aliases: dict[str, FactSpec | None] = {}
    names: dict[str, FactSpec] = {}
    for spec in specs:
        names[fold(spec.name)] = spec
        names.setdefault(fold(spec.label), spec)
        for alias in spec.aliases:
            key = fold(alias)
            aliases[key] = spec if aliases.get(key, spec) is spec else None
    return {key: spec for key, spec in aliases.items() if spec is not None} | names
