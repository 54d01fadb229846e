"""Reads a camera frame: grey bytes from the browser, one byte a pixel, decoded with a library made for codes."""

import numpy as np
import zxingcpp

PIXELS_MAX = 1280 * 960
_SIDE_MIN = 64


def read_frame(grey: bytes, width: int) -> str | None:
    """The text of the first QR code in the frame, or None. A frame of a wrong size holds no code."""
    if not _SIDE_MIN <= width <= len(grey) <= PIXELS_MAX or len(grey) % width or len(grey) // width < _SIDE_MIN:
        return None
    image = np.frombuffer(grey, dtype=np.uint8).reshape(-1, width)
    found = zxingcpp.read_barcode(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_downscale=False
    )
    return found.text if found and found.valid else None
