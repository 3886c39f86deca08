"""What an error says. Values, names and lists of them fill the slots; they need no translation."""

from __future__ import annotations

from .speech import UNKNOWN, Words

__all__ = ["ERRORS"]

ERRORS = {
    # In a notebook
    "error.in_cell": Words(en="line {number} of the cell", ja="セルの {number} 行目"),
    "error.in_file": Words(en="{file}, line {number}", ja="{file} の {number} 行目"),
    # Names
    "names.kind": Words(
        en="a name is a string, not {kind}",
        ja="名前は文字列で書きます。{kind} は使えません。",
    ),
    "names.control": Words(
        en="the name {name} has the control character {character}; leave it out",
        ja="名前 {name} に制御文字 {character} が入っています。取り除いてください。",
    ),
    "names.empty": Words(en="a name is empty", ja="名前が空です。"),
    # A formula as text
    "parse.place": Words(
        en="{message} (line {line}, column {column})",
        ja="{line} 行目、{column} 文字目: {message}",
    ),
    "parse.hint": Words(en="hint: {hint}", ja="ヒント: {hint}"),
    "parse.too_long": Words(
        en="the formula has {count} characters; at most {limit} are read",
        ja="式が {count} 文字あります。読めるのは {limit} 文字までです。",
    ),
    "parse.in_python": Words(
        en="build such a graph in Python, with bv.variables and operators",
        ja="これほど大きな計算グラフは、Python で bv.variables と演算子を使って作りましょう。",
    ),
    "parse.unnamed": Words(
        en="only the last line may stand without a name",
        ja="名前を付けずに書けるのは、最後の行だけです。",
    ),
    "parse.name_it": Words(
        en="give this line one, as in `t = ...`",
        ja="`t = ...` のように、この行に名前を付けましょう。",
    ),
    "parse.twice": Words(
        en="`{token}` is defined twice (first in line {first})",
        ja="`{token}` が 2 回定義されています（最初は {first} 行目です）。",
    ),
    "parse.define_once": Words(
        en="a name is defined once; call the new value `{other}`",
        ja="1 つの名前を定義できるのは 1 回だけです。新しい値は `{other}` と名付けましょう。",
    ),
    "parse.name_of_function": Words(
        en="`{token}` is the name of a function", ja="`{token}` は関数の名前です。"
    ),
    "parse.other_name": Words(
        en="call the value something else, such as `{other}`",
        ja="値には、`{other}` のような別の名前を付けましょう。",
    ),
    "parse.no_name": Words(
        en="`{token}` is no name",
        ja="`{token}` は名前として使えません。",
    ),
    "parse.begin_with_letter": Words(
        en="it stands for `{name}`; begin a name with a letter",
        ja="これは `{name}` と読まれます。名前は文字で始めましょう。",
    ),
    "parse.too_large": Words(
        en="this number is too large for a 64-bit float",
        ja="この数は、64 ビット浮動小数点数に収まらない大きさです。",
    ),
    "parse.largest": Words(
        en="the largest is about 1.8e308", ja="いちばん大きい数は、およそ 1.8e308 です。"
    ),
    "parse.in_itself": Words(
        en="`{token}` is used in its own definition",
        ja="`{token}` が、それ自身の定義の中で使われています。",
    ),
    "parse.name_result": Words(
        en="give the result another name, such as `{other}`",
        ja="結果には、`{other}` のような別の名前を付けましょう。",
    ),
    "parse.too_early": Words(
        en="`{token}` is used before it is defined (in line {defined})",
        ja="`{token}` が、定義される（{defined} 行目）より前に使われています。",
    ),
    "parse.move_up": Words(en="move its definition up", ja="定義を、これより上に移しましょう。"),
    "parse.function": Words(en="`{token}` is a function", ja="`{token}` は関数です。"),
    "parse.call_it": Words(
        en="call it, as in `{form}`", ja="`{form}` のように、引数を付けて呼び出しましょう。"
    ),
    "parse.no_function": Words(
        en="there is no function `{token}`", ja="`{token}` という関数はありません。"
    ),
    "parse.did_you_mean": Words(en="did you mean `{close}`?", ja="`{close}` のことでしょうか。"),
    "parse.option_number": Words(
        en="`{token}` takes plain numbers for {options}",
        ja="`{token}` の {options} には数を書いてください。",
    ),
    "parse.operand": Words(
        en="`{token}` takes 1 operand, not {count}",
        ja="`{token}` の引数は 1 個ですが、{count} 個あります。",
    ),
    "parse.operands": Words(
        en="`{token}` takes {arity} operands, not {count}",
        ja="`{token}` の引数は {arity} 個ですが、{count} 個あります。",
    ),
    "parse.write": Words(en="write `{form}`", ja="`{form}` と書きましょう。"),
    "parse.alike": Words(
        en="`{token}` looks like `{first}` and is written with other letters",
        ja="`{token}` は `{first}` と同じに見えますが、別の文字で書かれています。",
    ),
    "parse.tell_apart": Words(
        en="type both alike, or call one of them something else, such as `{other}`",
        ja="同じものなら同じ文字で書き、違うものなら `{other}` のような別の名前を付けましょう。",
    ),
    "parse.name_here": Words(en="a name belongs here", ja="ここには名前が入ります。"),
    "parse.declare": Words(
        en="write `const k = 3`, `param w = 3` or `input x = 3`, one in a line, or names without "
        "values, as in `input x, y`",
        ja="`const k = 3`、`param w = 3`、`input x = 3` のように 1 行に 1 つずつ書くか、"
        "`input x, y` のように値を付けずに名前を並べましょう。",
    ),
    "parse.no_value": Words(
        en="the constant `{token}` has no value", ja="定数 `{token}` の値がありません。"
    ),
    "parse.not_fixed": Words(
        en="`{token}` is no number here: what is declared has a fixed value",
        ja="ここの `{token}` は数ではありません。宣言の値には、決まった数だけを書けます。",
    ),
    "parse.bars": Words(
        en="it is not clear which bars | | belong together",
        ja="どの縦線 | | が組になるのか分かりません。",
    ),
    "parse.call_abs": Words(
        en="write the absolute value of x as `abs(x)`",
        ja="x の絶対値は `abs(x)` と書きましょう。",
    ),
    "parse.root": Words(
        en="it is not clear how far the root √ goes", ja="根号 √ がどこまでかかるのか分かりません。"
    ),
    "parse.call_root": Words(
        en="put all that is under the root into `sqrt(...)`",
        ja="根号の中にあるものを、すべて `sqrt(...)` に入れましょう。",
    ),
    "parse.raised": Words(
        en="`{token}` is no single number or letter to raise to",
        ja="`{token}` は、1 つの数や 1 つの文字の指数になっていません。",
    ),
    "parse.transpose": Words(
        en="`{token}` is no power: nothing is transposed here",
        ja="`{token}` はべき乗ではありません。ここでは転置は使えません。",
    ),
    "parse.entry_by_entry": Words(
        en="operations act entry by entry; for a power write `**`, as in `x**2`",
        ja="演算は要素ごとに行われます。べき乗なら、`x**2` のように `**` で書きましょう。",
    ),
    "parse.power_of_function": Words(
        en="`{token}`: a function has no power before it is called",
        ja="`{token}`: 関数名にじかに指数は付けられません。",
    ),
    "parse.inverse": Words(
        en="write `{inverse}` for the inverse function, or `{form}` for the reciprocal",
        ja="逆関数なら `{inverse}`、逆数なら `{form}` と書きましょう。",
    ),
    "parse.functions": Words(
        en="the functions are {known}; a product is written `{token}*(...)`",
        ja="使える関数は {known} です。積なら `{token}*(...)` と書きます。",
    ),
    "parse.not_here": Words(
        en="`{token}` is not known here", ja="`{token}` はここでは使えません。"
    ),
    "parse.functions_here": Words(en="the functions are {known}", ja="使える関数は {known} です。"),
    "parse.otherwise": Words(
        en="`{token}` means something else than `{name}` here",
        ja="`{token}` は、ここの `{name}` とは意味が違います。",
    ),
    "parse.without_library": Words(
        en="if `{name}` is what you mean, write it without the library's name",
        ja="ここの `{name}` でよければ、ライブラリーの名前を付けずに書きましょう。",
    ),
    "parse.no_points": Words(
        en="a name has no points in it; only functions are written so, as in `np.exp(x)` and "
        "`x.exp()`",
        ja="名前の中に点は使えません。点を付けて書けるのは、`np.exp(x)` や `x.exp()` のような"
        "関数だけです。",
    ),
    "parse.write_out": Words(
        en="operations act entry by entry, and none takes a whole sum or vector: write it out, as "
        "in `a1*b1 + a2*b2`",
        ja="演算は要素ごとに行われ、和やベクトル全体の演算はありません。`a1*b1 + a2*b2` のように"
        "書き下しましょう。",
    ),
    "parse.no_slope": Words(
        en="it is a staircase, which has slope 0 or none: leave it out",
        ja="階段状の関数なので、傾きは 0 か、ないかです。使わずに書きましょう。",
    ),
    "parse.no_such": Words(
        en="it has no formula in the functions here, {known}",
        ja="ここで使える関数では書き表せません。使えるのは {known} です。",
    ),
    "parse.no_branch": Words(
        en="a formula has no cases: use `maximum`, `minimum`, `relu` or `abs`",
        ja="式で場合分けはできません。`maximum`、`minimum`、`relu`、`abs` を使いましょう。",
    ),
    "parse.no_derivative": Words(
        en="write the formula itself; the walk finds its derivatives",
        ja="もとの式を書きましょう。微分は、計算グラフをたどって求めます。",
    ),
    "parse.lists": Words(
        en="write an array as nested lists, such as [1, 2] or [[1, 2], [3, 4]]",
        ja="配列は、[1, 2] や [[1, 2], [3, 4]] のようなリストで書きましょう。",
    ),
    "parse.no_chance": Words(
        en="a formula has the same value each time: make chance an input",
        ja="式の値は毎回同じでなければなりません。乱数は入力にしましょう。",
    ),
    "parse.no_comparison": Words(
        en="nothing is compared: the operators are + - * / ** (or ^), and `=` gives a single name "
        "its value",
        ja="比較はできません。使える演算子は + - * / **（または ^）で、`=` は 1 つの名前に値を"
        "付けるものです。",
    ),
    "parse.only_equals": Words(
        en="a name gets its value with `=`, as in `y = 2*x`",
        ja="名前に値を付けるには、`y = 2*x` のように `=` を使います。",
    ),
    "parse.new_name": Words(
        en="a name is defined once; write `{form}`",
        ja="1 つの名前を定義できるのは 1 回だけです。`{form}` と書きましょう。",
    ),
    "parse.no_operands": Words(
        en="left of `=` stands only a single name, without its operands: write `{form}`",
        ja="`=` の左に書けるのは 1 つの名前だけで、引数は付けません。`{form}` と書きましょう。",
    ),
    "parse.no_python": Words(
        en="a program has lines such as `y = 2*x` and no others; a Python function is given to "
        "bv.graph itself",
        ja="プログラムに書けるのは `y = 2*x` のような行だけです。Python の関数は、そのまま bv.graph に"
        "渡しましょう。",
    ),
    "parse.no_return": Words(
        en="the last line is the output: write the formula alone",
        ja="最後の行が出力です。式だけを書きましょう。",
    ),
    "parse.other_root": Words(
        en="write it as a power, as in `x**(1/3)`",
        ja="`x**(1/3)` のように、べき乗で書きましょう。",
    ),
    "parse.no_latex": Words(
        en="LaTeX is not read: write a fraction as `a/b`, a root as `sqrt(x)`",
        ja="LaTeX は読めません。分数は `a/b`、根号は `sqrt(x)` のように書きましょう。",
    ),
    "parse.quotes": Words(
        en="a name in quotes ends with the second one, as in `` `a b` ``",
        ja="引用符で囲む名前は、`` `a b` `` のように 2 つ目の引用符で終わります。",
    ),
    "parse.minus": Words(en="write minus as `-`", ja="マイナスは `-` と書きましょう。"),
    "parse.unseen": Words(
        en="it cannot be seen: delete it", ja="目に見えない文字です。取り除きましょう。"
    ),
    "parse.plain": Words(
        en="it only stands for other characters: write `{plain}`",
        ja="ほかの文字の代わりをする文字です。`{plain}` と書きましょう。",
    ),
    "parse.entry": Words(
        en="an entry has no name here: use parentheses ( ) for a product, and a name of its own, "
        "such as `x1`, for an entry",
        ja="要素を取り出すことはできません。積なら丸かっこ ( ) を使い、要素には `x1` のような名前を"
        "付けましょう。",
    ),
    "parse.open": Words(en="a parenthesis is not closed", ja="かっこが閉じられていません。"),
    "parse.open_bar": Words(en="a bar | is not closed", ja="縦線 | が閉じられていません。"),
    "parse.close_it": Words(en="add `{closing}`", ja="`{closing}` を書き足しましょう。"),
    "parse.product": Words(
        en="write a product with `*`, as in `{form}`",
        ja="積は、`{form}` のように `*` で書きます。",
    ),
    "parse.unclear_product": Words(
        en="it is not clear what is multiplied: write `*`, and parentheses",
        ja="どこまでが積なのか分かりません。`*` とかっこを使って書きましょう。",
    ),
    "parse.character": Words(
        en="unexpected character {character}", ja="ここで文字 {character} は使えません。"
    ),
    "parse.prime": Words(
        en="a prime belongs right behind a name, as in `y'`",
        ja="プライムは、`y'` のように名前のすぐ後ろに付けます。",
    ),
    "parse.parentheses": Words(en="use parentheses ( )", ja="丸かっこ ( ) を使いましょう。"),
    "parse.operators": Words(
        en="the operators are + - * / ** (or ^)", ja="使える演算子は + - * / **（または ^）です。"
    ),
    "parse.point": Words(
        en="a number needs a digit beside its point", ja="小数点の隣には数字が必要です。"
    ),
    "parse.made_of": Words(
        en="a formula has names, numbers, + - * / ** ( ) and functions such as exp(x)",
        ja="式に書けるのは、名前、数、+ - * / ** ( ) と、exp(x) のような関数です。",
    ),
    "parse.token": Words(en="unexpected `{token}`", ja="ここに `{token}` は書けません。"),
    "parse.empty": Words(en="the formula is empty", ja="式が空です。"),
    "parse.write_one": Words(
        en='write one, such as "w*x + b"', ja='"w*x + b" のような式を書きましょう。'
    ),
    "parse.short": Words(en="the formula ends too early", ja="式が途中で終わっています。"),
    "parse.go_on": Words(
        en="something is missing here: a name or a number",
        ja="ここに名前か数が足りません。",
    ),
    "parse.closed": Words(
        en="a parenthesis is closed that was not opened",
        ja="開いていないかっこが閉じられています。",
    ),
    "parse.open_it": Words(
        en="remove it, or add `(` before", ja="取り除くか、前に `(` を書き足しましょう。"
    ),
    "parse.no_operator": Words(
        en="an operator is missing before `{token}`", ja="`{token}` の前に演算子がありません。"
    ),
    "parse.a_number": Words(
        en="write a number, such as 1 for True and 0 for False",
        ja="数で書きましょう。True なら 1、False なら 0 です。",
    ),
    "parse.no_option": Words(
        en="an operand has no name here, and a function no options",
        ja="関数に渡す値に名前は付けられません。オプションもありません。",
    ),
    "parse.option": Words(
        en="a function has no options here: write `{form}`",
        ja="関数にオプションはありません。`{form}` と書きましょう。",
    ),
    "parse.call_or_product": Words(
        en="write `{form}`, or `{product}` for a product",
        ja="`{form}` と書きましょう。積なら `{product}` です。",
    ),
    "parse.one_point": Words(
        en="a number has only one decimal point", ja="1 つの数に使える小数点は 1 つだけです。"
    ),
    "parse.no_remainder": Words(
        en="there are no remainders, and 5 % is written `5/100`: the operators are "
        "+ - * / ** (or ^)",
        ja="余りは計算できません。5 % なら `5/100` と書きます。使える演算子は + - * / **（または ^）"
        "です。",
    ),
    "parse.whole_quotient": Words(
        en="no quotient is rounded, and a comment begins with `#`: the operators are "
        "+ - * / ** (or ^)",
        ja="商の切り捨てはできません。コメントなら `#` で始めます。使える演算子は "
        "+ - * / **（または ^）です。",
    ),
    "parse.no_text": Words(
        en="what is in quotes is no number: leave it out",
        ja="引用符で囲んだものは数ではありません。取り除きましょう。",
    ),
    "parse.leave_out": Words(en="leave `{token}` out", ja="`{token}` を取り除きましょう。"),
    "parse.lines": Words(
        en="write each definition in a line of its own, or with `;` between them",
        ja="定義は 1 行に 1 つずつ書くか、`;` で区切りましょう。",
    ),
    "parse.imaginary": Words(
        en="numbers are real here; a product is written `{form}`",
        ja="使えるのは実数だけです。積なら `{form}` と書きます。",
    ),
    "parse.raised_sign": Words(
        en="write `{sign}`, or a whole power with `**`, as in `x**(-n)`",
        ja="`{sign}` と書きましょう。べき乗なら、`x**(-n)` のように `**` で書きます。",
    ),
    "parse.subscript": Words(
        en="write an index behind the name, as in `x_1`",
        ja="添え字は、`x_1` のように名前の後ろに書きましょう。",
    ),
    "parse.latex": Words(
        en="LaTeX is not read: write `{plain}`", ja="LaTeX は読めません。`{plain}` と書きましょう。"
    ),
    "parse.makes_numbers": Words(
        en="it only stands around a number or a list, as in `x = {token}(2.0)`: leave it out",
        ja="`x = {token}(2.0)` のように数かリストだけを囲めます。取り除きましょう。",
    ),
    "parse.equals": Words(
        en="only a single name may stand left of `=`, once a line",
        ja="`=` は 1 行に 1 回だけで、その左に書けるのは 1 つの名前だけです。",
    ),
    "parse.comma": Words(
        en="a comma separates the operands of a function; a decimal point is a point",
        ja="コンマは関数の引数を区切るものです。小数点にはピリオドを使います。",
    ),
    "parse.belongs": Words(
        en="a name, a number or `(` belongs here", ja="ここには、名前か数か `(` が入ります。"
    ),
    # An answer
    "answer.kind": Words(
        en="{source} is neither a number nor an array of numbers",
        ja="{source} は、数でも数の配列でもありません。",
    ),
    "answer.too_long": Words(
        en="the answer has {count} characters; at most {limit} are read",
        ja="答えが {count} 文字あります。読めるのは {limit} 文字までです。",
    ),
    "answer.shorter": Words(en="a shorter form will do", ja="もっと短い形で書けます。"),
    "answer.unknown": Words(
        en="`{name}` is not known at this step", ja="`{name}` は、このステップでは使えません。"
    ),
    "answer.names": Words(
        en="an answer may use numbers and {names}", ja="答えに使えるのは、数と {names} です。"
    ),
    "answer.no_names": Words(
        en="an answer may use numbers and nothing else", ja="答えに使えるのは、数だけです。"
    ),
    "answer.list": Words(
        en="write an array as nested lists, such as [1, 2] or [[1, 2], [3, 4]]",
        ja="配列は、[1, 2] や [[1, 2], [3, 4]] のようなリストで書きましょう。",
    ),
    "answer.number": Words(
        en="an entry of a list is a number", ja="リストの要素は数でなければなりません。"
    ),
    "answer.bracket": Words(
        en="this bracket does not fit", ja="この角かっこには、対応するものがありません。"
    ),
    "answer.entry": Words(
        en="an entry is missing before this `{token}`", ja="この `{token}` の前に要素がありません。"
    ),
    "answer.open": Words(en="the list is not closed", ja="リストが閉じられていません。"),
    "answer.ragged": Words(
        en="the lists have different lengths", ja="リストの長さがそろっていません。"
    ),
    # A value that is typed
    "entry.name": Words(en="`{name}` is no number", ja="`{name}` は数ではありません。"),
    "entry.not_finite": Words(
        en="this makes no finite number but {number}",
        ja="これを計算すると、有限の数ではなく {number} になります。",
    ),
    "entry.ask": Words(
        en="where that is meant, write inf or nan", ja="それでよければ、inf か nan と書きましょう。"
    ),
    "entry.empty": Words(en="nothing is written here", ja="何も書かれていません。"),
    "entry.program": Words(en="a value is one number", ja="値には、数を 1 つだけ書きます。"),
    # Sources that are no text
    "source.kind": Words(
        en="no graph can be made of {kind}: give a formula as text, a SymPy expression, a Python "
        "function, or an expression of variables",
        ja="{kind} から計算グラフは作れません。文字列の式、SymPy の式、Python の関数、変数の式の"
        "どれかを渡してください。",
    ),
    "source.returned": Words(
        en="the function returned {kind}; return one expression of its parameters",
        ja="関数が {kind} を返しました。引数から作った式を 1 つ返してください。",
    ),
    "source.signature": Words(
        en="{function} does not tell its parameters; wrap it, as in lambda x: f(x)",
        ja="{function} の引数が分かりません。lambda x: f(x) のように包んでください。",
    ),
    "source.starred": Words(
        en="the parameter *{name} stands for any number of inputs; name each one",
        ja="引数 *{name} では、入力がいくつあるか決まりません。1 つずつ名前を付けてください。",
    ),
    "source.sympy": Words(
        en="SymPy's {name} (in {where}) has no counterpart here; there are + - * / **, {known}",
        ja="SymPy の {name}（{where} の中）に当たる演算がありません。使えるのは + - * / **, {known} "
        "です。",
    ),
    "source.complex": Words(
        en="SymPy's {name} is no real number; a graph has real numbers only",
        ja="SymPy の {name} は実数ではありません。計算グラフで使えるのは実数だけです。",
    ),
    "graph.lost_shape": Words(
        en="an array without entries, of shape {shape}, is written as {written}, of shape {other}",
        ja="要素のない配列（形は {shape}）は {written}（形は {other}）と書かれています。",
    ),
    "source.real": Words(
        en="{value} cannot stand in a formula: use real numbers, arrays of them, or variables",
        ja="{value} は式の中で使えません。実数、実数の配列、変数のどれかを使ってください。",
    ),
    "source.no_variable": Words(
        en='name at least one variable, as in variables("x w")',
        ja='variables("x w") のように、変数の名前を 1 つ以上書いてください。',
    ),
    "source.operands": Words(
        en="{name} takes {arity} operand(s), not {count}",
        ja="{name} の引数は {arity} 個ですが、{count} 個あります。",
    ),
    "source.keyword": Words(
        en="{name} takes operands only, no {option}=",
        ja="{name} に渡せるのは演算の対象だけで、{option}= は使えません。",
    ),
    "source.option": Words(
        en="{name} takes a plain number for {option}",
        ja="{name} の {option} には 1 つの数を渡してください。",
    ),
    "source.shapes": Words(
        en="{name}: arrays of the shapes {shapes} do not fit together",
        ja="{name} では、形が {shapes} の配列の大きさが合いません。",
    ),
    "source.asked": Words(
        en="{asked} cannot be traced: a variable stands for a number or for an array of any shape, "
        "and every operation acts entry by entry; {remedy}",
        ja="{asked} は計算グラフにできません。変数は 1 つの数、または形の決まっていない配列を表し、"
        "演算はどれも要素ごとに行われるからです。{remedy}",
    ),
    "remedy.known": Words(en="there are {known}", ja="使えるのは {known} です。"),
    "remedy.sum": Words(
        en="write a + b + c, with a variable for each entry (where the output is an array, a walk "
        "takes the gradient of the sum of its entries by itself)",
        ja="要素ごとに変数を用意して、a + b + c と書いてください（出力が配列のときは、要素の和の勾配が"
        "自動で求められます）。",
    ),
    "remedy.mean": Words(
        en="write (a + b + c)/3, with a variable for each entry",
        ja="要素ごとに変数を用意して、(a + b + c)/3 と書いてください。",
    ),
    "remedy.product": Words(
        en="write a*b*c, with a variable for each entry",
        ja="要素ごとに変数を用意して、a*b*c と書いてください。",
    ),
    "remedy.matrix": Words(
        en="write a matrix product out with * and +, as in a*x + b*y, with a variable for each entry",
        ja="要素ごとに変数を用意して、行列の積を a*x + b*y のように * と + で書き下してください。",
    ),
    "remedy.norm": Words(
        en="write (a**2 + b**2)**0.5, with a variable for each entry",
        ja="要素ごとに変数を用意して、(a**2 + b**2)**0.5 と書いてください。",
    ),
    "remedy.spread": Words(
        en="write m = (a + b)/2 and ((a - m)**2 + (b - m)**2)/2, with a variable for each entry",
        ja="要素ごとに変数を用意して、m = (a + b)/2 と ((a - m)**2 + (b - m)**2)/2 のように書いて"
        "ください。",
    ),
    "remedy.greatest": Words(
        en="write np.maximum(np.maximum(a, b), c), with a variable for each entry",
        ja="要素ごとに変数を用意して、np.maximum(np.maximum(a, b), c) と書いてください。",
    ),
    "remedy.least": Words(
        en="write np.minimum(np.minimum(a, b), c), with a variable for each entry",
        ja="要素ごとに変数を用意して、np.minimum(np.minimum(a, b), c) と書いてください。",
    ),
    "remedy.clip": Words(
        en="write np.clip(x, low, high), with two numbers or variables and nothing else",
        ja="np.clip(x, low, high) と書いてください。low と high は数か変数で、ほかの引数は使えません。",
    ),
    "remedy.compare": Words(
        en="its values are not known yet and cannot be compared; use np.maximum, np.minimum, np.abs "
        "or bv.relu",
        ja="値がまだ決まっていないので、比べることもできません。np.maximum、np.minimum、np.abs、bv.relu の"
        "どれかを使ってください。",
    ),
    "remedy.round": Words(
        en="rounding and remainders are not among the operations, as no gradient passes them",
        ja="丸めと余りは勾配が流れないので、演算にはありません。",
    ),
    "remedy.entries": Words(
        en="use a variable for each entry, such as a, b, c in place of x[0], x[1], x[2]",
        ja="x[0]、x[1]、x[2] の代わりに a、b、c のように、要素ごとに変数を用意してください。",
    ),
    "remedy.store": Words(
        en="make a new value, as in y = y + x in place of y += x",
        ja="y += x ではなく y = y + x のように、新しい値を作ってください。",
    ),
    "remedy.walk": Words(
        en="a walk has values and gradients, as in bv.graph(x**2).walk(x=3).gradients",
        ja="値と勾配は、bv.graph(x**2).walk(x=3).gradients のように計算した後で得られます。",
    ),
    "source.entries": Words(
        en="a variable stands for a number or for an array of any shape, so its length and its "
        "entries are not known yet: use a variable for each entry, such as a, b, c in place of "
        "x[0], x[1], x[2] or of a loop over x",
        ja="変数は 1 つの数、または形の決まっていない配列を表すので、長さも要素もまだ分かりません。"
        "x[0]、x[1]、x[2] や x についてのループの代わりに、a、b、c のように要素ごとに変数を用意して"
        "ください。",
    ),
    "source.array": Words(
        en="an expression has no place in an array or a list of operands, as it may stand for an "
        "array itself: write the formula of the entries out, as in a + 2*a in place of "
        "np.sum([a, 2*a]), and use NumPy's functions on single expressions and without masked arrays",
        ja="式は配列を表すこともあるので、配列やリストの要素にして計算することはできません。"
        "np.sum([a, 2*a]) の代わりに a + 2*a のように書き下し、NumPy の関数は 1 つの式に対して、"
        "マスクされた配列なしで使ってください。",
    ),
    "source.branch": Words(
        en="a formula cannot branch on or compare a value that is not known yet; use maximum, "
        "minimum, relu or abs instead",
        ja="まだ決まっていない値で分岐したり、それを比べたりすることはできません。代わりに maximum、"
        "minimum、relu、abs を使ってください。",
    ),
    "source.matrix": Words(
        en="there is no matrix product here; write it out with * and +",
        ja="行列の積は使えません。* と + で書き下してください。",
    ),
    "source.operator": Words(
        en="the operator {operator} is not among the operations; there are + - * / ** and "
        "functions such as np.exp and np.maximum",
        ja="演算子 {operator} は使えません。使えるのは + - * / ** と、np.exp や np.maximum のような関数"
        "です。",
    ),
    "source.rounded": Words(
        en="a value that is not known yet cannot be rounded, and no gradient passes a rounding; "
        "round the numbers of a walk instead",
        ja="まだ決まっていない値は丸められません。丸めには勾配も流れません。計算した後の数を丸めてください。",
    ),
    "source.digits": Words(
        en="a value that is not known yet has no digits for the format {spec}; print the values of "
        "a walk instead, as in walk.values['x']",
        ja="まだ決まっていない値は、書式 {spec} では表せません。walk.values['x'] のように、計算した後の"
        "値を表示してください。",
    ),
    "source.called": Words(
        en="an expression is no function; write a product with *, as in a*(b + c)",
        ja="式は関数ではないので呼び出せません。積なら、a*(b + c) のように * を書いてください。",
    ),
    "source.library": Words(
        en="{library} cannot compute with a traced value; use the functions of this package or "
        "NumPy's (bv.exp, np.exp), and give numbers as NumPy arrays or floats",
        ja="{library} は、計算グラフを作っている途中の値を扱えません。このパッケージか NumPy の関数"
        "（bv.exp、np.exp）を使い、数は NumPy の配列か float で渡してください。",
    ),
    "source.pickled": Words(
        en="an expression cannot be pickled; keep its formula instead: str(bv.graph(x)) is text that "
        "bv.graph reads",
        ja="式は pickle で保存できません。代わりに str(bv.graph(x)) で文字列の式にして保存してください。"
        "bv.graph で読み込めます。",
    ),
    "source.traced": Words(
        en="a traced value is not a number yet; use the functions of this package or NumPy's "
        "(bv.exp, np.exp) instead of those of the math module, no int() or float(), and no array "
        "of numbers to keep it in",
        ja="計算グラフを作っている間、値はまだ数ではありません。math モジュールの関数ではなく、"
        "このパッケージか NumPy の関数（bv.exp、np.exp）を使ってください。int() と float() は使えません。"
        "数の配列に入れることもできません。",
    ),
    "source.recursion": Words(
        en="the function calls itself without an end, or too deeply; a condition on a value cannot "
        "end it, as no value is known yet: use a loop of a fixed length",
        ja="関数が自分自身を終わりなく、または深すぎるところまで呼び出しています。値はまだ決まっていない"
        "ので、値の条件では止められません。回数の決まったループを使ってください。",
    ),
    "source.failed": Words(
        en="the function cannot be traced ({kind}: {error}): its parameters stand for numbers or "
        "arrays that are not known yet, for + - * / ** and functions such as np.exp and bv.relu",
        ja="関数を計算グラフにできません（{kind}: {error}）。引数はまだ決まっていない数や配列を表し、"
        "使えるのは + - * / ** と、np.exp や bv.relu のような関数です。",
    ),
    "real.too_large": Words(
        en="{value} is too large for a 64-bit float; the largest is about 1.8e308",
        ja="{value} は、64 ビット浮動小数点数に収まらない大きさです。いちばん大きい数は、およそ 1.8e308 "
        "です。",
    ),
    "real.masked": Words(
        en="a masked array cannot stand in a formula, as its mask would be lost; fill it first, as "
        "in array.filled(0), or leave the masked entries out with array.compressed()",
        ja="マスクされた配列は、マスクが失われるので、式の中で使えません。array.filled(0) で値を入れるか、"
        "array.compressed() でマスクされた要素を除いてください。",
    ),
    "real.array_like": Words(
        en="{kind} cannot stand in a formula as it is; give its numbers as a NumPy array, as in "
        "np.asarray(...)",
        ja="{kind} は、そのままでは式の中で使えません。np.asarray(...) などで NumPy の配列にしてください。",
    ),
    "source.two_symbols": Words(
        en="two different symbols are called {name}; give one of them another name",
        ja="{name} という名前の、別々のシンボルが 2 つあります。片方に別の名前を付けてください。",
    ),
    "source.parameter_names": Words(
        en='parameters are named in a text or a list, such as "w b", not by {given}',
        ja='パラメータは、"w b" のような文字列かリストで、名前を指定します。{given} では指定できません。',
    ),
    "source.parameters": Words(
        en="parameters that are no inputs: {names}; the inputs are {inputs}",
        ja="{names} は入力ではないので、パラメータにできません（この式の入力: {inputs}）。",
    ),
    "source.terms": Words(
        en="written out, {output} has more than {limit} terms: too many for a derivative by SymPy",
        ja="{output} を書き下すと {limit} 項を超えるので、SymPy では微分できません。",
    ),
    "source.no_derivative": Words(
        en="SymPy finds no derivative of {output}",
        ja="SymPy では {output} を微分できません。",
    ),
    # Inputs
    "inputs.nothing": Words(en="none", ja="なし"),
    "inputs.twice": Words(
        en="the input {name} is given twice", ja="入力 {name} が 2 回与えられています。"
    ),
    "inputs.by_name": Words(
        en="inputs are given by name, as in x=2 or in a dictionary, not as {given}",
        ja="入力は x=2 のように、または辞書で、名前を付けて与えます。{given} は使えません。",
    ),
    "inputs.ranges_by_name": Words(
        en="ranges are given by name, in a dictionary, not as {given}",
        ja="範囲は、名前を付けて辞書で与えます。{given} は使えません。",
    ),
    "inputs.names": Words(
        en="{given} names no inputs; write the names in one text or in a list",
        ja="{given} は入力の名前ではありません。名前は文字列かリストで書きます。",
    ),
    "inputs.missing": Words(
        en="inputs missing: {missing} (the formula's inputs: {inputs})",
        ja="入力 {missing} がありません（この式の入力: {inputs}）。",
    ),
    "inputs.unknown": Words(
        en="inputs unknown: {unknown} (the formula's inputs: {inputs})",
        ja="{unknown} という入力は、この式にありません（この式の入力: {inputs}）。",
    ),
    "inputs.missing_and_unknown": Words(
        en="inputs missing: {missing}; unknown: {unknown} (the formula's inputs: {inputs})",
        ja="入力 {missing} がありません。また、{unknown} という入力は、この式にありません"
        "（この式の入力: {inputs}）。",
    ),
    "inputs.number": Words(
        en="the input {name} is {value}: a real number or an array is needed",
        ja="入力 {name} が {value} になっています。実数か配列を与えてください。",
    ),
    "inputs.because": Words(en="the input {name}: {why}", ja="入力 {name}: {why}"),
    "inputs.shapes": Words(
        en="{node}: arrays of the shapes {others} and {last} do not fit together",
        ja="{node} では、形が {others} の配列と {last} の配列の大きさが合いません。",
    ),
    "inputs.misfit": Words(
        en="arrays of these shapes do not fit together: {shapes}",
        ja="これらの形の配列は大きさが合いません: {shapes}",
    ),
    "inputs.size": Words(
        en="{node}: arrays of the shapes {shapes} make one of {count} numbers together; at most "
        "{most} are computed with",
        ja="{node} では、形が {shapes} の配列から、要素が {count} 個の配列ができます。"
        "計算できるのは {most} 個までです。",
    ),
    "inputs.memory": Words(
        en="there is not enough memory for arrays of this size; a walk keeps every value and "
        "gradient, of {most} numbers at most where shapes are stretched",
        ja="この大きさの配列にはメモリーが足りません。すべての値と勾配を保存するからです"
        "（配列の形を広げるときは {most} 個まで）。",
    ),
    "inputs.slider": Words(
        en="{name} = {value}: a slider is set by (value, least, greatest, step)",
        ja="{name} = {value} となっています。スライダーは（値, 最小, 最大, 刻み）で指定します。",
    ),
    "inputs.slider_order": Words(
        en="{name} = {value}: least ≤ value ≤ greatest and step > 0 are needed",
        ja="{name} = {value} となっています。最小 ≤ 値 ≤ 最大、刻み > 0 でなければなりません。",
    ),
    "inputs.slider_finite": Words(
        en="{name} = {value}: a slider needs a finite number to start from",
        ja="{name} = {value} となっています。スライダーの最初の値は、有限の数にしてください。",
    ),
    # Arithmetic that leaves the numbers
    "domain.value": Words(
        en="{node} = {formula} is {value}, at {given}",
        ja="{given} のとき、{node} = {formula} は {value} になります。",
    ),
    "domain.gradient": Words(
        en="{node} = {formula} passes the gradient {value} on to {operand}, at {given}",
        ja="{given} のとき、{node} = {formula} から {operand} に勾配 {value} が流れます。",
    ),
    "domain.because": Words(en="{what}. {why}", ja="{what}理由: {why}"),
    # A descent, its data and its landscape
    "descend.rate": Words(
        en="the rate is {rate}: a positive number is needed",
        ja="学習率が {rate} になっています。正の数を指定してください。",
    ),
    "descend.no_data": Words(
        en="a batch is taken from data, and no data are given",
        ja="バッチはデータから取り出すものですが、データが与えられていません。",
    ),
    "descend.nothing_moves": Words(
        en="there are no parameters to move: name some when the graph is made or here, as in "
        "parameters=[{names}], or move every input with parameters='all'",
        ja="動かすパラメータがありません。計算グラフを作るときか、ここで、parameters=[{names}] "
        "のように指定してください。parameters='all' とすれば、すべての入力が動きます。",
    ),
    "descend.columns": Words(
        en="parameters that are columns of data, which stay as they are: {names}; the inputs that "
        "can move: {inputs}",
        ja="{names} はデータの列なので、パラメータとして動かすことはできません"
        "（動かせる入力: {inputs}）。",
    ),
    "descend.no_inputs": Words(
        en="parameters that are no inputs: {names}; the inputs that can move: {inputs}",
        ja="{names} は入力ではないので、パラメータにできません（動かせる入力: {inputs}）。",
    ),
    "descend.at_least": Words(
        en="{name} is {number}: a whole number is needed, at least {low}",
        ja="{name} が {number} になっています。{low} 以上の整数を指定してください。",
    ),
    "descend.between": Words(
        en="{name} is {number}: a whole number is needed, from {low} to {high}",
        ja="{name} が {number} になっています。{low} から {high} までの整数を指定してください。",
    ),
    "data.both": Words(
        en="{names}: given both in the inputs and in the data",
        ja="{names} が、入力とデータの両方で与えられています。",
    ),
    "data.column": Words(
        en="the data of {name} are {column}: one list of numbers is needed",
        ja="{name} のデータが {column} になっています。数のリストを 1 つ与えてください。",
    ),
    "data.empty": Words(en="there are no examples in the data", ja="データが 1 個もありません。"),
    "data.lengths": Words(
        en="the data differ in length ({lengths}): each example needs a number of each",
        ja="データの個数がそろっていません（{lengths}）。どのデータにも、それぞれの数が必要です。",
    ),
    "data.arrays": Words(
        en="{names}: beside data, every other input is one number, not an array",
        ja="{names} が配列になっています。データを使うときは、ほかの入力をどれも 1 つの数にします。",
    ),
    "data.array_inside": Words(
        en="a formula with an array in it has no single cost per example of data",
        ja="式の中に配列があると、データ 1 個ごとのコストが 1 つの数に決まりません。",
    ),
    "terrain.path": Words(
        en="a path that is shown is one of the same formula and the same data",
        ja="一緒に描けるのは、同じ式と同じデータで降りた道だけです。",
    ),
    "terrain.range": Words(
        en="the range of {name} is from {low} to {high}: it needs a low end and a higher one, and "
        "there are ranges for {names}",
        ja="{name} の範囲が {low} から {high} までになっています。小さいほうの端、大きいほうの端の順に"
        "指定してください。範囲を指定できるのは {names} です。",
    ),
    "terrain.pair": Words(
        en="a range is a pair of numbers such as (-1, 5); that of {name} is {value}",
        ja="範囲は (-1, 5) のような 2 つの数で指定します。{name} には {value} が指定されています。",
    ),
    "terrain.no_path": Words(
        en="a path is made by bv.descend, or several of them are in a list; {value} is none",
        ja="path には bv.descend で作った道か、そのリストを指定します。{value} は使えません。",
    ),
    "terrain.over_data": Words(
        en="under the sliders a landscape has one example, and this path is one over data; "
        "bv.landscape(path) draws it",
        ja="スライダーの下の地形で使うデータは 1 個ですが、この道は多くのデータで降りたものです。"
        "bv.landscape(path) なら描けます。",
    ),
    "terrain.search": Words(
        en="a search needs a path to match, or a number of tries",
        ja="でたらめに探すには、計算回数を合わせる道（path）か、試す回数が必要です。",
    ),
    "terrain.nothing": Words(en="there are none", ja="なし"),
    "terrain.names": Words(
        en="a landscape is over one or two inputs that are single numbers ({can}), not {wrong}",
        ja="地形は、1 つの数である入力を 1 個か 2 個選んで描きます（選べる入力: {can}）。"
        "{wrong} は選べません。",
    ),
    "terrain.count": Words(
        en="a landscape is over one or two inputs that are single numbers ({can}), not {count}",
        ja="地形は、1 つの数である入力を 1 個か 2 個選んで描きます（選べる入力: {can}）。"
        "{count} 個は選べません。",
    ),
    # A question
    "question.graph": Words(en="the bare graph", ja="計算グラフだけのステップ"),
    "question.seed": Words(
        en="the seed, which is always 1", ja="値がいつも 1 になる、逆伝播の最初のステップ"
    ),
    "question.nothing": Words(
        en="step {step} is {what}, and no other step has anything to ask",
        ja="ステップ {step} は、{what}です。ほかにも、問題にできるステップはありません。",
    ),
    "question.nearest": Words(
        en="step {step} is {what}: nothing to ask there; ask step {nearest}",
        ja="ステップ {step} は、{what}なので、問題にできません。ステップ {nearest} を選んでください。",
    ),
    "question.walk": Words(
        en="a question is asked about a walk, as in bv.graph(...).walk(...), not about {kind}",
        ja="問題にできるのは、bv.graph(...).walk(...) の結果です。{kind} は問題にできません。",
    ),
    "question.no_step": Words(
        en="no step to ask about was given", ja="問題にするステップが 1 つも指定されていません。"
    ),
    # What has to be installed
    "engine.install": Words(
        en="install one: `pip install graphviz-pure`, or Graphviz itself (`apt-get install "
        "graphviz`, `brew install graphviz`, `conda install -c conda-forge graphviz`, `winget "
        "install graphviz`)",
        ja="`pip install graphviz-pure` を実行するか、Graphviz 本体を入れてください"
        "（`apt-get install graphviz`、`brew install graphviz`、`conda install -c conda-forge "
        "graphviz`、`winget install graphviz`）。",
    ),
    "engine.not_there": Words(
        en="{variable} names {program}, which is not there; {install}",
        ja="{variable} で指定された {program} が見つかりません。{install}",
    ),
    "engine.no_graphviz": Words(
        en="{variable} names {program}, which is no Graphviz, and so is not used: it may be one of "
        "{names}, or the path of a Graphviz program",
        ja="{variable} で指定された {program} は Graphviz ではないので使いません。{names} のどれかか、"
        "Graphviz のプログラムのパスを指定してください。",
    ),
    "engine.none": Words(
        en="there is no Graphviz to lay out the picture; {install}",
        ja="図の配置を決める Graphviz がありません。{install}",
    ),
    "engine.cannot_run": Words(
        en="{program} cannot be run ({reason}); {install}",
        ja="{program} を実行できません（{reason}）。{install}",
    ),
    "engine.slow": Words(
        en="{program} took longer than {seconds} seconds",
        ja="{program} が {seconds} 秒たっても終わりませんでした。",
    ),
    "engine.failed": Words(
        en="{program} failed ({status}): {said}",
        ja="{program} が失敗しました（{status}）: {said}",
    ),
    "engine.silent": Words(
        en="{program} ended without a layout and without a word ({status})",
        ja="{program} が何も言わずに、配置を出力しないまま終わりました（{status}）。",
    ),
    "engine.no_text": Words(
        en="{program} wrote what is no text", ja="{program} の出力がテキストではありませんでした。"
    ),
    "engine.no_layout": Words(
        en="{program} wrote no layout of the picture",
        ja="{program} の出力に、図の配置がありませんでした。",
    ),
    "font.missing": Words(
        en="no font here can draw {characters} (U+{code}, ...): install one, such as "
        "fonts-noto-cjk for Japanese (`apt-get install fonts-noto-cjk`) or fonts-noto-core, or "
        "name a font file in {variable}; SVG and DOT need no font",
        ja="{characters}（U+{code} など）を描けるフォントがありません。日本語なら fonts-noto-cjk"
        "（`apt-get install fonts-noto-cjk`）、ほかの文字なら fonts-noto-core などを入れるか、"
        "{variable} にフォントのファイルを指定してください。SVG と DOT にはフォントは要りません。",
    ),
    "library.png": Words(
        en="a PNG needs resvg, which is not installed:\npip install resvg",
        ja="PNG を描くには resvg が必要です。次のようにインストールしてください。\n"
        "pip install resvg",
    ),
    "library.pdf": Words(
        en='a PDF needs fpdf2, which is not installed:\npip install "backprop-viz[pdf]"',
        ja="PDF を書くには fpdf2 が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[pdf]"',
    ),
    "library.animation": Words(
        en="an animation needs Pillow, which is not installed:\n"
        'pip install "backprop-viz[animation]"',
        ja="アニメーションには Pillow が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[animation]"',
    ),
    "library.script": Words(
        en="to set {text} in a PDF, its letters must be shaped by uharfbuzz, which is not "
        "installed (SVG and PNG do not need it):\npip install uharfbuzz",
        ja="PDF で {text} の文字を正しく組むには uharfbuzz が必要です（SVG と PNG には"
        "要りません）。次のようにインストールしてください。\npip install uharfbuzz",
    ),
    "library.explorer": Words(
        en='the explorer needs {library}, which is not installed:\npip install "backprop-viz[lab]"',
        ja="エクスプローラーには {library} が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[lab]"',
    ),
    "library.question": Words(
        en='a question needs {library}, which is not installed:\npip install "backprop-viz[lab]"',
        ja="問題を出すには {library} が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[lab]"',
    ),
    "library.landscape": Words(
        en='a landscape needs matplotlib, which is not installed:\npip install "backprop-viz[lab]"',
        ja="地形を描くには matplotlib が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[lab]"',
    ),
    "library.slides": Words(
        en="PowerPoint slides need python-pptx, which is not installed:\n"
        'pip install "backprop-viz[pptx]"',
        ja="PowerPoint のスライドには python-pptx が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[pptx]"',
    ),
    "library.video": Words(
        en='a video needs PyAV, which is not installed:\npip install "backprop-viz[mp4]"',
        ja="動画には PyAV が必要です。次のようにインストールしてください。\n"
        'pip install "backprop-viz[mp4]"',
    ),
    "library.witness": Words(
        en='{library} is not installed; to check against it: pip install "backprop-viz[{library}]"',
        ja="{library} がインストールされていません。検算に使うには、次のようにインストールして"
        'ください: pip install "backprop-viz[{library}]"',
    ),
    # An argument that names what there is not
    "usage.language": UNKNOWN,
    "usage.step": Words(
        en="there is no step {step}; the steps are 0 to {last}",
        ja="ステップ {step} はありません。あるのは 0 から {last} までです。",
    ),
    "usage.step_kind": Words(
        en="{given} is no step; a step is a whole number",
        ja="{given} はステップの番号ではありません。整数を指定してください。",
    ),
    "usage.no_steps": Words(
        en="no step is chosen; give one at least",
        ja="ステップが選ばれていません。1 つは指定してください。",
    ),
    "usage.step_or_steps": Words(
        en="give step or steps, not both", ja="step と steps は、どちらか一方だけにしてください。"
    ),
    "usage.one_step": Words(
        en="{name}: a picture shows one step, not {count}",
        ja="{name}: 図に描けるのは 1 ステップです。{count} ステップが指定されています。",
    ),
    "usage.theme": Words(
        en="no theme {given}; there are {known}",
        ja="{given} という配色はありません。使えるのは {known} です。",
    ),
    "usage.theme_name": Words(
        en="the name of a theme is a text, not {given}",
        ja="配色の name には文字列を指定します。{given} は使えません。",
    ),
    "usage.colour": Words(
        en="{field}={given} is no colour: write it as `#rrggbb`, such as `#c4002b`",
        ja="{field}={given} は色ではありません。`#c4002b` のように `#rrggbb` の形で書いてください。",
    ),
    "usage.method": Words(
        en="no method {given}; there are {known}",
        ja="{given} という方法はありません。使えるのは {known} です。",
    ),
    "usage.witness": Words(
        en="no witness {given}; there are {known}",
        ja="{given} とは比べられません。使えるのは {known} です。",
    ),
    "usage.name": Words(
        en="no {given}; there are {known}", ja="{given} はありません。あるのは {known} です。"
    ),
    "usage.inputs": Words(
        en="{count} inputs are needed ({known}), not {given}",
        ja="入力は {count} 個（{known}）必要ですが、渡されたのは {given} 個です。",
    ),
    "usage.live": Words(
        en="live=True needs anywidget and Graphviz (pip install anywidget)",
        ja="live=True には anywidget と Graphviz が必要です（pip install anywidget）。",
    ),
    "usage.immutable": Words(en="an expression is immutable", ja="式は変更できません。"),
    # Files
    "usage.picture_ending": Words(
        en="{name}: a picture ends in {known}",
        ja="{name}: 図のファイル名は {known} のどれかで終わります。",
    ),
    "usage.landscape_ending": Words(
        en="{name}: a landscape ends in .png, .svg or .pdf",
        ja="{name}: コストの地形のファイル名は .png、.svg、.pdf のどれかで終わります。",
    ),
    "usage.page_ending": Words(
        en="{name}: a page is saved to a file that ends in .html",
        ja="{name}: ページのファイル名は .html で終わります。",
    ),
    "usage.walk_ending": Words(
        en="{name}: a walk is saved to a file that ends in {known}",
        ja="{name}: ファイル名は {known} のどれかで終わります。",
    ),
    "usage.option": Words(
        en="{option} is for {known}, not for a {given}",
        ja="{option} は {known} のためのもので、{given} には使えません。",
    ),
    "usage.option_of_step": Words(
        en="{option} is for {known}, not for a {given} of one step",
        ja="{option} は {known} のためのもので、1 ステップだけの {given} には使えません。",
    ),
    "system.none": Words(
        en="No such file or directory", ja="そのようなファイルやフォルダーはありません"
    ),
    "system.folder": Words(en="Is a directory", ja="フォルダーです"),
    "system.no_folder": Words(en="Not a directory", ja="フォルダーではありません"),
    "system.denied": Words(en="Permission denied", ja="権限がありません"),
    "system.read_only": Words(en="Read-only file system", ja="読み取り専用のファイルシステムです"),
    "system.full": Words(en="No space left on device", ja="空き容量がありません"),
    "system.large": Words(en="File too large", ja="ファイルが大きすぎます"),
    "system.long": Words(en="File name too long", ja="ファイル名が長すぎます"),
    "system.circle": Words(
        en="Too many levels of symbolic links", ja="シンボリックリンクが循環しています"
    ),
    "usage.path": Words(
        en="{given} is no path of a file", ja="{given} は、ファイルのパスとして使えません。"
    ),
    "usage.interrupted": Words(en="interrupted", ja="中断されました"),
    "usage.half": Words(
        en="{reason}; {done} of {count} files are written, and these are missing: {missing}",
        ja="{reason}。{count} 個のうち {done} 個のファイルは書き込み済みで、"
        "{missing} がまだありません。",
    ),
    "usage.no_folder": Words(en="there is no such folder", ja="そのようなフォルダーはありません"),
    "usage.is_folder": Words(
        en="is a folder; name a file", ja="フォルダーです。ファイルを指定してください"
    ),
    "usage.foreign": Words(
        en="holds files that are not from here; move it or choose another name",
        ja="ほかのファイルが入っています。移動するか、別の名前にしてください",
    ),
    "usage.walks": Words(
        en="a page is made of walks, in a list or by their titles, not of {given}",
        ja="ページは、walk のリストか、タイトルをキーとする辞書から作ります。{given} からは作れません。",
    ),
    "usage.no_chapter": Words(
        en="a page needs one walk at least", ja="ページには、少なくとも 1 つの式が必要です。"
    ),
    "usage.scale": Words(
        en="the scale is {scale}; it is a number from 0.01 to 20",
        ja="scale が {scale} になっています。0.01 から 20 までの数にしてください。",
    ),
    "usage.png": Words(
        en="a PNG of {width} by {height} pixels is too large; take a smaller scale, or SVG, which "
        "is sharp at any size",
        ja="{width} × {height} ピクセルの PNG は大きすぎます。scale を小さくするか、拡大しても"
        "きれいな SVG にしてください。",
    ),
    "usage.film": Words(
        en="an animation of {width} by {height} pixels is too large; take a smaller width",
        ja="{width} × {height} ピクセルのアニメーションは大きすぎます。width を小さくしてください。",
    ),
    "usage.side": Words(
        en="an animation of {width} by {height} pixels is too large for this kind of file, whose "
        "sides have {most} at most; take a smaller width",
        ja="{width} × {height} ピクセルのアニメーションは、この種類のファイルには大きすぎます"
        "（1 辺は {most} まで）。width を小さくしてください。",
    ),
    "usage.text": Words(
        en="{name} is {given}; it is a text",
        ja="{name} が {given} になっています。文字列にしてください。",
    ),
    "usage.yes_or_no": Words(
        en="{name} is {given}; it is True or False",
        ja="{name} が {given} になっています。True か False にしてください。",
    ),
    "usage.steps": Words(
        en="steps are {given}; they are whole numbers, such as [0, 5, -1]",
        ja="steps が {given} になっています。[0, 5, -1] のような整数の並びにしてください。",
    ),
    "usage.watch": Words(
        en="watch gave {given}, not {step}: it gives on every step that it is given, as tqdm does",
        ja="watch が {step} ではなく {given} を返しました。tqdm のように、渡されたステップを 1 つずつ"
        "そのまま返すものにしてください。",
    ),
    "usage.range_of": Words(
        en="there is no slider for {name} to set a range of; there are sliders for: {known}",
        ja="{name} にはスライダーがないので、範囲を指定できません（スライダーがある入力: {known}）。",
    ),
    "usage.ranges": Words(
        en="the range of {name} is {given}; it is three numbers, such as (-5, 5, 0.1)",
        ja="{name} の範囲が {given} になっています。(-5, 5, 0.1) のような 3 つの数にしてください。",
    ),
    "usage.seconds": Words(
        en="{name} is {given}; it is in seconds, 0.02 to {most}",
        ja="{name} が {given} になっています。0.02 から {most} までの秒数にしてください。",
    ),
    "usage.width": Words(
        en="width is {given}; it is in pixels, 64 to 16000",
        ja="width が {given} になっています。64 から 16000 までのピクセル数にしてください。",
    ),
    # A path that ended
    "path.step": Words(
        en="there is no step {step}; the path has the steps 0 to {last}",
        ja="ステップ {step} はありません。この道にあるのは 0 から {last} までです。",
    ),
    "path.grew": Words(
        en="there is no step {step}; the path has the steps 0 to {last}: it stopped there, as the "
        "cost grew without bound",
        ja="ステップ {step} はありません。コストが際限なく大きくなったので、この道はステップ {last} で"
        "止まりました。",
    ),
    "path.fell": Words(
        en="there is no step {step}; the path has the steps 0 to {last}: it stopped there, as the "
        "cost fell without bound",
        ja="ステップ {step} はありません。コストが際限なく小さくなったので、この道はステップ {last} で"
        "止まりました。",
    ),
    "path.undefined": Words(
        en="there is no step {step}; the path has the steps 0 to {last}: it stopped there, as the "
        "cost or a gradient was no finite number any more",
        ja="ステップ {step} はありません。コストか勾配が有限の数でなくなったので、この道はステップ {last} で"
        "止まりました。",
    ),
    "path.interrupted": Words(
        en="there is no step {step}; the path has the steps 0 to {last}: it was interrupted there",
        ja="ステップ {step} はありません。この道はステップ {last} で中断されました。",
    ),
    "path.full": Words(
        en="there is no step {step}; the path has the steps 0 to {last}: it stopped there, as more "
        "places would take too much memory",
        ja="ステップ {step} はありません。これ以上の地点はメモリに入りきらないので、この道はステップ {last} で"
        "止まりました。",
    ),
    "path.settled": Words(
        en="there is no step {step}; the path has the steps 0 to {last}: nothing changes after that",
        ja="ステップ {step} はありません。ステップ {last} より後は何も変わらないので、この道はそこまでです。",
    ),
}
