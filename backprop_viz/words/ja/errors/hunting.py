"""What an error says of a hunt, of gradients of one's own, or of an attempt that is graded."""

TEXTS = {
    "hunt.nowhere": "このグラフでは、どのバグでも数が変わりません。積や関数を含むグラフにしてください。",
    "hunt.no_place": (
        "このグラフには、このバグ（{bug}）が違いとなって表れ、ほかのバグと区別できる所がありません。bug= を省けば、"
        "このグラフで起こりうるバグを選びます。"
    ),
    "hunt.large": "この walk には線が {count} 本あり、図の上で探すには多すぎます（{most} 本まで）。もっと小さなグラフにしてください。",
    "hunt.unknown": "{given} というバグはありません。あるのは {known} です。",
    "hunt.seed": "シードが {given} です。0 から {most} までの整数にしてください。",
    "hunt.wire": (
        "{given} という場所はありません。逆伝播のステップ（{first} から {last}）か、'y -> x' のような辺か、"
        "勾配の合計を見たいノードの名前を書いてください。"
    ),
    "hunt.edge": "{given} という辺はありません。逆伝播のステップ（{first} から {last}）か、'y -> x' のような辺を書いてください。",
    "hunt.several": "{given} の辺はいくつもあります。ステップの番号で書いてください: {known}",
    "hunt.source": "バグ探しには、グラフ、walk、または式のテキストが必要です。{kind} は使えません。",
    "judge.walk": "勾配の判定には bv.graph(...).walk(...) のような walk が必要です。{kind} は使えません。",
    "judge.answers": (
        "{kind} には勾配がありません。名前をキーとする辞書、入力の関数、または .grad のあるものを入力の順"
        "（{inputs}）に並べて渡してください。"
    ),
    "judge.unknown": "{unknown} についての勾配はありません。あるのは {known} です。",
    "judge.twice": "{name} についての勾配が 2 回出てきます。",
    "judge.number": "{name} についての勾配が {value} です。実数か、その配列にしてください。",
    "judge.because": "{name} についての勾配: {why}",
    "judge.count": "勾配が {count} 個あります。入力の順（{inputs}）に {wanted} 個必要です。",
    "judge.raised": "あなたの関数で {kind} が起きました: {what}{place}",
    "judge.place": "（{line} 行目: {code}）",
    "judge.parameters": "あなたの関数の引数 {taken} は入力ではありません。入力は {inputs} です。",
    "attempt.folder": "フォルダーです",
    "attempt.no_file": "ふつうのファイルではありません",
    "attempt.size": "{size} バイトあります。読むのは {most} バイトまでです",
    "attempt.text": "UTF-8 のテキストではありません",
    "attempt.json": "JSON として完全ではありません（{what}）",
    "attempt.deep": "入れ子が {most} 段より深くなっています",
    "attempt.twice": "1 つのオブジェクトに {key} というキーが 2 回あります",
    "attempt.constant": "{given} があります。これは JSON の数ではありません",
    "attempt.digits": "{count} 桁の数があります",
    "attempt.format": "backprop-viz の問題の解答ではありません",
    "attempt.version": "バージョンが {given} です。読めるのは {known} です",
    "attempt.kind": "種類が {given} です。あるのは {known} です",
    "attempt.field": "{field} が {given} です。必要なのは{wanted}です",
    "attempt.a_text": "テキスト",
    "attempt.a_object": "オブジェクト",
    "attempt.a_list": "オブジェクトのリスト",
    "attempt.a_seed": "整数（0 から {most} まで）",
    "attempt.many": "操作が {count} 回分あります。判定するのは {most} 回分までです",
    "attempt.other": "解答キーとは別の問題です（{field} が違います）",
    "attempt.key": "解答キー {file} は使えません: {why}",
    "attempt.no_folder": "{folder} は解答のフォルダーではありません。",
    "attempt.nothing": "{folder} に .json ファイルがありません。",
    "attempt.files": "{folder} のファイルが {most} 個を超えています。",
    "attempt.limit": "大きすぎて判定できません: {what}",
}
