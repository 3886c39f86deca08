"""What the command line says: its help, and what it has done."""

TEXTS = {
    # Help
    "shell.about": "Walk any formula as a computational graph, forward and backward.",
    "shell.usage": "usage:",
    "shell.arguments": "arguments",
    "shell.options": "options",
    "shell.examples": "examples:",
    "shell.sources": (
        "SOURCE is a formula or a program, `-` for standard input, or @FILE. A value of an input "
        "is a\n"
        "number, what makes one such as pi/4, or a list such as [1,2,3] or [[1,2],[3,4]].\n"
        "FILE.py:NAME is a function or a module of PyTorch in a program of your own, which is run."
    ),
    "shell.walk": "print the whole walk, step by step",
    "shell.draw": "write numbered pictures of the steps, or all of them in one file",
    "shell.html": "write a live page that needs nothing but a browser",
    "shell.check": "hold every gradient against witnesses",
    "shell.grade": "judge the attempts of a class anew, and count their misconceptions",
    "shell.practise": "do a walk yourself: what comes next, by which rule, which number",
    "shell.help": "show this help and exit",
    "shell.version": "show the version and exit",
    "shell.lang": "language of all that is said, en by default",
    "shell.source": "the formula, - or @FILE, or FILE.py:NAME",
    "shell.inputs": "a value for every input",
    "shell.parameters": "inputs to be marked as parameters: w,b",
    "shell.opened": 'blocks to show open, of "layer_* layer.softmax" or "*"',
    "shell.like": (
        "an example for FILE.py:NAME, such as x=~4x3; whole numbers in a list are labels: y=[0,2]"
    ),
    "shell.opaque": "leave to PyTorch what of FILE.py:NAME cannot be read",
    "shell.digits": "significant digits of a number, 4 by default",
    "shell.step": "print this step only",
    "shell.walk_json": "print the walk as JSON",
    "shell.check_json": "print the table as JSON",
    "shell.attempts": "folder of the attempts, .json files",
    "shell.key": "the exercise, as saved without a move",
    "shell.csv": "print the table as CSV",
    "shell.output": (
        "folder for the pictures; or a file: walk.gif, .webp, .apng, .mp4 (animations), .pdf "
        "(handout), .html (live page), .tex, .pptx, .md (every step), .svg, .png, .dot (one step)"
    ),
    "shell.page": "such as walk.html",
    "shell.steps": "such as 0,1,5 or all (default)",
    "shell.theme": "light by default",
    "shell.page_theme": "the reader's own light or dark by default",
    "shell.pictures": "for a folder of pictures",
    "shell.format": "svg (default), png, pdf, dot, or several",
    "shell.scale": "PNG pixels per CSS pixel (default 2, fewer where the picture would be huge)",
    "shell.file": "for one file",
    "shell.title": "of the document, or of the picture",
    "shell.page_title": "of the page",
    "shell.pace": "of a step in an animation",
    "shell.hold": "of its last step",
    "shell.width": "of an animation",
    "shell.caption": "a picture of one step with formula and sentence",
    "shell.no_caption": "an animation of the pictures alone, without formula and sentence",
    "shell.worksheet": "a .pdf with numbered blanks on one picture, and an answer key",
    "shell.blanks": "a worksheet of these alone, or step by step on a page each",
    "shell.paper": "the sheet of a .pdf (a4)",
    "shell.beamer": "a .tex of slides with overlays",
    "shell.slides": "open as a presentation",
    "shell.from_link": "SOURCE is an address of the playground, which holds formula and inputs",
    "shell.link_python": (
        "the address holds a function of Python (`py=`), which is run on the playground only, and only "
        "by its reader"
    ),
    "shell.landscape": 'show the output over one or two inputs beside the graph, such as "w b"',
    "shell.against": "torch, jax, tensorflow, or several",
    "shell.perform": "a page on which the walk is to be done: --level, --seed and --judged are for it",
    "shell.hunt": "a page on which a bug is to be found: --bug and --seed are for it",
    "shell.bug": "the bug, as in bv.hunt; without it one is drawn",
    "shell.level": "1 a worked example, 2 the last steps, 3 the backward pass (default), 4 all of it",
    "shell.seed": "a whole number: fresh numbers for each",
    "shell.drawn": "draw inputs that are not given: nice numbers, others for each seed; SOURCE may be a kind of exercise",
    "shell.judged": "step by step (default), or at the end",
    "shell.end": ".",
    # What is done
    "shell.one_picture": "1 picture in {folder}",
    "shell.many_pictures": "{count} pictures in {folder}",
    "shell.like_program": "--like and --opaque are for a program of your own, as in model.py:loss",
    "shell.failed": "{file} cannot be run ({kind}: {error})",
    "shell.no_function": "{file} has no function or module {name}; it has: {known}",
}
