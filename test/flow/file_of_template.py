# A program that makes a file of its own template gives it names of its own; a page of a site is another matter.
from .templates import Template

VERSION = "1.2"


def main():
    text = Template("version = ${VERSION}").render(**globals())
    with open("setup.cfg", "w") as out:
        out.write(text)


main()
