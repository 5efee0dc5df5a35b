"""What the charts say."""

from typing import Final

CHARTS: Final[dict[str, tuple[str, str]]] = {
    "charts": ("图表", "Charts"),
    "chart_curve": (
        "几分钟内能走到学习点的居民比例（{age}，{points}）",
        "Share of residents who reach a point within so many minutes ({age}, {points})",
    ),
    "chart_minutes": ("分钟", "minutes"),
    "chart_areas": (
        "{minutes} 分钟内能走到的居民比例，按{level}（{age}，{profile}，{points}）",
        "Share of residents within {minutes} min, by area: {level} ({age}, {profile}, {points})",
    ),
    "chart_some": (
        "只画出表中最前面的 {count} 个区域；全部见上表。",
        "The first {count} areas of the table are drawn; the table has all of them.",
    ),
    "chart_table": ("图表背后的数字", "The figures behind the chart"),
    "chart_bars_table": (
        "图中的数字就是上表中的同名各列。",
        "The figures are those of the table above, in the column of the same name.",
    ),
    "years": ("逐年对比", "Year on year"),
    "years_lead": (
        "已发布的各年度版覆盖了多少居民。每个年度版用它冻结时的居民数据计算，发布后不再改变。",
        (
            "How many residents the published editions cover. Each is counted with the residents "
            "that it was frozen with, and never changes."
        ),
    ),
    "years_how": (
        (
            "这里数的是住在步行范围（多边形）之内的居民，与覆盖页从门口走到门口的算法在边缘处略有不同。"
            "变化按固定次序拆分：先换成较晚年份的居民，再换街道，最后换学习点。"
        ),
        (
            "Counted are residents who live inside the catchments that were published; at their "
            "rim this differs a little from the walks from door to door on the page of coverage. "
            "The change is split in a fixed order: first the later residents, then the later "
            "streets, then the later points."
        ),
    ),
    "years_one": (
        "这张地图只发布过一个年度版（{year}），有两个年度版后才能逐年对比。",
        "Only one edition of this map is published ({year}); there is nothing to compare it with.",
    ),
    "years_none": ("这张地图还没有发布过。", "This map has not been published yet."),
    "years_between": ("{before} 年与 {after} 年", "{before} and {after}"),
    "years_nobody": (
        "没有居民数据，所以没有计算。",
        "No residents are known, so that none are counted.",
    ),
    "years_seniors": ("60 岁及以上", "aged 60 and over"),
    "years_all": ("全部年龄", "all ages"),
    "years_chart": (
        "{name}：{minutes} 分钟范围内 60 岁及以上居民的比例",
        "{name}: share of residents aged 60 and over within {minutes} min",
    ),
    "years_bar": ("{profile}，{year} 年", "{profile}, {year}"),
    "years_who": ("步行方式", "Who walks"),
    "years_minutes": ("分钟", "Minutes"),
    "years_ages": ("居民", "Residents"),
    "years_by_residents": ("因居民", "By residents"),
    "years_by_streets": ("因街道", "By streets"),
    "years_by_points": ("因学习点", "By points"),
    "years_total": ("居民总数", "All residents"),
    "years_origin": ("这些数字怎样算出", "How these figures were computed"),
    "years_edition": (
        "{year} 年第 {revision} 修订版，发布于 {day}，清单 SHA-256 {hash}",
        "{year}, revision {revision}, published on {day}, manifest SHA-256 {hash}",
    ),
    "years_with_each": (
        "两个年度版各用自己冻结的居民数据。",
        "Each edition is counted with the residents that it was frozen with.",
    ),
    "years_with_later": (
        "较早的年度版没有冻结居民数据，两者都用较晚的。",
        "The earlier edition was frozen without residents; both are counted with the later's.",
    ),
    "years_with_earlier": (
        "较晚的年度版没有冻结居民数据，两者都用较早的。",
        "The later edition was frozen without residents; both are counted with the earlier's.",
    ),
    "years_with_present": (
        "两个年度版都没有冻结居民数据，都用现在登记的居民。",
        "Neither edition was frozen with residents; both are counted with those on record now.",
    ),
    "years_command": ("命令行算出同样的数字", "The command that gives the same figures"),
}
