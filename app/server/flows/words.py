"""Every sentence about a defect of a flow, in both languages: what is wrong, and what to do.

``{0}``, ``{1}`` … are the defect's values.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    grave: bool = False

    def reason(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def hint(self, language: str) -> str:
        return self.hint_zh if language == "zh" else self.hint_en


_S = Sentence
SENTENCES: dict[str, Sentence] = {
    # --- the form -------------------------------------------------------------------------------
    "unreadable": _S(
        "无法读取：{0}",
        "It cannot be read: {0}",
        "请检查 YAML 的缩进与引号。",
        "Check indentation and quotes.",
        True,
    ),
    "not-a-flow": _S(
        "这不是一个流程",
        "This is no flow",
        "需要 id、name_zh、name_en、language、start、nodes。",
        "It needs id, name_zh, name_en, language, start and nodes.",
        True,
    ),
    "too-large": _S(
        "内容过大（上限 {0}）",
        "It is too large (at most {0})",
        "请拆成几个子流程。",
        "Split it into sub-flows.",
        True,
    ),
    "missing": _S("缺少 {0}", "{0} is missing", "请补上 {0}。", "Add {0}.", True),
    "unknown-field": _S("不认识字段 {0}", "There is no field {0}", "可用字段：{1}。", "Known are {1}.", True),
    "not-text": _S(
        "{0} 应为文字",
        "{0} must be text",
        "数字和是/否请加引号。",
        "Put numbers and yes/no into quotes.",
        True,
    ),
    "too-long": _S(
        "{0} 过长（上限 {1}）", "{0} is too long (at most {1})", "请缩短。", "Make it shorter.", True
    ),
    "not-a-number": _S(
        "{0} 应为 {1} 到 {2} 的整数",
        "{0} must be a whole number from {1} to {2}",
        "请改正。",
        "Correct it.",
        True,
    ),
    "not-yes-no": _S(
        "{0} 应为 true 或 false",
        "{0} must be true or false",
        "请改为 true 或 false。",
        "Write true or false.",
        True,
    ),
    "not-a-list": _S(
        "{0} 应为列表", "{0} must be a list", "请写成 [一, 二]。", "Write it as [one, two].", True
    ),
    "not-a-mapping": _S(
        "{0} 应为“名称: 值”",
        "{0} must be names with values",
        "请写成“名称: 值”，每行一个。",
        "Write name: value, one a line.",
        True,
    ),
    "too-many": _S(
        "{0} 过多（上限 {1}）", "There are too many {0} (at most {1})", "请减少。", "Use fewer.", True
    ),
    "not-one-of": _S("{0} 不能是 {1}", "{0} cannot be {1}", "可用：{2}。", "Known are {2}.", True),
    "bad-name": _S(
        "名称 {0} 无效",
        "{0} is no name",
        "最多 64 个字符，不以 @ 开头，不含空格。",
        "At most 64 characters, no spaces, no @ at the beginning.",
        True,
    ),
    "bad-id": _S(
        "流程编号 {0} 无效",
        "{0} is no id of a flow",
        "小写字母、数字与连字符，最多 64 个。",
        "Small letters, digits and hyphens, at most 64.",
        True,
    ),
    "bad-variable": _S(
        "变量名 {0} 无效",
        "{0} is no name of a variable",
        "字母、数字、下划线与点，以字母开头，如 order.status。",
        "Letters, digits, underscores and dots, a letter first, for example order.status.",
        True,
    ),
    "bad-template": _S(
        "{0} 中的花括号不成对或为空",
        "The braces in {0} do not match or are empty",
        "变量写成 {{名称}}，例如 {{caller}}。",
        "Write variables as {{name}}, for example {{caller}}.",
        True,
    ),
    "not-a-prompt": _S(
        "{0} 不是提示音",
        "{0} is no prompt",
        "写提示音名称，或 digits/number/money/date/time/minutes/text 之一。",
        "Write its name, or one of digits, number, money, date, time, minutes, text.",
        True,
    ),
    "not-a-key": _S(
        "{0} 不是电话按键",
        "{0} is no key of a telephone",
        "可用 0-9、* 和 #。",
        "Keys are 0-9, * and #.",
        True,
    ),
    "lengths": _S(
        "最少位数大于最多位数",
        "The least number of keys is more than the most",
        "请调整 min_digits 与 max_digits。",
        "Correct min_digits and max_digits.",
        True,
    ),
    "unknown-type": _S("不认识节点类型 {0}", "There is no type {0}", "可用：{1}。", "Known are {1}.", True),
    "case-not-number": _S(
        "要与数字比较，但 {0} 不是数字",
        "It is compared with a number, but {0} is none",
        "请写数字。",
        "Write a number.",
        True,
    ),
    # --- what it names --------------------------------------------------------------------------
    "unknown-target": _S(
        "通向 {0}，但没有这个节点",
        "It leads to {0}, but there is no such node",
        "请建立该节点或改写名称。",
        "Make that node or correct the name.",
        True,
    ),
    "unknown-queue": _S("没有队列 {0}", "There is no queue {0}", "现有队列：{1}。", "There are: {1}.", True),
    "unknown-flow": _S("没有流程 {0}", "There is no flow {0}", "现有流程：{1}。", "There are: {1}.", True),
    "unknown-hours": _S(
        "没有营业时间 {0}", "There are no opening hours {0}", "现有：{1}。", "There are: {1}."
    ),
    "unknown-prompt": _S(
        "没有提示音 {0}",
        "There is no prompt {0}",
        "请先上传该提示音，或改写名称。",
        "Upload it first, or correct the name.",
    ),
    "unknown-system": _S("没有系统 {0}", "There is no system {0}", "现有系统：{1}。", "There are: {1}."),
    "unknown-operation": _S(
        "系统 {0} 没有操作 {1}", "The system {0} has no operation {1}", "现有操作：{2}。", "It has: {2}."
    ),
    "unknown-language": _S(
        "没有语言 {0}", "There is no language {0}", "可用：{1}。", "There are: {1}.", True
    ),
    "unknown-skill": _S("没有技能 {0}", "There is no skill {0}", "现有技能：{1}。", "There are: {1}."),
    # --- the way through ------------------------------------------------------------------------
    "unreachable": _S(
        "没有任何路径到达这里",
        "Nothing leads here",
        "请删除该节点，或让别的节点通向它。",
        "Remove it, or let another node lead here.",
    ),
    "no-way-out": _S(
        "从这里永远走不到排队、转接或结束",
        "From here no queue, transfer or end is ever reached",
        "请增加一条通向队列、转接或结束的路径。",
        "Add a way to a queue, a transfer or an end.",
    ),
    "endless": _S(
        "不按键就会无休止循环：{0}",
        "It goes round for ever while no key is pressed: {0}",
        "请在循环中加入按键菜单，并让无按键时离开循环。",
        "Let silence (otherwise, failed) lead out of the circle.",
    ),
    "long-way": _S(
        "从这里起有 {0} 个节点不需要按键（上限 {1}），通话会被中断",
        "From here {0} nodes follow each other without a key (at most {1}): the call would be cut short",
        "请在中间加入按键菜单，或减少节点。",
        "Put a menu between them, or use fewer nodes.",
    ),
    "back-nowhere": _S(
        "用了 @back，但之前没有菜单",
        "@back is used, but there is no menu before",
        "请写节点名称。",
        "Name a node instead.",
    ),
    "recursion": _S(
        "子流程互相包含：{0}",
        "Sub-flows contain each other: {0}",
        "请去掉其中一个子流程节点。",
        "Take one of these sub-flow nodes out.",
        True,
    ),
    "too-deep": _S(
        "子流程嵌套超过 {0} 层：{1}",
        "Sub-flows are more than {0} deep: {1}",
        "请减少嵌套。",
        "Use fewer levels.",
        True,
    ),
    # --- variables ------------------------------------------------------------------------------
    "unset": _S(
        "变量 {0} 在使用前从未赋值",
        "The variable {0} is never set before it is used",
        "请先赋值；若由上级流程赋值，请写入 expects。",
        "Set it first; if the calling flow sets it, list it in expects.",
    ),
    "read-only": _S(
        "变量 {0} 由系统设置", "The variable {0} is set by Seatline", "请换一个名称。", "Use another name."
    ),
    "secret-spoken": _S(
        "保密变量 {0} 只能用于查询系统",
        "The secret {0} can only be used to ask a system",
        "请去掉它。",
        "Take it out: it is neither spoken nor sent nor compared.",
    ),
    "secret-sent": _S(
        "保密变量 {0} 不能发给系统 {1}",
        "The secret {0} may not be sent to the system {1}",
        "若允许，请在收集它的节点写 secret_for: [{1}]。",
        "If that is meant, write secret_for: [{1}] where it is collected.",
    ),
}
