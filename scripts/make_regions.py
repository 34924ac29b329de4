"""Make the tables by which the region of a Chinese number is known, from the library phonenumbers.

Out: resources/numbers/cn-mobile.bin: for each of the segments 1300000 to 1999999 the place of its region in a
     list, compressed (the library itself would take 100 MB of memory to answer the same);
     resources/numbers/cn-area-codes.txt: "755 广东 深圳", one area code a line.

The files are kept in the repository: run this only after the library has newer data. Segments that it does
not know yet can be added by hand: see app/server/regions.py.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from pathlib import Path
from typing import Any

from phonenumbers.geodata import GEOCODE_DATA

OUT = Path(__file__).resolve().parent.parent / "resources" / "numbers"
FIRST, AFTER_LAST = 1_300_000, 2_000_000
_PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建",
    "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海",
    "内蒙古", "广西", "西藏", "宁夏", "新疆",
)  # fmt: skip
_OF_ITSELF = ("北京", "天津", "上海", "重庆")
_KIND = re.compile(r"(维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)")
_PEOPLES = "壮|苗|土家|侗|布依|藏|羌|彝|哈尼|傣|景颇|傈僳|白|回|蒙古|哈萨克|柯尔克孜|朝鲜"
_ENDING = re.compile(rf"(?:(?:{_PEOPLES})族?)+自治[州县]$|地区$|(?<=..)市$")
_NEW_NAMES = {"湖北 襄樊": "湖北 襄阳", "安徽 巢湖": "安徽 合肥", "山东 莱芜": "山东 济南"}
# Several places share these; the one that most callers are from, or the seat of the prefecture.
_CHIEF = {
    "335": "河北 秦皇岛",
    "349": "山西 朔州",
    "354": "山西 晋中",
    "358": "山西 吕梁",
    "433": "吉林 延边",
    "435": "吉林 通化",
    "475": "内蒙古 通辽",
    "479": "内蒙古 锡林郭勒盟",
    "482": "内蒙古 兴安盟",
    "483": "内蒙古 阿拉善盟",
    "580": "浙江 舟山",
    "692": "云南 德宏",
    "701": "江西 鹰潭",
    "887": "云南 迪庆",
    "895": "西藏 昌都",
}


def region(name: str) -> str:
    """ "广东省深圳市" → "广东 深圳", "北京市" → "北京"; "" for what names no place."""
    name = name.split("、")[0]
    province = next((each for each in _PROVINCES if name.startswith(each)), "")
    if not province:
        return ""
    rest = _KIND.sub("", name[len(province) :], count=1) if _KIND.match(name[len(province) :]) else ""
    rest = rest or (name[len(province) :] if not _KIND.match(name[len(province) :]) else "")
    city = _ENDING.sub("", rest) or rest
    if province in _OF_ITSELF or not city:
        return province
    return _NEW_NAMES.get(f"{province} {city}", f"{province} {city}")


def main() -> int:
    data: dict[str, Any] = GEOCODE_DATA
    chinese = {key[2:]: names["zh"] for key, names in data.items() if key.startswith("86") and "zh" in names}
    regions = [""]
    places: dict[str, int] = {"": 0}
    segments = array("H", bytes(2 * (AFTER_LAST - FIRST)))
    for prefix in sorted((key for key in chinese if key[0] == "1" and key != "10"), key=len):
        found = region(chinese[prefix])
        if found not in places:
            places[found] = len(regions)
            regions.append(found)
        width = 10 ** (7 - len(prefix))
        begin = int(prefix) * width
        for segment in range(max(begin, FIRST), min(begin + width, AFTER_LAST)):
            segments[segment - FIRST] = places[found]
    if sys.byteorder == "big":
        segments.byteswap()
    OUT.mkdir(parents=True, exist_ok=True)
    head = json.dumps(regions, ensure_ascii=False).encode() + b"\n"
    (OUT / "cn-mobile.bin").write_bytes(zlib.compress(head + segments.tobytes(), 9))
    codes = {key: region(name) for key, name in chinese.items() if key[0] != "1" or key == "10"}
    areas = {key: name for key, name in codes.items() if len(key) == (2 if key[0] in "12" else 3) and name}
    areas |= _CHIEF
    lines = [f"{code} {name}" for code, name in sorted(areas.items())]
    (OUT / "cn-area-codes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = sum(1 for each in segments if each)
    sys.stdout.write(f"{len(regions) - 1} regions, {known} segments, {len(areas)} area codes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
