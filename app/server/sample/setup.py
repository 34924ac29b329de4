"""The part of the sample company that is the same for every seed: people, queues, numbers, lists."""

from __future__ import annotations

from app.server.sample.model import SampleLabel, SampleNumber, SampleQueue, SampleUser

COMPANY_ZH = "席聆家电(示例)"
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

QUEUES = (
    SampleQueue("sales", "售前咨询", "Sales", ring_s=20, wrap_up_s=60, service_level_s=20),
    SampleQueue("service", "售后服务", "After-sales service", ring_s=20, wrap_up_s=60, service_level_s=20),
    SampleQueue("complaints", "投诉建议", "Complaints", ring_s=20, wrap_up_s=60, service_level_s=20),
)
NUMBERS = (
    SampleNumber("4001", "客户服务热线", "Customer service", "sample/flows/main-menu.yaml"),
    SampleNumber("4002", "售前专线", "Sales line", "sample/flows/sales.yaml"),
    SampleNumber("4003", "售后专线", "After-sales line", "sample/flows/service.yaml"),
)


def _agent(extension: str, name_zh: str, name_en: str, *queue_ids: str) -> SampleUser:
    return SampleUser(extension, extension, "AGENT", name_zh, name_en, queue_ids)


def _supervisor(extension: str, name_zh: str, name_en: str) -> SampleUser:
    return SampleUser(extension, extension, "SUPERVISOR", name_zh, name_en, ())


AGENTS = (
    _agent("1001", "王芳", "Fiona Wang", "sales", "service", "complaints"),
    _agent("1002", "张伟", "David Zhang", "sales"),
    _agent("1003", "刘洋", "Leo Liu", "sales"),
    _agent("1004", "陈静", "Jane Chen", "sales", "service"),
    _agent("1005", "杨帆", "Frank Yang", "service"),
    _agent("1006", "赵敏", "Mina Zhao", "service"),
    _agent("1007", "黄丽", "Lily Huang", "service", "complaints"),
    _agent("1008", "周杰", "Jay Zhou", "service", "complaints"),
    _agent("1009", "吴倩", "Chloe Wu", "sales", "complaints"),
    _agent("1010", "徐磊", "Ray Xu", "sales", "service"),
)
SUPERVISORS = (
    _supervisor("2001", "孙丽华", "Sophia Sun"),
    _supervisor("2002", "马建国", "Martin Ma"),
)
USERS = AGENTS + SUPERVISORS
