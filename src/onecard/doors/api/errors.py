"""What only the API itself refuses."""

from onecard.kernel.errors import Malformed


class SceneUnknown(Malformed):
    """No scene of that id is installed."""

    code, status = "api.scene_unknown", 422
    title = ("没有这个用卡场景", "There is no such scene")
    next_step = ("请从接口文档列出的场景中选择，或不填。", "Choose a scene that is installed, or leave it out.")
