"""Faults of routes, areas, offerings, residents and rows to be placed, in Chinese."""

from typing import Final

MESSAGES: Final = {
    r"no column of names or addresses is among (.*)": r"没有名称列，也没有地址列；现有的列:\1",
    r"is no level of an area": "不是区划级别",
    r"the file has no outlines": "文件没有边界",
    r"is no area of this file": "文件里没有这个区划",
    r"belongs to itself: (.*)": r"上级关系绕了一圈:\1",
    r"is a (\S+), which holds no (\S+)": "是{1}，不能作{2}的上级",
    r"is an area; the place inside it stands for its entrance": "是一块区域，以其中一处作为入口",
    r"its geometry is none(?:, no Point .*)?": "没有几何",
    r"its geometry is an empty \w+(?:, no Point .*)?": "几何为空",
    r"its geometry is none that can be read(?: \((.*)\))?(?:, no Point .*)?": r"几何无法读取(\1)",
    r"its geometry is (\w+)": r"几何类型为 \1",
    r"its geometry cannot be read \(a ring of (\d+) positions is not closed\)": (
        r"多边形的环没有闭合(\1 个位置)"
    ),
    r"its geometry cannot be read \(a line of (\d+) places has no length\)": (
        r"线没有长度(\1 个位置)"
    ),
    r"its geometry cannot be read \(a position is not two numbers\)": "有的位置不是两个数字",
    r"its geometry cannot be read \((.*)\)": r"几何无法读取(\1)",
    r"its geometry is empty": "几何为空",
    r"its coordinates reach from (.*?) to (.*)": r"坐标范围为 \1 至 \2",
    r"its outline is not valid: (?:Ring )?Self-intersection\[(.*)\]": r"边界在 \1 处自相交",
    r"its outline is not valid: Hole lies outside shell\[(.*)\]": r"在 \1 处，洞在边界以外",
    r"its outline is not valid: (.*)": r"边界不合规:\1",
    r"its line is not valid: (.*)": r"线不合规:\1",
    r"the (\w+) declares the coordinate system (.*), whose datum is (.*)": (
        r"声明的坐标系为 \2，基准为 \3"
    ),
    r"the raster declares no coordinate system": "栅格没有声明坐标系",
    r"several layers have (.*?): (.*)": r"有几个图层含有{1}:\2",
    r"no layer has a geometry: (.*)": r"没有图层含有几何:\1",
    r"(\S*) files are not read here": r"这里不能读取 \1 文件",
    r"the GPX cannot be read \((.*)\)": r"GPX 无法读取(\1)",
    r"the GPX has no track and no route": "GPX 里没有轨迹，也没有路线",
    r"the file is '(.*)', no GPX": r"文件是“\1”，不是 GPX",
    r"the file declares a document type or entities, .*": "文件声明了文档类型或实体，可能有害",
    r"the file is no XML \((.*)\)": r"文件不是 XML(\1)",
    r"the track has fewer than two places": "轨迹不足两个位置",
    r"the waypoint is no learning point within (\S+) m; the nearest, (.*), is (\d+) m away": (
        r"航点 \1 米内没有学习点；最近的是 \2，相距 \3 米"
    ),
    r"the waypoint is no learning point within (\S+) m": r"航点 \1 米内没有学习点",
    r"has the name of track (\d+)": r"与第 \1 条轨迹同名",
    r"has no stops in the file of stops": "站点表里没有它的站点",
    r"is no route of the file of routes": "线路表里没有这条线路",
    r"is no area of the file of outlines": "轮廓文件里没有这个区划",
    r"the route (.*) has this position twice, first in line (\d+)": (
        r"线路 \1 的这个序号重复，首次出现在第 \2 行"
    ),
    r"differs from '(.*)' in \w+ (\d+), of the same route": r"与同一线路第 \2 行的“\1”不同",
    r"two stops share a position in .*": "有两个站点序号相同",
    r"a route needs stops or a line": "线路既没有站点，也没有走线",
    r"no place in it has coordinates": "文件里没有一处带坐标",
    r"is no offering of the file of offerings": "课程表里没有这门课程",
    r"session times need a time zone, .*": "场次的时间没有时差",
    r"session ends at (.*), not after its start": r"场次结束时间 \1 不晚于开始时间",
    r"an in_person offering needs a point_id": "线下课程缺少学习点编号",
    r"age_from (\d+) is over age_to (\d+)": r"最小年龄 \1 大于最大年龄 \2",
    r"is no learning point": "没有这个学习点",
    r"is no category of offerings": "不是已有的课程类别",
    r"no street lies inside, so that its (\S+) residents stand at .*": (
        r"范围内没有道路，\1 位居民放在中间的一处"
    ),
    r"no column of an age band; the file has (.*)": r"没有年龄段人数一列；现有的列:\1",
    r"overlaps the band before it": "与前一个年龄段重叠",
    r"ends before it begins": "结束年龄小于开始年龄",
    r"the GeoTIFF cannot be read \((.*)\)": r"GeoTIFF 无法读取(\1)",
    r"no cell has residents": "没有一个格子有居民",
    r"the raster has (\d+) x (\d+) cells in (\d+) bands": r"栅格有 \1 x \2 格，\3 个波段",
    r"the raster has (\d+) bands, and ages of (\d+) are known": (
        r"栅格有 \1 个波段，只说明了 \2 个年龄段"
    ),
    r"the raster has (\d+) bands, and nothing says of which ages": (
        r"栅格有 \1 个波段，没有说明各是哪些年龄"
    ),
    r"band (\d+) has (\d+) cells that hold no number of residents, the first .*: (\S+)": (
        r"波段 \1 有 \2 格不是居民数，例如 \3"
    ),
    r"(\S+) residents in (\d+) cells live over (\d+) km outside the city's streets .*": (
        r"有 \2 格、\1 位居民在城市路网以外 \3 公里，没有导入"
    ),
    r"all (\d+) cells with residents lie over (\d+) km outside the city's streets": (
        r"有居民的 \1 格都在城市路网以外 \2 公里"
    ),
    r"the raster does not say where on Earth its cells lie": "栅格没有地理参考，不知道格子在哪里",
    r"the raster declares 0 as nodata: (\d+) cells without residents .*": (
        r"栅格把 0 声明为无数据值：\1 个没有居民的格子可能无人，也可能没有统计，按无人计"
    ),
    r"(\d+) cells have over (\d+) residents per km2, the first .*: (\S+)": (
        r"有 \1 格每平方公里超过 \2 人，例如 \3"
    ),
    r"placed by its (name|address), as (.*), at (\S+), (\S+); (\d+) m uncertain": (
        r"按{1}找到位置:\2，经度 \3、纬度 \4，误差约 \5 米"
    ),
    r"placed by its (name|address), as (.*), at (\S+), (\S+); as exact as that point": (
        r"按{1}找到位置:\2，经度 \3、纬度 \4，与该学习点一样准确"
    ),
}
"""Patterns of messages; ``{1}`` puts the group in by its word in `NOUNS`."""

