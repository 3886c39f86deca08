"""What stands on a screen or in a file: pages, media, landscapes, questions, explorers."""

TEXTS = {
    # A page of its own
    "page.title": "誤差逆伝播法を 1 ステップずつ見る",
    "page.chapter": "章",
    "page.slides": "スライドで表示",
    "page.leave": "スライド表示を終える",
    "page.keys": "→ 次へ · ← 前へ · O 一覧 · F 全画面 · B 画面を消す · Esc 終了",
    "page.print": "印刷 …",
    "page.one": "1 ページに 1 ステップで印刷",
    "page.six": "1 ページに 6 ステップで印刷",
    "page.noscript": (
        "このページを動かすには JavaScript が必要です。表示しているのは最後のステップです。"
    ),
    # Handouts, slides and animations
    "media.title": "{output} の逆伝播",
    "media.step": "ステップ {step}/{last}: {kind}",
    "media.graph": "計算グラフ",
    "media.forward": "順伝播",
    "media.seed": "逆伝播の始まり",
    "media.backward": "逆伝播",
    "media.page": "{page}/{pages} ページ",
    "media.worksheet": "{title}（ワークシート）",
    "media.answers": "解答",
    "media.given": "{inputs} とします。",
    "media.fill": "式と図の空欄をすべて埋めましょう。",
    "media.name": "名前:",
    "media.inputs": "入力",
    # A descent
    "descent.plain": "勾配降下法",
    "descent.momentum": "モーメンタム法",
    "descent.adam": "Adam 法",
    "descent.done": (
        "{method}（学習率 {rate}）で {step} 回更新すると、{output} は {before} から {after} "
        "になりました。"
    ),
    "descent.risen": (
        "下がるはずが、上がっています。谷の幅に比べて 1 歩が大きすぎるので、"
        "学習率を小さくしてみましょう。"
    ),
    "descent.still": (
        "{method}（学習率 {rate}）で {step} 回更新しましたが、"
        "{output} は出発点と同じ {after} です。"
    ),
    "descent.still_nearly": (
        "{method}（学習率 {rate}）で {step} 回更新しましたが、"
        "{output} は出発点とほとんど同じ {after} です。"
    ),
    "descent.flips": (
        "{inputs} と {other} の 2 点の間を行ったり来たりしています（{output} は {after} と "
        "{other_output}）。学習率が大きすぎます。小さく、たとえば {half} にしてみましょう。"
    ),
    "descent.across": (
        "最後の 1 歩で谷を飛び越え、反対側の同じ高さに出ました。学習率が大きすぎます。小さく、"
        "たとえば {half} にしてみましょう。"
    ),
    "descent.across_nearly": (
        "最後の 1 歩で谷を飛び越え、反対側のほとんど同じ高さに出ました。学習率が大きすぎます。"
        "小さく、たとえば {half} にしてみましょう。"
    ),
    "descent.bounces": (
        "谷をまたいで行ったり来たりするだけで、もう下がりません。学習率が大きすぎます。小さく、"
        "たとえば {half} にしてみましょう。"
    ),
    "descent.swings": (
        "振動しています。1 歩ごとに谷を飛び越え、反対側の少し低いところに出ています。"
        "学習率を小さく、たとえば {half} にすると、まっすぐ下れるはずです。"
    ),
    "descent.back": (
        "途中の {lowest_step} 回目では {lowest} まで下がっていましたが、その後また上がりました。"
    ),
    "descent.crawls": (
        "ほとんど動いていません。1 歩は学習率と勾配の積で、学習率は {rate}、"
        "勾配の大きさは {slope} です。学習率を大きく、たとえば {larger} にするか、"
        "もっと傾いたところから始めてみましょう。"
    ),
    "descent.stuck": (
        "{inputs} での勾配の大きさは {slope} で 0 ではないのに、"
        "少しも動きません（{output} は {after} のまま）。学習率 {rate} では 1 歩が小さすぎて、"
        "数の最後の桁さえ変わらないのです。学習率を大きくしてみましょう。"
    ),
    "descent.settled": "{settled} 回目からは何も変わりません。勾配が 0 になったからです。",
    "descent.settled_short": (
        "{settled} 回目からは何も変わりません。1 歩が小さくなり、"
        "数の最後の桁さえ変わらなくなったからです。"
    ),
    "descent.left_out": "そのため、{steps} 回目までの残りは省きました。",
    "descent.interrupted": (
        "{steps} 回のうち {step} 回更新したところで中断されました。ここまでの道は次のとおりです。"
    ),
    "descent.full": (
        "{steps} 回のうち {step} 回目で止めました。"
        "1 本の道に使える {room} MB がいっぱいになったからです。続けるには、"
        "最後の地点から新しい道を始めてください。"
    ),
    "descent.no_step": "まだ 1 回も更新していません。{output} = {before} です。",
    "descent.flat": (
        "{inputs} では勾配が 0、つまり足元が平らなので、どこへも動きません。"
        "{output} は {after} のままです。"
    ),
    "descent.grew": (
        "{step} 回目の更新で止めました。{output} が {before} から {after} まで大きくなって"
        "います。1 歩が大きすぎて谷を飛び越え、そのたびに前より高いところへ出てしまうのです。"
        "学習率 {rate} を小さく、たとえば {smaller} にしてみましょう。"
    ),
    "descent.fell": (
        "{step} 回目の更新で止めました。{output} は {before} から {after} まで下がり、"
        "まだ下がり続けています。この斜面には底がないらしく、いくら下っても最小値には着きません。"
    ),
    "descent.undefined": (
        "{step} 回目の更新で止めました。{inputs} では {output} = {after} で、値か勾配が有限の"
        "数ではなく、進む向きが決まりません。直前の 1 歩で、式が使える範囲の外へ出てしまいました。"
        "学習率を {rate} より小さくしてみましょう。"
    ),
    "descent.undefined_start": (
        "出発点 {inputs} では {output} = {after} で、値か勾配が有限の数ではないため、"
        "1 歩も進めません。別の点から始めましょう。"
    ),
    "descent.undefined_data": (
        "{step} 回目の更新で止めました。データに有限でない数（nan や無限大）があるので、{output} が"
        "定まりません。そのデータを取り除きましょう。"
    ),
    "descent.all_data": "ここでの {output} は、{count} 個のデータ全体の平均です。",
    "descent.batches": (
        "ここでの {output} は {count} 個のデータ全体の平均ですが、1 回の更新で見たのは、"
        "そのうちの {batch} 個だけです。"
    ),
    # A landscape
    "landscape.title_curve": "{first} の関数としての {output}",
    "landscape.title": "{first} と {second} で決まる {output}",
    "landscape.held": "固定: {inputs}",
    "landscape.averaged": "{count} 個のデータの平均",
    "landscape.start": "出発点",
    "landscape.here": "現在地",
    "landscape.batch": "{method}（{batch} 個ずつ）",
    "landscape.end": "{method}、{steps} 回の更新: {output} = {value}",
    "landscape.diverges": "{method}、学習率 {rate}: 発散",
    "landscape.undefined": "{method}、学習率 {rate}: {step} 回目で値か勾配が定まらない",
    "landscape.compass": "コンパス: 勾配と逆の向き",
    "landscape.tangent": "接線: その傾きが ∂{output}/∂{first} = {slope}",
    "landscape.slope": "接線: その傾きが勾配",
    "landscape.level": "現在地と同じ高さ",
    "landscape.stand": "{inputs} では {output} = {value}、{gradients} です。",
    "landscape.held_back": "最後に描けた図のままです: {error}",
    "landscape.descent_panel": "勾配に従う: 計算 {count} 回",
    "landscape.search_panel": "でたらめに探す: 計算 {count} 回",
    "landscape.tried": "試した点",
    "landscape.best": "{count} 点の中の最良: {output} = {value}",
    "landscape.shown_curve": (
        "{first} を {low} から {high} まで動かしたときの {output} の曲線です。"
    ),
    "landscape.shown": (
        "{first} を {low} から {high}、{second} を {low2} から {high2} まで動かしたときの "
        "{output} です。色が濃いほど低く、この図の中での最小値はおよそ {least} です。"
    ),
    "landscape.compass_here": "{inputs} での勾配は {gradients} で、コンパスはその逆を指します。",
    "landscape.flat_here": (
        "{inputs} での勾配は {gradients} です。足元が平らなので、コンパスはどこも指しません。"
    ),
    "landscape.undefined_here": (
        "{inputs} では {output} か勾配が有限の数ではないので、コンパスはありません。"
    ),
    "landscape.in_space": "立体的な曲面として描いてあります。",
    "landscape.best_alone": (
        "この範囲をでたらめに {count} 回試した中の最良は、{output} = {value} でした。"
    ),
    "landscape.nothing_found": (
        "この範囲をでたらめに {count} 回試しましたが、{output} が有限の数になる点はありません"
        "でした。"
    ),
    "landscape.rate": "{method}（学習率 {rate}）",
    "landscape.from_here": "現在地から: {method}（学習率 {rate}）",
    "landscape.arrived": "その終点",
    "landscape.best_tried": "その中の最良",
    "landscape.searched": (
        "同じ範囲を同じ計算回数だけ、でたらめに探すと、{count} 点の中の最良は "
        "{output} = {value} でした。"
    ),
    # A question
    "predict.ask_value": "順伝播: {node} = {formula} の値はいくつでしょうか。",
    "predict.ask_gradient": (
        "逆伝播: {node} = {formula} を通って戻ります。∂{output}/∂{operand} はいくつでしょうか。"
    ),
    "predict.ask_part": (
        "{operand} は {uses} か所で使われています。逆伝播の {use} 本目、{node} = {formula} "
        "を通る道です。この道だけで ∂{output}/∂{operand} に加わる分はいくつでしょうか。"
    ),
    "predict.ask_total": (
        "{operand} は {uses} か所で使われていて、{node} = {formula} を通る道が最後です。"
        "∂{output}/∂{operand} は全部でいくつでしょうか。"
    ),
    "predict.ask_array": "答えは、{form}です。[ ] を使ったリストで書いてください。",
    "predict.number": "1 つの数",
    "predict.array": "形が {shape} の配列",
    "predict.hint_value": "{node} = {formula} です。{names} の値を図から読み取りましょう。",
    "predict.hint_constant": "{node} = {formula} です。必要な数は、すべて式の中にあります。",
    "predict.hint_gradient": (
        "2 つのものを掛けます。図にもう出ている上流の勾配 ∂{output}/∂{node} と、"
        "{node} = {formula} の局所微分 ∂{node}/∂{operand} です。"
    ),
    "predict.hint_part": (
        "2 つのものを掛けます。図にもう出ている上流の勾配 ∂{output}/∂{node} と、"
        "{node} = {formula} を、この道の {operand} だけで微分した局所微分です。"
    ),
    "predict.hint_total": (
        "{node} = {formula} を、この道の {operand} だけで微分した局所微分に、"
        "上流の勾配 ∂{output}/∂{node} を掛け、{operand} にそれまでに戻ってきた分を足します。"
    ),
    "predict.hint_not_finite": (
        "結果が有限の数になるとは限りません。その場合は nan や ∞ と書いてください。"
    ),
    "predict.right": "正解です。",
    "predict.read_as": "（{form} と読みました。）",
    "predict.not_yet": "まだ正解ではありません。",
    "predict.perhaps": "まだ正解ではありません。考えられる理由を 1 つ挙げます。",
    "predict.wrong_other": "順を追って考えてみましょう。",
    "predict.wrong_entries": "{count} 個の要素のうち {right} 個は合っています。",
    "predict.wrong_shape": "ここで答えるのは、{wanted}です。入力されたのは、{given}でした。",
    "predict.wrong_not_finite": (
        "ここでは有限の数になりません。値がそもそもないのか、無限大なのか、考えてみましょう。"
        "答えは nan や ∞ と書いてください。"
    ),
    "predict.wrong_coincidence": (
        "この式は、いまの入力ではたまたま正しい数になりますが、ほかの入力では合いません。"
    ),
    "predict.wrong_flipped": (
        "大きさは合っていますが、符号が逆です。局所微分や上流の勾配にマイナスは"
        "付いていないでしょうか。"
    ),
    "predict.wrong_flipped_value": "大きさは合っていますが、符号が逆です。",
    "predict.wrong_upstream": (
        "それは{that_local}だけの値です。上流の勾配 ∂{output}/∂{node} も掛けましょう。"
    ),
    "predict.wrong_local": (
        "それは上流の勾配 {that_upstream} だけの値です。局所微分{slope} も掛けましょう。"
    ),
    "predict.wrong_inner": (
        "それは外側の微分 {that_upstream} だけの値です。連鎖律では、さらに内側の微分{slope}、"
        "つまり {node} = {formula} の微分を掛けます。"
    ),
    "predict.wrong_swapped": (
        "それは、もう一方の局所微分を掛けた値です。{node} = {formula} の 2 つの局所微分が"
        "入れ替わっています。{operand} で微分したのはどちらでしょうか。"
    ),
    "predict.wrong_power": (
        "べき乗の微分は 2 段階です。指数を前に下ろし、それから指数を 1 減らします。"
        "そのどちらかが抜けています。"
    ),
    "predict.wrong_undifferentiated": (
        "上流の勾配に {node} = {formula} の値を掛けています。掛けるのは、値ではなく傾きです。"
    ),
    "predict.wrong_added": (
        "上流の勾配と局所微分を足しています。1 本の道の上では、足すのではなく掛けます。"
    ),
    "predict.wrong_value": (
        "それは順伝播の値です。問われているのは勾配、つまり {operand} を動かしたときに "
        "{output} がどれだけ変わるかです。"
    ),
    "predict.wrong_overwritten": (
        "それは和の一部だけです。新しく戻ってきた分で上書きするのではなく、{uses} 本の道の分を"
        "すべて足します。"
    ),
    "predict.wrong_early": (
        "それは、∂{output}/∂{node} の一部だけに局所微分を掛けた値です。{node} は何度も使われている"
        "ので、戻ってくる分がすべてそろって和になるまで、先へは進めません。"
    ),
    "predict.wrong_multiplied": (
        "戻ってきた分どうしを掛けています。別々の道から戻ってきた分は足します。"
    ),
    "predict.wrong_whole": (
        "それにはほかの道の分も入っています。ここで答えるのは、"
        "{node} を通るこの 1 本の道の分だけです。"
    ),
    "predict.wrong_order": "それは {detail} の値です。順序が逆になっています。",
    "predict.wrong_precedence": (
        "それは {detail} の値です。計算の順序が違います。グラフを左から順にたどりましょう。"
    ),
    "predict.wrong_doubled": (
        "それは指数を掛けた値です。べき乗では、指数を掛けるのではなく、同じ数どうしを掛けます。"
    ),
    "predict.wrong_unchanged": "それは、この演算をする前の {detail} の値です。",
    "predict.wrong_operation": "それは {detail} の値です。丸の中の演算は何でしょうか。",
    "predict.wrong_rounded": (
        "惜しいです。近い値ですが、桁数が足りません。有効数字 3 桁で答えてください。"
    ),
    "predict.in_last": (
        "これより前に戻ってきた分は {before} です。残りの {rest} が、{node} を通る最後の分に"
        "あたります。この分について: {why}"
    ),
    "predict.in_alone": (
        "これより前に戻ってきた {before} が足されておらず、{node} を通る最後の"
        "分だけになっています。この分について: {why}"
    ),
    "predict.local_derivative": "局所微分",
    # The question on the screen
    "predict.then": "上の問題の答えが出ると、ここに表示されます。",
    "predict.anyway": "答えずに見る",
    "predict.answer": "あなたの答え",
    "predict.placeholder": "数または式",
    "predict.check": "答え合わせ",
    "predict.hint": "ヒント",
    "predict.show": "答えを見る",
    "predict.next": "次の問題",
    "predict.progress": "問題 {number}/{count}",
    "predict.finished": "問題は以上です。{count} 問中 {right} 問に正解しました。",
    "predict.empty": "まず、数か式で答えを入力してください。",
    "predict.unreadable": "次のところが読み取れませんでした。解答の回数には数えません。",
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
