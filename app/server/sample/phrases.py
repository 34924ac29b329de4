"""Sentences that agents of the sample company wrote: call notes and tickets. A placeholder is filled with a
product: `{product}` with any, another (`{machine}`, `{wifi}`, `{water}`, …) with one of that trait.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """Something left to do: the note of the call, and type, title and text of the ticket."""

    note: str
    ticket_type: str
    title: str
    text: str


# By queue and outcome code.
CALL_NOTES: dict[tuple[str, str], tuple[str, ...]] = {
    ("sales", "RESOLVED"): (
        "咨询{machine}的功能和保修期，已介绍整机保修两年，客户准备下单。",
        "询问{product}有无现货，已告知次日发货，客户当场下单。",
        "比较{machine}两个型号的差别，已说明，客户满意。",
        "咨询分期付款，已说明可分 6 期免息。",
        "询问能否开增值税专用发票，已告知流程。",
    ),
    ("sales", "TRANSFERRED"): (
        "客户其实是要修{machine}，已转售后。",
        "企业客户要签年度合同，已转大客户经理。",
    ),
    ("service", "RESOLVED"): (
        "{wifi}不会连 Wi-Fi，已指导重置网络，恢复正常。",
        "询问{filter}怎样更换滤芯，已一步步指导完成。",
        "查询{product}物流，已告知今天派送。",
        "{machine}报错 E3，指导清洁传感器后恢复。",
        "修改收货地址，已在发货前改好。",
        "忘记{wifi}的绑定账号，已核实身份并解绑。",
    ),
    ("service", "TRANSFERRED"): (
        "客户对{machine}多次维修不满，已转投诉专席。",
        "涉及安装收费争议，已转当地服务网点。",
    ),
    ("complaints", "RESOLVED"): (
        "投诉{product}送货迟到两天，已致歉并补偿 50 元优惠券，客户接受。",
        "反映安装师傅没有穿鞋套，已致歉并反馈网点。",
        "建议增加夜间客服，已记录并感谢。",
    ),
    ("complaints", "TRANSFERRED"): ("涉及第三方商家，已转平台处理。",),
}
ANY_QUEUE_NOTES: dict[str, tuple[str, ...]] = {
    "WRONG_NUMBER": ("打错电话。", "客户想找另一家公司，已说明。"),
    "NO_NEED": (
        "客户问题已自行解决，无需处理。",
        "接通后无人说话，数秒后挂断。",
        "确认订单已收到，无其他问题。",
    ),
}

# What is left to do after a call, by queue: the call's note and the ticket made of it.
MATTERS: dict[str, tuple[Matter, ...]] = {
    "sales": (
        Matter(
            "公司想采购 20 台{machine}，需要报价单，约好明天回电。",
            "CONSULT",
            "{machine}批量采购报价",
            "企业客户需要{machine} 20 台的报价单和交货期，请商务部门回复。",
        ),
        Matter(
            "想参加以旧换新，已记下旧机型号，核价后回复。",
            "CONSULT",
            "以旧换新折价咨询",
            "客户有旧机一台，想知道换购{machine}可抵多少，请核对型号后回电。",
        ),
        Matter(
            "客户预留的位置较小，不确定{installed}能否安装，请工程师确认。",
            "CONSULT",
            "{installed}安装条件确认",
            "客户家中预留位置较小，已发来照片，请工程师确认{installed}能否安装。",
        ),
    ),
    "service": (
        Matter(
            "{machine}运行时有异响，已登记报修，等工程师联系客户。",
            "REPAIR",
            "{machine}运行异响",
            "客户反映{machine}开机后有明显异响，已清洁无效，请安排上门检测。",
        ),
        Matter(
            "{machine}按电源键没有反应，换插座仍无效，已登记报修。",
            "REPAIR",
            "{machine}无法开机",
            "{machine}按电源键无反应，换插座仍无效，在保修期内。",
        ),
        Matter(
            "{water}底部漏水，已请客户断电，并登记上门维修。",
            "REPAIR",
            "{water}漏水",
            "{water}底部有少量漏水，已请客户断电，请尽快上门。",
        ),
        Matter(
            "{battery}充不进电，需寄回检测，已发寄件地址。",
            "REPAIR",
            "{battery}无法充电",
            "{battery}连接充电器后指示灯不亮，客户同意寄回检测，收到后请先电话告知。",
        ),
        Matter(
            "申请退货，{product}已寄回，等仓库验收后退款。",
            "REFUND",
            "{product}七天无理由退货",
            "客户已寄回{product}，请仓库验收后原路退款。",
        ),
        Matter(
            "买{product}时重复付款，已核对流水，请财务退回。",
            "REFUND",
            "{product}重复付款",
            "同一订单扣款两次，客户已发来流水截图，请财务核实并退回多扣的一笔。",
        ),
        Matter(
            "{product}买后次日降价，申请退差价，已提交审核。",
            "REFUND",
            "{product}差价退还",
            "购买次日降价，客户申请价格保护，请审核。",
        ),
    ),
    "complaints": (
        Matter(
            "{machine}一个月内修了两次，要求换新，待主管审批后回复。",
            "COMPLAINT",
            "{machine}多次维修未修好",
            "一个月内维修两次仍有故障，客户要求换新，情绪较激动，请主管跟进。",
        ),
        Matter(
            "{product}送货迟到两天且无人通知，要求说明原因。",
            "COMPLAINT",
            "送货迟到且无人通知",
            "{product}比约定晚到两天，客户请假在家等候，要求说明原因。",
        ),
        Matter(
            "退款超过 7 天未到账，已加急，请财务核实。",
            "COMPLAINT",
            "退款迟迟未到账",
            "{product}退货验收已过 7 天，款项仍未到账，请加急处理。",
        ),
    ),
}
# What happens to a ticket, by its type.
NEXT_STEPS: dict[str, tuple[str, ...]] = {
    "CONSULT": ("已转商务部门核对，等待答复。", "已电话联系客户，补充了所需信息。"),
    "REPAIR": ("已电话联系客户，约好上门时间。", "已派单给当地服务网点。", "客户未接电话，稍后再联系。"),
    "REFUND": ("已提交财务审核。", "仓库已收到退件，正在验收。"),
    "COMPLAINT": ("已致电客户致歉，了解详细经过。", "已转主管处理，约好回复时间。"),
}
WAITING_FOR: dict[str, tuple[str, ...]] = {
    "CONSULT": ("等待客户确认型号。",),
    "REPAIR": ("等待配件到货。", "等待客户确认上门时间。"),
    "REFUND": ("等待仓库验收。", "等待财务付款。"),
    "COMPLAINT": ("等待主管审批补偿方案。",),
}
RESOLUTIONS: dict[str, tuple[str, ...]] = {
    "CONSULT": ("已答复客户，无其他疑问。", "报价单已发客户邮箱。"),
    "REPAIR": (
        "工程师上门更换配件，试机正常。",
        "远程指导后恢复正常，客户满意。",
        "已更换新机，旧机已收回。",
    ),
    "REFUND": ("款项已原路退回，客户确认收到。",),
    "COMPLAINT": ("已致歉并补偿优惠券，客户接受。", "已为客户换新，客户满意。"),
}
CLOSING = "客户确认，工单关闭。"
CANCELLATION = "客户来电取消，不再需要处理。"
CUT_OFF_NOTE = "通话中断，回拨未接通。"
