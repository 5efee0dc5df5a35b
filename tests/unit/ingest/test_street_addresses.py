"""Addresses as people write them, and what they say."""

import pytest

from learnmap.ingest.street_addresses import fold_name, read_address


@pytest.mark.parametrize(
    ("text", "areas", "street", "lane", "number"),
    [
        ("南昌路136弄11号", (), "南昌路", 136, 11),
        ("上海市黄浦区南昌路１３６弄１１号", ("上海市", "黄浦区"), "南昌路", 136, 11),
        ("浦东新区 张江镇 益江路 1058 号", ("浦东新区", "张江镇"), "益江路", None, 1058),
        ("静安区大宁路街道大宁路222号(近万荣路)", ("静安区", "大宁路街道"), "大宁路", None, 222),
        ("四川中路175-185号", (), "四川中路", None, 175),
        ("建国西路620、622号", (), "建国西路", None, 620),
        ("中山东一路6号", (), "中山东一路", None, 6),
        ("横浜路35弄11号甲", (), "横浜路", 35, 11),
        ("淮海中路1273弄1-22号", (), "淮海中路", 1273, 1),
        ("人民大道300号", (), "人民大道", None, 300),
        ("沪太公路1888号", (), "沪太公路", None, 1888),
        ("淮海中路816弄", (), "淮海中路", 816, None),
        ("徐汇区", (), "", None, None),
        ("黄浦区豫园", ("黄浦区",), "", None, None),
        ("", (), "", None, None),
        ("Mannerheimintie 12", (), "mannerheimintie", None, 12),
        ("Rua das Flores 12-14, Porto", (), "ruadasflores", None, 12),
        ("12 Main Street, Springfield", (), "mainstreet", None, 12),
        ("Senate Square", (), "senatesquare", None, None),
    ],
)
def test_parts_of_an_address(
    text: str, areas: tuple[str, ...], street: str, lane: int | None, number: int | None
) -> None:
    found = read_address(text)
    assert (found.areas, found.street, found.lane, found.number) == (areas, street, lane, number)


def test_one_address_has_one_key_however_it_is_written() -> None:
    written = ["南昌路136弄11号", "上海市黄浦区南昌路 136弄 11号", "南昌路１３６弄１１号302室"]
    assert len({read_address(text).key for text in written}) == 1
    assert read_address("南昌路136弄12号").key != read_address("南昌路136弄11号").key


def test_an_address_without_a_number_or_a_street_is_no_key() -> None:
    assert read_address("南昌路").key == read_address("136弄11号").key == ""


def test_names_are_compared_in_one_way() -> None:
    assert fold_name("　上海 图书馆（东馆）") == fold_name("上海图书馆") == "上海图书馆"
    assert fold_name("ＬＩＢＲＡＲＹ\u200b １") == "library1"
    assert fold_name("(旧馆)") == "(旧馆)"
