"""Why a file cannot be read as a list at all, in Chinese."""

from typing import Final

MESSAGES: Final = {
    r"the cells are separated by bars": "各格用竖线分隔",
    r"the file is empty": "文件是空的",
    r"none of its (\d+) rows lies inside the box of the city's streets, the farthest (\S+) .*": (
        r"共 \1 行，都在本市路网范围以外(最远 \2 公里)"
    ),
    r"none of its (\d+) rows lies inside (.*), the farthest (\S+) km outside": (
        r"共 \1 行，都在 \2 以外(最远 \3 公里)"
    ),
    r"a quotation mark in the row that starts here is never closed": "从这一行开始，引号没有配对",
    r"text follows a closing quotation mark .*": "右引号之后还有文字，前面的引号可能没有配对",
    r"the file is not CSV here \((.*)\)": r"此处不符合 CSV 格式(\1)",
    r"the file has (\d+) MB, over (\d+) MB": r"文件有 \1 MB，超过 \2 MB",
    r"the file is (.*), not CSV": "文件是{1}，不是 CSV",
    r"the file holds NUL bytes, so it is not CSV": "文件含有 NUL 字节，不是 CSV",
    r"this line is (\S+) and line (\d+) is (\S+)": r"这一行的编码是 \1，第 \2 行却是 \3",
    r"the file is neither UTF-8 nor GB18030: byte (\S+) .*": (
        r"文件既不是 UTF-8 也不是 GB18030：字节 \1 不属于其中"
    ),
    r"the file is '(.*)', no FeatureCollection": r"文件是“\1”，不是 FeatureCollection",
    r"the FeatureCollection has no features": "FeatureCollection 里没有要素",
    r"the file is not UTF-8": "文件不是 UTF-8 编码",
    r"the file is not JSON: (.*)": r"文件不是 JSON(\1)",
    r"the file is nested too deeply to be GeoJSON": "文件嵌套过深，不是 GeoJSON",
    r"the member (.*) is given twice": r"成员 \1 出现两次",
    r"the layer declares the coordinate system (.*), whose datum is (.*)": (
        r"图层声明的坐标系为 \1，基准为 \2"
    ),
    r"(?:the file|the layer) declares the coordinate system (.*)": r"声明的坐标系为 \1",
    r"the layer declares no coordinate system": "图层没有声明坐标系",
    r"is no Feature": "不是 Feature",
    r"holds a list or an object": "含有列表或对象",
    r"the layer (.*) has no features": r"图层 \1 没有要素",
    r"several layers have points: (.*)": r"有几个图层含有点：\1",
    r"no layer has points: (.*)": r"没有图层含有点：\1",
    r"there is no layer (.*)": r"没有图层 \1",
    r"there is no sheet (.*)": r"没有工作表 \1",
    r"the GeoPackage cannot be read \((.*)\)": r"GeoPackage 无法读取(\1)",
    r"the mapping has '(.*)', which is no column of this table": r"列对应里的“\1”不是本表的列",
    r"the mapping takes '(.*?)' for (\S+), and the file has no such column; .*": (
        r"列对应以“\1”为 \2，而文件没有这一列"
    ),
    r"(\S*) files are not read as points": r"不能从 \1 文件读取学习点",
    r"the file is an xlsx workbook named \.xls": "文件其实是 xlsx 工作簿，却以 .xls 结尾",
    r"the file is named (.*) and is (.*), no workbook": r"文件名为 \1，内容是{2}，不是工作簿",
    r"the file is named (.*) and is (.*)": r"文件名为 \1，内容是{2}",
    r"the file has a header and no rows": "文件只有表头，没有内容",
    r"the file is an xls workbook \(Excel 97 to 2003\)": "文件是旧式 xls 工作簿(Excel 97 至 2003)",
    r"the workbook is encrypted with a password": "工作簿有密码保护",
    r"the workbook unpacks from (\S+) to (\S+) bytes in (\d+) parts, .*": (
        r"工作簿解压后从 \1 增至 \2 字节，共 \3 个部分，不像学习点名单"
    ),
    r"the file is (.*), no xlsx workbook": "文件是{1}，不是 xlsx 工作簿",
    r"the workbook is truncated or damaged \((.*)\)": r"工作簿不完整或已损坏(\1)",
    r"its part (.*) declares a document type, .*": r"其中的 \1 声明了文档类型，可能有害",
    r"several sheets have a header of learning points: (.*)": r"有几个工作表像学习点名单：\1",
    r"no sheet has a header of learning points: (.*)": r"没有工作表带有学习点的表头：\1",
    r"the sheet (.*) is empty": r"工作表 \1 是空的",
    r"the workbook cannot be read \((.*)\)": r"工作簿无法读取(\1)",
    r"the sheet has over (\S+) rows": r"工作表超过 \1 行",
    r"(.*) cannot be read \((.*)\)": r"\1 无法读取(\2)",
}
"""Patterns of messages; ``{1}`` puts the group in by its word in `NOUNS`."""

