"""What an error says of a SymPy expression, a function or an expression of variables."""

TEXTS = {
    # Sources that are no text
    "typed.no_function": "関数が定義されていません。def f(x): return x * np.tanh(x) のように書いてください。",
    "typed.not_here": "Python の関数を実行するのは、ブラウザーのプレイグラウンドだけです。",
    "typed.python": "Python のエラー: {said}",
    "source.kind": (
        "{kind} から計算グラフは作れません。文字列の式、SymPy の式、Python の関数、変数の式の"
        "どれかを渡してください。"
    ),
    "source.returned": "関数が {kind} を返しました。引数から作った式を 1 つ返してください。",
    "source.other": (
        "この関数は、変数に対しては数に対するものと別の計算をします。{at} で呼ぶと {called} ですが、"
        "変数でたどると {traced} になります。引数が何かを isinstance、type、hasattr、np.isscalar、"
        "str などで調べているなら、その分岐をなくしてください。"
    ),
    "source.signature": "{function} の引数が分かりません。lambda x: f(x) のように包んでください。",
    "source.starred": (
        "引数 *{name} では、入力がいくつあるか決まりません。1 つずつ名前を付けてください。"
    ),
    "source.sympy": (
        "SymPy の {name}（{where} の中）に当たる演算がありません。使えるのは + - * / **, {known} "
        "です。"
    ),
    "source.complex": "SymPy の {name} は実数ではありません。計算グラフで使えるのは実数だけです。",
    "graph.shapes": "この式は次の形についてのものです: {shapes}",
    "graph.lost_shape": (
        "要素のない配列（形は {shape}）は {written}（形は {other}）と書かれています。"
    ),
    "source.real": "{value} は式の中で使えません。実数、実数の配列、変数のどれかを使ってください。",
    "source.no_variable": 'variables("x w") のように、変数の名前を 1 つ以上書いてください。',
    "source.operands": "{name} の引数は {arity} 個ですが、{count} 個あります。",
    "source.keyword": "{name} に渡せるのは演算の対象だけで、{option}= は使えません。",
    "source.whole_numbers": "{name} の {option} には 0 や (0, 1) のような整数を渡してください。",
    "source.index": (
        "要素は x[0]、x[:, 1:]、x[[0, 2]] のように、整数、スライス、整数のリストで取り出してください。"
    ),
    "source.call": "{name} は {form} のように呼び出してください。",
    "source.no_larger": "ライブラリに {name} という関数はありません。あるのは {known} です。",
    "source.needs": "{name}: {given} は受け取れません（{needs}）。",
    "source.truth": "{name} の {option} には、真偽値ではなく数を渡してください。",
    "source.option": "{name} の {option} には 1 つの数を渡してください。",
    "source.whole": "{name} は配列全体に働くので、{output} は SymPy の式にできません。",
    "source.product": "数は行列ではありません。数との積は 2*x のように書いてください。",
    "source.shapes": "{name} では、形が {shapes} の配列の大きさが合いません。",
    "source.untraced": (
        "{name} は計算グラフにできません。変数は 1 つの数、または形の決まっていない配列を表し、"
        "そのような演算はないからです。{remedy}"
    ),
    "remedy.known": "使えるのは {known} です。",
    "remedy.sum": "全要素の和は np.sum(x)、一部の和は a + b + c と書いてください。",
    "remedy.mean": "np.mean(x) と書いてください。",
    "remedy.product": "要素ごとに変数を用意して、a*b*c と書いてください。",
    "remedy.matrix": "ベクトルや行列の積は a @ b、転置は .T で書いてください。",
    "remedy.norm": "np.linalg.norm(x) か np.sqrt(np.sum(x**2)) と書いてください。",
    "remedy.spread": "標準偏差は np.sqrt(np.var(x)) と書いてください。",
    "remedy.greatest": "np.max(x)（必要なら axis を付けて）か np.maximum(a, b) と書いてください。",
    "remedy.least": "np.min(x)（必要なら axis を付けて）か np.minimum(a, b) と書いてください。",
    "remedy.clip": (
        "np.clip(x, low, high) と書いてください。low と high は数か変数で、ほかの引数は使えません。"
    ),
    "remedy.compare": (
        "値はまだ決まっていません。np.where(x > 0, a, b)、np.ma"
        "ximum、np.minimum、np.abs、bv.relu を使ってください"
        "。"
    ),
    "remedy.round": "丸めと余りは勾配が流れないので、演算にはありません。",
    "remedy.entries": (
        "x[0]、x[:, 1:]、x.reshape(2, 3)、x.T、np.stack、np.concatenate が使えます。x.shape は、"
        "bv.graph(f, like=dict(x=(3,))) のように形を与えると使えます。"
    ),
    "remedy.store": "y += x ではなく y = y + x のように、新しい値を作ってください。",
    "remedy.walk": (
        "値と勾配は、bv.graph(x**2).walk(x=3).gradients のように計算した後で得られます。"
    ),
    "source.entries": (
        "変数は数にも任意の形の配列にもなるので、長さはまだ決まっておらず、要素を順に取り"
        "出すことはできません。x[0]、x[1]、x[2] のように要素を取り出すか、"
        "bv.graph(f, like=dict(x=(3,))) のように形を与えてください。"
    ),
    "source.no_entries": "数（形 ()）には、数えたり順に取り出したりする要素がありません。",
    "source.operation": "{what}（{formula}、{operands}）",
    "like.function": (
        "like= は、引数の形を調べる Python の関数のためのものです。テキストでは "
        "x = [1, 2]; x**2 のように値を書いてください。"
    ),
    "like.form": (
        "like= には、like=dict(x=(3,)) のように名前ごとの形か値、または like=((3,), 2.0) のように"
        "引数（{names}）の順のタプルを渡してください。{given} は使えません。"
    ),
    "like.unknown": "like= に {names} がありますが、関数の引数は {known} です。",
    "like.twice": "like= に同じ引数が 2 回あります。1 つの引数に 1 つだけ書いてください。",
    "like.size": "like= の {name} は {given} ですが、形は 0 以上の整数で書いてください。",
    "like.value": (
        "like= の {name} は {given} ですが、(3,) のような形か、実数か、配列が必要です。"
    ),
    "source.einsum": "np.einsum({given}, ...) は計算グラフにできません。{why}",
    "einsum.letters": (
        "最初の引数には 'ij,jk->ik' のように軸ごとに 1 文字を書いてください。"
        "結果に書けるのは、演算の対象にある文字を 1 回ずつです。"
    ),
    "einsum.count": "文字の並びは、演算の対象 1 つにつき 1 つ書いてください。",
    "einsum.axes": "{letters} は軸の数が文字の数と同じ配列のもので、形 {shape} の配列には使えません。",
    "einsum.unknown": (
        "軸の数が決まっている必要があるので、bv.graph(f, like=dict(x=(2, 3))) のように形を与えてください。"
        "a @ b なら、形がなくても書けます。"
    ),
    "einsum.ellipsis": "... の代わりに、軸ごとに 1 文字を書いてください。",
    "einsum.many": "2 つずつの einsum に分けて書いてください。",
    "einsum.diagonal": (
        "1 つの配列に同じ文字を 2 回書くと対角成分になりますが、その演算はありません。"
    ),
    "source.array": (
        "式は配列を表すこともあるので、配列やリストの要素にして計算することはできません。"
        "np.sum([a, 2*a]) の代わりに a + 2*a のように書き下し、NumPy の関数は 1 つの式に対して、"
        "マスクされた配列なしで使ってください。"
    ),
    "source.in_place": (
        "+= のような演算子は、配列をその場で書き換えます。ここで使われている値は同じ配列を指しているので、"
        "配列であれば値が変わっているはずですが、数であれば変わりません。y += x ではなく y = y + x のように"
        "新しい値を作るか、数であることを bv.graph(f, like=dict(x=2)) のように示してください。"
    ),
    "source.block": "ブロック `{name}` が、自分の結果から作られたものを必要としています。その前でブロックを終えてください。",
    "source.no_block": "`{name}` という名前のブロックはありません。あるのは {names} です",
    "source.no_blocks": (
        "`{name}` という名前のブロックはありません。このグラフにはブロックがないためです。ブロックになるのは、"
        "テキストで定義した関数、ライブラリの関数、`block` の付いた関数の呼び出しです。"
    ),
    "source.condition": "比較の結果は数ではありません。(x > 0) * a は np.where(x > 0, a, 0) と書いてください。",
    "source.swapaxes": (
        "np.swapaxes で入れ替えられるのは最後の 2 つの軸（-2 と -1）です。ほかの軸は、np.transpose(x, (1, 0, 2)) の"
        "ように軸をすべて書いてください。"
    ),
    "source.branch": (
        "まだ決まっていない値で分岐したり、それを比べたりすることはできません。代わりに maximum、"
        "minimum、relu、abs を使ってください。"
    ),
    "source.operator": (
        "演算子 {operator} は使えません。使えるのは + - * / @ ** と、"
        "np.exp や np.maximum のような関数です。"
    ),
    "source.rounded": (
        "まだ決まっていない値は丸められません。丸めには勾配も流れません。"
        "計算した後の数を丸めてください。"
    ),
    "source.digits": (
        "まだ決まっていない値は、書式 {spec} では表せません。walk.values['x'] のように、"
        "計算した後の値を表示してください。"
    ),
    "source.called": (
        "式は関数ではないので呼び出せません。積なら、a*(b + c) のように * を書いてください。"
    ),
    "source.library": (
        "{library} は、計算グラフを作っている途中の値を扱えません。このパッケージか NumPy の関数"
        "（bv.exp、np.exp）を使い、数は NumPy の配列か float で渡してください。"
    ),
    "source.torch": (
        "PyTorch は、計算グラフを作っている途中の値を扱えません。モデルは bv.graph(f, like=(x,)) のように例を与えて"
        "読み込みます。または、このパッケージか NumPy の関数（bv.exp、np.exp）を使い、数は NumPy の配列か float で"
        "渡してください。"
    ),
    "source.pickled": (
        "式は pickle で保存できません。代わりに str(bv.graph(x)) で文字列の"
        "式にして保存してください。bv.graph で読み込めます。"
    ),
    "source.traced": (
        "計算グラフを作っている間、値はまだ数ではありません。math モジュールの関数ではなく、"
        "このパッケージか NumPy の関数（bv.exp、np.exp）を使ってください。"
        "int() と float() は使えません。数の配列に入れることもできません。"
    ),
    "source.recursion": (
        "関数が自分自身を終わりなく、または深すぎるところまで呼び出しています。"
        "値はまだ決まっていないので、値の条件では止められません。"
        "回数の決まったループを使ってください。"
    ),
    "source.failed": (
        "関数を計算グラフにできません（{kind}: {error}）。引数はまだ決まっていない数や配列を表し、"
        "使えるのは + - * / @ ** と、np.exp や bv.relu のような関数です。"
    ),
    "real.too_large": (
        "{value} は、64 ビット浮動小数点数に収まらない大きさです。いちばん大きい数は、"
        "およそ 1.8e308 です。"
    ),
    "real.masked": (
        "マスクされた配列は、マスクが失われるので、式の中で使えません。"
        "array.filled(0) で値を入れるか、array.compressed() でマスクされた要素を除いてください。"
    ),
    "real.array_like": (
        "{kind} は、そのままでは式の中で使えません。np.asarray(...) などで NumPy の"
        "配列にしてください。"
    ),
    "source.two_symbols": (
        "{name} という名前の、別々のシンボルが 2 つあります。片方に別の名前を付けてください。"
    ),
    "source.parameter_names": (
        'パラメータは、"w b" のような文字列かリストで、名前を指定します。'
        "{given} では指定できません。"
    ),
    "source.parameters": (
        "{names} は入力ではないので、パラメータにできません（この式の入力: {inputs}）。"
    ),
    "source.terms": "{output} を書き下すと {limit} 項を超えるので、SymPy では微分できません。",
    "source.no_derivative": "SymPy では {output} を微分できません。",
    # In a notebook
    "error.in_cell": "セルの {number} 行目",
    "error.in_file": "{file} の {number} 行目",
}