REMEDIES: Final = {
    r"call one name or address, or 名称 or 地址": "请把一列命名为“名称”或“地址”",
    r"give polygons as GeoJSON or a GeoPackage": "请给出 GeoJSON 或 GeoPackage 多边形",
    r"add that area, or correct the code": "请补上该区划，或更正代码",
    r"correct one of them": "请更正其中之一",
    r"give a larger area as parent": "请填写级别更高的区划",
    r"give a (\w+) or a Multi\w+": "请给出{1}",
    r"give (closed rings|lines) of \[longitude, latitude\]": "请给出{1}，坐标为经度、纬度",
    r"give the gate as the entrance, or confirm": "请填写大门的坐标作为入口，或予以确认",
    r"draw it, or remove the feature": "请画出来，或删除该要素",
    r"longitude and latitude look swapped: .*": "经纬度似乎颠倒，请把经度放在前面",
    r"give WGS 84 degrees, longitude first": "请填写 WGS 84 度数，经度在前",
    r"mend it, in QGIS with Fix geometries": "请修正，例如用 QGIS 的“修正几何图形”",
    r"export the walk as GPX again, .*": "请从记录它的手机应用或设备重新导出 GPX",
    r"record it again, or remove it": "请重新记录，或删除",
    r"import that point first, or confirm to leave the waypoint out": (
        "请先导入该学习点，或确认不要这个航点"
    ),
    r"name each track differently": "请使各条轨迹名称不同",
    r"add its stops, or remove the route": "请补上站点，或删除该线路",
    r"correct the code, or remove the row": "请更正代码，或删除该行",
    r"correct the id, or add the route": "请更正编号，或补上该线路",
    r"number the stops 1, 2, 3 in the order of walking": "请按行走顺序编为 1、2、3",
    r"say the same in each row of a route, or leave it empty": "请使同一线路各行相同，或留空",
    r"give GeoJSON, or longitude and latitude": "请给出 GeoJSON，或填写经度和纬度",
    r"give the fee, 0 for free of charge": "请填写费用，免费填 0",
    r"correct the id, or add the offering": "请更正编号，或补上该课程",
    r"import the points first, or correct the id": "请先导入学习点，或更正编号",
    r"give one of (.*), or import categories first": r"可选:\1；也可以先导入课程类别",
    r"use the code of a category: .*": "请填写课程类别的名称或代码",
    r"use a language code such as .*": "请填写语言代码，例如 zh 或 en",
    r"use a currency code of three capitals, .*": "请填写三个大写字母的货币代码，例如 CNY",
    r"see that its outline and datum are right, or confirm": "请核对边界和坐标系，或予以确认",
    r"give the number of residents": "请填写居民数",
    r"say which columns count whom, .*": (
        "请在列的对应中指明哪些列是人数、各是哪个年龄段，"
        "或把人数列命名为 residents_0_14、residents_60_plus 这样"
    ),
    r"give bands that follow each other": "请使各年龄段首尾相接",
    r"write the lower age first": "请先写较小的年龄",
    r"export it again as GeoTIFF": "请重新导出为 GeoTIFF",
    r"give the raster of the city": "请给出本市的栅格",
    r"cut it to the city; (\S+) cells are read at most": r"请裁剪到本市范围；最多读取 \1 格",
    r"declare it, as with `gdal_edit.*": "请声明坐标系，例如 gdal_edit.py -a_srs EPSG:4326",
    r"say it with --ages .*": "请说明年龄段，例如 60+；两个波段写 0-59,60+",
    r"declare that value as nodata, .*": "请把该值声明为无数据值，或更正这些格子",
    r"see that it is the city's raster, or confirm": "请核对是否本市的栅格，或予以确认",
    r"see that its makers left nobody out, or confirm": "请核对制作方没有遗漏居民，或予以确认",
    r"see that this value is not to mean nodata, or confirm": "请核对该值是否指无数据，或予以确认",
    r"give the raster of the city, and see .*": "请给出本市的栅格，并核对坐标系",
    r"georeference it, as with .*": "请作地理配准，例如 gdal_edit.py -a_ullr 西 北 东 南",
    r"look at the place on the map and confirm it, .*": "请在地图上核对后确认，或填写坐标",
}

NOUNS: Final = {
    "points": "点",
    "lines": "线",
    "polygons": "多边形",
    "Polygon": "多边形",
    "LineString": "线",
    "closed rings": "闭合的环",
    "name": "名称",
    "address": "地址",
    "province": "省级",
    "city": "市级",
    "district": "区级",
    "street_town": "街镇",
    "neighbourhood": "居村委",
}
"""Words of messages that are put in where a pattern says ``{1}``."""
