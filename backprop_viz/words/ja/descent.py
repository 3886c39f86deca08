"""What a descent and a landscape say."""

TEXTS = {
    # A descent
    "descent.plain": "勾配降下法",
    "descent.momentum": "モーメンタム法",
    "descent.adam": "Adam",
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
        "{steps} 回のうち {step} 回更新したところで中断されました。ここまでの軌跡は次のとおりです。"
    ),
    "descent.full": (
        "{steps} 回のうち {step} 回目で止めました。"
        "1 本の軌跡に使える {room} MB がいっぱいになったからです。続けるには、"
        "最後の地点から新しい軌跡を始めてください。"
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
    "landscape.search_panel": "ランダム探索: 計算 {count} 回",
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
        "この範囲をランダムに {count} 回試した中の最良は、{output} = {value} でした。"
    ),
    "landscape.nothing_found": (
        "この範囲をランダムに {count} 回試しましたが、{output} が有限の数になる点はありません"
        "でした。"
    ),
    "landscape.rate": "{method}（学習率 {rate}）",
    "landscape.from_here": "現在地から: {method}（学習率 {rate}）",
    "landscape.arrived": "その終点",
    "landscape.best_tried": "その中の最良",
    "landscape.searched": (
        "同じ範囲を同じ計算回数だけランダムに探すと、{count} 点の中の最良は "
        "{output} = {value} でした。"
    ),
}
