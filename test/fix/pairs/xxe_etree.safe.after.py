import xml.etree.ElementTree as ET
from xml.parsers import expat

def without_entities(document):
    """The document as it is; ValueError when it declares an entity."""

    def refuse(*declaration):
        raise ValueError("entities are not accepted")

    look = expat.ParserCreate()
    look.EntityDeclHandler = refuse
    try:
        look.Parse(document, True)
    except expat.ExpatError:
        pass  # the parser itself will say what is wrong
    return document


def parse_total(xml_text):
    root = ET.fromstring(without_entities(xml_text))
    return sum(int(i.text) for i in root.iter("item"))
