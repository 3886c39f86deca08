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
        "number, what makes one such as pi/4, or a list such as [1,2,3] or [[1,2],[3,4]]."
    ),
    "shell.walk": "print the whole walk, step by step",
    "shell.draw": "write numbered pictures of the steps, or all of them in one file",
    "shell.html": "write a live page that needs nothing but a browser",
    "shell.check": "hold every gradient against witnesses",
    "shell.help": "show this help and exit",
    "shell.version": "show the version and exit",
    "shell.lang": "language of all that is said, en by default",
    "shell.source": "the formula, - or @FILE",
    "shell.inputs": "a value for every input",
    "shell.parameters": "inputs to be marked as parameters: w,b",
    "shell.digits": "significant digits of a number, 4 by default",
    "shell.step": "print this step only",
    "shell.walk_json": "print the walk as JSON",
    "shell.check_json": "print the table as JSON",
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
    "shell.title": "of the document",
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
    "shell.landscape": 'show the output over one or two inputs beside the graph, such as "w b"',
    "shell.against": "torch, jax, tensorflow, or several",
    "shell.end": ".",
    # What is done
    "shell.one_picture": "1 picture in {folder}",
    "shell.many_pictures": "{count} pictures in {folder}",
}
