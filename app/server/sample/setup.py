"""The part of the sample company that is the same for every seed: people, queues, numbers, lists."""

from __future__ import annotations

from app.server.core.plan import QueuePlan
from app.server.sample import desk, routing
from app.server.sample.model import SampleDesk, SampleLabel, SampleNumber, SampleQueue, SampleUser

COMPANY_ZH = "席聆家电（示例）"
COMPANY_EN = "Seatline Home Appliances (sample)"

OUTCOMES = (
    SampleLabel("RESOLVED", "已解决", "Resolved"),
    SampleLabel("FOLLOW_UP", "待跟进", "To follow up"),
    SampleLabel("TRANSFERRED", "已转交", "Passed on"),
    SampleLabel("WRONG_NUMBER", "打错电话", "Wrong number"),
    SampleLabel("NO_NEED", "无需处理", "Nothing to do"),
)
NOT_READY_REASONS = (
    SampleLabel("BREAK", "小休", "Break"),
    SampleLabel("LUNCH", "午餐", "Lunch"),
    SampleLabel("TRAINING", "培训", "Training"),
    SampleLabel("MEETING", "会议", "Meeting"),
    SampleLabel("OTHER", "其他", "Other"),
)
TICKET_TYPES = (
    SampleLabel("CONSULT", "咨询", "Enquiry"),
    SampleLabel("REPAIR", "报修", "Repair"),
    SampleLabel("REFUND", "退款", "Refund"),
    SampleLabel("COMPLAINT", "投诉", "Complaint"),
)
ORDER_STATUSES = (
    SampleLabel("UNPAID", "待付款", "Unpaid"),
    SampleLabel("PAID", "待发货", "Paid"),
    SampleLabel("SHIPPED", "运输中", "On the way"),
    SampleLabel("DELIVERED", "已签收", "Delivered"),
    SampleLabel("CANCELLED", "已取消", "Cancelled"),
    SampleLabel("REFUNDED", "已退款", "Refunded"),
)


def _queue(rules: QueuePlan, name_zh: str, name_en: str, at_hand: SampleDesk) -> SampleQueue:
    return SampleQueue(
        rules.queue_id,
        name_zh,
        name_en,
        ring_s=rules.ring_s,
        wrap_up_s=rules.wrap_up_s,
        service_level_s=rules.service_level_s,
        rules=rules,
        desk=at_hand,
    )


QUEUES = (
    _queue(routing.SALES, "售前咨询", "Sales", desk.SALES),
    _queue(routing.SERVICE, "售后服务", "After-sales service", desk.SERVICE),
    _queue(routing.COMPLAINTS, "投诉建议", "Complaints", desk.COMPLAINTS),
)
NUMBERS = (
    SampleNumber("4001", "客户服务热线", "Customer service", "sample/flows/main-menu.yaml"),
    SampleNumber("4002", "售前专线", "Sales line", "sample/flows/sales.yaml"),
    SampleNumber("4003", "售后专线", "After-sales line", "sample/flows/service.yaml"),
)


TEAMS = {"sales": desk.SALES_TEAM, "service": desk.SERVICE_TEAM, "complaints": desk.COMPLAINTS_TEAM}


def _agent(
    extension: str,
    name_zh: str,
    name_en: str,
    *queue_ids: str,
    senior: bool = False,
    region: str = "",
    **skills: int,
) -> SampleUser:
    zh, en = TEAMS[queue_ids[-1]]  # the queue that wants most of her
    return SampleUser(
        extension, extension, "AGENT", name_zh, name_en, queue_ids, skills, senior, region, zh, en
    )


def _supervisor(extension: str, name_zh: str, name_en: str) -> SampleUser:
    zh, en = desk.LEAD
    return SampleUser(
        extension, extension, "SUPERVISOR", name_zh, name_en, (), department_zh=zh, department_en=en
    )


AGENTS = (
    _agent("1001", "王芳", "Fiona Wang", "sales", "service", "complaints", senior=True,
           english=8, vip=9, complaints=9, technical=6),
    _agent("1002", "张伟", "David Zhang", "sales", english=6, region="广东 深圳"),
    _agent("1003", "刘洋", "Leo Liu", "sales", english=3, region="北京"),
    _agent("1004", "陈静", "Jane Chen", "sales", "service", english=7, vip=8, region="上海"),
    _agent("1005", "杨帆", "Frank Yang", "service", technical=8, region="浙江 杭州"),
    _agent("1006", "赵敏", "Mina Zhao", "service", technical=5, region="广东 广州"),
    _agent("1007", "黄丽", "Lily Huang", "service", "complaints", complaints=8, technical=4),
    _agent("1008", "周杰", "Jay Zhou", "service", "complaints", complaints=4, technical=7),
    _agent("1009", "吴倩", "Chloe Wu", "sales", "complaints", english=5, complaints=2),
    _agent("1010", "徐磊", "Ray Xu", "sales", "service", senior=True, english=5, vip=6, technical=9),
)  # fmt: skip
SUPERVISORS = (
    _supervisor("2001", "孙丽华", "Sophia Sun"),
    _supervisor("2002", "马建国", "Martin Ma"),
)
USERS = AGENTS + SUPERVISORS
