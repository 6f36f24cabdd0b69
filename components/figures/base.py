"""What all figures share: layout defaults from the theme, and the one graph configuration."""

from components import theme

LOCALE = {
    "dictionary": {
        "Download plot as a PNG": "下载 PNG 图片",
        "Download plot": "下载图片",
        "Zoom": "缩放",
        "Pan": "平移",
        "Zoom in": "放大",
        "Zoom out": "缩小",
        "Reset axes": "恢复原状",
        "Autoscale": "自动缩放",
        "Double-click to zoom back out": "双击恢复原状",
        "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候",
        "Snapshot succeeded": "图片已生成",
    },
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["日", "一", "二", "三", "四", "五", "六"],
        "months": [f"{number}月" for number in range(1, 13)],
        "shortMonths": [f"{number}月" for number in range(1, 13)],
        "date": "%Y-%m-%d",
    },
}
# plotly 7 offers to upload charts to its maker by default: off, here and only here
CONFIG = {
    "locale": "zh-CN",
    "locales": {"zh-CN": LOCALE},
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "doubleClick": "reset",
    "scrollZoom": False,
}


def layout(colours: dict[str, str], height: int, **more) -> dict:
    """Layout defaults of every figure; `more` overrides them one level deep."""
    label = {
        "bgcolor": colours["card"],
        "bordercolor": colours["line-strong"],
        "font": {"family": theme.FONT, "size": 13, "color": colours["text"]},
    }
    return {
        "height": height,
        "autosize": True,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": theme.FONT, "size": 13, "color": colours["text"]},
        "hoverlabel": label,
        "showlegend": False,
        "dragmode": False,
        "uirevision": "keep",
        **more,
    }


def axis(colours: dict[str, str], **more) -> dict:
    """An axis with quiet lines and muted labels."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": colours["muted"], "size": 12},
        **more,
    }


def hidden_axis(**more) -> dict:
    """An axis that only places things."""
    return {"visible": False, "fixedrange": True, **more}
