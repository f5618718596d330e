"""Reading the code of a permit as a checkpoint does: off the picture on a phone."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import zxingcpp

from tests.web.browser.following import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

#: Draws a picture and gives back how wide and high it is, and its light, byte by byte.
_LIGHT = """async text => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,' + text;
    await picture.decode();
    const sheet = document.createElement('canvas');
    [sheet.width, sheet.height] = [picture.width, picture.height];
    const drawing = sheet.getContext('2d');
    drawing.drawImage(picture, 0, 0);
    const points = drawing.getImageData(0, 0, sheet.width, sheet.height).data;
    let light = '';
    for (let at = 0; at < points.length; at += 4) light += String.fromCharCode(points[at]);
    return [sheet.width, sheet.height, btoa(light)];
}"""


def code_on(picture: Locator, browser: Browser) -> str:
    """The text of the code in what the screen shows there; fails where no code can be read off it."""
    photograph = base64.b64encode(picture.screenshot()).decode()
    context = window(browser)
    width, height, light = context.new_page().evaluate(_LIGHT, photograph)
    context.close()
    read = zxingcpp.read_barcodes(memoryview(base64.b64decode(light)).cast("B", shape=(height, width)))
    assert len(read) == 1, read
    return read[0].text
