"""English, which also says what another language leaves out."""

from ..languages import Language

LANGUAGE = Language(name="English", tag="en-US")
