"""What stands on a screen or in a file: pages, handouts, slides, animations, explorers."""

TEXTS = {
    # A page of its own
    "page.title": "誤差逆伝播法を 1 ステップずつ見る",
    "page.chapter": "章",
    "page.slides": "スライドで表示",
    "page.leave": "スライド表示を終える",
    "page.keys": "→ 次へ · ← 前へ · O 一覧 · F 全画面 · B 画面を消す · Ctrl+Z 元に戻す · Esc 終了",
    "page.print": "印刷 …",
    "page.one": "1 ページに 1 ステップで印刷",
    "page.six": "1 ページに 6 ステップで印刷",
    "page.noscript": (
        "このページを動かすには JavaScript が必要です。表示しているのは最後のステップです。"
    ),
    # Handouts, slides and animations
    "media.title": "{output} の逆伝播",
    "media.step": "ステップ {step}/{last}: {kind}",
    "media.steps": "ステップ {first}〜{to}/{last}: {kind}",
    "media.graph": "計算グラフ",
    "media.forward": "順伝播",
    "media.seed": "逆伝播の始まり",
    "media.backward": "逆伝播",
    "media.page": "{page}/{pages} ページ",
    "media.worksheet": "{title}（ワークシート）",
    "media.answers": "解答",
    "media.given": "{inputs} とします。",
    "media.fill": "式と図の空欄をすべて埋めましょう。",
    "media.ask_both": "番号の付いた空欄の値と勾配 ∂ を求めましょう。",
    "media.ask_values": "順伝播: 番号の付いた空欄の値を求めましょう。",
    "media.ask_gradients": "値は図に示してあります。逆伝播: 番号の付いた空欄の勾配を求めましょう。",
    "media.ask_rules": (
        "値は図に示してあります。連鎖律の空欄をすべて埋め、結果を図の同じ番号の空欄に書きましょう。"
    ),
    "media.name": "名前:",
    "media.inputs": "入力",
    # The explorer
    "explore.title": "{output} の計算グラフをたどる",
    "explore.step": "ステップ",
    "explore.first": "最初のステップ",
    "explore.previous": "前のステップ",
    "explore.next": "次のステップ",
    "explore.last": "最後のステップ",
    "explore.play": "ステップを再生",
    "explore.value_of": "{name} の値",
    "explore.more": "ほかの入力も表示（残り {count}）",
    "explore.slider_of": "{name} のスライダー",
    "explore.bad_value": "「{text}」は有限の数ではありません。{name} は {value} のままです。",
    "explore.bad_array": (
        "「{text}」は同じ形の数のリストではありません。{name} は {value} のままです。"
    ),
    "explore.check": "検算: 3 通りの方法で同じ勾配を求める",
    "explore.explorer": "{output} のエクスプローラー",
    "explore.toolbar": "ステップと表示",
    "explore.picture": "計算グラフ",
    "explore.formula": "連鎖律",
    "explore.speed": "再生の速さ",
    "explore.reset": "入力をすべて最初の値に戻す",
    "explore.ghosts": "最初の値と比べる",
    "explore.smaller": "図を小さく",
    "explore.larger": "図を大きく",
    "explore.language": "言語",
    "explore.theme": "配色",
    "explore.theme_auto": "配色: 自動",
    "explore.theme_own": "独自の配色",
    "explore.theme_light": "明るい",
    "explore.theme_dark": "暗い",
    "explore.theme_print": "印刷用",
    "explore.theme_colorblind": "色覚対応",
    "explore.download": "保存 …",
    "explore.svg": "このステップを SVG で保存",
    "explore.png": "このステップを PNG で保存",
    "explore.all_svg": "全ステップを SVG で保存（ZIP）",
    "explore.all_png": "全ステップを PNG で保存（ZIP）",
    "explore.numbers": "このステップのすべての数値",
    "explore.column_name": "名前",
    "explore.column_value": "値",
    "explore.column_gradient": "勾配 ∂",
    "explore.node_label": "{name} の値と勾配",
    "explore.edge_label": "{node} から {operand} へ戻る道の分",
    "explore.upstream_from": "上流の勾配を求めたステップ:",
    "explore.this_step": "この道はステップ {step}",
    "explore.go_to_step": "ステップ {step} へ",
    "explore.locals": "この演算の局所微分:",
    "explore.close": "説明を閉じる",
    "explore.nudge_up": "この値を ε だけ増やす",
    "explore.nudge_down": "この値を ε だけ減らす",
    "explore.nudge_hint": "この値を少し動かすと、出力は実際にどう変わるでしょうか。",
    "explore.nudge_result": (
        "{name} を ε = {epsilon} だけ動かすと、{output} {before} から {after} へ、"
        "{real} だけ変わります。勾配 · ε = {predicted} です。"
    ),
    "explore.nudge_each": (
        "{name} のすべての要素を ε = {epsilon} だけ動かすと、{output} {before} から {after} へ、"
        "{real} だけ変わります。勾配の要素の和 · ε = {predicted} です。"
    ),
    "explore.nudge_output": "{name} は",
    "explore.nudge_sum": "{name} の要素の和は",
}
