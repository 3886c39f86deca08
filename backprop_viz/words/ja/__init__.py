"""Japanese."""

from ..languages import Language

LANGUAGE = Language(
    name="日本語",
    tag="ja-JP",
    gap="",
    columns=27,
    fonts=(
        "NotoSansCJK",
        "NotoSansJP",
        "SourceHanSans",
        "ipag",
        "ipaexg",
        "TakaoGothic",
        "VL-Gothic",
        "Hiragino",
        "ヒラギノ",
        "YuGoth",
        "meiryo",
        "msgothic",
    ),
)
