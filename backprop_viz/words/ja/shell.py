"""What the command line says: its help, and what it has done."""

TEXTS = {
    # Help
    "shell.about": "どんな式でも計算グラフにして、順伝播と逆伝播を 1 ステップずつたどります。",
    "shell.usage": "使い方:",
    "shell.arguments": "引数",
    "shell.options": "オプション",
    "shell.examples": "使用例:",
    "shell.sources": (
        "SOURCE には、式、プログラム、`-`（標準入力）、@FILE（ファイル）のどれかを書きます。"
        "入力の値は、\n"
        "数か、pi/4 のように数になる式か、[1,2,3] や [[1,2],[3,4]] のようなリストです。\n"
        "FILE.py:NAME は、自分のプログラムの中の関数か PyTorch のモジュールで、プログラムは実行されます。"
    ),
    "shell.walk": "すべてのステップを順に表示する",
    "shell.draw": "各ステップの図を番号付きのファイルに、または全部を 1 つのファイルに書き出す",
    "shell.html": "ブラウザーだけで動く、操作できるページを書き出す",
    "shell.check": "すべての勾配を、ほかの方法の結果と比べる",
    "shell.grade": "クラスの解答を判定し直し、つまずきを数える",
    "shell.practise": "自分で walk をたどる（次はどこか、どの規則か、値はいくつか）",
    "shell.help": "この説明を表示して終了する",
    "shell.version": "バージョンを表示して終了する",
    "shell.lang": "表示に使う言語（既定は en）",
    "shell.source": "式、-、@FILE または FILE.py:NAME",
    "shell.inputs": "すべての入力の値",
    "shell.parameters": "パラメータとして示す入力（例: w,b）",
    "shell.opened": '開いて見せるブロック。例: "layer_* layer.softmax"、すべてなら "*"',
    "shell.like": "FILE.py:NAME に渡す例（例: x=~4x3）。整数のリストはラベルになる（例: y=[0,2]）",
    "shell.opaque": "FILE.py:NAME のうち読み込めないところは PyTorch に計算させる",
    "shell.digits": "数の有効数字の桁数（既定は 4）",
    "shell.step": "このステップだけを表示する",
    "shell.walk_json": "結果を JSON で表示する",
    "shell.check_json": "表を JSON で表示する",
    "shell.attempts": "解答（.json ファイル）のフォルダー",
    "shell.key": "問題のファイル（解答のない状態で保存したもの）",
    "shell.csv": "表を CSV で出力する",
    "shell.output": (
        "図を入れるフォルダー。またはファイル: walk.gif, .webp, .apng, .mp4（アニメーション）, "
        ".pdf（配布資料）, .html（操作できるページ）, .tex, .pptx, .md（全ステップ）, .svg, .png, "
        ".dot（1 ステップ）"
    ),
    "shell.page": "たとえば walk.html",
    "shell.steps": "たとえば 0,1,5、または all（既定）",
    "shell.theme": "配色（既定は light）",
    "shell.page_theme": "配色（既定では、読む人の設定に合わせて明暗が切り替わる）",
    "shell.pictures": "図のフォルダーを書き出すとき",
    "shell.format": "svg（既定）、png、pdf、dot。複数も可",
    "shell.scale": (
        "PNG の、CSS ピクセルあたりの画素数（既定は 2、図が巨大になるときはそれより少なめ）"
    ),
    "shell.file": "1 つのファイルに書き出すとき",
    "shell.title": "文書または図の題名",
    "shell.page_title": "ページの題名",
    "shell.pace": "アニメーションの 1 ステップの秒数",
    "shell.hold": "アニメーションの最後のステップの秒数",
    "shell.width": "アニメーションの幅",
    "shell.caption": "1 ステップの図に、式と説明を付ける",
    "shell.no_caption": "式と説明を付けず、図だけのアニメーションにする",
    "shell.worksheet": ".pdf を、1 枚の図の番号付きの空欄を埋める問題と解答にする",
    "shell.blanks": "ワークシートで問うもの（steps は 1 ページに 1 ステップ）",
    "shell.paper": ".pdf の用紙（指定しなければ a4）",
    "shell.beamer": ".tex を、少しずつ現れるスライドにする",
    "shell.slides": "スライド表示で開くページにする",
    "shell.from_link": "SOURCE は、式と入力を含むプレイグラウンドのアドレス",
    "shell.link_python": (
        "アドレスに含まれているのは Python の関数 (`py=`) です。これを実行できるのは、プレイグラウンドで読み手が自分から実行するときだけです。"
    ),
    "shell.landscape": 'グラフの横に、1 つか 2 つの入力に対する出力の地形を置く（例: "w b"）',
    "shell.against": "torch、jax、tensorflow。複数も可",
    "shell.perform": "自分で walk をたどるページにする（--level、--seed、--judged はそのためのもの）",
    "shell.hunt": "バグ探しのページにする（--bug、--seed はそのためのもの）",
    "shell.bug": "バグの名前（bv.hunt と同じ）。なければ自動で選ぶ",
    "shell.level": "1 は解答を見ながら、2 は最後の数ステップ、3 は逆伝播（既定）、4 はすべて",
    "shell.seed": "整数のシード。変えると数が変わる",
    "shell.drawn": "与えられていない入力に、きりのよい数を用意する（シードを変えると数が変わる）。SOURCE は練習問題の種類でもよい",
    "shell.judged": "1 ステップごと（既定）か、最後にまとめて",
    "shell.end": "。",
    # What is done
    "shell.one_picture": "{folder} に図を 1 枚",
    "shell.many_pictures": "{folder} に図を {count} 枚",
    "shell.like_program": "--like と --opaque は、model.py:loss のような自分のプログラムに使います",
    "shell.failed": "{file} を実行できません（{kind}: {error}）",
    "shell.no_function": "{file} に、{name} という関数やモジュールはありません。あるのは {known} です",
}
