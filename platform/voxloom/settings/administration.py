"""The look of the administration: the colours of the designer in Unfold's scales.

They are those of designer/frontend/src/styles/tokens.css.
"""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static


def _mark(_request: HttpRequest) -> str:
    return static("widget/mark.svg")


def _style(_request: HttpRequest) -> str:
    return static("administration/administration.css")


def _script(_request: HttpRequest) -> str:
    return static("administration/administration.js")


LOOK: dict[str, Any] = {
    "SITE_TITLE": "Voxloom",
    "SITE_HEADER": "Voxloom",
    "SITE_SUBHEADER": "Administration",
    "SITE_ICON": _mark,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _mark}],
    "STYLES": [_style],
    "SCRIPTS": [_script],
    "BORDER_RADIUS": "8px",
    "SIDEBAR": {"show_search": False, "navigation": "voxloom.administration.navigation.groups"},
    "ACCOUNT": {"navigation": "voxloom.administration.navigation.own_pages"},
    "COLORS": {
        # From page, surface, line and ink of light to those of dark.
        "base": {
            "50": "#f5f6f8", "100": "#eef0f4", "200": "#e2e5ea", "300": "#ccd1da", "400": "#a3adbd", "500": "#566072",
            "600": "#434c5c", "700": "#363e4b", "800": "#2b313c", "900": "#171b22", "950": "#0f1217",
        },
        # 600 is the accent in light, 500 what stands on dark in its place.
        "primary": {
            "50": "#eef0fe", "100": "#e0e3fd", "200": "#c7ccfb", "300": "#a5b4fc", "400": "#a5b4fc", "500": "#a5b4fc",
            "600": "#4338ca", "700": "#3730a3", "800": "#312e81", "900": "#23264a", "950": "#14142e",
        },
        "font": {
            "subtle-light": "#566072", "subtle-dark": "#a3adbd", "default-light": "#363e4b", "default-dark": "#ccd1da",
            "important-light": "#161a22", "important-dark": "#eceff4",
        },
    },
}  # fmt: skip
