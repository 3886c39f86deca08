"""What an error says of what is asked for: a library, an argument, a file, a command."""

TEXTS = {
    # What has to be installed
    "engine.install": (
        "install one: `pip install graphviz-pure`, or Graphviz itself (`apt-get install graphviz`, "
        "`brew install graphviz`, `conda install -c conda-forge graphviz`, `winget install "
        "graphviz`)"
    ),
    "engine.load": (
        "in a browser, load @viz-js/viz beside Python, and keep as `globalThis.backpropVizEngine` "
        "a function of a DOT text and a format, which calls its `renderString`"
    ),
    "engine.not_there": "{variable} names {program}, which is not there; {install}",
    "engine.no_graphviz": (
        "{variable} names {program}, which is no Graphviz, and so is not used: it may be one of "
        "{names}, or the path of a Graphviz program"
    ),
    "engine.none": "there is no Graphviz to lay out the picture; {install}",
    "engine.cannot_run": "{program} cannot be run ({reason}); {install}",
    "engine.slow": "{program} took longer than {seconds} seconds",
    "engine.failed": "{program} failed ({status}): {said}",
    "engine.silent": "{program} ended without a layout and without a word ({status})",
    "engine.no_text": "{program} wrote what is no text",
    "engine.no_layout": "{program} wrote no layout of the picture",
    "font.missing": (
        "no font here can draw {characters} (U+{code}, ...): install one, such as fonts-noto-cjk "
        "for Japanese (`apt-get install fonts-noto-cjk`) or fonts-noto-core, or name a font file "
        "in {variable}; SVG and DOT need no font"
    ),
    "library.png": "a PNG needs resvg, which is not installed:\npip install resvg",
    "library.png_there": (
        "a PNG needs resvg, which there is not for a browser's Python: take the picture from the "
        "explorer's menu, or save it as .svg"
    ),
    "library.pdf": 'a PDF needs fpdf2, which is not installed:\npip install "backprop-viz[pdf]"',
    "library.animation": (
        'an animation needs Pillow, which is not installed:\npip install "backprop-viz[animation]"'
    ),
    "library.script": (
        "to set {text} in a PDF, its letters must be shaped by uharfbuzz, which is not installed "
        "(SVG and PNG do not need it):\n"
        "pip install uharfbuzz"
    ),
    "library.explorer": (
        'the explorer needs {library}, which is not installed:\npip install "backprop-viz[lab]"'
    ),
    "library.question": (
        'a question needs {library}, which is not installed:\npip install "backprop-viz[lab]"'
    ),
    "library.landscape": (
        'a landscape needs matplotlib, which is not installed:\npip install "backprop-viz[lab]"'
    ),
    "library.slides": (
        "PowerPoint slides need python-pptx, which is not installed:\n"
        'pip install "backprop-viz[pptx]"'
    ),
    "library.video": 'a video needs PyAV, which is not installed:\npip install "backprop-viz[mp4]"',
    "library.witness": (
        '{library} is not installed; to check against it: pip install "backprop-viz[{library}]"'
    ),
    # An argument that names nothing
    "usage.language": "no language {given}; there are {known}",
    "usage.step": "there is no step {step}; the steps are 0 to {last}",
    "usage.step_kind": "{given} is no step; a step is a whole number",
    "usage.no_steps": "no step is chosen; give one at least",
    "usage.step_or_steps": "give step or steps, not both",
    "usage.one_step": "{name}: a picture shows one step, not {count}",
    "usage.theme": "no theme {given}; there are {known}",
    "usage.theme_name": "the name of a theme is a text, not {given}",
    "usage.colour": "{field}={given} is no colour: write it as `#rrggbb`, such as `#c4002b`",
    "usage.method": "no method {given}; there are {known}",
    "usage.shape": "{given} is no shape; write sizes such as 3, 2, of at most {most} entries",
    "usage.witness": "no witness {given}; there are {known}",
    "usage.name": "no {given}; there are {known}",
    "usage.inputs": "{count} inputs are needed ({known}), not {given}",
    "usage.live": "live=True needs anywidget and Graphviz (pip install anywidget)",
    "usage.immutable": "an expression is immutable",
    # Files
    "usage.picture_ending": "{name}: a picture ends in {known}",
    "usage.landscape_ending": "{name}: a landscape ends in .png, .svg or .pdf",
    "usage.page_ending": "{name}: a page is saved to a file that ends in .html",
    "usage.walk_ending": "{name}: a walk is saved to a file that ends in {known}",
    "usage.option": "{option} is for {known}, not for a {given}",
    "usage.option_of_step": "{option} is for {known}, not for a {given} of one step",
    "system.none": "No such file or directory",
    "system.folder": "Is a directory",
    "system.no_folder": "Not a directory",
    "system.denied": "Permission denied",
    "system.read_only": "Read-only file system",
    "system.full": "No space left on device",
    "system.large": "File too large",
    "system.long": "File name too long",
    "system.circle": "Too many levels of symbolic links",
    "usage.path": "{given} is no path of a file",
    "usage.interrupted": "interrupted",
    "usage.half": "{reason}; {done} of {count} files are written, and these are missing: {missing}",
    "usage.no_folder": "there is no such folder",
    "usage.is_folder": "is a folder; name a file",
    "usage.foreign": "holds files that are not from here; move it or choose another name",
    "usage.walks": "a page is made of walks, in a list or by their titles, not of {given}",
    "usage.address": "{given} is no address of a playground, such as https://HOST/play/",
    "usage.no_link": "the address holds no formula (`#f=`)",
    "usage.link_broken": "the formula in the address (`#f=`) cannot be unpacked",
    "usage.no_chapter": "a page needs one walk at least",
    "usage.scale": "the scale is {scale}; it is a number from 0.01 to 20",
    "usage.png": (
        "a PNG of {width} by {height} pixels is too large; take a smaller scale, or SVG, which is "
        "sharp at any size"
    ),
    "usage.film": "an animation of {width} by {height} pixels is too large; take a smaller width",
    "usage.side": (
        "an animation of {width} by {height} pixels is too large for this kind of file, whose "
        "sides have {most} at most; take a smaller width"
    ),
    "usage.compare": "two walks are compared, not {given}",
    "usage.text": "{name} is {given}; it is a text",
    "usage.yes_or_no": "{name} is {given}; it is True or False",
    "usage.worksheet": "worksheet is {given}; it is True, False or one of: {known}",
    "usage.paper": "paper is {given}; it is one of: {known}",
    "usage.steps": "steps are {given}; they are whole numbers, such as [0, 5, -1]",
    "usage.watch": (
        "watch gave {given}, not {step}: it gives on every step that it is given, as tqdm does"
    ),
    "usage.range_of": (
        "there is no slider for {name} to set a range of; there are sliders for: {known}"
    ),
    "usage.ranges": "the range of {name} is {given}; it is three numbers, such as (-5, 5, 0.1)",
    "usage.seconds": "{name} is {given}; it is in seconds, 0.02 to {most}",
    "usage.digits": "digits are {given}; they are a whole number from 1 to {most}",
    "usage.width": "width is {given}; it is in pixels, 64 to 16000",
    # A command
    "shell.missing": "{missing} is missing; see {program} --help",
    "shell.unknown": "{given} is not understood; see {program} --help",
    "shell.choice": "{option} {given}: there are {known}",
    "shell.value": "{option} {given}: a number is needed",
    "shell.needs_value": "{option} needs a value",
    "shell.takes_none": "{option} takes no value (a formula that begins like it goes behind --)",
    "shell.for_files": "{option} is for a file such as walk.gif or walk.pdf, not for {output}",
    "shell.for_pictures": "{option} is for a folder of pictures, not for {output}",
    "shell.is_file": "{folder} is a file; name a folder",
    "shell.exercise_alone": "--perform or --hunt makes a page of one formula; it takes no +, no --slides, no --landscape, no --steps and not the other one",
    "shell.exercise_only": "{option} is for a page with an exercise: add {needed}",
    "shell.or": "{one} or {other}",
    "shell.page_ending": "{name}: a page ends in .html",
    "shell.no_input": "there is no standard input to read the formula from",
    "shell.no_text": "the formula is no UTF-8 text (byte {byte})",
    "shell.pair": "{pair}: an input is given as NAME=VALUE, such as x=2",
    "shell.number": (
        "{pair}: a number is needed, such as 2, 1e-3 or pi/4, or a list [1,2]; {reason}"
    ),
    "shell.memory": "there is not enough memory for this; take smaller arrays or pictures",
    "shell.unforeseen": "this should not have happened ({what}); please report it with the command",
    "shell.no_step": "{given} is no step; give numbers from 0 to {last}, or all",
    "shell.no_format": "no format {given}; there are {known}",
}
