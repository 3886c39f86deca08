"""What an error says of a model of PyTorch that is read as it runs."""

TEXTS = {
    "models.place": "{file}, line {line}",
    "models.place_in": "{where}, in the module {module}",
    "models.no_row": (
        "{operation} ({where}) has no row in the table of operations, so its step cannot be shown; "
        "{instead}"
    ),
    "models.instead": (
        "write it with others, give its result as an input, or let it be one opaque block, whose numbers "
        "PyTorch computes: opaque=True"
    ),
    "models.instead_det": (
        "of 2 × 2 entries write a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0], or let it be one opaque block, "
        "whose numbers PyTorch computes: opaque=True"
    ),
    "models.instead_inverse": (
        "of 2 × 2 entries write the inverse out, over a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0], or let it "
        "be one opaque block, whose numbers PyTorch computes: opaque=True"
    ),
    "models.instead_bag": (
        "write F.embedding(indices, weight).sum(-2), or .mean(-2), for bags of the same length, or let "
        "it be one opaque block, whose numbers PyTorch computes: opaque=True"
    ),
    "models.instead_fold": (
        "write F.conv_transpose2d, whose kernel is torch.eye(n).view(n, channels, height, width), or "
        "let it be one opaque block, whose numbers PyTorch computes: opaque=True"
    ),
    "models.instead_scatter": (
        "write a.scatter_add(dim, index, src) for a sum, or let it be one opaque block, whose numbers "
        "PyTorch computes: opaque=True"
    ),
    "models.instead_packed": (
        "give the padded batch as it is, one example at a time or all of one length, and leave out of "
        "the loss what is padding"
    ),
    "models.no_form": (
        "{operation} ({where}) cannot be read with the options that it has there; write it with other "
        "operations, give its result as an input, or let it be one opaque block, whose numbers "
        "PyTorch computes: opaque=True"
    ),
    "models.complex": (
        "{operation} ({where}) makes complex numbers, which no step shows; put what makes and uses them "
        "into a module of its own, which opaque=True leaves to PyTorch"
    ),
    "models.writes": (
        "{operation} ({where}) writes in place to what an opaque function or module is given; write to "
        "a copy, as in x = x.clone()"
    ),
    "models.foreign": (
        "{operation} ({where}) has a gradient of its own making, which was not seen to come about, so "
        "nothing says what goes back; write it with PyTorch's operations, or give its result as an input"
    ),
    "models.shared": (
        "{operation} ({where}) uses memory that another tensor has written to in a way that cannot be "
        "followed; write to a copy, as in x = x.clone()"
    ),
    "models.unseen": (
        "{operation} ({where}) writes behind PyTorch's back, by way of .data or .detach(), to "
        "what has a gradient, so the gradient does not fit the numbers; write to a copy, as in "
        "x = x.clone(), or leave the step out of what is read"
    ),
    "models.returned": (
        "the model returned {kind}, and one tensor is needed: say which, as in "
        "bv.graph(lambda x: model(x)[0], like=(x,))"
    ),
    "models.constant": "what the model returned depends on no input and on no parameter",
    "models.whole": (
        "what the model returned depends on no input and on no parameter, as a tensor of whole "
        "numbers, or of any but floats, is data, such as labels; give floats, as in torch.tensor([1.0, 2.0]) or x.float()"
    ),
    "models.like": (
        "a model is read as it runs, on examples: like= has a tensor for each parameter ({names}), as in "
        "bv.graph(net, like=(x,))"
    ),
    "models.layout": (
        "a tensor has the layout {layout}, and only dense ones are read; make it dense before, as "
        "in x.to_dense()"
    ),
    "models.device": "a tensor is on the device {device}; read a copy on the CPU, as in model.cpu()",
    "models.failed": (
        "the model fails for these examples ({kind}: {error}); like= takes what it is called with, "
        "as in like=(x, y)"
    ),
    "models.differs": (
        "the graph of the model has another gradient than PyTorch, as from a hook that changes it, so it "
        "is not shown; please tell us of it"
    ),
    "models.differs_value": (
        "{name} has another value in PyTorch than in the graph: {operation} ({where}) is not what was "
        "read, so the graph would be wrong"
    ),
    "models.differs_gradient": (
        "{name} has another gradient in PyTorch than in the graph: what uses the result of {operation} "
        "({where}) passes back something else there, as a hook may, so the graph would be wrong"
    ),
    "models.differs_input": (
        "{name} has another gradient in PyTorch than in the graph: between it and {operation} ({where}) "
        "something else is passed back there, as by a hook, so the graph would be wrong"
    ),
    "models.differs_way": (
        "the model goes another way with these inputs, from {operation} ({where}) on: the graph is that "
        "of its examples"
    ),
    "models.float64": "The model has numbers in {kinds}; it is computed in float64.",
    "models.fixed": (
        "{operation} ({where}) decides by numbers, or makes some that have no gradient: they are those "
        "of the examples."
    ),
    "models.opaque": (
        "{operation} ({where}) is one opaque operation, not live: its numbers come from PyTorch."
    ),
    "models.opaque_source": "opaque= is for models of PyTorch; this is none: {given}",
    "models.no_witness": (
        "{name} is computed by PyTorch, and {library} cannot be asked for it; the check against "
        '"torch" runs the model itself'
    ),
    "models.no_landscape": (
        "the cost at other places is computed on the page, but {name} is computed by PyTorch; leave "
        "out landscape="
    ),
    "models.no_link": "{name} is computed by PyTorch, which a playground has not; leave out the address",
    "models.no_live": (
        "{name} is computed by PyTorch, so a browser cannot follow the sliders; leave out live=True, "
        "and the kernel will"
    ),
    "inputs.opaque": "{node} comes from {framework}, as it was read for the shapes {shapes} alone",
}
