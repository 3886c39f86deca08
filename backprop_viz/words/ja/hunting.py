"""What is said of a walk with a bug in it, of gradients of one's own, and of a class."""

TEXTS = {
    # The bugs by name
    "hunt.overwritten": "+= ではなく = になっている",
    "hunt.unordered": "そろう前に先へ流した（トポロジカル順序を守っていない）",
    "hunt.kept": "前の勾配を消していない（zero_grad 忘れ）",
    "hunt.swapped": "掛ける相手の取り違え",
    "hunt.upstream": "上流の勾配の掛け忘れ",
    "hunt.flipped": "符号の間違い",
    "hunt.inner": "局所微分（内側の微分）の掛け忘れ",
    "hunt.transposed": "転置のし忘れ",
    "hunt.unsummed": "バッチについての足し忘れ",
    "hunt.axis": "和をとる軸の間違い",
    "hunt.keepdims": "keepdims の付け忘れ",
    "hunt.undivided": "1/n の掛け忘れ",
    "hunt.other_axis": "ソフトマックスの軸の間違い",
    "hunt.other_twice": "2 重のソフトマックス",
    # What each of them does
    "hunt.told_overwritten": (
        "{operand} は何か所かで使われていますが、{node} = {formula} を通って戻る分が、それまでに"
        "戻ってきた分を上書きしています。= ではなく += で足します。"
    ),
    "hunt.told_unordered": (
        "{node} は何か所かで使われていますが、残りが届く前に、最初に戻ってきた分だけを先へ流して"
        "います。トポロジカル順序を逆にたどれば、どのノードも全部そろうまで待ちます。"
    ),
    "hunt.told_kept": (
        "{operand} に届く分が、前の回の勾配に足されています。0 に戻すのを忘れています。"
    ),
    "hunt.told_swapped": (
        "{node} = {formula} を通って {operand} に戻る分が、もう一方のものになっているか、"
        "掛ける順が逆になっています。"
    ),
    "hunt.told_upstream": (
        "{node} = {formula} を通って戻るとき、{operand} による局所微分に、上流の勾配 "
        "∂{output}/∂{node} を掛けていません。"
    ),
    "hunt.told_flipped": "{node} = {formula} を通って {operand} に戻る数の符号が逆です。",
    "hunt.told_inner": (
        "{node} = {formula} を通って、上流の勾配がそのまま {operand} に戻っています。"
        "局所微分（連鎖律でいう内側の微分）を掛けていません。"
    ),
    "hunt.told_transposed": (
        "{node} = {formula} を通って {operand} に戻る積で、転置を忘れています。"
        "行と列の数が同じなので、形からは気づけません。"
    ),
    "hunt.told_unsummed": (
        "{operand} はすべてのデータで共有されていますが、{node} = {formula} を通って、最初のデータの分しか"
        "戻っていません。すべてのデータについて足します。"
    ),
    "hunt.told_axis": (
        "{node} = {formula} を通って戻る分が、違う軸の方向に足されてから {operand} に届いています。縦と横の長さが同じなので、形からは気づけません。"
    ),
    "hunt.told_keepdims": (
        "{node} = {formula} を通って戻るとき、上流の勾配から長さ 1 の軸がなくなり、違う軸の方向に"
        "広げられています。"
    ),
    "hunt.told_undivided": (
        "{node} = {formula} は要素の個数で割っていますが、{operand} に戻る分は割られていません。"
    ),
    "hunt.told_other_axis": (
        "{operand} に届く分は、ソフトマックスを別の軸に沿ってとった、違う式のものになっています。"
    ),
    "hunt.told_other_twice": (
        "{operand} に届く分は、ソフトマックスを 2 回かけた、違う式のものになっています。スコアを渡す所に確率を渡しています。"
    ),
    "hunt.inside": "バグはブロック {block} の中にあります。{why}",
    # The hunt
    "hunt.task": (
        "逆伝播の規則が 1 つだけ間違っていて、その先はすべて、間違った数を使って計算されています。"
        "最初に間違っている辺を見つけ、バグの名前を答え、正しい数に直してください。"
    ),
    "hunt.closed": (
        "閉じたブロック（{blocks}）は箱のまま扱います。逆伝播は引数ごとに 1 ステップで通り、バグが箱の中にあることもあります。"
    ),
    "hunt.done": "解決しました。辺もバグも数も正解です。",
    # On the screen
    "hunt.title": "バグ探し",
    "hunt.on_next": "どの線を調べますか。",
    "hunt.on_pick": "（図をクリックするか、ここから選ぶ）",
    "hunt.on_choose": "線を選んでください。間違っていそうな辺でも、確かめたいだけの線でもかまいません。",
    "hunt.on_tool": "差分で確かめる",
    "hunt.on_which": "ここが最初に間違っている辺だとすると、どのバグでしょうか。",
    "hunt.on_needed": "ここに入る正しい数はいくつでしょうか。",
    "hunt.on_missing": "数を書いてください。",
    "hunt.on_named": "辺とバグ",
    "hunt.on_mended": "正しい数",
    "hunt.on_bugged": "間違った数を表示",
    "hunt.at_edge": "ステップ {step}: {node} から {operand} へ",
    "hunt.at_sum": "∂{output}/∂{node} の合計",
    "hunt.ask": "ステップ {step}: {node} = {formula} を通って、{operand} に {arrives} が届いています。",
    "hunt.ask_part": (
        "ステップ {step}: {node} = {formula} を通って、{operand} に {arrives} が届き、ここまでの和は"
        " {total} になっています。"
    ),
    "hunt.ask_sum": (
        "∂{output}/∂{node}: {node} に戻ってきた分の合計です。合っているかどうかは、差分で確かめられます。"
    ),
    # The table
    "hunt.step": "ステップ",
    "hunt.through": "通る演算",
    "hunt.to": "届く先",
    "hunt.arrives": "届く分",
    "hunt.total": "ここまでの和",
    "hunt.values": "順伝播: {values}",
    "hunt.found": "正解です。最初に間違っている辺と、そのバグです。{why}",
    "hunt.other_bug": (
        "辺は合っています。ただし、「{bug}」なら {number} になるはずですが、図では {shown} です。"
    ),
    "hunt.other_bug_in": (
        "ブロックは合っています。ただし、{block} のどこに「{bug}」があっても、この数にはなりません。"
    ),
    "hunt.no_such_bug": "辺は合っています。ただし、ここでは「{bug}」は起こりえません。",
    "hunt.carried": (
        "ここに届く数は間違っていますが、上流の勾配がもう間違っているためです。"
        "ステップ {step} より前、出力に近いほうを見てください。"
    ),
    "hunt.beside": (
        "この数も同じバグで間違っていますが、最初ではありません。ステップ {first} の数を直してください。"
    ),
    "hunt.sound": "ステップ {step} は全部合っています。ほかの所を見てください。",
    "hunt.harmed": (
        "ステップ {step} の規則も、届く分も合っています。足す相手の数がもう間違っています。"
        "それより前を見てください。"
    ),
    "hunt.mended": "直りました。ここに入る数は {answer} です。",
    "hunt.not_total": "ここで必要なのは、それまでに戻ってきた分も足した、ここまでの和です。",
    "hunt.check_right": "{what} = {shown}。差分で確かめると {numeric} なので、合っています。",
    "hunt.check_wrong": "{what} = {shown}。差分で確かめると {numeric} なので、間違っています。",
    "hunt.check_open": "{what} = {shown}。ここは差分では確かめられません。",
    "hunt.part": "{node} だけを通る ∂{output}/∂{operand}",
    "hunt.solution": "ステップ {step}、{node} = {formula} を通って {operand} へ: {bug}。{why}",
    # Gradients of one's own
    "judge.name": "何についての勾配か",
    "judge.given": "あなたの答え",
    "judge.right": "正しい値",
    "judge.exact": "完全に一致",
    "judge.close": "ほぼ一致",
    "judge.gap": "最大の差",
    "judge.verdict": "判定",
    "judge.is_exact": "完全に一致",
    "judge.is_close": "ほぼ一致",
    "judge.is_rounded": "桁が不足",
    "judge.is_wrong": "不正解",
    "judge.is_shape": "形が違う",
    "judge.is_missing": "まだない",
    "judge.is_seed": "出力を自分自身で微分した勾配は 1 です。",
    "judge.yes": "はい",
    "judge.no": "いいえ",
    "judge.shapes": "{given}（正しくは {wanted}）",
    "judge.all_exact": "すべて正解で、最後の桁まで一致しています。",
    "judge.all_right": "すべて正解です。",
    "judge.nothing": "式に入力がないので、判定するものがありません。",
    "judge.missing": "まだないもの: {names}。",
    "judge.none_there": (
        "{name} の勾配がありません（None）。backward を呼びましたか。また、`requires_grad=True` の"
        "リーフテンソルになっていますか。"
    ),
    "judge.first": "逆伝播の順で最初に間違っているのは {gradient} です。",
    "judge.shape": "ここで必要なのは{wanted}ですが、これは{given}です。",
    "judge.nan": "有限でない数: {size} 個中 {count} 個。",
    "judge.rounded": "近い値ですが、計算機で求めた値としては桁が足りません。正しくは {number} です。",
    "judge.likely": "これらの数は、ステップ {step} の 1 つのバグで説明がつきます: {bug}。{why}",
    "judge.perhaps": "これらの数は、たとえばステップ {step} の次のバグ 1 つで説明がつきます: {bug}。{why}",
    "judge.likely_in": "これらの数は、{rule} の規則の 1 つのバグで説明がつきます: {bug}。{why}",
    "judge.likely_all": "これらの数は、同じバグがどの演算にもあると考えると説明がつきます: {bug}。たとえば、{why}",
    "judge.other_axis": (
        "これは別の式の勾配です。ソフトマックスなど、軸に沿った計算の軸が違います。"
    ),
    "judge.other_twice": (
        "これは別の式の勾配です。ソフトマックスを 2 回かけています。スコアを渡す所に確率を渡してはいけません。"
    ),
    "judge.look": "ステップ {step} で求まります。",
    # A class
    "grade.file": "ファイル",
    "grade.kind": "種類",
    "grade.seed": "シード",
    "grade.verdict": "判定",
    "grade.right": "正解",
    "grade.wrong": "不正解",
    "grade.time": "秒",
    "grade.mistakes": "間違い",
    "grade.note": "備考",
    "grade.and": "{one}、{other}",
    "grade.solved": "解決",
    "grade.unsolved": "未解決",
    "grade.refused": "受け付けず",
    "grade.other_seed": "解答キーとは別のシード",
    "grade.reason": "つまずき",
    "grade.attempts": "件数",
    "grade.times": "回数",
    "grade.summary": "{count} 件のうち {solved} 件が解決。{refused} 件は受け付けませんでした。",
    "grade.taken": "「{bug}」を「{other}」と答えた",
    # Misconceptions
    "slip.flipped_value": "符号の間違い",
    "slip.local": "局所微分の掛け忘れ",
    "slip.power": "べき乗の微分規則の片方だけ",
    "slip.undifferentiated": "傾きではなく値を使った",
    "slip.added": "掛けずに足した",
    "slip.value": "勾配ではなく値を答えた",
    "slip.early": "そろう前に流した",
    "slip.multiplied": "足さずに掛けた",
    "slip.whole": "1 本の道ではなく全部の合計",
    "slip.forgotten": "上流の勾配の掛け忘れ",
    "slip.passed": "そのまま流した",
    "slip.other_operand": "もう一方の変数の勾配",
    "slip.averaged": "和ではなく平均",
    "slip.one_of_many": "1 つのデータの分だけ",
    "slip.reversed": "行と列の入れ替え",
    "slip.factors": "掛ける順が逆",
    "slip.rounded": "桁の不足",
    "slip.entries": "一部の要素の間違い",
    "slip.shape": "形の間違い",
    "slip.coincidence": "偶然の一致",
    "slip.not_finite": "有限でない数",
    "slip.seed": "出発点が 1 でない",
    "slip.other": "その他",
    "slip.missing": "勾配がない",
    "slip.unreadable": "読み取れない",
    "slip.carried": "結果を原因と取り違えた",
    "slip.harmed": "結果を原因と取り違えた",
    "slip.sound": "正しい辺を間違いとした",
}
