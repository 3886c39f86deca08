"""The LaTeX that the package writes: its symbols, functions and spaces, the same in every medium.

The typesetter of SVG (``media/formula``), the one of the browser (``tex.js``) and what is written
for LaTeX itself (``media/latex_text``) all take them from here.
"""

from __future__ import annotations

__all__ = ["FUNCTIONS", "GREEK", "SIGNS", "SPACES", "SYMBOLS", "VARIANTS"]

GREEK = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "zeta": "ζ"},
    **{"eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν"},
    **{"xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ"},
    **{"chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ"},
    **{"Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ"},
    **{"Psi": "Ψ", "Omega": "Ω"},
}
"""The letters by their commands, as LaTeX draws them: its plain epsilon and phi are ϵ and ϕ."""

VARIANTS = {"varepsilon": "ε", "varphi": "φ"}
"""The letters that a keyboard writes, where LaTeX's plain command draws another form."""

SIGNS = {
    **{"partial": "∂", "cdot": "·", "odot": "⊙", "times": "×", "infty": "∞"},
    **{
        "to": "→",
        "le": "≤",
        "ge": "≥",
        "ne": "≠",
        "approx": "≈",
        "sim": "∼",
        "surd": "√",
        "Vert": "‖",
    },
    "top": "⊤",
}
"""What stands in mathematics only; as text, LaTeX needs dollars around its command."""

SYMBOLS = {
    **SIGNS,
    **GREEK,
    **VARIANTS,
    **{"gt": ">", "lt": "<", "backslash": "\\", "hat": "^", "ldots": "…", "cdots": "⋯"},
    **{"lVert": "‖", "rVert": "‖"},
}
"""Every command that stands for a character."""

_FUNCTIONS = "sin cos tan arcsin arccos arctan sinh cosh tanh ln log exp max min"
FUNCTIONS = tuple(_FUNCTIONS.split())
"""Commands that are written as their names, upright."""

SPACES = {",": 0.17, " ": 0.33, ";": 0.28, "quad": 1.0}
"""Commands for room, in units of the type's size."""
