"""How a file was read, in Chinese."""

from typing import Final

from learnmap.ingest.chinese_faults import translate

NOTES: Final = {
    r"the file was read as (\S+)": r"文件按 \1 编码读取",
    r"its cells are separated by (.*)": "各格用{1}分隔",
    r"the layer (.*) was read, of (.*)": r"读取了图层 \1，文件里有 \2",
    r"the sheet (.*) was read, of (.*)": r"读取了工作表 \1，文件里有 \2",
    r"the places were transformed from (.*) to (.*)": r"坐标由 \1 转换为 \2",
    r"the column '(.*?)' is taken for (\S+): (.*)": r"“\1”一列当作 \2，请核对",
    r"columns that were left out: (.*)": r"没有使用的列：\1",
    r"the file has no ids; they were made of names and addresses": (
        "表格没有编号一列；编号由名称和地址生成"
    ),
    r"(\d+) cells have (\S+) residents": r"\1 格有居民，共 \2 人",
    r"(\d+) of (\d+) rows lie outside the box of the city's streets, the farthest (\S+) .*": (
        r"共 \2 行，其中 \1 行在本市路网范围以外(最远 \3 公里)，没有导入"
    ),
    r"(\d+) of (\d+) rows lie outside (.*), the farthest (\S+) km, and were left out": (
        r"共 \2 行，其中 \1 行在 \3 以外(最远 \4 公里)，没有导入"
    ),
    r"the residents of (\d+) areas are spread over the buildings inside, by their floor area": (
        r"\1 个区域的居民按建筑面积分到范围内的建筑"
    ),
    r"the residents of (\d+) areas are spread evenly over the street junctions .*: (.*)": (
        r"\1 个区域内已知的可住人建筑太少，居民平均分到范围内的路口：\2"
    ),
    r"opening hours of (\d+) points were translated from Chinese": (
        r"\1 处的中文开放时间已转换为标准写法"
    ),
}


def say_note_in_chinese(note: str) -> str | None:
    """Return a note of `learnmap.ingest.PointsFile` in Chinese, None where there are no words."""
    return translate(note, NOTES)
