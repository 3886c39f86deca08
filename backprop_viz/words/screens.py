"""What stands on a screen or in a file: pages, media, landscapes, questions, explorers."""

from __future__ import annotations

from .speech import Words

__all__ = ["SCREENS"]

SCREENS = {
    # A page of its own
    "page.title": Words(
        en="Back propagation, step by step", ja="誤差逆伝播法を 1 ステップずつ見る"
    ),
    "page.chapter": Words(en="chapter", ja="章"),
    "page.slides": Words(en="present", ja="スライドで表示"),
    "page.leave": Words(en="leave the presentation", ja="スライド表示を終える"),
    "page.keys": Words(
        en="→ next · ← back · O overview · F full screen · B blank · Esc end",
        ja="→ 次へ · ← 前へ · O 一覧 · F 全画面 · B 画面を消す · Esc 終了",
    ),
    "page.print": Words(en="print …", ja="印刷 …"),
    "page.one": Words(en="print one step a page", ja="1 ページに 1 ステップで印刷"),
    "page.six": Words(en="print six steps a page", ja="1 ページに 6 ステップで印刷"),
    "page.noscript": Words(
        en="The live page needs JavaScript; this is its last step.",
        ja="このページを動かすには JavaScript が必要です。表示しているのは最後のステップです。",
    ),
    # Handouts, slides and animations
    "media.title": Words(en="Back propagation through {output}", ja="{output} の逆伝播"),
    "media.step": Words(en="Step {step} of {last}: {kind}", ja="ステップ {step}/{last}: {kind}"),
    "media.graph": Words(en="the graph", ja="計算グラフ"),
    "media.forward": Words(en="forward", ja="順伝播"),
    "media.seed": Words(en="backward begins", ja="逆伝播の始まり"),
    "media.backward": Words(en="backward", ja="逆伝播"),
    "media.page": Words(en="page {page} of {pages}", ja="{page}/{pages} ページ"),
    "media.worksheet": Words(en="{title}: worksheet", ja="{title}（ワークシート）"),
    "media.answers": Words(en="Answer key", ja="解答"),
    "media.given": Words(en="Given: {inputs}.", ja="{inputs} とします。"),
    "media.fill": Words(
        en="Fill in every box, here and in the picture.",
        ja="式と図の空欄をすべて埋めましょう。",
    ),
    "media.name": Words(en="Name:", ja="名前:"),
    "media.inputs": Words(en="Inputs", ja="入力"),
    # A descent
    "descent.plain": Words(en="plain gradient descent", ja="勾配降下法"),
    "descent.momentum": Words(en="descent with momentum", ja="モーメンタム法"),
    "descent.adam": Words(en="Adam", ja="Adam 法"),
    "descent.done": Words(
        en="After step {step} of {method} (rate {rate}), {output} has gone from {before} "
        "to {after}.",
        ja="{method}（学習率 {rate}）で {step} 回更新すると、{output} は {before} から {after} "
        "になりました。",
    ),
    "descent.risen": Words(
        en="It has risen: the steps are too long for this valley. Try a smaller rate.",
        ja="下がるはずが、上がっています。谷の幅に比べて 1 歩が大きすぎるので、"
        "学習率を小さくしてみましょう。",
    ),
    "descent.still": Words(
        en="After step {step} of {method} (rate {rate}), {output} is {after}, as at the start.",
        ja="{method}（学習率 {rate}）で {step} 回更新しましたが、{output} は出発点と同じ {after} です。",
    ),
    "descent.still_nearly": Words(
        en="After step {step} of {method} (rate {rate}), {output} is {after}, almost as at the start.",
        ja="{method}（学習率 {rate}）で {step} 回更新しましたが、{output} は出発点とほとんど同じ {after} です。",
    ),
    "descent.flips": Words(
        en="It jumps to and fro between two places, {inputs} and {other}, where {output} is {after} "
        "and {other_output}: the rate is too large. Try a smaller one, such as {half}.",
        ja="{inputs} と {other} の 2 点の間を行ったり来たりしています（{output} は {after} と "
        "{other_output}）。学習率が大きすぎます。小さく、たとえば {half} にしてみましょう。",
    ),
    "descent.across": Words(
        en="The last step has jumped across the valley, to the same height on the other side: the "
        "rate is too large. Try a smaller one, such as {half}.",
        ja="最後の 1 歩で谷を飛び越え、反対側の同じ高さに出ました。学習率が大きすぎます。小さく、たとえば "
        "{half} にしてみましょう。",
    ),
    "descent.across_nearly": Words(
        en="The last step has jumped across the valley, to almost the same height on the other "
        "side: the rate is too large. Try a smaller one, such as {half}.",
        ja="最後の 1 歩で谷を飛び越え、反対側のほとんど同じ高さに出ました。学習率が大きすぎます。小さく、"
        "たとえば {half} にしてみましょう。",
    ),
    "descent.bounces": Words(
        en="It jumps to and fro across the valley and gets no lower: the rate is too large. Try a "
        "smaller one, such as {half}.",
        ja="谷をまたいで行ったり来たりするだけで、もう下がりません。学習率が大きすぎます。小さく、たとえば "
        "{half} にしてみましょう。",
    ),
    "descent.swings": Words(
        en="It swings: each step jumps across the valley and lands a little lower on the other "
        "side. With a smaller rate, such as {half}, it should go straight down.",
        ja="振動しています。1 歩ごとに谷を飛び越え、反対側の少し低いところに出ています。学習率を小さく、"
        "たとえば {half} にすると、まっすぐ下れるはずです。",
    ),
    "descent.back": Words(
        en="It was lower on the way, {lowest} at step {lowest_step}, and has risen again since.",
        ja="途中の {lowest_step} 回目では {lowest} まで下がっていましたが、その後また上がりました。",
    ),
    "descent.crawls": Words(
        en="It hardly moves: a step is the rate times the gradient, and that is {rate} times {slope}. "
        "Try a larger rate, such as {larger}, or start where the ground is steeper.",
        ja="ほとんど動いていません。1 歩は学習率と勾配の積で、学習率は {rate}、勾配の大きさは {slope} です。"
        "学習率を大きく、たとえば {larger} にするか、もっと傾いたところから始めてみましょう。",
    ),
    "descent.stuck": Words(
        en="Nothing moves from {inputs}, and {output} stays at {after}, though the gradient there is "
        "{slope} in size: with the rate {rate} a step is too short to change even the last digit. "
        "Try a larger rate.",
        ja="{inputs} での勾配の大きさは {slope} で 0 ではないのに、少しも動きません（{output} は {after} の"
        "まま）。学習率 {rate} では 1 歩が小さすぎて、数の最後の桁さえ変わらないのです。学習率を"
        "大きくしてみましょう。",
    ),
    "descent.settled": Words(
        en="From step {settled} on nothing changes any more: the gradient is 0.",
        ja="{settled} 回目からは何も変わりません。勾配が 0 になったからです。",
    ),
    "descent.settled_short": Words(
        en="From step {settled} on nothing changes any more: the steps have become too short to "
        "change even the last digit.",
        ja="{settled} 回目からは何も変わりません。1 歩が小さくなり、数の最後の桁さえ変わらなくなったからです。",
    ),
    "descent.left_out": Words(
        en="So the other steps, up to {steps}, are left out.",
        ja="そのため、{steps} 回目までの残りは省きました。",
    ),
    "descent.interrupted": Words(
        en="Interrupted after step {step} of {steps}; what follows is about the path so far.",
        ja="{steps} 回のうち {step} 回更新したところで中断されました。ここまでの道は次のとおりです。",
    ),
    "descent.full": Words(
        en="Stopped at step {step} of {steps}: the numbers of its places fill the {room} MB that a "
        "path may take. To go on, start another path at its last place.",
        ja="{steps} 回のうち {step} 回目で止めました。1 本の道に使える {room} MB がいっぱいになったからです。"
        "続けるには、最後の地点から新しい道を始めてください。",
    ),
    "descent.no_step": Words(
        en="No step is taken yet: {output} = {before}.",
        ja="まだ 1 回も更新していません。{output} = {before} です。",
    ),
    "descent.flat": Words(
        en="The gradient is 0 at {inputs}: the ground is level, so nothing moves, and {output} "
        "stays at {after}.",
        ja="{inputs} では勾配が 0、つまり足元が平らなので、どこへも動きません。"
        "{output} は {after} のままです。",
    ),
    "descent.grew": Words(
        en="Stopped at step {step}: {output} has grown from {before} to {after}. The steps are so "
        "long that they jump across the valley and land higher up each time: the rate {rate} is "
        "too large. Try a smaller one, such as {smaller}.",
        ja="{step} 回目の更新で止めました。{output} が {before} から {after} まで大きくなって"
        "います。1 歩が大きすぎて谷を飛び越え、そのたびに前より高いところへ出てしまうのです。"
        "学習率 {rate} を小さく、たとえば {smaller} にしてみましょう。",
    ),
    "descent.fell": Words(
        en="Stopped at step {step}: {output} has fallen from {before} to {after} and goes on "
        "falling. This way down seems to have no bottom, and a descent that never arrives finds "
        "no minimum.",
        ja="{step} 回目の更新で止めました。{output} は {before} から {after} まで下がり、"
        "まだ下がり続けています。この斜面には底がないらしく、いくら下っても最小値には着きません。",
    ),
    "descent.undefined": Words(
        en="Stopped at step {step}: at {inputs}, where {output} = {after}, the value or a gradient "
        "is no finite number, so there is no direction to follow. The last step led out of the "
        "region where the formula works. Try a rate smaller than {rate}.",
        ja="{step} 回目の更新で止めました。{inputs} では {output} = {after} で、値か勾配が有限の"
        "数ではなく、進む向きが決まりません。直前の 1 歩で、式が使える範囲の外へ出てしまいました。"
        "学習率を {rate} より小さくしてみましょう。",
    ),
    "descent.undefined_start": Words(
        en="No step is possible: at the start, {inputs}, where {output} = {after}, the value or a "
        "gradient is no finite number. Start somewhere else.",
        ja="出発点 {inputs} では {output} = {after} で、値か勾配が有限の数ではないため、"
        "1 歩も進めません。別の点から始めましょう。",
    ),
    "descent.undefined_data": Words(
        en="Stopped at step {step}: there are entries in the data that are no finite numbers, so "
        "{output} is none. Leave those examples out.",
        ja="{step} 回目の更新で止めました。データに有限でない数（nan や無限大）があるので、{output} が"
        "定まりません。そのデータを取り除きましょう。",
    ),
    "descent.all_data": Words(
        en="Here {output} is the average over all {count} examples.",
        ja="ここでの {output} は、{count} 個のデータ全体の平均です。",
    ),
    "descent.batches": Words(
        en="Here {output} is the average over all {count} examples, though each step saw only "
        "{batch} of them.",
        ja="ここでの {output} は {count} 個のデータ全体の平均ですが、1 回の更新で見たのは、"
        "そのうちの {batch} 個だけです。",
    ),
    # A landscape
    "landscape.title_curve": Words(
        en="{output} as a function of {first}", ja="{first} の関数としての {output}"
    ),
    "landscape.title": Words(
        en="{output} over {first} and {second}", ja="{first} と {second} で決まる {output}"
    ),
    "landscape.held": Words(en="held: {inputs}", ja="固定: {inputs}"),
    "landscape.averaged": Words(en="average over {count} examples", ja="{count} 個のデータの平均"),
    "landscape.start": Words(en="start", ja="出発点"),
    "landscape.here": Words(en="here", ja="現在地"),
    "landscape.batch": Words(en="{method} ({batch} at a time)", ja="{method}（{batch} 個ずつ）"),
    "landscape.end": Words(
        en="{method} to step {steps}: {output} = {value}",
        ja="{method}、{steps} 回の更新: {output} = {value}",
    ),
    "landscape.diverges": Words(
        en="{method}, rate {rate}: diverges", ja="{method}、学習率 {rate}: 発散"
    ),
    "landscape.undefined": Words(
        en="{method}, rate {rate}: undefined at step {step}",
        ja="{method}、学習率 {rate}: {step} 回目で値か勾配が定まらない",
    ),
    "landscape.compass": Words(en="compass: against the gradient", ja="コンパス: 勾配と逆の向き"),
    "landscape.tangent": Words(
        en="tangent: its slope is ∂{output}/∂{first} = {slope}",
        ja="接線: その傾きが ∂{output}/∂{first} = {slope}",
    ),
    "landscape.slope": Words(en="tangent: its slope is the gradient", ja="接線: その傾きが勾配"),
    "landscape.level": Words(en="as high as here", ja="現在地と同じ高さ"),
    "landscape.stand": Words(
        en="At {inputs}: {output} = {value}, {gradients}.",
        ja="{inputs} では {output} = {value}、{gradients} です。",
    ),
    "landscape.held_back": Words(
        en="The picture is the last that could be drawn: {error}",
        ja="最後に描けた図のままです: {error}",
    ),
    "landscape.descent_panel": Words(
        en="Descent: {count} evaluations", ja="勾配に従う: 計算 {count} 回"
    ),
    "landscape.search_panel": Words(
        en="At random: {count} evaluations", ja="でたらめに探す: 計算 {count} 回"
    ),
    "landscape.tried": Words(en="tried", ja="試した点"),
    "landscape.best": Words(
        en="best of {count}: {output} = {value}", ja="{count} 点の中の最良: {output} = {value}"
    ),
    "landscape.shown_curve": Words(
        en="A curve: {output} for {first} from {low} to {high}.",
        ja="{first} を {low} から {high} まで動かしたときの {output} の曲線です。",
    ),
    "landscape.shown": Words(
        en="{output} for {first} from {low} to {high} and {second} from {low2} to {high2}; "
        "the darker, the lower. Its lowest value in this picture is about {least}.",
        ja="{first} を {low} から {high}、{second} を {low2} から {high2} まで動かしたときの "
        "{output} です。色が濃いほど低く、この図の中での最小値はおよそ {least} です。",
    ),
    "landscape.compass_here": Words(
        en="At {inputs} the gradient is {gradients}; the compass points the other way.",
        ja="{inputs} での勾配は {gradients} で、コンパスはその逆を指します。",
    ),
    "landscape.flat_here": Words(
        en="At {inputs} the gradient is {gradients}: the ground is level, and the compass points "
        "nowhere.",
        ja="{inputs} での勾配は {gradients} です。足元が平らなので、コンパスはどこも指しません。",
    ),
    "landscape.undefined_here": Words(
        en="At {inputs} {output} or its gradient is no finite number, so there is no compass.",
        ja="{inputs} では {output} か勾配が有限の数ではないので、コンパスはありません。",
    ),
    "landscape.in_space": Words(
        en="It is drawn as a surface in space.", ja="立体的な曲面として描いてあります。"
    ),
    "landscape.best_alone": Words(
        en="The best of {count} tried at random in this region has {output} = {value}.",
        ja="この範囲をでたらめに {count} 回試した中の最良は、{output} = {value} でした。",
    ),
    "landscape.nothing_found": Words(
        en="Of {count} tried at random in this region, none has a finite {output}.",
        ja="この範囲をでたらめに {count} 回試しましたが、{output} が有限の数になる点はありません"
        "でした。",
    ),
    "landscape.rate": Words(en="{method} (rate {rate})", ja="{method}（学習率 {rate}）"),
    "landscape.from_here": Words(
        en="from here: {method}, rate {rate}", ja="現在地から: {method}（学習率 {rate}）"
    ),
    "landscape.arrived": Words(en="where it arrives", ja="その終点"),
    "landscape.best_tried": Words(en="the best of those", ja="その中の最良"),
    "landscape.searched": Words(
        en="The best of {count} tried at random in the same region, with as many evaluations, has "
        "{output} = {value}.",
        ja="同じ範囲を同じ計算回数だけ、でたらめに探すと、{count} 点の中の最良は "
        "{output} = {value} でした。",
    ),
    # A question
    "predict.ask_value": Words(
        en="Forward: what is the value of {node} = {formula}?",
        ja="順伝播: {node} = {formula} の値はいくつでしょうか。",
    ),
    "predict.ask_gradient": Words(
        en="Backward through {node} = {formula}: what is ∂{output}/∂{operand}?",
        ja="逆伝播: {node} = {formula} を通って戻ります。∂{output}/∂{operand} はいくつでしょうか。",
    ),
    "predict.ask_part": Words(
        en="{operand} is used {uses} times. Backward through {node} = {formula}, way {use} of "
        "{uses}: what does this one way contribute to ∂{output}/∂{operand}?",
        ja="{operand} は {uses} か所で使われています。逆伝播の {use} 本目、{node} = {formula} "
        "を通る道です。この道だけで ∂{output}/∂{operand} に加わる分はいくつでしょうか。",
    ),
    "predict.ask_total": Words(
        en="{operand} is used {uses} times, and the last way back leads through "
        "{node} = {formula}. What is ∂{output}/∂{operand} in total?",
        ja="{operand} は {uses} か所で使われていて、{node} = {formula} を通る道が最後です。"
        "∂{output}/∂{operand} は全部でいくつでしょうか。",
    ),
    "predict.ask_array": Words(
        en="The answer is {form}, as nested lists.",
        ja="答えは、{form}です。[ ] を使ったリストで書いてください。",
    ),
    "predict.number": Words(en="a single number", ja="1 つの数"),
    "predict.array": Words(en="an array of the shape {shape}", ja="形が {shape} の配列"),
    "predict.hint_value": Words(
        en="{node} = {formula}: read {names} off the picture.",
        ja="{node} = {formula} です。{names} の値を図から読み取りましょう。",
    ),
    "predict.hint_constant": Words(
        en="{node} = {formula}: every number it needs stands in the formula.",
        ja="{node} = {formula} です。必要な数は、すべて式の中にあります。",
    ),
    "predict.hint_gradient": Words(
        en="Multiply two things: the upstream gradient ∂{output}/∂{node}, already in the "
        "picture, and the local derivative ∂{node}/∂{operand} of {node} = {formula}.",
        ja="2 つのものを掛けます。図にもう出ている上流の勾配 ∂{output}/∂{node} と、"
        "{node} = {formula} の局所微分 ∂{node}/∂{operand} です。",
    ),
    "predict.hint_part": Words(
        en="Multiply two things: the upstream gradient ∂{output}/∂{node}, already in the "
        "picture, and the local derivative of {node} = {formula} by this one use of {operand}.",
        ja="2 つのものを掛けます。図にもう出ている上流の勾配 ∂{output}/∂{node} と、"
        "{node} = {formula} を、この道の {operand} だけで微分した局所微分です。",
    ),
    "predict.hint_total": Words(
        en="Multiply the upstream gradient ∂{output}/∂{node} by the local derivative of "
        "{node} = {formula} by this use of {operand}, and add what has come back to {operand} "
        "before.",
        ja="{node} = {formula} を、この道の {operand} だけで微分した局所微分に、上流の勾配 ∂{output}/∂{node} を"
        "掛け、{operand} にそれまでに戻ってきた分を足します。",
    ),
    "predict.hint_not_finite": Words(
        en="Mind that the result may be no finite number; write nan or ∞ then.",
        ja="結果が有限の数になるとは限りません。その場合は nan や ∞ と書いてください。",
    ),
    "predict.right": Words(en="Right!", ja="正解です。"),
    "predict.read_as": Words(en="(Read as {form}.)", ja="（{form} と読みました。）"),
    "predict.not_yet": Words(en="Not yet.", ja="まだ正解ではありません。"),
    "predict.perhaps": Words(
        en="Not yet. One possible reason:",
        ja="まだ正解ではありません。考えられる理由を 1 つ挙げます。",
    ),
    "predict.wrong_other": Words(
        en="Take it one piece at a time.", ja="順を追って考えてみましょう。"
    ),
    "predict.wrong_entries": Words(
        en="{right} of {count} entries are right.",
        ja="{count} 個の要素のうち {right} 個は合っています。",
    ),
    "predict.wrong_shape": Words(
        en="Needed here is {wanted}; this is {given}.",
        ja="ここで答えるのは、{wanted}です。入力されたのは、{given}でした。",
    ),
    "predict.wrong_not_finite": Words(
        en="Here arithmetic leaves the finite numbers: is there a value at all, or an infinite "
        "one? Write nan or ∞.",
        ja="ここでは有限の数になりません。値がそもそもないのか、無限大なのか、考えてみましょう。"
        "答えは nan や ∞ と書いてください。",
    ),
    "predict.wrong_coincidence": Words(
        en="This formula happens to give the right number at these inputs, but not at others.",
        ja="この式は、いまの入力ではたまたま正しい数になりますが、ほかの入力では合いません。",
    ),
    "predict.wrong_flipped": Words(
        en="The size is right, but not the sign. Does the local derivative or the upstream "
        "gradient have a minus?",
        ja="大きさは合っていますが、符号が逆です。局所微分や上流の勾配にマイナスは"
        "付いていないでしょうか。",
    ),
    "predict.wrong_flipped_value": Words(
        en="The size is right, but not the sign.", ja="大きさは合っていますが、符号が逆です。"
    ),
    "predict.wrong_upstream": Words(
        en="That is {that_local} alone: the upstream gradient ∂{output}/∂{node} has been "
        "forgotten. Multiply by it.",
        ja="それは{that_local}だけの値です。上流の勾配 ∂{output}/∂{node} も掛けましょう。",
    ),
    "predict.wrong_local": Words(
        en="That is the upstream gradient alone, {that_upstream}: the local derivative{slope} has "
        "been forgotten. Multiply by it.",
        ja="それは上流の勾配 {that_upstream} だけの値です。局所微分{slope} も掛けましょう。",
    ),
    "predict.wrong_inner": Words(
        en="That is the outer derivative alone, {that_upstream}. By the chain rule it is "
        "multiplied by the inner derivative{slope}, the one of {node} = {formula}.",
        ja="それは外側の微分 {that_upstream} だけの値です。連鎖律では、さらに内側の微分{slope}、"
        "つまり {node} = {formula} の微分を掛けます。",
    ),
    "predict.wrong_swapped": Words(
        en="That comes of the local derivative by the other operand: the two of "
        "{node} = {formula} have been swapped. Which one is by {operand}?",
        ja="それは、もう一方の局所微分を掛けた値です。{node} = {formula} の 2 つの局所微分が"
        "入れ替わっています。{operand} で微分したのはどちらでしょうか。",
    ),
    "predict.wrong_power": Words(
        en="The rule of powers has two parts: the exponent comes down in front, and then is "
        "lowered by one. One of them is missing.",
        ja="べき乗の微分は 2 段階です。指数を前に下ろし、それから指数を 1 減らします。"
        "そのどちらかが抜けています。",
    ),
    "predict.wrong_undifferentiated": Words(
        en="The upstream gradient was multiplied by the value of {node} = {formula}. What is "
        "needed is its slope.",
        ja="上流の勾配に {node} = {formula} の値を掛けています。掛けるのは、値ではなく傾きです。",
    ),
    "predict.wrong_added": Words(
        en="The upstream gradient and the local derivative have been added. Along one way they "
        "are multiplied.",
        ja="上流の勾配と局所微分を足しています。1 本の道の上では、足すのではなく掛けます。",
    ),
    "predict.wrong_value": Words(
        en="That is a value of the forward pass. What is asked for is a gradient: how much "
        "{output} changes when {operand} does.",
        ja="それは順伝播の値です。問われているのは勾配、つまり {operand} を動かしたときに "
        "{output} がどれだけ変わるかです。",
    ),
    "predict.wrong_overwritten": Words(
        en="That is only a part of the sum. A new contribution does not overwrite what has come "
        "back before: all {uses} of them are added.",
        ja="それは和の一部だけです。新しく戻ってきた分で上書きするのではなく、{uses} 本の道の分を"
        "すべて足します。",
    ),
    "predict.wrong_early": Words(
        en="That comes of the local derivative times only a part of ∂{output}/∂{node}. {node} is "
        "used several times and has to wait: only the sum of all that comes back may go on.",
        ja="それは、∂{output}/∂{node} の一部だけに局所微分を掛けた値です。{node} は何度も使われている"
        "ので、戻ってくる分がすべてそろって和になるまで、先へは進めません。",
    ),
    "predict.wrong_multiplied": Words(
        en="The contributions have been multiplied. What comes back along different ways is added.",
        ja="戻ってきた分どうしを掛けています。別々の道から戻ってきた分は足します。",
    ),
    "predict.wrong_whole": Words(
        en="That includes what comes back along other ways. Here only this one way, through "
        "{node}, is asked for.",
        ja="それにはほかの道の分も入っています。ここで答えるのは、{node} を通るこの 1 本の道の分だけです。",
    ),
    "predict.wrong_order": Words(
        en="That is {detail}: the operands are the other way round.",
        ja="それは {detail} の値です。順序が逆になっています。",
    ),
    "predict.wrong_precedence": Words(
        en="That is {detail}: the operations have been done in another order. Follow the graph "
        "from left to right.",
        ja="それは {detail} の値です。計算の順序が違います。グラフを左から順にたどりましょう。",
    ),
    "predict.wrong_doubled": Words(
        en="That is the number times the exponent. A power multiplies the number by itself.",
        ja="それは指数を掛けた値です。べき乗では、指数を掛けるのではなく、同じ数どうしを掛けます。",
    ),
    "predict.wrong_unchanged": Words(
        en="That is the value of {detail}, before the operation.",
        ja="それは、この演算をする前の {detail} の値です。",
    ),
    "predict.wrong_operation": Words(
        en="That is {detail}. Which operation stands in the circle?",
        ja="それは {detail} の値です。丸の中の演算は何でしょうか。",
    ),
    "predict.wrong_rounded": Words(
        en="Nearly: that is close, but with too few digits. Give three digits.",
        ja="惜しいです。近い値ですが、桁数が足りません。有効数字 3 桁で答えてください。",
    ),
    "predict.in_last": Words(
        en="Before, {before} had come back. The rest, {rest}, is for the last part, which comes "
        "through {node}. About that part: {why}",
        ja="これより前に戻ってきた分は {before} です。残りの {rest} が、{node} を通る最後の分に"
        "あたります。この分について: {why}",
    ),
    "predict.in_alone": Words(
        en="What had come back before, {before}, is missing; this can only be the last part, which "
        "comes through {node}. About that part: {why}",
        ja="これより前に戻ってきた {before} が足されておらず、{node} を通る最後の分だけになっています。"
        "この分について: {why}",
    ),
    "predict.local_derivative": Words(en="the local derivative", ja="局所微分"),
    # The question on the screen
    "predict.then": Words(
        en="This shows once the answer to the question above is there.",
        ja="上の問題の答えが出ると、ここに表示されます。",
    ),
    "predict.anyway": Words(en="Show it anyway", ja="答えずに見る"),
    "predict.answer": Words(en="your answer", ja="あなたの答え"),
    "predict.placeholder": Words(en="a number or a formula", ja="数または式"),
    "predict.check": Words(en="Check", ja="答え合わせ"),
    "predict.hint": Words(en="Hint", ja="ヒント"),
    "predict.show": Words(en="Show the answer", ja="答えを見る"),
    "predict.next": Words(en="Next question", ja="次の問題"),
    "predict.progress": Words(en="Question {number} of {count}", ja="問題 {number}/{count}"),
    "predict.finished": Words(
        en="That was the last question. Right in the end: {right} of {count}.",
        ja="問題は以上です。{count} 問中 {right} 問に正解しました。",
    ),
    "predict.empty": Words(
        en="Type an answer first: a number or a formula.",
        ja="まず、数か式で答えを入力してください。",
    ),
    "predict.unreadable": Words(
        en="This cannot be read, and does not count as an attempt:",
        ja="次のところが読み取れませんでした。解答の回数には数えません。",
    ),
    # The explorer
    "explore.title": Words(en="The walk through {output}", ja="{output} の計算グラフをたどる"),
    "explore.step": Words(en="step", ja="ステップ"),
    "explore.first": Words(en="first step", ja="最初のステップ"),
    "explore.previous": Words(en="previous step", ja="前のステップ"),
    "explore.next": Words(en="next step", ja="次のステップ"),
    "explore.last": Words(en="last step", ja="最後のステップ"),
    "explore.play": Words(en="play the steps", ja="ステップを再生"),
    "explore.value_of": Words(en="value of {name}", ja="{name} の値"),
    "explore.more": Words(
        en="show more inputs ({count} left)", ja="ほかの入力も表示（残り {count}）"
    ),
    "explore.slider_of": Words(en="slider for {name}", ja="{name} のスライダー"),
    "explore.bad_value": Words(
        en="“{text}” is not a finite number: {name} stays at {value}.",
        ja="「{text}」は有限の数ではありません。{name} は {value} のままです。",
    ),
    "explore.bad_array": Words(
        en="“{text}” is not a list of numbers of the same shape: {name} stays at {value}.",
        ja="「{text}」は同じ形の数のリストではありません。{name} は {value} のままです。",
    ),
    "explore.check": Words(
        en="Check: three ways to the same gradients", ja="検算: 3 通りの方法で同じ勾配を求める"
    ),
    "explore.explorer": Words(en="Explorer of {output}", ja="{output} のエクスプローラー"),
    "explore.toolbar": Words(en="Steps and view", ja="ステップと表示"),
    "explore.picture": Words(en="Computational graph", ja="計算グラフ"),
    "explore.formula": Words(en="Chain rule", ja="連鎖律"),
    "explore.speed": Words(en="speed of playing", ja="再生の速さ"),
    "explore.reset": Words(
        en="all inputs back to their opening values", ja="入力をすべて最初の値に戻す"
    ),
    "explore.ghosts": Words(en="compare with the opening values", ja="最初の値と比べる"),
    "explore.smaller": Words(en="smaller picture", ja="図を小さく"),
    "explore.larger": Words(en="larger picture", ja="図を大きく"),
    "explore.language": Words(en="language", ja="言語"),
    "explore.theme": Words(en="theme", ja="配色"),
    "explore.theme_auto": Words(en="theme: automatic", ja="配色: 自動"),
    "explore.theme_own": Words(en="own theme", ja="独自の配色"),
    "explore.theme_light": Words(en="light", ja="明るい"),
    "explore.theme_dark": Words(en="dark", ja="暗い"),
    "explore.theme_print": Words(en="print", ja="印刷用"),
    "explore.theme_colorblind": Words(en="colour-blind", ja="色覚対応"),
    "explore.download": Words(en="download …", ja="保存 …"),
    "explore.svg": Words(en="download this step as SVG", ja="このステップを SVG で保存"),
    "explore.png": Words(en="download this step as PNG", ja="このステップを PNG で保存"),
    "explore.all_svg": Words(
        en="download all steps as SVG, in a ZIP file", ja="全ステップを SVG で保存（ZIP）"
    ),
    "explore.all_png": Words(
        en="download all steps as PNG, in a ZIP file", ja="全ステップを PNG で保存（ZIP）"
    ),
    "explore.numbers": Words(en="All numbers of this step", ja="このステップのすべての数値"),
    "explore.column_name": Words(en="name", ja="名前"),
    "explore.column_value": Words(en="value", ja="値"),
    "explore.column_gradient": Words(en="gradient ∂", ja="勾配 ∂"),
    "explore.node_label": Words(en="{name}: value and gradient", ja="{name} の値と勾配"),
    "explore.edge_label": Words(
        en="from {node} back to {operand}: the contribution of this way",
        ja="{node} から {operand} へ戻る道の分",
    ),
    "explore.upstream_from": Words(
        en="The upstream gradient was found at:", ja="上流の勾配を求めたステップ:"
    ),
    "explore.this_step": Words(en="this way is step {step}", ja="この道はステップ {step}"),
    "explore.go_to_step": Words(en="go to step {step}", ja="ステップ {step} へ"),
    "explore.locals": Words(en="Local derivatives of this operation:", ja="この演算の局所微分:"),
    "explore.close": Words(en="close the explanation", ja="説明を閉じる"),
    "explore.nudge_up": Words(en="nudge this value up by ε", ja="この値を ε だけ増やす"),
    "explore.nudge_down": Words(en="nudge this value down by ε", ja="この値を ε だけ減らす"),
    "explore.nudge_hint": Words(
        en="Nudge this value a little: what does the output really do?",
        ja="この値を少し動かすと、出力は実際にどう変わるでしょうか。",
    ),
    "explore.nudge_result": Words(
        en="{name} moved by ε = {epsilon}: {output} goes from {before} to {after}, "
        "a change of {real}. Gradient · ε = {predicted}.",
        ja="{name} を ε = {epsilon} だけ動かすと、{output} {before} から {after} へ、"
        "{real} だけ変わります。勾配 · ε = {predicted} です。",
    ),
    "explore.nudge_each": Words(
        en="Every entry of {name} moved by ε = {epsilon}: {output} goes from {before} to {after}, "
        "a change of {real}. The sum of the gradient · ε = {predicted}.",
        ja="{name} のすべての要素を ε = {epsilon} だけ動かすと、{output} {before} から {after} へ、"
        "{real} だけ変わります。勾配の要素の和 · ε = {predicted} です。",
    ),
    "explore.nudge_output": Words(en="{name}", ja="{name} は"),
    "explore.nudge_sum": Words(en="the sum of {name}", ja="{name} の要素の和は"),
}
