import xml.etree.ElementTree as ET

def without_doctype(data):
    """XML as text; ValueError for a document type, which is where entities are declared."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    if "<!DOCTYPE" in text:
        raise ValueError("a document type is not accepted")
    return text


def parse_total(xml_text):
    root = ET.fromstring(without_doctype(xml_text))
    return sum(int(i.text) for i in root.iter("item"))
