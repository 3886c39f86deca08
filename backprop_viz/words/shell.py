"""What the command line says: its help, and what is wrong with a command."""

from __future__ import annotations

from .speech import Words

__all__ = ["SHELL", "WRONG"]

# What is wrong
WRONG = {
    "shell.missing": Words(
        en="{missing} is missing; see {program} --help",
        ja="{missing} がありません。{program} --help に説明があります。",
    ),
    "shell.unknown": Words(
        en="{given} is not understood; see {program} --help",
        ja="{given} は使えません。{program} --help に説明があります。",
    ),
    "shell.choice": Words(
        en="{option} {given}: there are {known}", ja="{option} {given}: 使えるのは {known} です。"
    ),
    "shell.value": Words(
        en="{option} {given}: a number is needed", ja="{option} {given}: 数を指定してください。"
    ),
    "shell.needs_value": Words(en="{option} needs a value", ja="{option} には値が必要です。"),
    "shell.takes_none": Words(
        en="{option} takes no value (a formula that begins like it goes behind --)",
        ja="{option} に値は付けられません（同じように始まる式は、-- の後ろに書きます）。",
    ),
    "shell.for_files": Words(
        en="{option} is for a file such as walk.gif or walk.pdf, not for {output}",
        ja="{option} は walk.gif や walk.pdf のようなファイルのためのもので、{output} には"
        "使えません。",
    ),
    "shell.for_pictures": Words(
        en="{option} is for a folder of pictures, not for {output}",
        ja="{option} は図のフォルダーのためのもので、{output} には使えません。",
    ),
    "shell.is_file": Words(
        en="{folder} is a file; name a folder",
        ja="{folder} はファイルです。フォルダーを指定してください。",
    ),
    "shell.page_ending": Words(
        en="{name}: a page ends in .html", ja="{name}: ページのファイル名は .html で終わります。"
    ),
    "shell.no_input": Words(
        en="there is no standard input to read the formula from",
        ja="標準入力がないので、式を読み込めません。",
    ),
    "shell.no_text": Words(
        en="the formula is no UTF-8 text (byte {byte})",
        ja="式が UTF-8 のテキストではありません（{byte} バイト目）。",
    ),
    "shell.pair": Words(
        en="{pair}: an input is given as NAME=VALUE, such as x=2",
        ja="{pair}: 入力は x=2 のように、NAME=VALUE の形で書きます。",
    ),
    "shell.number": Words(
        en="{pair}: a number is needed, such as 2, 1e-3 or pi/4, or a list [1,2]; {reason}",
        ja="{pair}: 2、1e-3、pi/4 のような数か、[1,2] のようなリストを書いてください。{reason}",
    ),
    "shell.memory": Words(
        en="there is not enough memory for this; take smaller arrays or pictures",
        ja="メモリーが足りません。配列や図を小さくしてください。",
    ),
    "shell.unforeseen": Words(
        en="this should not have happened ({what}); please report it with the command",
        ja="予期しないエラーです（{what}）。実行したコマンドを添えて報告してください。",
    ),
    "shell.no_step": Words(
        en="{given} is no step; give numbers from 0 to {last}, or all",
        ja="{given} はステップの番号ではありません。0 から {last} までの数か、all を"
        "指定してください。",
    ),
    "shell.no_format": Words(
        en="no format {given}; there are {known}",
        ja="{given} という形式はありません。使えるのは {known} です。",
    ),
}

