"""What is left over of a sentence, with the nearest wording that would be understood.

The suggestion is a whole phrase that an author can write in its place, made of the sentence's own words where
they settle it (扣0。5分 → 扣0.5分; 迟到2次扣1分 → 每2次扣1分), else an example of the form.
"""

from __future__ import annotations

import re

from kaoping.language.islands import UNREAD_NUMBER, CapWord, Compare, Island, Measure, Score, Stray, ZeroWord
from kaoping.language.reading import LeftOver
from kaoping.source import Span

_NEAREST = (
    ("取消", "取消…资格"),
    ("级差", "第1名，加30分；第2名，加27分；…"),
    ("类推", "逐档写明"),
    ("递减", "每降低1名扣1分"),
    ("递增", "每提高1名加1分"),
    ("折", "每3次扣2分（写明折算后的分值）"),
    ("视同", "每3次扣2分（写明折算后的分值）"),
    ("按", "每3次扣2分（写明折算后的分值）"),
    ("倍", "每次扣2分（写明加倍后的分值）"),
    ("减半", "得1分（写明减半后的分值）"),
    ("折半", "得1分（写明折半后的分值）"),
    ("%", "得8分（写明分值）"),
    ("舍", "取值  每项得分四舍五入保留2位小数（写在文首）"),
    ("保留", "取值  每项得分四舍五入保留2位小数（写在文首）"),
    ("倒扣", "每次扣1分，扣完为止"),
    ("负分", "每次扣1分，扣完为止"),
    ("半", "得5分（写明分值）"),
    ("成", "得8分（写明分值）"),
    ("打分", "酌情得0-5分"),
    ("封顶", "最高得5分"),
    ("满分", "得满分"),
    ("=", "得分=完成率×分值"),
    ("扣", "每发现一次扣1分"),
    ("减", "每少一次扣1分"),
    ("加", "每增加1个加1分"),
    ("分", "得2分"),
)
_COUNTED = re.compile(r"(?P<count>[\d一二三四五六七八九十两]+[\u4e00-\u9fff]{1,3})[的，, ]*$")
_BROKEN = re.compile(r"(?P<verb>\D*?)(?P<whole>[\dOolI|]*)\s*[.。·,，'’]*\s*(?P<rest>[\dOolI|]*)\s*分")
_LETTERS = str.maketrans("OolI|", "00111")
_SUMMED = re.compile(
    r"(?:全年|年度|学年|学期|共|总|合计|共计|总计|累计)(?P<verb>[扣得加]?)(?P<points>\d+(?:\.\d+)?分)$"
)
_HEDGE = re.compile(
    r"大约|大概|大致|大体|约莫?|将近|接近|近乎?|差不多|最少|最低|至少|起码|左右|上下|有余|出头|开外|[起多]$|(?<=[扣减加罚得计记励给予赋])[点个]"
)
_POINTS = re.compile(
    r"(?:扣|减|罚|加|奖励?|得|计|记|给予?|赋)?(?:减|除|罚)?\s*[\d.零一二两三四五六七八九十半点]+\s*分$"
)
_POINTS_HERE = re.compile(r"[得扣加减] *\d+(?:\.\d+)?分")
_NEGATED = re.compile(r"不(?:能|可|应|予|再)?(?P<verb>得|扣|加|给予?|计|记)\s*(?P<points>\S+分)")
_VAGUE_STEP = re.compile(
    r"(?P<each>每[\u4e00-\u9fff]{0,5}?)(?:若干|一定的?|一些|些|少许|有些|一点点?|几)(?P<of>[\u4e00-\u9fff]*)"
)
_CAP_OF_EACH = re.compile(r"(?P<cap>.*?\d分)\s*(?:[/／]|每)\s*[\u4e00-\u9fff]+")
_STEP_WORDS = ("每", "少", "低", "超", "高", "差", "缺", "多", "降", "过", "加")
_OFTEN = re.compile(
    r"(?:[2-9两二三四五六七八九]\w{1,2}(?:及?以上)|超过\d\w{1,2})(?:[（(][^（()）]*[)）])?的?[，,]?$"
)
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)(?=\s*(?:[，,。；;、）)]|$))")
_TWICE = re.compile(r"\d+(?:\.\d+)?\s*[%％‰]\s*$")
_PHRASE = re.compile(r"每[^，,。；;：:、（）()每]{1,8}$")


def left_over(text: str, island: Island) -> LeftOver:
    """The words of an island that nothing accounts for."""
    words = text[island.start : island.end]
    return LeftOver(text=words, span=Span(island.start, island.end), nearest=_nearest(text, island, words))


