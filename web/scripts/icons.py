"""Draws the icons of the installable page out of public/icon.svg; run it after that was changed."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PUBLIC = Path(__file__).parents[1] / "public"
TEAL = "#0f766e"


def draw(browser: Browser, name: str, size: int, svg: str) -> None:
    """One PNG of `size` pixels; what the drawing leaves empty is transparent."""
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(
        f"<style>*{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{svg}"
    )
    page.screenshot(path=PUBLIC / name, omit_background=True)
    page.close()


def main() -> None:
    """All of them."""
    svg = (PUBLIC / "icon.svg").read_text(encoding="utf-8").strip()
    glyph = svg[svg.index("<path") : svg.index("</svg>")]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    # Phones cut a circle or a drop out of a maskable icon: the sign keeps to the middle 60 %.
    whole = f'{head}<rect width="32" height="32" fill="{TEAL}"/>'
    whole += f'<g transform="translate(6.4 6.4) scale(.6)">{glyph}</g></svg>'
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        draw(browser, "icon-192.png", 192, svg)
        draw(browser, "icon-512.png", 512, svg)
        draw(browser, "icon-maskable-512.png", 512, whole)
        draw(browser, "apple-touch-icon.png", 180, whole)
        draw(browser, "badge.png", 96, f"{head}{glyph}</svg>")
        browser.close()


if __name__ == "__main__":
    main()
