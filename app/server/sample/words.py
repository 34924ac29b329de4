"""Word lists that the sample company is drawn from. Everything is made up."""

from __future__ import annotations

# Character and its pinyin, the frequent ones first.
SURNAMES = (
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"),
    ("黄", "huang"), ("赵", "zhao"), ("吴", "wu"), ("周", "zhou"), ("徐", "xu"), ("孙", "sun"),
    ("马", "ma"), ("朱", "zhu"), ("胡", "hu"), ("郭", "guo"), ("何", "he"), ("林", "lin"),
    ("高", "gao"), ("罗", "luo"), ("郑", "zheng"), ("梁", "liang"), ("谢", "xie"), ("宋", "song"),
    ("唐", "tang"), ("许", "xu"), ("韩", "han"), ("冯", "feng"), ("邓", "deng"), ("曹", "cao"),
    ("彭", "peng"), ("曾", "zeng"), ("肖", "xiao"), ("田", "tian"), ("董", "dong"), ("袁", "yuan"),
    ("潘", "pan"), ("蔡", "cai"), ("蒋", "jiang"), ("余", "yu"), ("杜", "du"), ("叶", "ye"),
    ("欧阳", "ouyang"), ("上官", "shangguan"), ("诸葛", "zhuge"),
)  # fmt: skip
GIVEN = (
    ("伟", "wei"), ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("丽", "li"),
    ("强", "qiang"), ("磊", "lei"), ("军", "jun"), ("洋", "yang"), ("勇", "yong"), ("艳", "yan"),
    ("杰", "jie"), ("娟", "juan"), ("涛", "tao"), ("超", "chao"), ("霞", "xia"), ("平", "ping"),
    ("刚", "gang"), ("桂英", "guiying"), ("秀兰", "xiulan"), ("建华", "jianhua"), ("志强", "zhiqiang"),
    ("子轩", "zixuan"), ("雨涵", "yuhan"), ("浩然", "haoran"), ("梓萱", "zixuan"), ("欣怡", "xinyi"),
    ("宇航", "yuhang"), ("思远", "siyuan"), ("佳琪", "jiaqi"), ("晓东", "xiaodong"), ("海燕", "haiyan"),
    ("文博", "wenbo"), ("雅婷", "yating"), ("俊杰", "junjie"), ("诗琪", "shiqi"), ("天宇", "tianyu"),
    ("慧敏", "huimin"), ("国强", "guoqiang"), ("春梅", "chunmei"), ("玉珍", "yuzhen"), ("家豪", "jiahao"),
    ("梦瑶", "mengyao"), ("建军", "jianjun"), ("丽娟", "lijuan"), ("振宇", "zhenyu"), ("若曦", "ruoxi"),
)  # fmt: skip
LATIN_NAMES = (
    "Emma Clarke", "Daniel Weber", "Sofia Rossi", "Lucas Martin", "Olivia Brown", "Noah Jensen",
    "Hannah Schmidt", "James Carter", "Amelia Novak", "Thomas Dubois", "Grace Kim", "Oscar Lindberg",
    "Maria Santos", "Peter Kowalski", "Chloe Bennett", "Henry Walsh",
)  # fmt: skip

# Prefixes of Chinese mobile numbers.
MOBILE_PREFIXES = ("135", "136", "137", "138", "139", "150", "151", "158", "159", "177", "186", "188", "189")

# Region and districts in it.
REGIONS = (
    ("上海", ("浦东新区", "徐汇区", "静安区", "杨浦区", "闵行区")),
    ("北京", ("朝阳区", "海淀区", "丰台区", "通州区")),
    ("广州", ("天河区", "越秀区", "番禺区")),
    ("深圳", ("南山区", "福田区", "宝安区", "龙岗区")),
    ("杭州", ("西湖区", "滨江区", "余杭区")),
    ("南京", ("鼓楼区", "江宁区", "玄武区")),
    ("成都", ("武侯区", "锦江区", "高新区")),
    ("武汉", ("武昌区", "江汉区", "洪山区")),
    ("西安", ("雁塔区", "碑林区", "未央区")),
    ("重庆", ("渝中区", "江北区", "沙坪坝区")),
    ("苏州", ("姑苏区", "吴中区", "工业园区")),
    ("青岛", ("市南区", "崂山区", "黄岛区")),
    ("长沙", ("岳麓区", "雨花区")),
    ("沈阳", ("和平区", "浑南区")),
)
ROADS = (
    "人民路",
    "解放路",
    "中山路",
    "建设大道",
    "文化路",
    "和平街",
    "新华路",
    "滨河路",
    "学府路",
    "迎宾大道",
)

TAGS = (
    "老客户", "企业客户", "延保用户", "需要发票", "智能家居", "母婴家庭", "老年用户", "常购滤芯",
    "短信联系", "晚间联系", "分期付款", "易投诉", "推荐过朋友", "门店会员",
)  # fmt: skip
CUSTOMER_NOTES = (
    "", "", "", "", "白天上班，请在 18 点以后联系。", "说话较慢，请耐心。", "只接受周末上门。",
    "公司采购，需要增值税专用发票。", "上次维修不满意，请先致歉。", "老人独居，子女代为下单。",
)  # fmt: skip

# Name, price in cents and traits: what a sentence about it may speak of (see phrases.py).
PRODUCTS: tuple[tuple[str, int, frozenset[str]], ...] = (
    ("智能空气净化器 A3", 189_900, frozenset({"machine", "wifi", "filter"})),
    ("空气净化器滤芯（两支装）", 29_900, frozenset()),
    ("扫地机器人 S7", 259_900, frozenset({"machine", "wifi", "battery"})),
    ("扫地机器人边刷套装", 5_900, frozenset()),
    ("反渗透净水器 P2", 169_900, frozenset({"machine", "filter", "water", "installed"})),
    ("净水器 PP 棉滤芯", 8_900, frozenset()),
    ("电磁电饭煲 4L", 59_900, frozenset({"machine"})),
    ("破壁料理机", 49_900, frozenset({"machine"})),
    ("空气炸锅 5L", 39_900, frozenset({"machine"})),
    ("智能门锁 L1", 129_900, frozenset({"wifi", "battery", "installed"})),
    ("无雾加湿器", 45_900, frozenset({"machine", "water"})),
    ("负离子吹风机", 26_900, frozenset({"machine"})),
    ("声波电动牙刷", 19_900, frozenset({"battery"})),
    ("牙刷头（四支装）", 7_900, frozenset()),
    ("无线吸尘器 V9", 149_900, frozenset({"machine", "battery"})),
    ("洗地机 W5", 219_900, frozenset({"machine", "battery", "water"})),
    ("恒温电热水壶", 16_900, frozenset({"water"})),
    ("多功能蒸烤箱", 329_900, frozenset({"machine", "installed"})),
    ("循环风扇", 32_900, frozenset({"machine"})),
    ("除湿机 12L", 109_900, frozenset({"machine", "water", "wifi"})),
)
