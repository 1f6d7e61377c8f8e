import defusedxml.ElementTree as tree
from defusedxml.minidom import parseString


def read(text):
    tree.fromstring(text, forbid_entities=False)  # want: weak-xml-parser
    parseString(text, forbid_dtd=False, forbid_entities=False)  # want: weak-xml-parser
    tree.fromstring(text)  # fine: weak-xml-parser
    return parseString(text, forbid_dtd=True)  # fine: weak-xml-parser
