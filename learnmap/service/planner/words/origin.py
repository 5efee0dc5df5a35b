"""How a figure was computed, in words."""

from typing import Final

ORIGIN: Final[dict[str, tuple[str, str]]] = {
    "origin": ("这个数字怎样算出", "How this figure was computed"),
    "origin_close": ("关闭", "Close"),
    "origin_back": ("返回覆盖页", "Back to the coverage"),
    "origin_how": ("算法", "Formula"),
    "origin_covered": (
        (
            "把{area}内每处住家的居民（{age}）相加，只计步行到最近的开放学习点（{points}）"
            "不超过 {minutes} 分钟的住家；从门口走到门口。"
        ),
        (
            "The residents ({age}) of all homes in {area} from which the walk to the nearest open "
            "point ({points}), door to door, takes {minutes} minutes at most, added up."
        ),
    ),
    "origin_uncovered": (
        (
            "把{area}内每处住家的居民（{age}）相加，只计步行到最近的开放学习点（{points}）"
            "超过 {minutes} 分钟，或根本走不到的住家。"
        ),
        (
            "The residents ({age}) of all homes in {area} from which the walk to the nearest open "
            "point ({points}) takes more than {minutes} minutes, or leads nowhere, added up."
        ),
    ),
    "origin_unplaced": (
        (
            "把{area}内这样的住家的居民（{age}）相加：{limit} 米内没有这种步行方式能走的街道，"
            "或只有与路网不相连的孤立街道。他们算在总数里，但从不算作能走到。"
        ),
        (
            "The residents ({age}) of all homes in {area} with no street of this way of walking "
            "within {limit} m, or only streets that are joined to no others, added up. They are "
            "part of the total and never count as within reach."
        ),
    ),
    "origin_total": (
        "把{area}内所有住家的居民（{age}）相加。",
        "The residents ({age}) of all homes in {area}, added up.",
    ),
    "origin_share": (
        (
            "{minutes} 分钟内能走到的居民 ÷ 居民总数（{area}，{age}，{points}）。"
            "不在路网的居民算作走不到，所以比例不会偏高。"
        ),
        (
            "Residents within {minutes} minutes ÷ all residents ({area}, {age}, {points}). Who is "
            "on no street counts as not within reach, so that the share is never too high."
        ),
    ),
    "origin_sum": ("核对", "Check"),
    "origin_sum_words": (
        "{covered} 能走到 + {uncovered} 走不到 + {unplaced} 不在路网 = {total}",
        "{covered} within + {uncovered} beyond + {unplaced} on no street = {total}",
    ),
    "origin_quotient": ("{covered} ÷ {total} = {share}", "{covered} ÷ {total} = {share}"),
    "origin_profile": ("步行方式", "Who walks"),
    "origin_profile_words": (
        "{profile}，平地每秒 {speed} 米；{steps}",
        "{profile}, {speed} m/s on the flat; {steps}",
    ),
    "origin_steps": ("台阶按 {factor} 倍时间计", "a metre of steps takes {factor} times as long"),
    "origin_no_steps": ("不走台阶", "never by steps"),
    "origin_age": ("居民年龄", "Ages counted"),
    "origin_points": ("学习点", "Learning points"),
    "origin_points_words": (
        "{set}：{joined} 个接入路网；全市登记为开放的共 {open} 个，{day} 读取",
        "{set}: {joined} join the streets; {open} open ones on record in all, read on {day}",
    ),
    "origin_streets": ("街道", "Streets"),
    "origin_streets_words": (
        "{name}（{day}），{attribution}，许可 {licence}；路网 {network}",
        "{name} ({day}), {attribution}, licence {licence}; network {network}",
    ),
    "origin_no_day": ("文件未注明日期", "the file tells no date"),
    "origin_residents": ("居民数据", "Residents"),
    "origin_source": (
        "{name}：{residents} 人，{places} 处住家",
        "{name}: {residents} residents at {places} homes",
    ),
    "origin_no_name": ("来源未注明", "source not named"),
    "origin_file": ("{name}，{day} 导入", "{name}, imported on {day}"),
    "origin_no_file": (
        "没有导入记录，所以日期不明",
        "no import on record, so that no date is known",
    ),
    "origin_fictional": ("虚构", "fictional"),
    "origin_areas": ("区域归属", "Areas"),
    "origin_areas_words": (
        "住家按所在位置归入一个区域；在边界上的，归入编码在前的那个。",
        "A home counts in the area that it lies in; on a border, in the first by code.",
    ),
    "origin_command": ("命令行算出同一数字", "The command that gives the same figure"),
    "origin_command_words": (
        "在装有 learnmap 的机器上运行；加 --csv 文件名 可得到带全部小数的表。",
        "Run it where learnmap is installed; --csv FILE writes the table with all digits.",
    ),
}
