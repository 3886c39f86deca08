"""What a walk, its check and its picture say."""

TEXTS = {
    # The walk, step by step
    "graph": (
        "{output} の計算グラフです。演算は {count} 個で、左から右へ読みます。"
        "まだ何も計算していません。"
    ),
    "graph_closed": (
        "{output} の計算グラフです。演算は {count} 個（うち閉じたブロックの中に {inside} 個）で、"
        "左から右へ読みます。まだ何も計算していません。"
    ),
    "inputs": "{inputs} とします。",
    "forward": "順伝播: {node} = {numbers} です。",
    "seed": (
        "ここから逆伝播です。{output} が変われば、{output} 自身も当然同じだけ変わるので、"
        "∂{output}/∂{output} = 1 から始めます。"
    ),
    "seed_array": (
        "{output} は配列なので、どの要素も 1 から始めます。これ以降は、"
        "要素の和の勾配を求めることになります。"
    ),
    "unreached": "{names} は {output} につながっていないので、勾配は 0 です。",
    "stopped": "{stopped} と {output} の間には勾配を止める演算があるので、影響があっても勾配は流れず、0 になります。",
    "fixed": "ただし、{output} はどの入力にもよらないので、逆向きに流れるものはありません。",
    "backward": (
        "逆伝播: ∂{output}/∂{operand} = ∂{node}/∂{operand} · ∂{output}/∂{node} = {numbers} です。"
    ),
    "backward_output": (
        "逆伝播: ∂{output}/∂{operand} = {local} · ∂{output}/∂{node} = {numbers} です。"
    ),
    "backward_shared": (
        "逆伝播: {operand} は {uses} か所で使われています。ここでは {place} 番目の、"
        "{node} を通る道を戻ります。{local} · ∂{output}/∂{node} = {numbers} です。"
    ),
    "backward_whole": "逆伝播: ∂{output}/∂{operand} = {local} = {numbers} です。",
    "backward_whole_shared": (
        "逆伝播: {operand} は {uses} か所で使われています。ここでは {place} 番目の、"
        "{node} を通る道を戻ります。{local} = {numbers} です。"
    ),
    "forward_block": "順伝播（{node} を通る）: {formula} = {value}。中の演算は {count} 個です。",
    "backward_block": "逆伝播（{node} を通る）: ∂{output}/∂{operand} = {value}。",
    "backward_block_shared": (
        "逆伝播（{node} を通る）: 入口は {port} で、{operand} の {uses} 回の使用のうち {place} 回目です。"
        "値は {value}。"
    ),
    "walked_inside": "中を {count} ステップでたどりました。",
    "walked_inside_once": "中を 1 ステップでたどりました。",
    "backward_port": (
        "逆伝播: {node} の外へ出ます。{port} まで戻ってきた勾配がそのまま進み、"
        "∂{output}/∂{operand} = {value} です。"
    ),
    "backward_port_shared": (
        "逆伝播: {node} の外へ {port} から出ます（{operand} の {uses} 回の使用のうち {place} 回目）。"
        "そこまで戻ってきた勾配 {value} がそのまま進みます。"
    ),
    "forward_block_beside": "順伝播: {node} を通ります。中の演算は {count} 個です。",
    "backward_block_beside": "逆伝播: {node} を通って {operand} に戻ります。",
    "backward_block_shared_beside": (
        "逆伝播: {node} を {port} から出て {operand} に戻ります（{uses} 回の使用のうち {place} 回目）。"
    ),
    "backward_port_beside": "逆伝播: {node} の外へ出ます。{port} まで戻ってきた勾配がそのまま進みます。",
    "backward_port_shared_beside": (
        "逆伝播: {node} の外へ {port} から出ます（{operand} の {uses} 回の使用のうち {place} 回目）。"
        "そこまで戻ってきた勾配がそのまま進みます。"
    ),
    "forward_beside": "順伝播: {node} の値を求めます。",
    "seed_beside": (
        "ここから逆伝播です。{output} が変われば、{output} 自身も当然同じだけ変わります。"
    ),
    "backward_beside": "逆伝播: {node} から {operand} へ戻ります。",
    "backward_shared_beside": (
        "逆伝播: {operand} は {uses} か所で使われています。ここでは {place} 番目の、"
        "{node} を通る道を戻ります。"
    ),
    "shared_partial_beside": "戻ってきた分を足していきます。残りはこれからです。",
    "shared_complete_beside": (
        "何度も使われるノードは、戻ってきた勾配をすべて足します。これでそろいました。"
    ),
    "local": "局所微分",
    "shared_partial": "戻ってきた分を足していきます。ここまでの和は {sum}（残りはこれから）です。",
    "shared_complete": (
        "何度も使われるノードは、戻ってきた勾配をすべて足します。"
        "∂{output}/∂{operand} = {sum} で、これでそろいました。"
    ),
    "sum": "({terms}) の和",
    "broadcast": (
        "{operand} は {node} の形に引き伸ばされていたので、勾配は足し合わせて元の形に戻します。"
    ),
    "source": "プログラムの該当行: {source}",
    # Arithmetic that leaves the numbers
    "inside": "中の {node} で: {text}",
    "some_entries": "一部の要素について: {text}",
    "overflow": (
        "64 ビット浮動小数点数に収まらない大きさなので、{value} になります（オーバーフロー）。"
    ),
    "overflow_sum": (
        "和が 64 ビット浮動小数点数に収まらない大きさになるので、{value} になります"
        "（オーバーフロー）。"
    ),
    "undefined": "{why}そのため {node} は {value} になります。",
    "undefined_slope": "{why}そのため、ここでの局所微分 ∂{node}/∂{operand} は {value} です。",
    "no_value": "ただし、ここでは {node} に値がないので、この傾きに意味はありません。",
    "steep": (
        "ここでの局所微分 ∂{node}/∂{operand} は、64 ビット浮動小数点数では {value} で、"
        "有限の値になりません。"
    ),
    "carried": "途中に未定義の値か無限大があるので、{value} になります。",
    "carried_slope": (
        "途中に未定義の値か無限大があるので、ここでの局所微分 ∂{node}/∂{operand} は {value} です。"
    ),
    "indeterminate": "{formula} の値は定まらないので、{node} は {value} になります。",
    "zero_times": "0 と無限大の積 0 · ∞ の値は定まらないので、{value} になります。",
    "closed": (
        "ここでは {node} から {operand} への道が閉じているので、上流から何が来ても、"
        "何も流れません。"
    ),
    "opposed": "和に ∞ と −∞ の両方があります。∞ − ∞ の値は定まらないので、{value} になります。",
    # What another framework computes
    "opaque.back": (
        "{name} を逆向きに通る勾配は、{framework} が逆伝播（vjp）で計算します。"
        "このパッケージからは中が見えません。"
    ),
    "opaque.legend": "⊚ 動かせません: PyTorch が計算します",
    "opaque.kept": (
        "数はこのまま変わりません。{text} は PyTorch が計算するもので、"
        "このページからは計算を頼めません。"
    ),
    # The check
    "check.nothing": "式に入力がないので、検算するものがありません",
    "check.agree": "すべての勾配が一致しました",
    "check.differ": "{names} の勾配が一致しません",
    "check.open": "{names} には比べられる微分がありません",
    "check.input": "入力",
    "check.backprop": "逆伝播",
    "check.by_entry": "SymPy で要素ごとに計算",
    "check.many_entries": "要素が {count} 個あり、SymPy には多すぎます（{most} 個まで）",
    "check.formula": "解析的な微分",
    "check.analytic": "その値",
    "check.numeric": "中心差分",
    "check.along": "{count} 方向で比較",
    "check.error": "相対誤差",
    "check.verdict": "判定",
    "check.ok": "一致",
    "check.bad": "不一致",
    "check.chosen": "取り決めによる値",
    "check.all_chosen": "ここは折れ曲がっていて傾きがないので、{names} の勾配は取り決めによる値です",
    "check.some_chosen": (
        "勾配は一致しました。ただし {names} については、折れ曲がっていて傾きがないため、"
        "取り決めによる値です"
    ),
    "check.no_derivative": "SymPy では微分できません",
    "check.no_value": "解析的な微分では、ここは判定できません",
    "check.stopped": "勾配を止める演算の値は、どの列でも固定しています",
    "check.no_difference": "中心差分では、ここは判定できません",
    "check.own_backward": (
        "中心差分とは違います。途中に独自の逆伝播を定義した関数があり、"
        "その結果は実際の傾きと同じとは限りません"
    ),
    "check.rounded": "ここでは丸め誤差に隠れて勾配が分かりません",
    "check.out_of_range": (
        "{name} の値が {value} なのは、真の値が 64 ビット浮動小数点数の範囲を"
        "外れて丸められたからです。ここの勾配は信用できません"
    ),
    "check.unknown": "比較不能",
    # The picture
    "picture.title": "{output} の計算グラフ、ステップ {step}/{last}",
    "picture.beyond": (
        "この形のグラフは Graphviz では時間がかかりすぎるので、列に並べて配置しました。"
    ),
    "picture.instead": "Graphviz を使わずに、列に並べて配置しました。理由: {trouble}",
    "picture.told": "{title}。{sentence}",
    "picture.goes_on": "横にスクロールすると続きが見えます →",
    "picture.live": "この計算グラフをブラウザーで開く",
    "compare.title": "2 通りの入力での {output}",
    "compare.told": "動いた入力: {moved}。出力: {output} = {value}。勾配: {gradients}。",
    "compare.same": (
        "この桁数では、2 つの計算の入力に違いはありません。"
        "出力: {output} = {value}。勾配: {gradients}。"
    ),
    "compare.fixed": "入力がないので、2 つの計算は同じです。出力: {output} = {value}。",
    "picture.value": "{name} = {value}",
    "picture.gradient": "勾配 {value}",
    "role.input": "入力",
    "role.parameter": "パラメータ",
    "role.constant": "定数",
    "role.operation": "途中の結果",
    "role.output": "出力",
    "legend.input": "○ 入力",
    "owned.one": "パラメータ 1 個",
    "owned.more": "パラメータ {count} 個",
    "legend.parameter": "■ パラメータ",
    "legend.constant": "❙ 定数",
    "legend.output": "◎ 出力",
    "legend.gradient": "∂ 出力の勾配",
    "legend.unknown": "? まだ計算していない",
    "tones.minus": "0 より小さい",
    "tones.plus": "0 より大きい（0 から遠いほど濃い。濃さの基準は一定）",
    "tones.zero": "ちょうど 0",
    "legend.path": "••• 積を求める道",
    # The story of a gradient, path by path
    "no_story": "{node} は、どの入力にもよらないか、勾配がそこで止まるので、勾配がなく、たどる道もありません。",
    "story.output": "{node} は出力そのものなので、間に演算はありません。",
    "story.none": "{output} から {node} へ戻る道はありません。{output} は {node} に依存しないか、勾配を止める演算を通してしか依存しないためです。",
    "story.one": "{output} から {node} へ戻る道は 1 本です。道に沿った局所微分を掛け合わせます。",
    "story.several": (
        "{output} から {node} へ戻る道は {count} 本です。"
        "道ごとに局所微分を掛け合わせ、その積を足します。"
    ),
    "story.many": (
        "{output} から {node} へ戻る道は {count} 本あり、書き出すには多すぎます（{most} 本まで）。"
        "逆伝播は道を 1 本ずつたどりません。どの辺も一度だけ通り、分岐したところで足し合わせます。"
    ),
    "story.arrays": (
        "この道には配列があり、要素どうしを掛けたり足し合わせたりします。"
        "1 つの数の積では表せないので、各ステップを見てください。"
    ),
    "story.long": "因数が {length} 個ある道は、1 つの積として書き出すには長すぎます（{most} 個まで）。",
    "story.apart": (
        "この数値では、道に沿った積が有限でないか、桁が失われます。"
        "勾配は、分岐したところで足し合わせる各ステップを見てください。"
    ),
    "story.later": "∂{output}/∂{node} がそろうのはステップ {step} です。それまでは未知の部分があります。",
    "story.path": "道 {number}: {names}",
    # A Jacobian
    "jacobian.layout": "分子レイアウト: 要素 {index} が ∂{of}/∂{by} です。行が値の要素、列がオペランドの要素に対応します。",
    "jacobian.number": "傾き ∂{of}/∂{by}（1 つの数）",
}
