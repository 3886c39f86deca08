"""What an error says. Values, names and lists of them fill the slots; they need no translation."""

TEXTS = {
    # In a notebook
    "error.in_cell": "セルの {number} 行目",
    "error.in_file": "{file} の {number} 行目",
    # Names
    "names.kind": "名前は文字列で書きます。{kind} は使えません。",
    "names.control": "名前 {name} に制御文字 {character} が入っています。取り除いてください。",
    "names.empty": "名前が空です。",
    # A formula as text
    "parse.place": "{line} 行目、{column} 文字目: {message}",
    "parse.hint": "ヒント: {hint}",
    "parse.too_long": "式が {count} 文字あります。読めるのは {limit} 文字までです。",
    "parse.in_python": (
        "これほど大きな計算グラフは、Python で bv.variables と演算子を使って作りましょう。"
    ),
    "parse.unnamed": "名前を付けずに書けるのは、最後の行だけです。",
    "parse.name_it": "`t = ...` のように、この行に名前を付けましょう。",
    "parse.twice": "`{token}` が 2 回定義されています（最初は {first} 行目です）。",
    "parse.define_once": (
        "1 つの名前を定義できるのは 1 回だけです。新しい値は `{other}` と名付けましょう。"
    ),
    "parse.name_of_function": "`{token}` は関数の名前です。",
    "parse.other_name": "値には、`{other}` のような別の名前を付けましょう。",
    "parse.no_name": "`{token}` は名前として使えません。",
    "parse.begin_with_letter": "これは `{name}` と読まれます。名前は文字で始めましょう。",
    "parse.too_large": "この数は、64 ビット浮動小数点数に収まらない大きさです。",
    "parse.largest": "いちばん大きい数は、およそ 1.8e308 です。",
    "parse.in_itself": "`{token}` が、それ自身の定義の中で使われています。",
    "parse.name_result": "結果には、`{other}` のような別の名前を付けましょう。",
    "parse.too_early": "`{token}` が、定義される（{defined} 行目）より前に使われています。",
    "parse.move_up": "定義を、これより上に移しましょう。",
    "parse.function": "`{token}` は関数です。",
    "parse.call_it": "`{form}` のように、引数を付けて呼び出しましょう。",
    "parse.no_function": "`{token}` という関数はありません。",
    "parse.did_you_mean": "`{close}` のことでしょうか。",
    "parse.option_number": "`{token}` の {options} には数を書いてください。",
    "parse.operand": "`{token}` の引数は 1 個ですが、{count} 個あります。",
    "parse.operands": "`{token}` の引数は {arity} 個ですが、{count} 個あります。",
    "parse.write": "`{form}` と書きましょう。",
    "parse.alike": "`{token}` は `{first}` と同じに見えますが、別の文字で書かれています。",
    "parse.tell_apart": (
        "同じものなら同じ文字で書き、違うものなら `{other}` のような別の名前を付けましょう。"
    ),
    "parse.name_here": "ここには名前が入ります。",
    "parse.declare": (
        "`const k = 3`、`param w = 3`、`input x = 3` のように 1 行に 1 つずつ書くか、"
        "`input x, y` のように値を付けずに名前を並べましょう。"
    ),
    "parse.no_value": "定数 `{token}` の値がありません。",
    "parse.not_fixed": (
        "ここの `{token}` は数ではありません。宣言の値には、決まった数だけを書けます。"
    ),
    "parse.bars": "どの縦線 | | が組になるのか分かりません。",
    "parse.call_abs": "x の絶対値は `abs(x)` と書きましょう。",
    "parse.root": "根号 √ がどこまでかかるのか分かりません。",
    "parse.call_root": "根号の中にあるものを、すべて `sqrt(...)` に入れましょう。",
    "parse.raised": "`{token}` は、1 つの数や 1 つの文字の指数になっていません。",
    "parse.transpose": "`{token}` はべき乗ではありません。ここでは転置は使えません。",
    "parse.entry_by_entry": (
        "演算は要素ごとに行われます。べき乗なら、`x**2` のように `**` で書きましょう。"
    ),
    "parse.power_of_function": "`{token}`: 関数名にじかに指数は付けられません。",
    "parse.inverse": "逆関数なら `{inverse}`、逆数なら `{form}` と書きましょう。",
    "parse.functions": "使える関数は {known} です。積なら `{token}*(...)` と書きます。",
    "parse.not_here": "`{token}` はここでは使えません。",
    "parse.functions_here": "使える関数は {known} です。",
    "parse.otherwise": "`{token}` は、ここの `{name}` とは意味が違います。",
    "parse.without_library": (
        "ここの `{name}` でよければ、ライブラリーの名前を付けずに書きましょう。"
    ),
    "parse.no_points": (
        "名前の中に点は使えません。点を付けて書けるのは、`np.exp(x)` や `x.exp()` のような"
        "関数だけです。"
    ),
    "parse.write_out": (
        "演算は要素ごとに行われ、和やベクトル全体の演算はありません。`a1*b1 + a2*b2` のように"
        "書き下しましょう。"
    ),
    "parse.no_slope": "階段状の関数なので、傾きは 0 か、ないかです。使わずに書きましょう。",
    "parse.no_such": "ここで使える関数では書き表せません。使えるのは {known} です。",
    "parse.no_branch": (
        "式で場合分けはできません。`maximum`、`minimum`、`relu`、`abs` を使いましょう。"
    ),
    "parse.no_derivative": "もとの式を書きましょう。微分は、計算グラフをたどって求めます。",
    "parse.lists": "配列は、[1, 2] や [[1, 2], [3, 4]] のようなリストで書きましょう。",
    "parse.no_chance": "式の値は毎回同じでなければなりません。乱数は入力にしましょう。",
    "parse.no_comparison": (
        "比較はできません。使える演算子は + - * / **（または ^）で、`=` は 1 つの名前に値を"
        "付けるものです。"
    ),
    "parse.only_equals": "名前に値を付けるには、`y = 2*x` のように `=` を使います。",
    "parse.new_name": "1 つの名前を定義できるのは 1 回だけです。`{form}` と書きましょう。",
    "parse.no_operands": (
        "`=` の左に書けるのは 1 つの名前だけで、引数は付けません。`{form}` と書きましょう。"
    ),
    "parse.no_python": (
        "プログラムに書けるのは `y = 2*x` のような行だけです。Python の関数は、そのまま bv.graph に"
        "渡しましょう。"
    ),
    "parse.no_return": "最後の行が出力です。式だけを書きましょう。",
    "parse.other_root": "`x**(1/3)` のように、べき乗で書きましょう。",
    "parse.no_latex": "LaTeX は読めません。分数は `a/b`、根号は `sqrt(x)` のように書きましょう。",
    "parse.quotes": "引用符で囲む名前は、`` `a b` `` のように 2 つ目の引用符で終わります。",
    "parse.minus": "マイナスは `-` と書きましょう。",
    "parse.unseen": "目に見えない文字です。取り除きましょう。",
    "parse.plain": "ほかの文字の代わりをする文字です。`{plain}` と書きましょう。",
    "parse.entry": (
        "要素を取り出すことはできません。積なら丸かっこ ( ) を使い、要素には `x1` のような名前を"
        "付けましょう。"
    ),
    "parse.open": "かっこが閉じられていません。",
    "parse.open_bar": "縦線 | が閉じられていません。",
    "parse.close_it": "`{closing}` を書き足しましょう。",
    "parse.product": "積は、`{form}` のように `*` で書きます。",
    "parse.unclear_product": "どこまでが積なのか分かりません。`*` とかっこを使って書きましょう。",
    "parse.character": "ここで文字 {character} は使えません。",
    "parse.prime": "プライムは、`y'` のように名前のすぐ後ろに付けます。",
    "parse.parentheses": "丸かっこ ( ) を使いましょう。",
    "parse.operators": "使える演算子は + - * / **（または ^）です。",
    "parse.point": "小数点の隣には数字が必要です。",
    "parse.made_of": "式に書けるのは、名前、数、+ - * / ** ( ) と、exp(x) のような関数です。",
    "parse.token": "ここに `{token}` は書けません。",
    "parse.empty": "式が空です。",
    "parse.write_one": '"w*x + b" のような式を書きましょう。',
    "parse.short": "式が途中で終わっています。",
    "parse.go_on": "ここに名前か数が足りません。",
    "parse.closed": "開いていないかっこが閉じられています。",
    "parse.open_it": "取り除くか、前に `(` を書き足しましょう。",
    "parse.no_operator": "`{token}` の前に演算子がありません。",
    "parse.a_number": "数で書きましょう。True なら 1、False なら 0 です。",
    "parse.no_option": "関数に渡す値に名前は付けられません。オプションもありません。",
    "parse.option": "関数にオプションはありません。`{form}` と書きましょう。",
    "parse.call_or_product": "`{form}` と書きましょう。積なら `{product}` です。",
    "parse.one_point": "1 つの数に使える小数点は 1 つだけです。",
    "parse.no_remainder": (
        "余りは計算できません。5 % なら `5/100` と書きます。使える演算子は + - * / **（または ^）"
        "です。"
    ),
    "parse.whole_quotient": (
        "商の切り捨てはできません。コメントなら `#` で始めます。使える演算子は "
        "+ - * / **（または ^）です。"
    ),
    "parse.no_text": "引用符で囲んだものは数ではありません。取り除きましょう。",
    "parse.leave_out": "`{token}` を取り除きましょう。",
    "parse.lines": "定義は 1 行に 1 つずつ書くか、`;` で区切りましょう。",
    "parse.imaginary": "使えるのは実数だけです。積なら `{form}` と書きます。",
    "parse.raised_sign": (
        "`{sign}` と書きましょう。べき乗なら、`x**(-n)` のように `**` で書きます。"
    ),
    "parse.subscript": "添え字は、`x_1` のように名前の後ろに書きましょう。",
    "parse.latex": "LaTeX は読めません。`{plain}` と書きましょう。",
    "parse.makes_numbers": (
        "`x = {token}(2.0)` のように数かリストだけを囲めます。取り除きましょう。"
    ),
    "parse.equals": "`=` は 1 行に 1 回だけで、その左に書けるのは 1 つの名前だけです。",
    "parse.comma": "コンマは関数の引数を区切るものです。小数点にはピリオドを使います。",
    "parse.belongs": "ここには、名前か数か `(` が入ります。",
    # An answer
    "answer.kind": "{source} は、数でも数の配列でもありません。",
    "answer.too_long": "答えが {count} 文字あります。読めるのは {limit} 文字までです。",
    "answer.shorter": "もっと短い形で書けます。",
    "answer.unknown": "`{name}` は、このステップでは使えません。",
    "answer.names": "答えに使えるのは、数と {names} です。",
    "answer.no_names": "答えに使えるのは、数だけです。",
    "answer.list": "配列は、[1, 2] や [[1, 2], [3, 4]] のようなリストで書きましょう。",
    "answer.number": "リストの要素は数でなければなりません。",
    "answer.bracket": "この角かっこには、対応するものがありません。",
    "answer.entry": "この `{token}` の前に要素がありません。",
    "answer.open": "リストが閉じられていません。",
    "answer.ragged": "リストの長さがそろっていません。",
    # A value that is typed
    "entry.name": "`{name}` は数ではありません。",
    "entry.not_finite": "これを計算すると、有限の数ではなく {number} になります。",
    "entry.ask": "それでよければ、inf か nan と書きましょう。",
    "entry.empty": "何も書かれていません。",
    "entry.program": "値には、数を 1 つだけ書きます。",
    # Sources that are no text
    "source.kind": (
        "{kind} から計算グラフは作れません。文字列の式、SymPy の式、Python の関数、変数の式の"
        "どれかを渡してください。"
    ),
    "source.returned": "関数が {kind} を返しました。引数から作った式を 1 つ返してください。",
    "source.signature": "{function} の引数が分かりません。lambda x: f(x) のように包んでください。",
    "source.starred": (
        "引数 *{name} では、入力がいくつあるか決まりません。1 つずつ名前を付けてください。"
    ),
    "source.sympy": (
        "SymPy の {name}（{where} の中）に当たる演算がありません。使えるのは + - * / **, {known} "
        "です。"
    ),
    "source.complex": "SymPy の {name} は実数ではありません。計算グラフで使えるのは実数だけです。",
    "graph.lost_shape": (
        "要素のない配列（形は {shape}）は {written}（形は {other}）と書かれています。"
    ),
    "source.real": "{value} は式の中で使えません。実数、実数の配列、変数のどれかを使ってください。",
    "source.no_variable": 'variables("x w") のように、変数の名前を 1 つ以上書いてください。',
    "source.operands": "{name} の引数は {arity} 個ですが、{count} 個あります。",
    "source.keyword": "{name} に渡せるのは演算の対象だけで、{option}= は使えません。",
    "source.option": "{name} の {option} には 1 つの数を渡してください。",
    "source.shapes": "{name} では、形が {shapes} の配列の大きさが合いません。",
    "source.asked": (
        "{asked} は計算グラフにできません。変数は 1 つの数、または形の決まっていない配列を表し、"
        "演算はどれも要素ごとに行われるからです。{remedy}"
    ),
    "remedy.known": "使えるのは {known} です。",
    "remedy.sum": (
        "要素ごとに変数を用意して、a + b + c と書いてください（出力が配列のときは、要素の和の勾配が"
        "自動で求められます）。"
    ),
    "remedy.mean": "要素ごとに変数を用意して、(a + b + c)/3 と書いてください。",
    "remedy.product": "要素ごとに変数を用意して、a*b*c と書いてください。",
    "remedy.matrix": (
        "要素ごとに変数を用意して、行列の積を a*x + b*y のように * と + で書き下してください。"
    ),
    "remedy.norm": "要素ごとに変数を用意して、(a**2 + b**2)**0.5 と書いてください。",
    "remedy.spread": (
        "要素ごとに変数を用意して、m = (a + b)/2 と ((a - m)**2 + (b - m)**2)/2 のように書いて"
        "ください。"
    ),
    "remedy.greatest": (
        "要素ごとに変数を用意して、np.maximum(np.maximum(a, b), c) と書いてください。"
    ),
    "remedy.least": "要素ごとに変数を用意して、np.minimum(np.minimum(a, b), c) と書いてください。",
    "remedy.clip": (
        "np.clip(x, low, high) と書いてください。low と high は数か変数で、ほかの引数は使えません。"
    ),
    "remedy.compare": (
        "値がまだ決まっていないので、比べることもできません。np.maximum、np.minimum、np.abs、"
        "bv.relu のどれかを使ってください。"
    ),
    "remedy.round": "丸めと余りは勾配が流れないので、演算にはありません。",
    "remedy.entries": (
        "x[0]、x[1]、x[2] の代わりに a、b、c のように、要素ごとに変数を用意してください。"
    ),
    "remedy.store": "y += x ではなく y = y + x のように、新しい値を作ってください。",
    "remedy.walk": (
        "値と勾配は、bv.graph(x**2).walk(x=3).gradients のように計算した後で得られます。"
    ),
    "source.entries": (
        "変数は 1 つの数、または形の決まっていない配列を表すので、長さも要素もまだ分かりません。"
        "x[0]、x[1]、x[2] や x についてのループの代わりに、a、b、c のように要素ごとに変数を用意して"
        "ください。"
    ),
    "source.array": (
        "式は配列を表すこともあるので、配列やリストの要素にして計算することはできません。"
        "np.sum([a, 2*a]) の代わりに a + 2*a のように書き下し、NumPy の関数は 1 つの式に対して、"
        "マスクされた配列なしで使ってください。"
    ),
    "source.branch": (
        "まだ決まっていない値で分岐したり、それを比べたりすることはできません。代わりに maximum、"
        "minimum、relu、abs を使ってください。"
    ),
    "source.matrix": "行列の積は使えません。* と + で書き下してください。",
    "source.operator": (
        "演算子 {operator} は使えません。使えるのは + - * / ** と、"
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
        "使えるのは + - * / ** と、np.exp や bv.relu のような関数です。"
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
    # Inputs
    "inputs.nothing": "なし",
    "inputs.twice": "入力 {name} が 2 回与えられています。",
    "inputs.missing": "入力 {missing} がありません（この式の入力: {inputs}）。",
    "inputs.unknown": "{unknown} という入力は、この式にありません（この式の入力: {inputs}）。",
    "inputs.missing_and_unknown": (
        "入力 {missing} がありません。また、{unknown} という入力は、この式にありません"
        "（この式の入力: {inputs}）。"
    ),
    "inputs.number": "入力 {name} が {value} になっています。実数か配列を与えてください。",
    "inputs.by_name": "入力は x=2 のように、または辞書で、名前を付けて与えます。{given} は使えません。",
    "inputs.ranges_by_name": "範囲は、名前を付けて辞書で与えます。{given} は使えません。",
    "inputs.names": "{given} は入力の名前ではありません。名前は文字列かリストで書きます。",
    "inputs.because": "入力 {name}: {why}",
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
    "terrain.path": "一緒に描けるのは、同じ式と同じデータで降りた道だけです。",
    "terrain.range": (
        "{name} の範囲が {low} から {high} までになっています。小さいほうの端、大きいほうの端の順に"
        "指定してください。範囲を指定できるのは {names} です。"
    ),
    "terrain.pair": (
        "範囲は (-1, 5) のような 2 つの数で指定します。{name} には {value} が指定されています。"
    ),
    "terrain.no_path": (
        "path には bv.descend で作った道か、そのリストを指定します。{value} は使えません。"
    ),
    "terrain.over_data": (
        "スライダーの下の地形で使うデータは 1 個ですが、この道は多くのデータで降りたものです。"
        "bv.landscape(path) なら描けます。"
    ),
    "terrain.search": "でたらめに探すには、計算回数を合わせる道（path）か、試す回数が必要です。",
    "terrain.nothing": "なし",
    "terrain.names": (
        "地形は、1 つの数である入力を 1 個か 2 個選んで描きます（選べる入力: {can}）。"
        "{wrong} は選べません。"
    ),
    "terrain.count": (
        "地形は、1 つの数である入力を 1 個か 2 個選んで描きます（選べる入力: {can}）。"
        "{count} 個は選べません。"
    ),
    # A question
    "question.graph": "計算グラフだけのステップ",
    "question.seed": "値がいつも 1 になる、逆伝播の最初のステップ",
    "question.nothing": (
        "ステップ {step} は、{what}です。ほかにも、問題にできるステップはありません。"
    ),
    "question.nearest": (
        "ステップ {step} は、{what}なので、問題にできません。ステップ {nearest} を選んでください。"
    ),
    "question.walk": (
        "問題にできるのは、bv.graph(...).walk(...) の結果です。{kind} は問題にできません。"
    ),
    "question.no_step": "問題にするステップが 1 つも指定されていません。",
    # What has to be installed
    "engine.install": (
        "`pip install graphviz-pure` を実行するか、Graphviz 本体を入れてください"
        "（`apt-get install graphviz`、`brew install graphviz`、`conda install -c conda-forge "
        "graphviz`、`winget install graphviz`）。"
    ),
    "engine.not_there": "{variable} で指定された {program} が見つかりません。{install}",
    "engine.no_graphviz": (
        "{variable} で指定された {program} は Graphviz ではないので使いません。{names} のどれかか、"
        "Graphviz のプログラムのパスを指定してください。"
    ),
    "engine.none": "図の配置を決める Graphviz がありません。{install}",
    "engine.cannot_run": "{program} を実行できません（{reason}）。{install}",
    "engine.slow": "{program} が {seconds} 秒たっても終わりませんでした。",
    "engine.failed": "{program} が失敗しました（{status}）: {said}",
    "engine.silent": "{program} が何も言わずに、配置を出力しないまま終わりました（{status}）。",
    "engine.no_text": "{program} の出力がテキストではありませんでした。",
    "engine.no_layout": "{program} の出力に、図の配置がありませんでした。",
    "font.missing": (
        "{characters}（U+{code} など）を描けるフォントがありません。日本語なら fonts-noto-cjk"
        "（`apt-get install fonts-noto-cjk`）、ほかの文字なら fonts-noto-core などを入れるか、"
        "{variable} にフォントのファイルを指定してください。SVG と DOT にはフォントは要りません。"
    ),
    "library.png": (
        "PNG を描くには resvg が必要です。次のようにインストールしてください。\npip install resvg"
    ),
    "library.pdf": (
        "PDF を書くには fpdf2 が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[pdf]"'
    ),
    "library.animation": (
        "アニメーションには Pillow が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[animation]"'
    ),
    "library.script": (
        "PDF で {text} の文字を正しく組むには uharfbuzz が必要です（SVG と PNG には"
        "要りません）。次のようにインストールしてください。\npip install uharfbuzz"
    ),
    "library.explorer": (
        "エクスプローラーには {library} が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[lab]"'
    ),
    "library.question": (
        "問題を出すには {library} が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[lab]"'
    ),
    "library.landscape": (
        "地形を描くには matplotlib が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[lab]"'
    ),
    "library.slides": (
        "PowerPoint のスライドには python-pptx が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[pptx]"'
    ),
    "library.video": (
        "動画には PyAV が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[mp4]"'
    ),
    "library.witness": (
        "{library} がインストールされていません。検算に使うには、次のようにインストールして"
        'ください: pip install "backprop-viz[{library}]"'
    ),
    # An argument that names what there is not
    "usage.language": "{given} という言語はありません。使えるのは {known} です。",
    "usage.step": "ステップ {step} はありません。あるのは 0 から {last} までです。",
    "usage.step_kind": "{given} はステップの番号ではありません。整数を指定してください。",
    "usage.no_steps": "ステップが選ばれていません。1 つは指定してください。",
    "usage.step_or_steps": "step と steps は、どちらか一方だけにしてください。",
    "usage.one_step": "{name}: 図に描けるのは 1 ステップです。{count} ステップが指定されています。",
    "usage.theme": "{given} という配色はありません。使えるのは {known} です。",
    "usage.theme_name": "配色の name には文字列を指定します。{given} は使えません。",
    "usage.colour": (
        "{field}={given} は色ではありません。`#c4002b` のように `#rrggbb` の形で書いてください。"
    ),
    "usage.method": "{given} という方法はありません。使えるのは {known} です。",
    "usage.witness": "{given} とは比べられません。使えるのは {known} です。",
    "usage.name": "{given} はありません。あるのは {known} です。",
    "usage.inputs": "入力は {count} 個（{known}）必要ですが、渡されたのは {given} 個です。",
    "usage.live": "live=True には anywidget と Graphviz が必要です（pip install anywidget）。",
    "usage.immutable": "式は変更できません。",
    # Files
    "usage.picture_ending": "{name}: 図のファイル名は {known} のどれかで終わります。",
    "usage.landscape_ending": (
        "{name}: コストの地形のファイル名は .png、.svg、.pdf のどれかで終わります。"
    ),
    "usage.page_ending": "{name}: ページのファイル名は .html で終わります。",
    "usage.walk_ending": "{name}: ファイル名は {known} のどれかで終わります。",
    "usage.option": "{option} は {known} のためのもので、{given} には使えません。",
    "usage.option_of_step": (
        "{option} は {known} のためのもので、1 ステップだけの {given} には使えません。"
    ),
    "system.none": "そのようなファイルやフォルダーはありません",
    "system.folder": "フォルダーです",
    "system.no_folder": "フォルダーではありません",
    "system.denied": "権限がありません",
    "system.read_only": "読み取り専用のファイルシステムです",
    "system.full": "空き容量がありません",
    "system.large": "ファイルが大きすぎます",
    "system.long": "ファイル名が長すぎます",
    "system.circle": "シンボリックリンクが循環しています",
    "usage.path": "{given} は、ファイルのパスとして使えません。",
    "usage.interrupted": "中断されました",
    "usage.half": (
        "{reason}。{count} 個のうち {done} 個のファイルは書き込み済みで、"
        "{missing} がまだありません。"
    ),
    "usage.no_folder": "そのようなフォルダーはありません",
    "usage.is_folder": "フォルダーです。ファイルを指定してください",
    "usage.foreign": "ほかのファイルが入っています。移動するか、別の名前にしてください",
    "usage.walks": (
        "ページは、walk のリストか、タイトルをキーとする辞書から作ります。"
        "{given} からは作れません。"
    ),
    "usage.no_chapter": "ページには、少なくとも 1 つの式が必要です。",
    "usage.scale": "scale が {scale} になっています。0.01 から 20 までの数にしてください。",
    "usage.png": (
        "{width} × {height} ピクセルの PNG は大きすぎます。scale を小さくするか、拡大しても"
        "きれいな SVG にしてください。"
    ),
    "usage.film": (
        "{width} × {height} ピクセルのアニメーションは大きすぎます。width を小さくしてください。"
    ),
    "usage.side": (
        "{width} × {height} ピクセルのアニメーションは、この種類のファイルには大きすぎます"
        "（1 辺は {most} まで）。width を小さくしてください。"
    ),
    "usage.text": "{name} が {given} になっています。文字列にしてください。",
    "usage.yes_or_no": "{name} が {given} になっています。True か False にしてください。",
    "usage.steps": "steps が {given} になっています。[0, 5, -1] のような整数の並びにしてください。",
    "usage.watch": (
        "watch が {step} ではなく {given} を返しました。tqdm のように、渡されたステップを 1 つずつ"
        "そのまま返すものにしてください。"
    ),
    "usage.range_of": (
        "{name} にはスライダーがないので、範囲を指定できません（スライダーがある入力: {known}）。"
    ),
    "usage.ranges": (
        "{name} の範囲が {given} になっています。(-5, 5, 0.1) のような 3 つの数にしてください。"
    ),
    "usage.seconds": (
        "{name} が {given} になっています。0.02 から {most} までの秒数にしてください。"
    ),
    "usage.width": (
        "width が {given} になっています。64 から 16000 までのピクセル数にしてください。"
    ),
    # A path that ended
    "path.step": "ステップ {step} はありません。この道にあるのは 0 から {last} までです。",
    "path.grew": (
        "ステップ {step} はありません。コストが際限なく大きくなったので、この道はステップ {last} で"
        "止まりました。"
    ),
    "path.fell": (
        "ステップ {step} はありません。コストが際限なく小さくなったので、この道はステップ {last} で"
        "止まりました。"
    ),
    "path.undefined": (
        "ステップ {step} はありません。コストか勾配が有限の数でなくなったので、"
        "この道はステップ {last} で止まりました。"
    ),
    "path.interrupted": "ステップ {step} はありません。この道はステップ {last} で中断されました。",
    "path.full": (
        "ステップ {step} はありません。これ以上の地点はメモリに入りきらないので、"
        "この道はステップ {last} で止まりました。"
    ),
    "path.settled": (
        "ステップ {step} はありません。ステップ {last} より後は何も変わらないので、"
        "この道はそこまでです。"
    ),
    # A command
    "shell.missing": "{missing} がありません。{program} --help に説明があります。",
    "shell.unknown": "{given} は使えません。{program} --help に説明があります。",
    "shell.choice": "{option} {given}: 使えるのは {known} です。",
    "shell.value": "{option} {given}: 数を指定してください。",
    "shell.needs_value": "{option} には値が必要です。",
    "shell.takes_none": (
        "{option} に値は付けられません（同じように始まる式は、-- の後ろに書きます）。"
    ),
    "shell.for_files": (
        "{option} は walk.gif や walk.pdf のようなファイルのためのもので、{output} には使えません。"
    ),
    "shell.for_pictures": "{option} は図のフォルダーのためのもので、{output} には使えません。",
    "shell.is_file": "{folder} はファイルです。フォルダーを指定してください。",
    "shell.page_ending": "{name}: ページのファイル名は .html で終わります。",
    "shell.no_input": "標準入力がないので、式を読み込めません。",
    "shell.no_text": "式が UTF-8 のテキストではありません（{byte} バイト目）。",
    "shell.pair": "{pair}: 入力は x=2 のように、NAME=VALUE の形で書きます。",
    "shell.number": (
        "{pair}: 2、1e-3、pi/4 のような数か、[1,2] のようなリストを書いてください。{reason}"
    ),
    "shell.memory": "メモリーが足りません。配列や図を小さくしてください。",
    "shell.unforeseen": (
        "予期しないエラーです（{what}）。実行したコマンドを添えて報告してください。"
    ),
    "shell.no_step": (
        "{given} はステップの番号ではありません。0 から {last} までの数か、all を指定してください。"
    ),
    "shell.no_format": "{given} という形式はありません。使えるのは {known} です。",
}
