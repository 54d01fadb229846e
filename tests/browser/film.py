"""What a camera sees: a page's screenshot as rows of grey, and one frame of video for the browser's fake camera."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page

GREY = """async png => { const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const canvas = document.createElement("canvas"); [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const grey = new Uint8Array(image.width * image.height); for (let i = 0; i < grey.length; i++) grey[i] = data[4 * i];
  return [image.width, btoa(grey.reduce((text, one) => text + String.fromCharCode(one), ""))]; }"""


def grey_of(page: Page, world: Any) -> Any:
    """The screen as a camera sees it: rows of grey. Decoded in another page, since ours admit no foreign pictures."""
    picture = base64.b64encode(page.screenshot()).decode()
    with world.browser.new_context() as desk:
        width, grey = desk.new_page().evaluate(GREY, picture)
    return np.frombuffer(base64.b64decode(grey), dtype=np.uint8).reshape(-1, width)


def hold_before_camera(grey: Any, film: Path) -> None:
    """Let the fake camera see this picture: one frame of uncompressed video."""
    height, width = (side // 2 * 2 for side in grey.shape)
    luma = np.ascontiguousarray(grey[:height, :width]).tobytes()
    head = f"YUV4MPEG2 W{width} H{height} F5:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
    film.write_bytes(head + luma + bytes([128]) * (width * height // 2))
