"""Why no scene was written."""

from onecard.kernel.errors import Malformed, Refusal


class SceneExists(Refusal):
    """A folder of that name is there, and what is there is never overwritten."""

    code = "scaffold.scene_exists"
    title = ("场景 {name} 已存在", "There is a scene {name} already")
    next_step = ("请换一个名字,或直接编辑 {folder}。", "Choose another name, or edit {folder}.")


class SceneNameMalformed(Malformed):
    """The name becomes a folder, a Python package and a database schema, so it must suit all three."""

    code = "scaffold.scene_name_malformed"
    title = ("场景名不可用:{name}", "This cannot be a scene's name: {name}")
    next_step = (
        "请用小写英文单词,如 NAME=museum;不能是已有的域或保留字。",
        "Use a small English word such as NAME=museum, not a domain's name and not a reserved word.",
    )


class NoWireLeft(Refusal):
    """A code names its scene by one byte, and all are taken."""

    code = "scaffold.no_wire_left"
    title = ("没有可用的场景字节", "No scene byte is left")
    next_step = ("请先撤下不再使用的场景。", "Retire a scene that is no longer used first.")
