"""What an error says of a walk, a descent, a landscape or a question."""

TEXTS = {
    # Inputs
    "inputs.nothing": "なし",
    "inputs.twice": "入力 {name} が 2 回与えられています。",
    "inputs.both": "入力 {name} が 2 回与えられています（辞書では {one}、キーワード引数では {other}）。",
    "inputs.missing": "入力 {missing} がありません（この式の入力: {inputs}）。",
    "inputs.unknown": "{unknown} という入力は、この式にありません（この式の入力: {inputs}）。",
    "inputs.missing_and_unknown": (
        "入力 {missing} がありません。また、{unknown} という入力は、この式にありません"
        "（この式の入力: {inputs}）。"
    ),
    "inputs.number": "入力 {name} が {value} になっています。実数か配列を与えてください。",
    "inputs.raised": "{what} x^T はべき乗です。転置は x.T と書いてください。",
    "inputs.of_number": (
        "入力 {name} が、形 {shape} の配列になっています。このグラフは 1 つの数（形 ()）についてのもの"
        "なので、数を 1 つ与えてください。"
    ),
    "inputs.of_shape": (
        "入力 {name} の形は {shape} ですが、このグラフは形 {wanted} についてのものです。関数がその形を"
        "調べたからです。別の形には、like= にその形を渡して、別のグラフを作ってください。"
    ),
    "inputs.by_name": "入力は x=2 のように、または辞書で、名前を付けて与えます。{given} は使えません。",
    "inputs.ranges_by_name": "範囲は、名前を付けて辞書で与えます。{given} は使えません。",
    "inputs.names": "{given} は入力の名前ではありません。名前は文字列かリストで書きます。",
    "inputs.because": "入力 {name}: {why}",
    "inputs.other_graph": (
        "2 つの walk のグラフが違います。一方は {one}、もう一方は {other} です。"
    ),
    "inputs.other_shape": (
        "入力 {name} が、一方の walk では{one}、もう一方では{other}になっています。"
    ),
    "shape.axis": "{node}: 形 {shape} の配列に軸 {axis} はありません。{known} のどれかを書いてください。",
    "shape.no_axes": "{node}: 数（形 ()）には軸がないので、軸 {axis} もありません。",
    "shape.no_matrix": (
        "{node}: 最後の 2 つの軸を入れ替えるには軸が 2 つ以上必要ですが、形は {shape} です。"
    ),
    "shape.dot": (
        "{node}: dot はベクトルと行列の積です。形 {shape} の配列では軸の順序が行列積と変わるため、使えません。"
        "行列ごとの積なら a @ b、そのほかは np.einsum と書いてください。"
    ),
    "shape.empty": "{node}: 最大値や平均をとる要素がありません（形は {shape} です）。",
    "shape.index": "{node}: 添え字が形 {shape} の配列の範囲を超えているか、軸の数より多く書かれています。",
    "shape.reshape": "{node}: 形 {shape} の {count} 個の要素は {goal} の形に並べられません。要素数が同じ形を書くか、1 つの大きさを −1 にしてください。",
    "shape.order": "{node}: 形 {shape} の配列には軸が {count} 個あります。{axes} ではなく、それぞれの軸を 1 回ずつ書いてください。",
    "shape.stretch": "{node}: 形 {shape} の配列は {goal} に引き伸ばせません。伸ばせるのは大きさ 1 の軸だけです。",
    "shape.join_number": "{node}: 数には、つなげる軸がありません。数をまとめるには stack(a, b) と書いてください。",
    "shape.join": "{node}: {shape} と {other} は軸 {axis} でつなげられません。ほかの大きさは等しくなければなりません。",
    "shape.stack": "{node}: 積み重ねられる（stack）のは同じ形の配列だけです。",
    "shape.labels": "{node}: 形 {shape} のラベルは形 {scores} のスコアに合いません。スコアの行ごとに 1 つのラベルか、同じ形の確率を書いてください。",
    "shape.unlike": "{name}: {given} のうち {off} の形がほかと合いません。受け取る形は {asked} です。",
    "shape.windows": (
        "{node}: 大きさ {size} の窓は形 {shape} の配列に収まりません。窓は最後の 2 つの軸の上を動き、"
        "歩幅は 1 以上、余白は 0 以上です。"
    ),
    "inputs.operation": "{what}（{node} = {formula}、{operands}）",
    "inputs.condition": (
        "{name} は True と False の配列で、足し算に使われています。そのままでは 1 と 0 として足されます。足すマスクは "
        "np.where({name}, 0, -np.inf)、数として使うなら 1.0*{name} と書いてください。"
    ),
    "inputs.in_block": "{given} を渡した {block} の中で: {what}",
    "inputs.instead": "軸が {count} 個の配列には {instead} を使ってください。{what}",
    "inputs.turned": "{what} {form} と書くと形は合います。",
    "inputs.at": "{what}\n{line}\n{caret}",
    "inputs.shapes": "{node} では、形が {others} の配列と {last} の配列の大きさが合いません。",
    "inputs.misfit": "これらの形の配列は大きさが合いません: {shapes}",
    "inputs.size": (
        "{node} では、形が {shapes} の配列から、要素が {count} 個の配列ができます。"
        "計算できるのは {most} 個までです。"
    ),
    "inputs.memory": (
        "この大きさの配列にはメモリーが足りません。すべての値と勾配を保存するからです"
        "（配列の形を広げるときは {most} 個まで）。"
    ),
    "inputs.slider": (
        "{name} = {value} となっています。スライダーは（値, 最小, 最大, 刻み）で指定します。"
    ),
    "inputs.slider_order": (
        "{name} = {value} となっています。最小 ≤ 値 ≤ 最大、刻み > 0 でなければなりません。"
    ),
    "inputs.slider_finite": (
        "{name} = {value} となっています。スライダーの最初の値は、有限の数にしてください。"
    ),
    # Arithmetic that leaves the numbers
    "domain.value": "{given} のとき、{node} = {formula} は {value} になります。",
    "domain.gradient": (
        "{given} のとき、{node} = {formula} から {operand} に勾配 {value} が流れます。"
    ),
    "domain.because": "{what}理由: {why}",
    # A descent, its data and its landscape
    "descend.rate": "学習率が {rate} になっています。正の数を指定してください。",
    "descend.no_data": "バッチはデータから取り出すものですが、データが与えられていません。",
    "descend.nothing_moves": (
        "動かすパラメータがありません。計算グラフを作るときか、ここで、parameters=[{names}] "
        "のように指定してください。parameters='all' とすれば、すべての入力が動きます。"
    ),
    "descend.columns": (
        "{names} はデータの列なので、パラメータとして動かすことはできません"
        "（動かせる入力: {inputs}）。"
    ),
    "descend.no_inputs": (
        "{names} は入力ではないので、パラメータにできません（動かせる入力: {inputs}）。"
    ),
    "descend.at_least": "{name} が {number} になっています。{low} 以上の整数を指定してください。",
    "descend.between": (
        "{name} が {number} になっています。{low} から {high} までの整数を指定してください。"
    ),
    "data.both": "{names} が、入力とデータの両方で与えられています。",
    "data.column": "{name} のデータが {column} になっています。数のリストを 1 つ与えてください。",
    "data.empty": "データが 1 個もありません。",
    "data.lengths": (
        "データの個数がそろっていません（{lengths}）。どのデータにも、それぞれの数が必要です。"
    ),
    "data.arrays": (
        "{names} が配列になっています。データを使うときは、ほかの入力をどれも 1 つの数にします。"
    ),
    "data.array_inside": "式の中に配列があると、データ 1 個ごとのコストが 1 つの数に決まりません。",
    "landscape.path": "一緒に描けるのは、同じ式と同じデータで求めた軌跡だけです。",
    "landscape.range": (
        "{name} の範囲が {low} から {high} までになっています。小さいほうの端、大きいほうの端の順に"
        "指定してください。範囲を指定できるのは {names} です。"
    ),
    "landscape.pair": (
        "範囲は (-1, 5) のような 2 つの数で指定します。{name} には {value} が指定されています。"
    ),
    "landscape.no_path": (
        "path には bv.descend で作った軌跡か、そのリストを指定します。{value} は使えません。"
    ),
    "landscape.over_data": (
        "スライダーの下の地形で使うデータは 1 個ですが、この軌跡は多くのデータで求めたものです。"
        "bv.landscape(path) なら描けます。"
    ),
    "landscape.search": "ランダムに探すには、計算回数を合わせる軌跡（path）か、試す回数が必要です。",
    "landscape.nothing": "なし",
    "landscape.names": (
        "地形は、1 つの数である入力を 1 個か 2 個選んで描きます（選べる入力: {can}）。"
        "{wrong} は選べません。"
    ),
    "landscape.count": (
        "地形は、1 つの数である入力を 1 個か 2 個選んで描きます（選べる入力: {can}）。"
        "{count} 個は選べません。"
    ),
    # A path that ended
    "path.step": "ステップ {step} はありません。この軌跡にあるのは 0 から {last} までです。",
    "path.grew": (
        "ステップ {step} はありません。コストが際限なく大きくなったので、この軌跡はステップ {last} で"
        "止まりました。"
    ),
    "path.fell": (
        "ステップ {step} はありません。コストが際限なく小さくなったので、この軌跡はステップ {last} で"
        "止まりました。"
    ),
    "path.undefined": (
        "ステップ {step} はありません。コストか勾配が有限の数でなくなったので、"
        "この軌跡はステップ {last} で止まりました。"
    ),
    "path.interrupted": "ステップ {step} はありません。この軌跡はステップ {last} で中断されました。",
    "path.full": (
        "ステップ {step} はありません。これ以上の地点はメモリーに入りきらないので、"
        "この軌跡はステップ {last} で止まりました。"
    ),
    "path.settled": (
        "ステップ {step} はありません。ステップ {last} より後は何も変わらないので、"
        "この軌跡はそこまでです。"
    ),
    # A question
    "question.graph": "計算グラフだけのステップ",
    "question.seed": "値がいつも 1 になる、逆伝播の最初のステップ",
    "question.port": "開いたブロックから勾配がそのまま出るステップ",
    "question.nothing": (
        "ステップ {step} は、{what}です。ほかにも、問題にできるステップはありません。"
    ),
    "question.nearest": (
        "ステップ {step} は、{what}なので、問題にできません。ステップ {nearest} を選んでください。"
    ),
    "question.walk": (
        "問題にできるのは、bv.graph(...).walk(...) の結果か、answer= で答えを添えた文章です。"
        "{kind} は問題にできません。"
    ),
    "question.no_step": "問題にするステップが 1 つも指定されていません。",
    "question.one_step": "選択肢を付けられるのは、ステップが 1 つのときだけです。",
    "question.choices": "選択肢は 2 つ以上必要です。",
    "question.choice": "それは選択肢にありません。選択肢は {choices} です。",
    "question.no_right": "選択肢 {choices} の中に、正解がありません。",
    "question.not_among": "答え {answer} が選択肢にありません。",
    "question.not_number": (
        "選択肢がないときの答えは、数か、数が正しいかどうかを返す関数です。{answer} は使えません。"
    ),
}
