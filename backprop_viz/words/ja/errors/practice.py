"""What an error says of an exercise: its kind, its numbers, a place in it."""

TEXTS = {
    "practice.kind": "{given} という種類の練習問題はありません。あるのは {known} です。自分のグラフを渡すこともできます。",
    "practice.seed": "シードは整数で指定します。{given} は使えません。",
    "practice.level": "level は 1（解答を見ながら）、2（最後の数ステップ）、3（逆伝播）、4（すべて）のどれかです。{given} は使えません。",
    "practice.judged": '{given} は使えません。1 ステップごとに判定する "steps" か、最後にまとめて判定する "end" を指定してください。',
    "practice.shapes": "{names} に用意した数の形が合いません（{reason}）。inputs=dict(x=bv.nice(2, 3)) のように、形の合う配列を渡してください。",
    "practice.nothing": "{output} はどの入力にもよらないので、逆伝播ですることがありません。",
    "practice.is_input": "出力 {output} は入力そのもので、間に演算がないため、逆伝播ですることがありません。入力を使った式にしてください。",
    "practice.no_entries": "{name} には要素がないため、求める数がありません。要素のある値を指定してください。",
    "practice.opaque": "{name} は PyTorch が計算するので、手では計算できません。これを含まないグラフにしてください。",
    "practice.large": "この walk ですることは {count} 個あり、手で行うには多すぎます（{most} 個まで）。もっと小さなグラフにしてください。",
    "practice.no_place": "{given} はこのグラフの場所ではありません。dict(kind='edge', node='f', position=0) のように、ノードでの value、seed、edge、sum のどれかを指定してください。",
    "practice.exercise": "{given} は練習問題ではありません。グラフのテキストが必要で、入力、シード、level も指定できます。",
    # Of an expression that is typed
    "practice.typed_name": "ここに {sign} という名前はありません。使えるのは {names} です。",
    "practice.typed_stray": "ここに {sign} は置けません。",
    "practice.typed_end": "式の終わりに何かが足りません。",
    "practice.typed_function": "{sign} はこのようには呼び出せません。sum(A, axis=0) や exp(A) のように書いてください。",
    "practice.typed_long": "長すぎて読み取れません。",
}
