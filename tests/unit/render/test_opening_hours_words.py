import pytest

from learnmap.render.opening_hours_words import opening_hours_words


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("24/7", "全天开放", "open at all times"),
        ("08:00-22:00", "每天 8:00–22:00", "daily 8:00–22:00"),
        ("Mo-Su 08:00-22:00", "每天 8:00–22:00", "daily 8:00–22:00"),
        (
            "Mo-Fr 09:00-17:00; Sa,Su 10:00-16:00; PH off",
            "周一至周五 9:00–17:00；周六、周日 10:00–16:00；法定节假日 休息",
            "Mon–Fri 9:00–17:00; Sat, Sun 10:00–16:00; public holidays closed",
        ),
        (
            "Tu-Su 09:00-12:00, 13:30-17:00;Mo closed",
            "周二至周日 9:00–12:00、13:30–17:00；周一 休息",
            "Tue–Sun 9:00–12:00, 13:30–17:00; Mon closed",
        ),
        (
            "Apr-Oct: Mo-Fr 08:00-18:00; Nov-Mar off",
            "4月至10月 周一至周五 8:00–18:00；11月至3月 休息",
            "Apr–Oct Mon–Fri 8:00–18:00; Nov–Mar closed",
        ),
        ("Mo - We 09:00 - 10:30", "周一至周三 9:00–10:30", "Mon–Wed 9:00–10:30"),
        ("Fr 22:00-26:00", "周五 22:00–2:00", "Fri 22:00–2:00"),
        ("Sa,Su", "周六、周日 开放", "Sat, Sun open"),
        ("off", "休息", "closed"),
        ("Sa 18:00-24:00", "周六 18:00–24:00", "Sat 18:00–24:00"),
        (
            "Mo-Su,PH 09:00-17:00",
            "每天、法定节假日 9:00–17:00",
            "daily, public holidays 9:00–17:00",
        ),
        ("PH,Mo off", "周一、法定节假日 休息", "Mon, public holidays closed"),
        # A later rule replaces an earlier one on its days.
        (
            "We-Su 10:00-18:00; Sa 10:00-22:00",
            "周三至周五、周日 10:00–18:00；周六 10:00–22:00",
            "Wed–Fri, Sun 10:00–18:00; Sat 10:00–22:00",
        ),
        (
            "08:00-20:00; Su off",
            "周一至周六 8:00–20:00；周日 休息",
            "Mon–Sat 8:00–20:00; Sun closed",
        ),
        ("Mo off; Mo-Su 09:00-17:00", "每天 9:00–17:00", "daily 9:00–17:00"),
        ("Fr-Mo 09:00-12:00", "周一、周五至周日 9:00–12:00", "Mon, Fri–Sun 9:00–12:00"),
    ],
)
def test_simple_hours_are_put_into_words(text: str, chinese: str, english: str) -> None:
    assert opening_hours_words(text) == (chinese, english)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "sunrise-sunset",
        "Mo-Fr sunrise-17:00",
        "Mo[1] 09:00-10:00",
        "week 1-10 Mo 09:00-17:00",
        'Mo-Fr 09:00-17:00 "by appointment"',
        "Mo-Fr 09:00-17:00 || Sa 10:00-12:00",
        "Mo-Fr 09:00+",
        "Mo-Fr 29:00-30:00",
        "Mo-Fr 09:60-10:00",
        "2026 Jan 1: off",
        "off Mo",
        "每天九点到五点",
        "<script>alert(1)</script>",
        "Mo-Fr 09:00-17:00; sometimes",
        "SH 09:00-12:00",
        "Mo-Fr 24/7",
        "24/7; Su off",
        # Which of two rules holds depends on the month: that takes a calendar.
        "Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-12:00",
    ],
)
def test_what_is_not_understood_in_full_is_left_alone(text: str) -> None:
    assert opening_hours_words(text) is None
