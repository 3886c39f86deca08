"""実行して読み込む PyTorch のモデルについてのエラー。"""

TEXTS = {
    "models.place": "{file} の {line} 行目",
    "models.place_in": "{where}、モジュール {module} の中",
    "models.no_row": "{operation}（{where}）は演算の表にないので、ステップとして示すことができません。ほかの演算で書くか、この部分を読み込む範囲から外し、その結果を入力として渡してください。",
    "models.no_form": "{operation}（{where}）は、このオプションでは読み込めません。ほかの演算で書くか、この部分を読み込む範囲から外し、その結果を入力として渡してください。",
    "models.foreign": "{operation}（{where}）は、torch.autograd.Function のように自分で勾配を決めているので、何が逆向きに伝わるのかがわかりません。PyTorch の演算で書くか、その結果を入力として渡してください。",
    "models.shared": "{operation}（{where}）が使うメモリーには、別のテンソルを通して書き込みがあり、その内容を追うことができません。x = x.clone() のように、コピーに書き込んでください。",
    "models.unseen": "{operation}（{where}）は、勾配を持つテンソルに、.data や .detach() を通して PyTorch に知らせずに書き込んでいます。そのため、勾配が値と合わなくなります。x = x.clone() のようにコピーに書き込むか、この部分を読み込む範囲から外してください。",
    "models.returned": "モデルは {kind} を返しましたが、必要なのは 1 つのテンソルです。bv.graph(lambda x: model(x)[0], like=(x,)) のように、どれかを選んでください。",
    "models.constant": "モデルが返した値は、どの入力にもどのパラメータにもよりません。",
    "models.device": "テンソルがデバイス {device} にあります。model.cpu() のように、CPU に移してから読み込んでください。",
    "models.failed": "この例では、モデルがエラーになります（{kind}: {error}）。like=(x, y) のように、モデルに渡すものを like= に渡してください。",
    "models.differs": "モデルのグラフの勾配が PyTorch の勾配と違うので、表示しません。フックが勾配を変えているのかもしれません。そうでなければ、お知らせください。",
    "models.differs_value": "{name} の値が、PyTorch とグラフとで違います。{operation}（{where}）が正しく読み込めていないので、このグラフは正しくありません。",
    "models.differs_gradient": "{name} の勾配が、PyTorch とグラフとで違います。{operation}（{where}）の結果を使うところで、フックなどによって別のものが逆向きに伝わっているので、このグラフは正しくありません。",
    "models.differs_input": "{name} の勾配が、PyTorch とグラフとで違います。{operation}（{where}）からここまでの間で、フックなどによって別のものが逆向きに伝わっているので、このグラフは正しくありません。",
    "models.differs_way": "この入力では、モデルは {operation}（{where}）から別の道を通ります。グラフは、例を渡したときのものです。",
    "models.float64": "モデルには {kinds} の数がありますが、計算は float64 で行います。",
    "models.fixed": "{operation}（{where}）は、数によって分岐するか、勾配のない数を作ります。これらは例を渡したときのままです。",
}
