"""Why no page of a province was written."""

from onecard.kernel.errors import Malformed, Refusal


class ProvinceComplete(Refusal):
    """Every page the scaffold writes is there already, and what is there is never overwritten."""

    code = "scaffold.province_complete"
    title = ("{name} 的页面都已存在", "{name} has all its pages")
    next_step = (
        "请直接编辑 {folder} 中的页面。",
        "Edit the pages in {folder}.",
    )


class ProvinceNotIncluded(Refusal):
    """The place is present as not yet included; including it is a decision, not a scaffold's work."""

    code = "scaffold.province_not_included"
    title = ("{name} 尚未纳入", "{name} is not yet included")
    next_step = (
        "决定纳入后，先把 place.yaml 中的 included 改为 true。",
        "Once it is decided, set included: true in its place.yaml first.",
    )


class ProvinceNameMalformed(Malformed):
    """A province's folder is named in pinyin: small letters and underscores."""

    code = "scaffold.province_name_malformed"
    title = ("文件夹名应为小写拼音：{name}", "A province's folder is named in small pinyin letters: {name}")
    next_step = ("例如 NAME=jilin。", "Say NAME=jilin, for example.")


class ProvinceUnknown(Malformed):
    """A folder that is not there yet needs to be told which place it stands for."""

    code = "scaffold.province_unknown"
    title = ("不知道 {name} 是哪个地方", "Which place is {name}?")
    next_step = (
        "请加上 --code（六位行政区划代码，如 990000）以及 --name-zh 和 --name-en。",
        "Add --code (six digits, such as 990000), --name-zh and --name-en.",
    )
