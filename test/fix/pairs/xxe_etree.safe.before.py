import xml.etree.ElementTree as ET

def parse_total(xml_text):
    root = ET.fromstring(xml_text)
    return sum(int(i.text) for i in root.iter("item"))
