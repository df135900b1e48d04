from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import rfc8785

from casework import scored
from kaoping.ledger import FORMAT, Difference, Entry, Ledger, LedgerError, first_difference
from kaoping.pipeline import score
from kaoping.sentences import tell
from kaoping.sheet import Sheet

D = Decimal


def sheet() -> Sheet:
    return scored(
        "1．得3分，漏报{漏报}一次扣2分，扣完为止。\n2．建立机制，得1分，否则不得分。",
        "编号,单位,事项,日期,数量,说明\na,甲县,漏报,2021-03-05,1,二月\nb,甲县,漏报,2021-04-05,1,三月",
        "单位,1.2\n甲县,是",
    )


def digest(entry: Entry) -> str:
    """As anybody can compute it: of the canonical JSON with an empty hash."""
    return hashlib.sha256(rfc8785.dumps({**entry.data(), "hash": ""})).hexdigest()


def ledger() -> Ledger:
    return sheet().assessment.ledger


def test_entries_are_numbered_and_chained() -> None:
    book = ledger()
    before = hashlib.sha256(book.header.json()).hexdigest()
    for number, entry in enumerate(book.entries, start=1):
        assert (entry.seq, entry.prev) == (number, before)
        assert entry.hash == digest(entry)
        before = entry.hash


def test_every_line_is_canonical_json() -> None:
    for line in ledger().lines():
        assert rfc8785.dumps(json.loads(line, parse_float=pytest.fail)).decode() == line


def test_a_change_anywhere_breaks_the_chain() -> None:
    first, second, *_ = ledger().entries
    assert digest(first) == second.prev
    changed = first._replace(step=replace(first.step, effective=D(1)))
    assert digest(changed) != second.prev


def test_an_entry_says_what_it_rests_on() -> None:
    entry = next(e for e in ledger().entries if e.facts and e.facts[0].id == "b")
    (fact,) = entry.facts
    assert (fact.unit, fact.name, fact.day, fact.place, fact.note) == (
        "甲县",
        "漏报",
        "2021-04-05",
        "1.csv 第3行",
        "三月",
    )
    assert (entry.node, entry.line, entry.cause, entry.time) == ("1.1", 3, "new", "2021-04-05")
    assert (entry.nominal, entry.effective, entry.reasons, entry.balance) == (
        D(-2),
        D(-1),
        ("扣完为止",),
        D(0),
    )
    assert "累计1" in entry.before
    assert "累计2" in entry.after


def test_the_sentence_is_made_from_the_entry_alone() -> None:
    for entry in ledger().entries:
        assert tell(entry._replace(text="", prev="", hash="")) == entry.text
        assert entry.text.endswith("。")


def test_on_disk_numbers_are_strings_and_the_header_comes_first() -> None:
    header, *entries = (json.loads(line, parse_float=pytest.fail) for line in ledger().lines())
    assert (header["format"], header["title"]) == (FORMAT, "甲办法")
    assert set(header) == {"format", "version", "title", "rules", "facts", "as_of", "order"}
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    numbers = ("nominal", "effective", "balance", "balance_high", "total")
    assert all(isinstance(entry[name], str) for entry in entries for name in numbers)
    assert D(entries[-1]["total"]) == D(1)


def test_the_same_again_is_the_same_byte_for_byte() -> None:
    assert list(ledger().lines()) == list(ledger().lines())


def test_sums_that_do_not_match_are_named() -> None:
    book = ledger()
    balances = {"1.1": D(0), "1.2": D(1)}
    book.check("甲县", balances, D(1))
    with pytest.raises(LedgerError, match=r"甲县 1\.2 分录合计"):
        book.check("甲县", {**balances, "1.2": D(2)}, D(1))
    with pytest.raises(LedgerError, match=r"甲县 9\.9"):
        book.check("甲县", {**balances, "9.9": D(2)}, D(1))
    with pytest.raises(LedgerError, match="总分 2"):
        book.check("甲县", balances, D(2))


def test_an_assessment_whose_ledger_has_an_entry_too_many_does_not_pass() -> None:
    assessment = sheet().assessment
    assessment.check()
    first = assessment.ledger.entries[0]
    assessment.ledger.append("", first.unit, (), (), "", D(0), first.step, "")
    with pytest.raises(LedgerError, match=r"甲县 1\.1 分录合计"):
        assessment.check()


def test_lines_go_out_as_they_are_made_and_need_not_be_kept() -> None:
    kept = ledger()
    lines: list[bytes] = []
    passing = Ledger(kept.header, lines.append, keep=False)
    for e in kept.entries:
        passing.append(e.time, e.unit, e.facts, e.also, e.ground, e.total, e.step, e.text)
    assert passing.entries == []
    assert b"".join(lines).decode().splitlines() == list(kept.lines())


@pytest.mark.parametrize(
    ("written", "recomputed", "difference"),
    [
        (["a", "b"], ["a", "b"], None),
        (["a", "x", "c"], ["a", "b", "c"], Difference(2, "x", "b")),
        (["a"], ["a", "b"], Difference(2, "", "b")),
        (["a", "b"], ["a"], Difference(2, "b", "")),
        (["a", ""], ["a"], Difference(2, "", "")),
        ([], ["a"], Difference(1, "", "a")),
        (["a\r"], ["a"], Difference(1, "a\r", "a")),
    ],
)
def test_the_first_line_that_differs(
    written: list[str], recomputed: list[str], difference: Difference | None
) -> None:
    assert first_difference(written, recomputed) == difference


def test_a_withdrawal_says_by_which_row_and_why(tmp_path: Path) -> None:
    (tmp_path / "法.rubric").write_text(
        "办法  某办法\n一级指标  报送（5分）\n  漏报{漏报}一次扣1分。\n", encoding="utf-8"
    )
    (tmp_path / "台账.csv").write_text(
        "编号,单位,事项,日期,说明,操作\nA,甲县,漏报,2024-01-02,一月,\nA,甲县,漏报,,误记,撤回\n",
        encoding="utf-8",
    )
    run = score(tmp_path / "法.rubric", [tmp_path / "台账.csv"])
    assert run.sheet is not None
    last = run.sheet.assessment.ledger.entries[-1]
    assert (last.cause, last.ground, last.effective) == ("withdraw", "台账.csv 第3行：误记", Decimal(1))
    assert "依据台账.csv 第3行：误记" in last.text