def _nearest(text: str, island: Island, words: str) -> str:
    if isinstance(island, Stray) and island.text == UNREAD_NUMBER:
        return "阿拉伯数字，例如：扣0.5分、前12名"
    before = text[max(0, island.start - 12) : island.start]
    if typo := re.search(r"没(?=增加|减少|少|人|次|项|缺|降)", before):
        return f"每{before[typo.end() :]}{words}{'' if words.endswith('分') else '1分'}"
    if isinstance(island, Stray) and re.fullmatch(r"(?:值)?占?\D{0,3}[\d.]+%", words) and "分" in before[-1:]:
        return "分成两个指标，各写各的分值"
    if isinstance(island, Stray) and (once := _POINTS_HERE.match(text, island.end)) and once[0][0] == words:
        return once[0]  # 得得2分
    if isinstance(island, Stray) and words in ("%", "％", "‰") and (twice := _TWICE.search(before)):
        return twice.group()  # 95%%
    if isinstance(island, Stray) and (plain := _plain(words)):
        return plain
    if isinstance(island, Stray) and _HEDGE.search(words):
        return _firm(text, island, words)
    if isinstance(island, Stray) and (number := _mended(words)):
        return number
    if isinstance(island, Stray) and re.search(r"[(（\[【]\s*\d", words):
        return re.sub(r"[，,、]", "-", re.sub(r"[()（）\[\]【】\s]", "", words))  # 得(3-5]分
    if re.fullmatch(r"[得加计扣减]\s*[\d.]+", words):
        return f"{words}分"
    if isinstance(island, Stray) and (amount := _AMOUNT.match(text, island.end)):
        return f"{words}{amount.group(1)}分"  # 扣0.2，
    if isinstance(island, Score | CapWord) and (total := _SUMMED.search(f"{before}{words}")):
        return f"最高{total['verb'] or '得'}{total['points']}"
    if isinstance(island, ZeroWord) and re.search(
        r"总(?:得分|成绩|分)", before + words + text[island.end : island.end + 6]
    ):
        return "此项不得分；整个考核不合格的，写等次：一票否决，直接定为不合格等次"
    counted = _COUNTED.search(before)
    if isinstance(island, Score) and len(island.figures) > 1:
        return "逐个写明，例如：第1名扣3分，第2名扣2分"
    if isinstance(island, Score) and island.verb == "deduct" and _OFTEN.search(before):
        return f"另{words}（是另外再扣的），或不写“每”：1次扣…，2次及以上扣…（只扣一档）"
    if counted and isinstance(island, Score) and len(island.figures) == 1:
        return f"每{counted['count']}{words}"
    if isinstance(island, Compare):
        return re.sub(r"^\D+|\s*[<>≤≥＜＞≦≧]=?$", "", words)  # ≥1000-1200万元
    if counted and isinstance(island, ZeroWord):
        return f"{counted['count']}以上的，{words}"  # 满10天不得分
    if isinstance(island, Measure) and (each := _PHRASE.search(before)):
        return f"{each.group()}得{words}"
    if isinstance(island, CapWord) and re.search("每[^，,。;；]{1,10}$|单项$", before + words[:2]):
        return f"合计{words.removeprefix('单项')}"
    if isinstance(island, CapWord) and (until := re.fullmatch(r"[扣减]到(?P<points>.*分)", words)):
        return f"最高扣{until['points']}，或最低得{until['points']}"
    if isinstance(island, CapWord):
        return f"每完成一个得1分，{words}"
    return next((wording for key, wording in _NEAREST if key in words), "得2分、扣1分等写法")


def _firm(text: str, island: Island, words: str) -> str:
    """扣约1分, 最少扣1分 and 扣1分左右 as firm points; an example where the number itself is vague."""
    plain = _HEDGE.sub("", words).strip()
    said = _POINTS.search(plain) or _POINTS.search(text[: island.start])
    if said is None or (plain and said.string != plain):
        return "每少10个扣1分" if text[: island.start].endswith(_STEP_WORDS) else "每次扣1分（写明确定的数）"
    return said.group()


def _plain(words: str) -> str:
    """不得5分, 每降低一定幅度 and 最高扣2分/件 as what an author can mean by them; "" for anything else."""
    if no := _NEGATED.fullmatch(words):
        verb, points = no["verb"], no["points"]
        if verb in ("扣", "加"):
            return f"{verb}{points}（不{verb}分的不写）"
        return f"不得分（或写扣分：扣{points}）"
    if vague := _VAGUE_STEP.fullmatch(words):
        unit = "个百分点" if re.search("幅度|比例|程度|百分", vague["of"]) else vague["of"]
        return f"{vague['each']}1{unit if len(unit) == 1 or unit == '个百分点' else '个'}（写明确定的数）"
    if each := _CAP_OF_EACH.fullmatch(words):
        return f"{each['cap']}（是各项合计的上限）"
    return ""


def _mended(words: str) -> str:
    """扣0。5分, 扣O.5分, 扣l分 as they were probably meant; "" for anything else."""
    found = _BROKEN.fullmatch(words.replace(" ", ""))
    if found is None or not (found["whole"] or found["rest"]):
        return ""
    whole, rest = found["whole"].translate(_LETTERS), found["rest"].translate(_LETTERS)
    return f"{found['verb']}{whole or '0'}{'.' if rest else ''}{rest}分"
