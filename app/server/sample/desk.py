"""What agents of the sample company have at hand: departments, numbers, quick replies, and what each queue
wants of them after a call."""

from __future__ import annotations

from app.server.core.showing import CallerRule
from app.server.sample.model import SampleDesk, SampleNote, SampleReply, SampleSavedNumber

SALES_TEAM = ("售前组", "Sales")
SERVICE_TEAM = ("售后组", "After-sales")
COMPLAINTS_TEAM = ("投诉专席", "Complaints")
LEAD = ("班长席", "Supervisors")

SAVED_NUMBERS = (
    SampleSavedNumber("02100008001", "浦东维修站", "Repair shop Pudong"),
    SampleSavedNumber("02000008002", "广州仓库", "Warehouse Guangzhou"),
    SampleSavedNumber("4000008003", "物流调度", "Delivery desk"),
    SampleSavedNumber("01000008004", "总部财务", "Accounts, head office"),
)

# What outgoing calls show: each hotline its own number, else the exchange's.
CALLER_NUMBERS = (
    SampleSavedNumber("02100008000", "总机", "Switchboard"),
    SampleSavedNumber("4000008010", "售前热线", "Sales hotline"),
    SampleSavedNumber("4000008020", "售后热线", "Service hotline"),
)
CALLER_RULES = (
    CallerRule("4000008010", queues=("sales",), departments=(SALES_TEAM[0],)),
    CallerRule("4000008020", queues=("service", "complaints")),
    CallerRule("02100008000"),
)

# A family's second telephone: two customers call from it.
SHARED_NUMBER = "+8613812345679"

REPLIES = (
    SampleReply("开场", "开场白", "您好，{company}，我是{agent}，很高兴为您服务，请问有什么可以帮您？"),
    SampleReply(
        "开场", "核实身份", "{customer}，为了保护您的信息安全，请您提供一下下单时预留的手机号后四位。"
    ),
    SampleReply("通话中", "请稍等", "请您稍等，我马上为您查询，电话请不要挂断。"),
    SampleReply("通话中", "感谢等待", "感谢您的耐心等待，已经为您查到了。"),
    SampleReply("售后", "已登记工单", "已经为您登记，工单号是{ticket}，我们会在二十四小时之内与您联系。"),
    SampleReply(
        "售后", "退换货政策", "签收之后七天之内，商品完好可以无理由退货；十五天之内有质量问题可以换。"
    ),
    SampleReply("结束", "结束语", "感谢您的来电，祝您生活愉快，再见。"),
    SampleReply("English", "Greeting", "Hello, this is {agent} of {company}. How can I help you?", "en"),
    SampleReply("English", "One moment", "One moment please, I am looking it up for you.", "en"),
    SampleReply("English", "Goodbye", "Thank you for calling, and have a nice day.", "en"),
)

SALES = SampleDesk(
    notes=(
        SampleNote("产品咨询", "Product question", "咨询产品：\n关注点：\n已介绍：\n客户意向："),
        SampleNote("报价", "Quotation", "需求数量：\n收货地区：\n发票：\n约定回复时间："),
    ),
    script=(
        "先问清用在哪里、多大面积、家里几口人，再推荐型号。\n\n"
        "报价之前说明：整机保修两年，七天无理由退货，满 299 元包邮。\n\n"
        "客户犹豫时不催促：约好回电时间，结果选“待跟进”。"
    ),
)
SERVICE = SampleDesk(
    notes=(
        SampleNote("报修", "Repair", "产品型号：\n购买日期：\n故障现象：\n已尝试：\n上门地址与时间："),
        SampleNote("退换货", "Return", "订单号：\n原因：\n商品状态：\n退回方式："),
        SampleNote("查物流", "Delivery", "订单号：\n物流状态：\n已告知："),
    ),
    script=(
        "先核实身份：姓名和手机号后四位。\n\n"
        "故障先按三步排查：断电一分钟、清洁传感器、重置网络。仍无效就登记报修工单，并告诉客户工单号。\n\n"
        "漏水、异味、冒烟：先请客户断电，优先级选“紧急”。"
    ),
)
COMPLAINTS = SampleDesk(
    outcomes=("RESOLVED", "FOLLOW_UP", "TRANSFERRED"),
    notes=(SampleNote("投诉经过", "What happened", "投诉对象：\n经过：\n客户诉求：\n已承诺：\n回复时间："),),
    script=(
        "先道歉，再听完，不打断，不解释责任。\n\n"
        "复述客户的诉求，得到确认之后再说处理办法。\n\n"
        "超过 50 元的补偿要班长同意；每个承诺都写进小结，并定好回复时间。"
    ),
)
