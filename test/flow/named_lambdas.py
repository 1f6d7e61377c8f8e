# A lambda that the module gives a name is a function of that name; one that is called is its caller's.
import os
import sys
from html import escape

run = lambda text: exec(text)  # want: code-injection
_own = lambda text: exec(text)
shown = lambda text: escape(text)
listed = lambda folder: os.system("ls " + folder)

listed("/srv")
