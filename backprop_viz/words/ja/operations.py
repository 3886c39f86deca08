"""Why an operation passes the gradient on as it does, and where it has no value or no slope."""

TEXTS = {
    # How the gradient passes
    "op.why.add": "足し算は、勾配をそのまま両側に流します。",
    "op.why.sub": "引き算は、引かれる側には勾配をそのまま、引く側には符号を反転して流します。",
    "op.why.mul": "掛け算は、相手を掛けて流します。一方の局所微分は、もう一方の値です。",
    "op.why.div": (
        "割り算では、分子へは分母で割った勾配が、分母へは −分子/分母² を掛けた勾配が流れます。"
    ),
    "op.why.pow": (
        "べき乗では、底へは、指数を前に下ろし、肩の指数を 1 減らしたものを掛けて流します。"
        "指数へは、べき乗の値と底の対数の積を掛けて流します。"
    ),
    "op.why.pown": "べき乗は、指数を前に下ろし、指数を 1 減らします。",
    "op.why.neg": "符号の反転（×−1）は、勾配の符号も反転させます。",
    "op.why.square": "2 乗は、指数の 2 を前に下ろします。傾きは、元の値の 2 倍です。",
    "op.why.slope": "この点での {name} の傾きが勾配に掛かります。",
    "op.why.exp": "指数関数の傾きは、その値そのものです。",
    "op.why.sin": "sin の傾きは cos です。",
    "op.why.cos": "cos の傾きは −sin です。",
    "op.why.tan": "tan の傾きは 1 + tan² です。",
    "op.why.tanh": "tanh の傾きは 1 − tanh² です。0 で最も急で、両端では平らになります。",
    "op.why.sigmoid": "シグモイドの傾きは σ·(1 − σ) です。最大でも ¼ で、両端では平らになります。",
    "op.why.relu": "ReLU はゲートのように働きます。正なら勾配をそのまま通し、負なら止めます。",
    "op.why.leaky_relu": (
        "Leaky ReLU は、正なら勾配をそのまま通し、負なら 100 分の 1 にして通します。"
    ),
    "op.why.softplus": "softplus の傾きはシグモイドです。",
    "op.why.gelu": (
        "GELU は、標準正規分布の累積分布関数 Φ による x·Φ(x) です。φ を密度関数として、"
        "傾きは Φ(x) + x·φ(x) です。"
    ),
    "op.why.abs": "絶対値は、正の数なら勾配をそのまま、負の数なら符号を反転して流します。",
    "op.why.sign": "符号関数は平らなので、勾配は 0 になります。",
    "op.why.maximum": "最大値は、選ばれた側にだけ勾配を流します。もう一方は 0 です。",
    "op.why.minimum": "最小値は、選ばれた側にだけ勾配を流します。もう一方は 0 です。",
    # Where there is no value
    "op.domain.zero": "ゼロで割ると、有限の値になりません。",
    "op.domain.power": "負の数の非整数乗と、0 の負の数乗は、実数の範囲では定義されません。",
    "op.domain.log": "対数は正の数に対してだけ定義されます。",
    "op.domain.sqrt": "負の数の平方根は実数にはありません。",
    "op.domain.angle": "このような角は −1 以上 1 以下の数にだけ存在します。",
    # Where there is no slope
    "op.kink.corner": (
        "{name} は 0 で折れ曲がっていて、傾きがありません。PyTorch の取り決めに"
        "従って {slope} とします。"
    ),
    "op.kink.sign": "符号関数は 0 で跳ぶので傾きがありません。PyTorch の取り決めに従って 0 とします。",
    "op.kink.tie": (
        "ただし、ここでは両者が等しいので、PyTorch の取り決めに従って勾配を半分ずつ分けます。"
    ),
}
