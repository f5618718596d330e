"""Names for people and firms that never were, put together from common parts."""

from __future__ import annotations

from random import Random
from typing import Final

FAMILY: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Nông", "Lý", "Hà", "Vi", "Lương", "Triệu",
    "Chu", "Mã", "Lục", "Dương", "Hứa",
)  # fmt: skip
WOMEN: Final = (
    "Lan", "Hoa", "Hương", "Mai", "Thảo", "Hạnh", "Nhung", "Yến", "Thu", "Ngọc", "Liên", "Bích", "Xuân", "Duyên",
    "Tuyết", "Phượng", "Hằng", "Loan", "Oanh", "Trang",
)  # fmt: skip
MEN: Final = (
    "Nam", "Hùng", "Dũng", "Sơn", "Tuấn", "Minh", "Quang", "Thắng", "Long", "Hải", "Cường", "Đức", "Bình", "Phúc",
    "Thành", "Kiên", "Toàn", "Vinh", "Hiếu", "Trung",
)  # fmt: skip
COMMUNES: Final = (
    "Tân Thanh",
    "Tân Mỹ",
    "Bảo Lâm",
    "Thanh Lòa",
    "Yên Khoái",
    "Tú Mịch",
    "Cao Lâu",
    "Xuất Lễ",
    "Bính Xá",
)
OFFICERS: Final = (
    "韦丽萍", "黄志强", "农秀英", "陆建国", "覃小燕", "梁国栋", "蒙春梅", "李海涛", "马文静", "周卫东", "罗桂香",
    "廖永康", "何晓玲", "甘立新", "邓美华", "莫振华",
)  # fmt: skip

#: Words that firms are called by, and what they are in each line of work.
PROSPEROUS: Final = (
    "Red Pine", "Southern Gate", "Golden Bridge", "Green Valley", "Morning Star", "Nine Hills", "Clear Stream",
    "Two Rivers", "Banyan", "High Peak", "Lucky Cloud", "Long Wall", "White Stone", "Autumn Moon", "Friendship",
)  # fmt: skip
TRADES: Final = {
    "sugar_processing": ("Sugar Works", "Cane Mill"),
    "wood_processing": ("Rosewood Workshop", "Veneer Works", "Timber Yard"),
    "manufacturing": ("Electronics", "Fruit Packing", "Garments"),
    "construction": ("Building Company", "Road Works"),
    "services": ("Warehouse", "Guest House"),
    "agriculture": ("Cane Farm", "Orchard"),
}
WORK: Final = {
    "sugar_processing": ("cane_washing", "sugar_packing"),
    "wood_processing": ("peeling_veneer", "sanding", "carving"),
    "manufacturing": ("assembling", "fruit_sorting", "sewing"),
    "construction": ("bricklaying", "steel_fixing"),
    "services": ("loading", "cleaning"),
    "agriculture": ("cane_cutting", "fruit_picking"),
}


def person(rng: Random, sex: object) -> str:
    """A Vietnamese name as it stands in a border pass."""
    if sex == "male":
        return f"{rng.choice(FAMILY)} Văn {rng.choice(MEN)}"
    return f"{rng.choice(FAMILY)} Thị {rng.choice(WOMEN)}"


def firm(rng: Random, sector: str) -> str:
    """What a firm of a line of work is called."""
    return f"Pingxiang {rng.choice(PROSPEROUS)} {rng.choice(TRADES.get(sector, ('Company',)))}"
