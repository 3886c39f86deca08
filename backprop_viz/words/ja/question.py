"""What a question says: what is asked, hints, and the judgement."""

TEXTS = {
    # A question
    "predict.ask_value": "順伝播: {node} = {formula} の値はいくつでしょうか。",
    "predict.ask_output": "順伝播: {outputs} = {formula} です。{node} の値はいくつでしょうか。",
    "predict.ask_gradient": (
        "逆伝播: {node} = {formula} を通って戻ります。∂{output}/∂{operand} はいくつでしょうか。"
    ),
    "predict.ask_part": (
        "{operand} は {uses} か所で使われています。いまは、逆伝播でたどる {use} 本目の道"
        "（{node} = {formula} を通る道）です。この道だけで ∂{output}/∂{operand} に加わる分はいくつでしょうか。"
    ),
    "predict.ask_total": (
        "{operand} は {uses} か所で使われていて、{node} = {formula} を通る道が最後です。"
        "∂{output}/∂{operand} は全部でいくつでしょうか。"
    ),
    "predict.ask_sum": "{operand} に {uses} つの分がすべて戻ってきました。∂{output}/∂{operand} は全部でいくつでしょうか。",
    "predict.ask_array": "答えは、{form}です。[ ] を使ったリストで書いてください。",
    "predict.number": "1 つの数",
    "predict.array": "大きさ {shape} の配列",
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
    "predict.hint_sum": "{operand} に戻ってきた {uses} つの分を足しましょう。",
    "predict.hint_whole": (
        "図にある上流の勾配 ∂{output}/∂{node} を、{node} = {formula} を通して戻します。"
        "届く勾配の形は {operand} の形と同じです。"
    ),
    "predict.hint_whole_total": (
        "上流の勾配 ∂{output}/∂{node} を {node} = {formula} を通して戻し、{operand} にそれまでに"
        "戻ってきた分を足します。どれも形は {operand} と同じです。"
    ),
    "predict.hint_block_value": (
        "{node} は {formula} から出ます。{names} の値を図から読み取り、{block} の中を順に計算しましょう。"
        "ブロックは開けます。"
    ),
    "predict.hint_block": (
        "図にある上流の勾配 ∂{output}/∂{node} を、{block} の中を通して戻します。ブロックは開けます。"
        "そこで {operand} に戻ってくる分をすべて足します。"
    ),
    "predict.hint_block_total": (
        "上流の勾配 ∂{output}/∂{node} を、{block} の中を通して戻し、{operand} にそれまでに戻ってきた分を"
        "足します。ブロックは開けます。"
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
        "それは、∂{output}/∂{node} の一部だけを戻した値です。{node} は何度も使われている"
        "ので、戻ってくる分がすべてそろって和になるまで、先へは進めません。"
    ),
    "predict.wrong_multiplied": (
        "戻ってきた分どうしを掛けています。別々の道から戻ってきた分は足します。"
    ),
    "predict.wrong_whole": (
        "それにはほかの道の分も入っています。ここで答えるのは、"
        "{node} を通るこの 1 本の道の分だけです。"
    ),
    "predict.wrong_forgotten": (
        "上流の勾配 ∂{output}/∂{node} を忘れているか、すべて 1 としています。"
    ),
    "predict.wrong_passed": (
        "それは上流の勾配 ∂{output}/∂{node} そのものです。{node} = {formula} は勾配をそのままでは"
        "流しません。"
    ),
    "predict.wrong_other_operand": (
        "それは {node} = {formula} のもう一方に戻る勾配です。{operand} はどちらですか。"
    ),
    "predict.wrong_transposed": (
        "余分な転置があるか、転置が抜けています。{operand} の要素を 1 つ選び、{node} = {formula} の"
        "どこに関わるかをたどりましょう。"
    ),
    "predict.wrong_axis": (
        "それは別の軸に沿って計算したものです。軸 0 は行を縦に、最後の軸は各行を横にたどります。"
    ),
    "predict.wrong_undivided": (
        "割り算が抜けています。平均では要素の個数で割るので、戻ってくる勾配も同じ数で割ったものになります。"
    ),
    "predict.wrong_unsummed": (
        "それは {operand} が使われた場所ごとに戻ってきたもので、まだ足し合わせていません。{operand} は広げて使われたので、その勾配は、これらの場所についての和で、形は {operand} と同じです。"
    ),
    "predict.wrong_averaged": (
        "それは平均です。戻ってきたものは足し合わせます。平均になるのは、式に平均があるときだけです。"
    ),
    "predict.wrong_one_of_many": (
        "それは 1 つのデータ、または 1 つの場所から戻ってきた分だけです。{operand} はすべてに共通なので、その勾配は全体についての和になります。"
    ),
    "predict.wrong_reversed": (
        "数は合っていますが、行と列が入れ替わっています。勾配の形は、その変数 {operand} と同じです。"
    ),
    "predict.wrong_factors": (
        "掛ける順序が逆です。行列の積は順序を入れ替えられません。{operand} の 1 つの要素が {node} = {formula} のどこに現れるかをたどりましょう。"
    ),
    "predict.wrong_order": "それは {detail} の値です。順序が逆になっています。",
    "predict.wrong_precedence": (
        "それは {detail} の値です。計算の順序が違います。グラフを左から順にたどりましょう。"
    ),
    "predict.wrong_inside": ("それは {block} の途中の値 {detail} です。計算はその先に続きます。"),
    "predict.wrong_other_output": "それは {block} の別の出力 {detail} です。",
    "predict.wrong_inside_back": (
        "それは {block} の中を戻る途中の、{detail} の勾配です。そこから {operand} まで、まだ続きます。"
    ),
    "predict.wrong_other_argument": "それは {detail} に戻る勾配です。{operand} に戻る勾配はいくつでしょうか。",
    "predict.wrong_one_output": (
        "それは {detail} から戻ってきた分だけです。{block} には出力がいくつかあり、それぞれから戻ってきた分を"
        "足します。"
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
    "predict.choose": "先に選択肢を 1 つ選んでください。",
    "predict.solution": "答えは {answer} です。",
    "predict.no_kernel": "カーネルが動いていないので、ここで答え合わせができるのは数だけです。式はできません。",
    "predict.needs_kernel": ("カーネルが動いていないので、この問題の答え合わせはできません。"),
    "predict.unreadable": "次のところが読み取れませんでした。解答の回数には数えません。",
}