SHELL = {
    # Help
    "shell.about": Words(
        en="Walk any formula as a computational graph, forward and backward.",
        ja="どんな式でも計算グラフにして、順伝播と逆伝播を 1 ステップずつたどります。",
    ),
    "shell.usage": Words(en="usage:", ja="使い方:"),
    "shell.arguments": Words(en="arguments", ja="引数"),
    "shell.options": Words(en="options", ja="オプション"),
    "shell.examples": Words(en="examples:", ja="使用例:"),
    "shell.sources": Words(
        en="SOURCE is a formula or a program, `-` for standard input, or @FILE. A value of an "
        "input is a\nnumber, what makes one such as pi/4, or a list such as [1,2,3] or "
        "[[1,2],[3,4]].",
        ja="SOURCE には、式、プログラム、`-`（標準入力）、@FILE（ファイル）のどれかを書きます。"
        "入力の値は、\n数か、pi/4 のように数になる式か、[1,2,3] や [[1,2],[3,4]] のようなリストです。",
    ),
    "shell.walk": Words(
        en="print the whole walk, step by step", ja="すべてのステップを順に表示する"
    ),
    "shell.draw": Words(
        en="write numbered pictures of the steps, or all of them in one file",
        ja="各ステップの図を番号付きのファイルに、または全部を 1 つのファイルに書き出す",
    ),
    "shell.html": Words(
        en="write a live page that needs nothing but a browser",
        ja="ブラウザーだけで動く、操作できるページを書き出す",
    ),
    "shell.check": Words(
        en="hold every gradient against witnesses", ja="すべての勾配を、ほかの方法の結果と比べる"
    ),
    "shell.help": Words(en="show this help and exit", ja="この説明を表示して終了する"),
    "shell.version": Words(en="show the version and exit", ja="バージョンを表示して終了する"),
    "shell.lang": Words(
        en="language of all that is said, en by default", ja="表示に使う言語（既定は en）"
    ),
    "shell.source": Words(en="the formula, - or @FILE", ja="式、- または @FILE"),
    "shell.inputs": Words(en="a value for every input", ja="すべての入力の値"),
    "shell.parameters": Words(
        en="inputs to be marked as parameters: w,b", ja="パラメータとして示す入力（例: w,b）"
    ),
    "shell.step": Words(en="print this step only", ja="このステップだけを表示する"),
    "shell.walk_json": Words(en="print the walk as JSON", ja="結果を JSON で表示する"),
    "shell.check_json": Words(en="print the table as JSON", ja="表を JSON で表示する"),
    "shell.output": Words(
        en="folder for the pictures; or a file: walk.gif, .webp, .apng, .mp4 (animations), .pdf "
        "(handout), .html (live page), .tex, .pptx, .md (every step), .svg, .png, .dot (one step)",
        ja="図を入れるフォルダー。またはファイル: walk.gif, .webp, .apng, .mp4（アニメーション）, "
        ".pdf（配布資料）, .html（操作できるページ）, .tex, .pptx, .md（全ステップ）, .svg, .png, "
        ".dot（1 ステップ）",
    ),
    "shell.page": Words(en="such as walk.html", ja="たとえば walk.html"),
    "shell.steps": Words(
        en="such as 0,1,5 or all (default)", ja="たとえば 0,1,5、または all（既定）"
    ),
    "shell.theme": Words(en="light by default", ja="配色（既定は light）"),
    "shell.page_theme": Words(
        en="the reader's own light or dark by default",
        ja="配色（既定では、読む人の設定に合わせて明暗が切り替わる）",
    ),
    "shell.pictures": Words(en="for a folder of pictures", ja="図のフォルダーを書き出すとき"),
    "shell.format": Words(
        en="svg (default), png, pdf, dot, or several", ja="svg（既定）、png、pdf、dot。複数も可"
    ),
    "shell.scale": Words(
        en="PNG pixels per CSS pixel (default 2, fewer where the picture would be huge)",
        ja="PNG の、CSS ピクセルあたりの画素数（既定は 2、図が巨大になるときはそれより少なめ）",
    ),
    "shell.file": Words(en="for one file", ja="1 つのファイルに書き出すとき"),
    "shell.title": Words(en="of the document", ja="文書の題名"),
    "shell.page_title": Words(en="of the page", ja="ページの題名"),
    "shell.pace": Words(en="of a step in an animation", ja="アニメーションの 1 ステップの秒数"),
    "shell.hold": Words(en="of its last step", ja="アニメーションの最後のステップの秒数"),
    "shell.width": Words(en="of an animation", ja="アニメーションの幅"),
    "shell.no_caption": Words(
        en="an animation of the pictures alone, without formula and sentence",
        ja="式と説明を付けず、図だけのアニメーションにする",
    ),
    "shell.worksheet": Words(
        en="a .pdf with blanks to fill in, and an answer key",
        ja=".pdf を、空欄を埋める問題と解答にする",
    ),
    "shell.beamer": Words(
        en="a .tex of slides with overlays", ja=".tex を、少しずつ現れるスライドにする"
    ),
    "shell.slides": Words(en="open as a presentation", ja="スライド表示で開くページにする"),
    "shell.against": Words(
        en="torch, jax, tensorflow, or several", ja="torch、jax、tensorflow。複数も可"
    ),
    "shell.end": Words(en=".", ja="。"),
    # What is done
    "shell.one_picture": Words(en="1 picture in {folder}", ja="{folder} に図を 1 枚"),
    "shell.many_pictures": Words(
        en="{count} pictures in {folder}", ja="{folder} に図を {count} 枚"
    ),
    **WRONG,
}
