"""What is said to who does a walk: the rules, what comes next, hints, and the judgement."""

TEXTS = {
    # The rules, as they are offered
    "practice.rule_passes": "そのまま流す",
    "practice.rule_flips": "符号を反転させる",
    "practice.rule_swaps": "相手を掛ける",
    "practice.rule_routes": "選ばれた側だけに流す",
    "practice.rule_slope": "傾きを掛ける",
    "practice.rule_adds": "足し合わせる",
    "practice.rule_transposes": "転置を掛ける",
    "practice.rule_sums": "引き伸ばした分を足し合わせる",
    "practice.rule_spreads": "全要素に配る",
    "practice.rule_rearranges": "元の位置に戻す",
    # What each is for
    "practice.not_passes": "勾配をそのまま流すのは足し算です。",
    "practice.not_flips": "符号を反転させるのは、「× −1」と、引き算の引くほうです。",
    "practice.not_swaps": "相手を掛けるのは掛け算です。それぞれの因数に、勾配ともう一方の因数の積が戻ります。",
    "practice.not_routes": "選ばれた側だけに流すのは、最大値のようなゲートです。そちらに勾配がすべて流れ、もう一方は 0 になります。",
    "practice.not_slope": "傾きを掛けるのは、関数を通って戻るときです。",
    "practice.not_adds": "足し合わせるのは、何か所かで使われたノードに、それぞれの道から戻ってきた分です。",
    "practice.not_transposes": "転置を掛けるのは行列の積です。Z = X W なら、X には G Wᵀ が、W には Xᵀ G が戻ります。もう一方の行列が転置され、元の側に置かれます。",
    "practice.not_sums": "引き伸ばした分を足し合わせるのは、バッチ全体に引き伸ばされるバイアスのようなものに戻るときです。",
    "practice.not_spreads": "全要素に配るのは、要素の和を通って戻るときです。",
    "practice.not_rearranges": "元の位置に戻すのは、要素の並べ方だけを変える演算です。",
    "practice.here_edge": "ここは {node} = {formula} です。{operand} に戻る勾配はどうなるでしょうか。",
    "practice.here_sum": "ここでは {node} に戻る分がすべてそろっています。それらをどうしますか。",
    "practice.not_summed": (
        "演算そのものはその通りですが、{operand} は引き伸ばされ、何か所にも使われています。"
        "それぞれの場所から戻ってきたものは、どうなるでしょうか。"
    ),
    # Places
    "practice.at_value": "{node} = {formula} の値",
    "practice.at_seed": "出力の ∂{output}/∂{output}",
    "practice.at_edge": "{node} から {operand} へ",
    "practice.at_sum": "{node} での和",
    # What is asked
    "practice.ask_next": "次はどこでしょうか。",
    "practice.ask_rule_edge": "{node} = {formula} から {operand} に戻ります。どの規則を使いますか。",
    "practice.ask_rule_sum": (
        "{node} は {uses} か所で使われていて、すべての分が戻ってきました。どの規則を使いますか。"
    ),
    "practice.ask_shape_value": "{node} = {formula} の形はどうなりますか。",
    "practice.ask_shape_edge": "{operand} に戻ってくるものの形はどうなりますか。",
    "practice.ask_expression_edge": "{operand} に戻ってくるものは、どの式になりますか。",
    "practice.ask_typed": (
        "{operand} に戻ってくるものは、どの式になりますか。使える名前は {names} です。A @ B、A.T、A * B、sum(A, axis=0) のように書いてください。"
    ),
    "practice.ask_entry_value": "{node} の要素 {at} はいくつでしょうか（番号は 0 から数えます）。",
    "practice.ask_entry_seed": "∂{output}/∂{output} の要素 {at} はいくつでしょうか。",
    "practice.ask_entry_edge": (
        "{node} を通って {operand} に戻ってくるものの要素 {at} はいくつでしょうか（番号は 0 から数えます）。"
    ),
    "practice.ask_entry_sum": "∂{output}/∂{node} の要素 {at} はいくつでしょうか（番号は 0 から数えます）。",
    "practice.ask_whole_value": "{node} = {formula} はどうなりますか。[[1, 2], [3, 4]] のように書いてください。",
    "practice.ask_whole_seed": "∂{output}/∂{output} はどうなりますか。[[1, 2], [3, 4]] のように書いてください。",
    "practice.ask_whole_edge": (
        "{node} を通って {operand} に戻ってくるものはどうなりますか。[[1, 2], [3, 4]] のように書いてください。"
    ),
    "practice.ask_whole_sum": "∂{output}/∂{node} はどうなりますか。[[1, 2], [3, 4]] のように書いてください。",
    "practice.ask_block_value": "閉じたブロック {formula} を通ります。{node} はいくつでしょうか。",
    "practice.ask_block_edge": "閉じたブロック {formula} を通って戻ります。{operand} に戻ってくる分はいくつでしょうか。",
    "practice.block_value": (
        "{formula} は閉じたブロックで、中の {count} 個の演算がここでは 1 ステップです。紙の上で計算するか、ブロックを開いてたどってみましょう。"
    ),
    "practice.block_edge": (
        "{formula} は閉じたブロックで、中では {count} ステップの逆伝播が、ここでは 1 ステップです。∂{output}/∂{node} から {operand} まで、紙の上でたどってみましょう。"
    ),
    "practice.ask_seed": "逆伝播は出力から始まります。∂{output}/∂{output} はいくつでしょうか。",
    "practice.missing_rule": "ここではどの規則を使いますか。1 つ選んでください。",
    "practice.missing_shape": "形はどうなりますか。3×2 のように書いてください。",
    "practice.missing_expression": "どの式になりますか。1 つ選んでください。",
    "practice.missing_value": "値はいくつでしょうか。",
    "practice.missing_entry": "この要素の値はいくつでしょうか。",
    # What comes next
    "practice.where_value": "{node} の値に進めます。計算に必要なものがそろっているからです。",
    "practice.where_seed": "出力の ∂{output}/∂{output} に進めます。逆伝播はここから始まります。",
    "practice.where_edge": (
        "{node} から {operand} に戻る道に進めます。∂{output}/∂{node} が求まっているからです。"
    ),
    "practice.where_sum": "{node} での和に進めます。{uses} つの分がすべて戻ってきたからです。",
    "practice.expression": "式は {expression} です。",
    "practice.not_ready_value": "まだ進めません。{node} = {formula} の計算に必要な値がそろっていません。",
    "practice.not_ready_seed": "まだ進めません。順伝播が終わっていません。",
    "practice.not_ready_edge": (
        "まだ進めません。{node} 自身の勾配 ∂{output}/∂{node} が求まっていないので、"
        "{operand} に渡せるものがありません。"
    ),
    "practice.not_ready_sum": (
        "まだ進めません。{node} は {uses} か所で使われていて、戻ってくる分がまだそろっていません。"
    ),
    "practice.done_before": "ここはもう済んでいます。",
    "practice.no_way": "そこに勾配は流れません。その先はどの入力にもよらないからです。",
    "practice.wrong_shape_value": "{node} = {formula} の計算に使われるものの形を見てみましょう。",
    "practice.wrong_shape_edge": "勾配の形は、その変数の形と同じです。{operand} を見てみましょう。",
    "practice.unreadable": "読み取れませんでした。解答の回数には数えません。",
    # Of an expression that is typed
    "practice.typed_misfit": (
        "形が合わないので計算できません。どのような積なら {operand} の形になるでしょうか。"
    ),
    "practice.typed_rounded": "惜しい答えです。式の中の数が丸められています。丸めずに、1/3 のような形で書いてください。",
    "practice.typed_coincidence": (
        "この数では偶然同じになりますが、ほかの数では同じになりません。"
    ),
    "practice.typed_other": (
        "{node} = {formula} を通って {operand} に戻るものとは違います。この演算の規則では、上流の勾配に何をするのかを考えてみましょう。"
    ),
    # On the screen
    "practice.on_next": "次はどこでしょうか。",
    "practice.on_pick": "（図をクリックするか、ここから選ぶ）",
    "practice.on_choose": "次の場所を選んでください。",
    "practice.on_picture": "計算グラフ。選べるところがボタンになっています",
    "practice.on_answer": "あなたの答え",
    "practice.on_check": "答え合わせ",
    "practice.on_tool": "ヒント",
    "practice.on_whole": "配列全体を書く",
    "practice.on_pieces": "形、式、要素の順に答える",
    "practice.on_save": "解答を保存",
    "practice.on_number_only": "ここで判定できるのは数だけです。式は判定できません。",
    "practice.on_mine": "あなたの手順",
    "practice.on_model": "お手本の手順",
    "practice.shown": "ここに来る値は {value} です。",
    # At a terminal
    "practice.keys": "? でヒントを表示し、q（または Ctrl-D）で終了します。",
    "practice.given": "与えられたもの: {inputs}",
    "practice.no_choice": "番号で 1 つ選んでください。",
    "practice.kept": "記録しました。判定は最後にまとめて行います。",
    "practice.left": "{count} 個のうち {right} 個まで進みました。",
    "practice.over": "終わりです。{count} 個のうち {first} 個に、ヒントなしの 1 回目で正解しました。",
    "practice.over_end": "終わりです。{count} 個のうち {right} 個が正解でした。",
}
