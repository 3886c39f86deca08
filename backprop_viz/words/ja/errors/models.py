"""実行して読み込む PyTorch のモデルについてのエラー。"""

TEXTS = {
    "models.place": "{file} の {line} 行目",
    "models.place_in": "{where}、モジュール {module} の中",
    "models.no_row": "{operation}（{where}）は演算の表にないので、ステップとして示すことができません。{instead}",
    "models.instead": "ほかの演算で書くか、その結果を入力として渡すか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.instead_det": "2 × 2 の行列なら a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0] と書くか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.instead_inverse": "2 × 2 の行列なら a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0] で割る式として逆行列を書き下すか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.instead_bag": "どの組も同じ長さなら F.embedding(indices, weight).sum(-2) または .mean(-2) と書くか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.instead_fold": "torch.eye(n).view(n, channels, height, width) をカーネルとする F.conv_transpose2d で書くか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.instead_scatter": "和なら a.scatter_add(dim, index, src) と書くか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.instead_packed": "パディングしたバッチをそのまま渡し（1 例ずつ、または長さをそろえて）、パディングの部分は損失に含めないでください。",
    "models.no_form": "{operation}（{where}）は、このオプションでは読み込めません。ほかの演算で書くか、その結果を入力として渡すか、opaque=True を指定して、PyTorch が計算する 1 つの不透明なブロックにしてください。",
    "models.complex": "{operation}（{where}）は複素数を作りますが、複素数はステップとして示すことができません。複素数を作って使う部分を 1 つのモジュールにまとめれば、opaque=True で PyTorch に計算させることができます。",
    "models.writes": "{operation}（{where}）は、不透明な関数やモジュールに渡されたものに書き込んでいます。x = x.clone() のように、コピーに書き込んでください。",
    "models.foreign": "{operation}（{where}）は、読み込めないところで自分の勾配を決めているので、何が逆向きに伝わるのかが分かりません。PyTorch の演算で書くか、その結果を入力として渡してください。",
    "models.shared": "{operation}（{where}）が使うメモリーには、別のテンソルを通して書き込みがあり、その内容を追うことができません。x = x.clone() のように、コピーに書き込んでください。",
    "models.unseen": "{operation}（{where}）は、勾配を持つテンソルに、.data や .detach() を通して PyTorch に知らせずに書き込んでいます。そのため、勾配が値と合わなくなります。x = x.clone() のようにコピーに書き込むか、この部分を読み込む範囲から外してください。",
    "models.returned": "モデルは {kind} を返しましたが、必要なのは 1 つのテンソルです。bv.graph(lambda x: model(x)[0], like=(x,)) のように、どれかを選んでください。",
    "models.constant": "モデルが返した値は、どの入力にもどのパラメータにもよりません。",
    "models.whole": (
        "モデルが返した値は、どの入力にもどのパラメータにもよりません。整数など、浮動小数点数でないテンソルは、"
        "ラベルのようなデータとして扱われます。torch.tensor([1.0, 2.0]) や x.float() のように、浮動小数点数で与えてください。"
    ),
    "models.like": (
        "モデルは、例を与えて実行しながら読み込みます。bv.graph(net, like=(x,)) のように、like= でパラメータ（{names}）の"
        "テンソルを渡してください。"
    ),
    "models.layout": "テンソルのレイアウトが {layout} です。読めるのは密なテンソルだけなので、先に x.to_dense() などで密にしてください。",
    "models.device": "テンソルがデバイス {device} にあります。model.cpu() のように、CPU に移してから読み込んでください。",
    "models.failed": "この例では、モデルがエラーになります（{kind}: {error}）。like=(x, y) のように、モデルに渡すものを like= に渡してください。",
    "models.differs": "モデルのグラフの勾配が PyTorch の勾配と違うので、表示しません。フックが勾配を変えているのかもしれません。そうでなければ、お知らせください。",
    "models.differs_value": "{name} の値が、PyTorch とグラフとで違います。{operation}（{where}）が正しく読み込めていないので、このグラフは正しくありません。",
    "models.differs_gradient": "{name} の勾配が、PyTorch とグラフとで違います。{operation}（{where}）の結果を使うところで、フックなどによって別のものが逆向きに伝わっているので、このグラフは正しくありません。",
    "models.differs_input": "{name} の勾配が、PyTorch とグラフとで違います。{operation}（{where}）からここまでの間で、フックなどによって別のものが逆向きに伝わっているので、このグラフは正しくありません。",
    "models.differs_way": "この入力では、モデルは {operation}（{where}）から別の道を通ります。グラフは、例を渡したときのものです。",
    "models.float64": "モデルには {kinds} の数がありますが、計算は float64 で行います。",
    "models.fixed": "{operation}（{where}）は、数によって分岐するか、勾配のない数を作ります。これらは例を渡したときのままです。",
    "models.opaque": "{operation}（{where}）は 1 つの不透明な演算で、動かせません。数は PyTorch が計算したものです。",
    "models.opaque_source": "opaque= は PyTorch のモデルのためのものです。これは PyTorch のモデルではありません: {given}",
    "models.no_witness": '{name} は PyTorch が計算するので、{library} では確かめられません。against="torch" なら、モデルそのものを動かして確かめます。',
    "models.no_landscape": "ほかの場所でのコストはページの中で計算しますが、{name} は PyTorch が計算します。landscape= を外してください。",
    "models.no_link": "{name} は PyTorch が計算しますが、プレイグラウンドには PyTorch がありません。アドレスを外してください。",
    "models.no_live": "{name} は PyTorch が計算するので、ブラウザーはスライダーについていけません。live=True を外すと、カーネルが計算します。",
    "inputs.opaque": "{node} は {framework} が計算するもので、読み込んだときの形 {shapes} でしか使えません。",
}
