"""What an error says of what is asked for: a library, an argument, a file, a command."""

TEXTS = {
    # What has to be installed
    "engine.install": (
        "`pip install graphviz-pure` を実行するか、Graphviz 本体を入れてください"
        "（`apt-get install graphviz`、`brew install graphviz`、`conda install -c conda-forge "
        "graphviz`、`winget install graphviz`）。"
    ),
    "engine.load": (
        "ブラウザーの中では、Python と同じ所に @viz-js/viz を読み込み、DOT と形式を受け取って "
        "`renderString` を呼ぶ関数を `globalThis.backpropVizEngine` に入れてください。"
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
    "engine.silent": "{program} が、配置もメッセージも出力せずに終わりました（{status}）。",
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
    "library.png_there": (
        "PNG を描くのに必要な resvg は、ブラウザーの中の Python にはありません。エクスプローラーの"
        "メニューから図を保存するか、.svg で保存してください。"
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
    # An argument that names nothing
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
    "usage.shape": "{given} は形ではありません。3, 2 のように、要素が {most} 個以下になる大きさを書いてください。",
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
    "usage.address": "{given} はプレイグラウンドのアドレス（https://HOST/play/ など）ではありません。",
    "usage.no_link": "アドレスに式（`#f=`）がありません。",
    "usage.link_broken": "アドレスの中の式（`#f=`）を展開できません。",
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
    "usage.compare": "比べられるのは 2 つの walk です（{given} は比べられません）。",
    "usage.text": "{name} が {given} になっています。文字列にしてください。",
    "usage.yes_or_no": "{name} が {given} になっています。True か False にしてください。",
    "usage.worksheet": (
        "worksheet が {given} になっています。True か False、または {known} にしてください。"
    ),
    "usage.paper": "paper が {given} になっています。{known} のどれかにしてください。",
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
    "usage.digits": "digits が {given} になっています。1 から {most} までの整数にしてください。",
    "usage.width": (
        "width が {given} になっています。64 から 16000 までのピクセル数にしてください。"
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
    "shell.exercise_alone": "--perform と --hunt は、どちらも 1 つの式のページを作ります。+、--slides、--landscape、--steps とは一緒に使えず、2 つを同時に付けることもできません。",
    "shell.exercise_only": "{option} は、問題のページのためのものです。{needed} を付けてください。",
    "shell.or": "{one} か {other}",
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
