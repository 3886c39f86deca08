"""What a walk, its check and its picture say."""

from __future__ import annotations

from .speech import Words

__all__ = ["STEPS"]

STEPS = {
    # The walk, step by step
    "graph": Words(
        en="The bare graph of {output}, read from left to right. Its operations: {count}. "
        "Nothing is computed yet.",
        ja="{output} の計算グラフです。演算は {count} 個で、左から右へ読みます。まだ何も計算していません。",
    ),
    "inputs": Words(
        en="Given: {inputs}.",
        ja="{inputs} とします。",
    ),
    "forward": Words(
        en="Forward: {node} = {formula} = {numbers}.",
        ja="順伝播: {node} = {formula} = {numbers} です。",
    ),
    "seed": Words(
        en="Backward starts at the output: ∂{output}/∂{output} = 1, since {output} changes "
        "exactly as much as {output} itself.",
        ja="ここから逆伝播です。{output} が変われば、{output} 自身も当然同じだけ変わるので、"
        "∂{output}/∂{output} = 1 から始めます。",
    ),
    "seed_array": Words(
        en="{output} is an array, so every entry is seeded with 1: the gradients below are those "
        "of the sum of its entries.",
        ja="{output} は配列なので、どの要素も 1 から始めます。これ以降は、要素の和の勾配を求めることになります。",
    ),
    "unreached": Words(
        en="Not on any way to {output}, and so without influence on it: {names}. "
        "The gradient there is 0.",
        ja="{names} は {output} につながっていないので、勾配は 0 です。",
    ),
    "fixed": Words(
        en="But {output} depends on no input, so nothing flows back.",
        ja="ただし、{output} はどの入力にもよらないので、逆向きに流れるものはありません。",
    ),
    "backward": Words(
        en="Backward: ∂{output}/∂{operand} = ∂{node}/∂{operand} · ∂{output}/∂{node} = {numbers}.",
        ja="逆伝播: ∂{output}/∂{operand} = ∂{node}/∂{operand} · ∂{output}/∂{node} = {numbers} です。",
    ),
    "backward_output": Words(
        en="Backward: ∂{output}/∂{operand} = {local} · ∂{output}/∂{node} = {numbers}.",
        ja="逆伝播: ∂{output}/∂{operand} = {local} · ∂{output}/∂{node} = {numbers} です。",
    ),
    "backward_shared": Words(
        en="Backward, by way of {node} ({place} of {uses} uses of {operand}): "
        "{local} · ∂{output}/∂{node} = {numbers}.",
        ja="逆伝播: {operand} は {uses} か所で使われています。ここでは {place} 番目の、{node} を通る道を"
        "戻ります。{local} · ∂{output}/∂{node} = {numbers} です。",
    ),
    "local": Words(en="the local derivative", ja="局所微分"),
    "shared_partial": Words(
        en="The parts add up, and more is to come: so far {sum}.",
        ja="戻ってきた分を足していきます。ここまでの和は {sum}（残りはこれから）です。",
    ),
    "shared_complete": Words(
        en="A node used more than once adds what comes back along every use: "
        "∂{output}/∂{operand} = {sum}, now complete.",
        ja="何度も使われるノードは、戻ってきた勾配をすべて足します。"
        "∂{output}/∂{operand} = {sum} で、これでそろいました。",
    ),
    "sum": Words(en="the sum of {terms}", ja="({terms}) の和"),
    "broadcast": Words(
        en="{operand} was stretched to the shape of {node}, so its gradient is summed back to its "
        "own shape.",
        ja="{operand} は {node} の形に引き伸ばされていたので、勾配は足し合わせて元の形に戻します。",
    ),
    # Arithmetic that leaves the numbers
    "some_entries": Words(en="For some entries: {text}", ja="一部の要素について: {text}"),
    "overflow": Words(
        en="The result is too large for a 64-bit float, so it shows as {value} (overflow).",
        ja="64 ビット浮動小数点数に収まらない大きさなので、{value} になります（オーバーフロー）。",
    ),
    "overflow_sum": Words(
        en="The sum becomes too large for a 64-bit float, so it shows as {value} (overflow).",
        ja="和が 64 ビット浮動小数点数に収まらない大きさになるので、{value} になります"
        "（オーバーフロー）。",
    ),
    "undefined": Words(
        en="{why} So {node} shows as {value}.",
        ja="{why}そのため {node} は {value} になります。",
    ),
    "undefined_slope": Words(
        en="{why} So the local derivative ∂{node}/∂{operand} here is {value}.",
        ja="{why}そのため、ここでの局所微分 ∂{node}/∂{operand} は {value} です。",
    ),
    "no_value": Words(
        en="But {node} has no value here, so this slope tells nothing.",
        ja="ただし、ここでは {node} に値がないので、この傾きに意味はありません。",
    ),
    "steep": Words(
        en="As a 64-bit float, the local derivative ∂{node}/∂{operand} has no finite value here: "
        "{value}.",
        ja="ここでの局所微分 ∂{node}/∂{operand} は、64 ビット浮動小数点数では {value} で、"
        "有限の値になりません。",
    ),
    "carried": Words(
        en="A value on the way is undefined or infinite, so {value} comes out.",
        ja="途中に未定義の値か無限大があるので、{value} になります。",
    ),
    "carried_slope": Words(
        en="A value on the way is undefined or infinite, so the local derivative "
        "∂{node}/∂{operand} here is {value}.",
        ja="途中に未定義の値か無限大があるので、ここでの局所微分 ∂{node}/∂{operand} は {value} です。",
    ),
    "indeterminate": Words(
        en="{formula} has no definite value, so {node} shows as {value}.",
        ja="{formula} の値は定まらないので、{node} は {value} になります。",
    ),
    "zero_times": Words(
        en="A factor of 0 meets an infinite one, and 0 · ∞ has no definite value, so {value} "
        "comes out.",
        ja="0 と無限大の積 0 · ∞ の値は定まらないので、{value} になります。",
    ),
    "closed": Words(
        en="The way from {node} back to {operand} is closed here, so nothing passes, whatever comes "
        "from upstream.",
        ja="ここでは {node} から {operand} への道が閉じているので、上流から何が来ても、何も流れません。",
    ),
    "opposed": Words(
        en="In the sum ∞ and −∞ meet, and ∞ − ∞ has no definite value, so {value} comes out.",
        ja="和の中で ∞ と −∞ が出会います。∞ − ∞ の値は定まらないので、{value} になります。",
    ),
    # The check
    "check.nothing": Words(
        en="there is nothing to check: the formula has no inputs",
        ja="式に入力がないので、検算するものがありません",
    ),
    "check.agree": Words(en="all gradients agree", ja="すべての勾配が一致しました"),
    "check.differ": Words(
        en="the gradients do not agree for {names}", ja="{names} の勾配が一致しません"
    ),
    "check.open": Words(
        en="there is no derivative to compare with for {names}",
        ja="{names} には比べられる微分がありません",
    ),
    "check.input": Words(en="input", ja="入力"),
    "check.backprop": Words(en="back propagation", ja="逆伝播"),
    "check.formula": Words(en="analytic derivative", ja="解析的な微分"),
    "check.analytic": Words(en="its value", ja="その値"),
    "check.numeric": Words(en="central difference", ja="中心差分"),
    "check.error": Words(en="relative error", ja="相対誤差"),
    "check.verdict": Words(en="verdict", ja="判定"),
    "check.ok": Words(en="agree", ja="一致"),
    "check.bad": Words(en="differ", ja="不一致"),
    "check.chosen": Words(en="by convention", ja="約束による値"),
    "check.all_chosen": Words(
        en="here is a corner and no slope: the gradient for {names} is a convention",
        ja="ここは折れ曲がっていて傾きがないので、{names} の勾配は約束による値です",
    ),
    "check.some_chosen": Words(
        en="the gradients agree; that for {names} is a convention, as there is a corner and no "
        "slope",
        ja="勾配は一致しました。ただし {names} については、折れ曲がっていて傾きがないため、"
        "約束による値です",
    ),
    "check.no_derivative": Words(en="SymPy has no derivative", ja="SymPy では微分できません"),
    "check.no_value": Words(
        en="the analytic derivative cannot tell here", ja="解析的な微分では、ここは判定できません"
    ),
    "check.no_difference": Words(
        en="the central difference cannot tell here", ja="中心差分では、ここは判定できません"
    ),
    "check.rounded": Words(
        en="rounding errors hide the gradient here", ja="ここでは丸め誤差に隠れて勾配が分かりません"
    ),
    "check.out_of_range": Words(
        en="the value of {name} is {value} by rounding alone, as its true size is beyond 64-bit "
        "floats: the gradient is not to be trusted here",
        ja="{name} の値が {value} なのは、真の値が 64 ビット浮動小数点数の範囲を外れて丸められたからです。"
        "ここの勾配は信用できません",
    ),
    "check.unknown": Words(en="not comparable", ja="比較不能"),
    # The picture
    "picture.title": Words(
        en="Step {step} of {last} of the walk through {output}",
        ja="{output} の計算グラフ、ステップ {step}/{last}",
    ),
    "picture.beyond": Words(
        en="Laid out in columns: Graphviz would take too long for a graph of this form.",
        ja="この形のグラフは Graphviz では時間がかかりすぎるので、列に並べて配置しました。",
    ),
    "picture.instead": Words(
        en="Laid out in columns, without Graphviz: {trouble}.",
        ja="Graphviz を使わずに、列に並べて配置しました。理由: {trouble}",
    ),
    "picture.told": Words(en="{title}. {sentence}", ja="{title}。{sentence}"),
    "picture.value": Words(en="{name} = {value}", ja="{name} = {value}"),
    "picture.gradient": Words(en="gradient {value}", ja="勾配 {value}"),
    "role.input": Words(en="input", ja="入力"),
    "role.parameter": Words(en="parameter", ja="パラメータ"),
    "role.constant": Words(en="constant", ja="定数"),
    "role.operation": Words(en="intermediate result", ja="途中の結果"),
    "role.output": Words(en="output", ja="出力"),
    "legend.input": Words(en="○ input", ja="○ 入力"),
    "legend.parameter": Words(en="■ parameter", ja="■ パラメータ"),
    "legend.constant": Words(en="❙ constant", ja="❙ 定数"),
    "legend.output": Words(en="◎ output", ja="◎ 出力"),
    "legend.gradient": Words(en="∂ gradient of the output", ja="∂ 出力の勾配"),
    "legend.unknown": Words(en="? not computed yet", ja="? まだ計算していない"),
}
