"""S004 to S006: rule files of which nothing is read. The run then ends with exit code 2."""

from __future__ import annotations

from kaoping.lint.check import FilePage
from kaoping.lint.run import MOST_FINDINGS
from kaoping.source import MAX_BYTES, MAX_LINES

PAGES = (
    FilePage(
        code="S004",
        severity="error",
        finds="规则文件不是 UTF-8 编码：从哪一行、哪个字节起不是，看来是哪种编码，都写在提示里。",
        why=(
            "同样的字节按另一种编码读就是另一些字，所以不猜着读。旧的记事本和表格软件常存成 GBK 或 UTF-16："
            "用它打开，另存时把编码选成 UTF-8。前面是 UTF-8、中间坏了的，多半是两个文件拼在一起，或者传输时断了。"
        ),
        bad="某某考核办法.rubric，用旧的记事本存成了 GBK（ANSI）",
        good="同一个文件，另存为 UTF-8（带不带字节顺序标记都行）",
    ),
    FilePage(
        code="S005",
        severity="error",
        finds=f"规则文件超过 {MAX_BYTES // 1_000} KB 或者 {MAX_LINES} 行，没有读。",
        why=(
            "一份办法连同细则，几百页也只有几百 KB；更大的多半是导错了、拼重了，或者根本不是规则文件。"
            "真有这么长的，分成几个文件。"
        ),
        bad="某某考核办法.rubric，把整个资料库导了出来，12 MB",
        good="某某考核办法.rubric，只有这份办法，60 KB",
    ),
    FilePage(
        code="S009",
        severity="error",
        finds=f"一个文件里的问题超过 {MOST_FINDINGS} 个，只列出前面这些。",
        why="这么多问题多半出自同一个原因（行首的关键字、表格的列、整份粘错），先看最前面的几个，改好再检查一次。",
        bad="把一份会议记录另存成了 某某考核办法.rubric",
        good="某某考核办法.rubric 里是办法的文字",
    ),
    FilePage(
        code="S006",
        severity="error",
        finds="规则文件打不开：没有这个文件、没有权限、是文件夹或管道，或者是一个链接，指向的文件不在。",
        why="点了名的文件没有查，就不能说没有问题。核对路径和权限；不是规则文件的，不要叫 .rubric。",
        bad="规则/某某考核办法.rubric 是一个链接，指向的文件已经删了",
        good="规则/某某考核办法.rubric 是一个文本文件",
    ),
)
