"""The style sheet, generated from the tokens: the ink of words, grounds of cards, fields and lists."""

from __future__ import annotations

from pos_app.views.look.tokens import Scheme, tokens

INKS = ("text", "text2", "text3", "brand", "success", "warning", "danger", "onBrand", "onSuccess", "codeInk", "bg")


def stylesheet(scheme: Scheme) -> str:
    """QSS for one scheme. Words carry an `ink`, cards and strips a `ground`; both are dynamic properties."""
    found = tokens()
    colour = found.colour[scheme.value]
    corner, gap = found.radius, found.space
    inks = "\n".join(f'QLabel[ink="{ink}"] {{ color: {colour[ink]}; }}' for ink in INKS)
    return f"""
QWidget#window, QWidget#phone {{ background: {colour["bg"]}; }}
QWidget#divider {{ background: {colour["line"]}; }}
QLabel {{ background: transparent; color: {colour["text"]}; }}
{inks}
QFrame[ground="card"] {{
  background: {colour["surface"]}; border: {found.border["hair"]}px solid {colour["line"]};
  border-radius: {corner["card"]}px;
}}
QFrame[ground="none"] {{ background: transparent; border: none; }}
QLineEdit {{
  background: {colour["surface"]}; color: {colour["text"]};
  border: {found.border["hair"]}px solid {colour["lineStrong"]}; border-radius: {corner["control"]}px;
  padding: 0 {gap["3"]}px;
  selection-background-color: {colour["brandFill"]}; selection-color: {colour["onBrand"]};
}}
QPlainTextEdit {{
  background: {colour["surface"]}; color: {colour["text"]}; padding: {gap["2"]}px;
  border: {found.border["hair"]}px solid {colour["lineStrong"]}; border-radius: {corner["control"]}px;
  selection-background-color: {colour["brandFill"]}; selection-color: {colour["onBrand"]};
}}
QLineEdit[wrong="true"] {{ border: {found.border["key"]}px solid {colour["danger"]}; }}
QLineEdit:disabled {{ background: {colour["sunken"]}; color: {colour["text2"]}; }}
QAbstractItemView {{
  background: {colour["surface"]}; color: {colour["text"]}; outline: none;
  border: {found.border["hair"]}px solid {colour["line"]};
  selection-background-color: {colour["brandTint"]}; selection-color: {colour["text"]};
}}
QAbstractItemView::item {{ min-height: {found.size["touchMin"]}px; padding: 0 {gap["2"]}px; }}
QMenu {{
  background: {colour["surface"]}; color: {colour["text"]}; padding: {gap["2"]}px;
  border: {found.border["hair"]}px solid {colour["lineStrong"]}; border-radius: {corner["small"]}px;
}}
QMenu::item {{
  min-height: {found.size["touchMin"]}px; min-width: {found.size["touchMin"] * 3}px; padding: 0 {gap["3"]}px;
  border-radius: {corner["small"]}px;
}}
QMenu::item:selected {{ background: {colour["brandTint"]}; color: {colour["brand"]}; }}
QToolTip {{
  background: {colour["text"]}; color: {colour["bg"]}; border: none; padding: {gap["2"]}px;
}}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {gap["2"]}px; }}
QScrollBar::handle:vertical {{ background: {colour["lineStrong"]}; border-radius: {gap["1"]}px; min-height: {gap["6"]}px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
"""