REMEDIES: Final = {
    r"see that the datum is right, or take all rows": "请核对坐标系，或选择取所有行",
    r"separate them by commas": "请用逗号分隔",
    r"give a header line and at least one row": "请给出表头和至少一行内容",
    r"give a header and at least one row": "请给出表头和至少一行内容",
    r"give a workbook with a header and rows": "请给出带表头和内容的工作簿",
    r"close it, and write a quotation mark inside a cell .*": '请补齐引号；单元格内的引号写作 ""',
    r"give the list of points alone, or split it by district": "请只留学习点名单，或按区拆分",
    r"check the path and its permissions": "请检查路径和权限",
    r"save it as CSV UTF-8 .*": "请在表格软件里另存为“CSV UTF-8”",
    r"copy both parts into one spreadsheet, .*": (
        "请把两部分复制到同一个表格，改正乱码后另存为“CSV UTF-8”"
    ),
    r"give a FeatureCollection as RFC 7946 describes it": (
        "请给出符合 RFC 7946 的 FeatureCollection"
    ),
    r"add at least one(?: feature| point| row)?": "请至少加入一条",
    r"export it in WGS 84 longitude, latitude .*": "请按 WGS 84 经纬度导出(QGIS 里的 EPSG:4326)",
    r"export it in WGS 84 \(EPSG:4326\) or CGCS2000 \(EPSG:4490\)": (
        "请按 WGS 84(EPSG:4326)或 CGCS2000(EPSG:4490)导出"
    ),
    r"give features of type Feature only": "请只给出类型为 Feature 的要素",
    r"save it as UTF-8": "请另存为 UTF-8 编码",
    r"name each member once": "请使各成员只出现一次",
    r"give text, a number, true, false or null": "请给出文字、数字、true、false 或 null",
    r"say which layer to read": "请说明读取哪个图层",
    r"say which sheet to read": "请说明读取哪个工作表",
    r"choose one of (.*)": r"请从 \1 中选择",
    r"copy or export it again, .*": "请重新复制，或在 QGIS 里另存为 GeoPackage",
    r"take one of (.*)": r"可选:\1",
    r"correct the mapping, or name the column so": "请更正列对应，或把该列改成这个名称",
    r"give an \.xlsx, a \.csv, .*": "请给出 .xlsx、.csv、.geojson 或 .gpkg 文件",
    r"name it (\.\w+)(?: if it is .*)?": r"若属实，请改以 \1 结尾",
    r"open it with the password, .*": "请输入密码打开，取消密码后再保存",
    r"copy the cells of the list into a new workbook": "请把名单复制到新的工作簿",
    r"copy or send the file again, .*": "请重新复制或发送，或用表格软件打开后另存",
    r"open it in a spreadsheet and save it .*": "请用表格软件打开，另存为 .xlsx",
    r"split it by district": "请按区拆分",
}

NOUNS: Final = {
    "an xlsx workbook or a zip archive": "xlsx 工作簿或压缩包",
    "a zip archive, such as an xlsx workbook": "压缩包，例如 xlsx 工作簿",
    "a zip archive": "压缩包",
    "an xls workbook": "旧式 xls 工作簿",
    "an xlsb workbook": "xlsb 工作簿",
    "an OpenDocument file": "OpenDocument 文件",
    "a Word document": "Word 文档",
    "a PowerPoint document": "PowerPoint 文档",
    "a KMZ archive": "KMZ 文件",
    "a gzip archive": "gzip 压缩文件",
    "a PDF": "PDF",
    "a GeoPackage or SQLite database": "GeoPackage 或 SQLite 数据库",
    "UTF-16 text": "UTF-16 文本",
    "JSON": "JSON",
    "text or something else": "文本或其他内容",
    "semicolons": "分号",
    "tabs": "制表符",
}
"""What a file may be, and what may separate its cells."""
