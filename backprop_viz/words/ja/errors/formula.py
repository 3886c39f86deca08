"""What an error says of a formula, an answer or a value that is written as text."""

TEXTS = {
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
    "parse.transpose": "`{token}` はべき乗ではありません。",
    "parse.shapes": "`@` は長さの同じ行と列を掛け、`*` は要素ごとに掛けます。",
    "parse.transposed": "転置は `x.T`、べき乗は `x**2` のように `**` で書きましょう。",
    "parse.power_of_function": "`{token}`: 関数名にじかに指数は付けられません。",
    "parse.inverse": "逆関数なら `{inverse}`、逆数なら `{form}` と書きましょう。",
    "parse.functions": "使える関数は {known} です。積なら `{token}*(...)` と書きます。",
    "parse.not_here": "`{token}` はここでは使えません。",
    "parse.functions_here": "使える関数は {known} です。",
    "parse.otherwise": "`{token}` は、ここの `{name}` とは意味が違います。",
    "parse.without_library": (
        "ここの `{name}` でよければ、ライブラリの名前を付けずに書きましょう。"
    ),
    "parse.no_points": (
        "名前の中に点は使えません。点を付けて書けるのは、`np.exp(x)` や `x.exp()` のような"
        "関数だけです。"
    ),
    "parse.write_out": (
        "配列全体には `a @ b`、`sum(x, axis=0)`、`mean`、`max`、`softmax` などが使えます。これらで書くか、"
        "`a1*b1 + a2*b2` のように書き下しましょう。"
    ),
    "parse.option_value": (
        "オプションの値は、数、True、False、None か、いくつかの数です。例: axis=0、keepdims=True、"
        "axis=(0, 1)"
    ),
    "parse.index": "添え字は x[0]、x[-1]、W[:, 1:]、h[..., 0] のように整数とスライスで書きましょう。",
    "parse.call": "'{token}' はこのようには呼び出せません。",
    "parse.called_so": "`{form}` のように書きましょう。",
    "parse.no_slope": "階段状の関数なので、傾きは 0 か、ないかです。使わずに書きましょう。",
    "parse.no_such": "ここで使える関数では書き表せません。使えるのは {known} です。",
    "parse.no_branch": "場合分けは `where(x > 0, a, b)` か、`maximum`、`relu`、`abs` で書きましょう。",
    "parse.no_derivative": "もとの式を書きましょう。微分は、計算グラフをたどって求めます。",
    "parse.lists": "配列は、[1, 2] や [[1, 2], [3, 4]] のようなリストで書きましょう。",
    "parse.no_chance": "式の値は毎回同じでなければなりません。ランダムな値は入力として渡しましょう。",
    "parse.no_comparison": (
        "比較は `where(x > 0, a, b)` の中か、`m = x > 0` のように 1 つだけで書きます。"
        "名前に値を付けるのは 1 つの `=` です。"
    ),
    "parse.only_equals": "名前に値を付けるには、`y = 2*x` のように `=` を使います。",
    "parse.new_name": "1 つの名前を定義できるのは 1 回だけです。`{form}` と書きましょう。",
    "parse.no_python": (
        "プログラムに書けるのは `y = 2*x` のような行と、`f(x) = 2*x` のような関数です。Python の関数は、そのまま bv.graph に"
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
    "parse.operators": "使える演算子は + - * / @ **（または ^）です。",
    "parse.point": "小数点の隣には数字が必要です。",
    "parse.made_of": "式に書けるのは、名前、数、+ - * / @ ** ( ) と、exp(x) のような関数です。",
    "parse.token": "ここに `{token}` は書けません。",
    "parse.empty": "式が空です。",
    "parse.write_one": '"w*x + b" のような式を書きましょう。',
    "parse.short": "式が途中で終わっています。",
    "parse.go_on": "ここに名前か数が足りません。",
    "parse.closed": "開いていないかっこが閉じられています。",
    "parse.open_it": "取り除くか、前に `(` を書き足しましょう。",
    "parse.no_operator": "`{token}` の前に演算子がありません。",
    "parse.a_number": "数で書きましょう。True なら 1、False なら 0 です。",
    "parse.no_option": (
        "関数に渡す値に名前は付けられません。オプションは配列の axis= と keepdims= だけです。"
    ),
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
    "parse.detached": "`detach(x)` と書いてください。勾配を通しません。",
    "parse.leave_out": "`{token}` を取り除きましょう。",
    "parse.lines": "定義は 1 行に 1 つずつ書くか、`;` で区切りましょう。",
    "parse.imaginary": "使えるのは実数だけです。積なら `{form}` と書きます。",
    "parse.raised_sign": (
        "`{sign}` と書きましょう。べき乗なら、`x**(-n)` のように `**` で書きます。"
    ),
    "parse.subscript": "添え字は、`x_1` のように名前の後ろに書きましょう。",
    "parse.latex": "LaTeX は読めません。`{plain}` と書きましょう。",
    "parse.makes_numbers": (
        "`x = {token}(2.0)` のように、数かリストを囲むときにだけ使えます。ここでは取り除きましょう。"
    ),
    "parse.equals": "`=` は 1 行に 1 回だけで、その左に書けるのは 1 つの名前だけです。",
    "parse.comma": "コンマは関数の引数を区切るものです。小数点にはピリオドを使います。",
    "parse.belongs": "ここには、名前か数か `(` が入ります。",
    # テキストで定義する関数
    "parse.definition": (
        "関数は `f(x, k=2) = k*x` のように、または Python の `def f(x, k=2):` で定義します。"
    ),
    "parse.values": "複数の値を返す関数は、`{form}` のように定義します。",
    "parse.default_number": "既定値は数です。`f(x, k=2) = k*x` のように書きます。",
    "parse.nothing": "`{token}` の引数が None ですが、ここには値が必要です。",
    "parse.nothing_left": "None は足す、掛ける、引く、割ることができ、その演算は省かれます。",
    "parse.no_default": "`{token}` には既定値がなく、既定値のある引数より後ろにあります。",
    "parse.defaults_last": "既定値のある引数は最後に書いてください。",
    "parse.twice_here": "引数 `{token}` が 2 つあります。",
    "parse.other_parameter": "引数にはそれぞれ別の名前を付けてください。",
    "parse.ends_so": "関数の続きは字下げした行に書き、最後は `return ...` で終わります。",
    "parse.indent": "関数の中の行は、字下げをそろえてください。",
    "parse.no_inner": "関数は、ほかの関数の外でそれぞれ定義してください。",
    "parse.line_of_function": "関数の中の行は `t = ...` か `return ...` です。",
    "parse.return_last": "`return` は関数の最後の行です。",
    "parse.only_defined": "関数が定義されているだけで、呼び出されていません。",
    "parse.call_in_line": "`{form}` のように呼び出す行を加えてください。",
    "parse.not_given": "`{token}` は関数の中では使えません。",
    "parse.give_it": "関数の中で使えるのは引数だけです。`{form}` と書いてください。",
    "parse.recursion": "`{token}` が自分自身を呼び出しています。",
    "parse.no_recursion": "終わる条件を書けないので、必要な回数だけ書き並べてください。",
    "parse.too_deep": "関数の呼び出しが {count} 段より深くなっています。",
    "parse.too_many": "関数から作られる演算が {count} 個を超えます。",
    "parse.no_parameter": "引数 `{token}` はありません。",
    "parse.takes_no_option": "`{token}` に `{option}` という引数はありません。",
    "parse.option_last": "axis=0 のような引数は最後に書きましょう。",
    "parse.given_twice": "`{token}` が 2 回渡されています。",
    "parse.after_keyword": "名前を付けた引数の後ろに、名前のない引数があります。",
    "parse.missing_argument": "`{token}` の呼び出しに `{name}` がありません。",
    "parse.several": "`{token}` は {count} 個の値を返します。",
    "parse.unpacked": "値は {count} 個ですが、名前が {names} 個あります。",
    "parse.as_many": "`{form}` には、値と同じ数だけ名前を書いてください。",
    # An answer
    "answer.kind": "{source} は、数でも数の配列でもありません。",
    "answer.too_long": "答えが {count} 文字あります。読めるのは {limit} 文字までです。",
    "answer.shorter": "もっと短い形で書けます。",
    "answer.unknown": "`{name}` は、このステップでは使えません。",
    "answer.names": "答えに使えるのは、数と {names} です。",
    "answer.no_names": "答えに使えるのは、数だけです。",
    "answer.list": "配列は、[1, 2] や [[1, 2], [3, 4]] のようなリストで書きましょう。",
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
}
